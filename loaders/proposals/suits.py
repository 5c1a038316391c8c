"""Whether a column's values suit a field: a date is no amount, whatever its header says.

Reads facts of columns; writes nothing.
"""

from __future__ import annotations

from loaders.proposals.facts import YES_OR_NO, Facts
from loaders.proposals.names import squeezed
from loaders.sources.declarations import Column

CODE = r"^[A-Za-z]{3}$"
MOSTLY = 0.9


def suits(field: Column, facts: Facts) -> bool:
    """Whether most of a column's values can be what the field holds."""
    if not facts.filled:
        return False
    check = SPECIAL.get(field.name) or BY_TYPE.get(field.type)
    return check(field, facts) if check else True


def _time(field: Column, facts: Facts) -> bool:
    dates = facts.dates
    return (dates.dates + dates.foreign + dates.neither) / dates.filled >= MOSTLY / 2


def _number(field: Column, facts: Facts) -> bool:
    return facts.numbers.marked_share >= MOSTLY / 2 and facts.dates.share < 0.5


def _boolean(field: Column, facts: Facts) -> bool:
    return is_yes_or_no(facts) or bool(boolean_words(field, facts))


def _label(field: Column, facts: Facts) -> bool:
    return facts.are_labels if field.meta.get("maps_to") else True


def _email(field: Column, facts: Facts) -> bool:
    return facts.emails >= 0.5


def _phone(field: Column, facts: Facts) -> bool:
    return facts.phones >= 0.5


def _code(field: Column, facts: Facts) -> bool:
    return bool(facts.known.str.contains(CODE).all())


def _name(field: Column, facts: Facts) -> bool:
    """No date, no number, no address."""
    return facts.dates.share < 0.5 and facts.numbers.share < 0.5 and facts.emails < 0.5


def _id(field: Column, facts: Facts) -> bool:
    return facts.dates.share < 0.5 and facts.values.dtype is not None and not _is_long(facts)


def _is_long(facts: Facts) -> bool:
    longest = facts.known.str.len_chars().max()
    return isinstance(longest, int) and longest > 200


def is_yes_or_no(facts: Facts) -> bool:
    """Whether staging understands all its values as a yes or no."""
    return set(facts.different.str.to_lowercase()) <= set(YES_OR_NO)


BY_TYPE = {"timestamp": _time, "date": _time, "number": _number, "boolean": _boolean, "text": _label, "id": _id}
SPECIAL = {
    "email": _email, "phone": _phone, "currency": _code, "user_name": _name, "account_name": _name,
    "first_name": _name, "last_name": _name, "manager_name": _name, "team": _name, "country": _name,
}  # fmt: skip


def boolean_words(field: Column, facts: Facts) -> dict[str, bool]:
    """The yes or no of every word of a column; nothing unless all of them are certain."""
    known = {squeezed(word): True for word in field.meta.get("true_words", ())}
    known |= {squeezed(word): False for word in field.meta.get("false_words", ())}
    words = facts.words_of()
    plain = {"1", "true", "yes", "t", "y"}, {"0", "false", "no", "f", "n"}
    meant: dict[str, bool] = {}
    for word in words:
        lowered = word.lower()
        if lowered in plain[0] or lowered in plain[1]:
            meant[word] = lowered in plain[0]
        elif squeezed(word) in known:
            meant[word] = known[squeezed(word)]
        else:
            return {}
    return meant
