"""Headers and file names as words that can be compared.

Reads and writes nothing. Case, accents, plurals, camelCase and small words between the others make no difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache

CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
WORD = re.compile(r"[^\W_]+")
SMALL = frozenset(
    ["de", "du", "des", "del", "la", "le", "les", "el", "los", "der", "die", "das", "of", "the", "d", "l", "utc", "gmt"]
)
SPELT_OUT = {"ß": "ss", "æ": "a", "œ": "o"}
UMLAUTS = re.compile(r"([aou])e")

ID_WORDS = frozenset(
    [
        "id",
        "no",
        "nr",
        "num",
        "number",
        "nummer",
        "nro",
        "numero",
        "key",
        "guid",
        "uuid",
        "code",
        "kennung",
        "identifiant",
        "identificador",
        "ref",
        "reference",
    ]
)


@cache
def words(text: str) -> tuple[str, ...]:
    """`Date de création` and `dateCreation` are both ("date", "creation"); `Geändert` is `geaendert` is `gandert`."""
    apart = "".join(SPELT_OUT.get(sign, sign) for sign in CAMEL.sub(" ", text))
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", apart) if not unicodedata.combining(sign)).lower()
    found = WORD.findall(plain)
    telling = [word for word in found if word not in SMALL] or found
    return tuple(_singular(UMLAUTS.sub(r"\1", word)) for word in telling)


def squeezed(text: str) -> str:
    """The words without what stands between them: a German compound is the same as its parts."""
    return "".join(words(text))


def system_name(text: str) -> str:
    """A name such as `acme_crm` that a mapping takes for a system; empty if nothing is left of the text."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_").lstrip("0123456789_")


def without_prefix(header: Sequence[str], telling: frozenset[str]) -> list[str]:
    """The headers without a first word that most of them share, such as `property_` before each field.

    Args:
        telling: words that are not taken away.
    """
    firsts = Counter(name.split("_")[0] for name in header if "_" in name)
    prefix, times = firsts.most_common(1)[0] if firsts else ("", 0)
    if times < max(3, 0.5 * len(header)) or set(words(prefix)) & telling:
        return list(header)
    return [name.removeprefix(f"{prefix}_") for name in header]


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word
