"""Names, companies and addresses of the people behind the records: made up, under reserved domains.

Reads a world, writes columns of text by identity number. Nobody real is named.
"""

import unicodedata

import numpy as np
import polars as pl

from leadhouse.demo import words
from leadhouse.demo.catalogue import SHARED_ADDRESSES, TEST_DOMAIN
from leadhouse.demo.leads import FOLLOWER, LOSER, SHARED, TEST
from leadhouse.demo.world import World


def texts(choices: tuple[str | None, ...], index: np.ndarray) -> pl.Series:
    """Return the texts at the given positions."""
    return pl.Series(choices, dtype=pl.String).gather(pl.Series(index.astype(np.int64)))


def plain(choices: tuple[str, ...]) -> tuple[str, ...]:
    """Return texts as they stand in an address: lower case, ASCII letters only."""
    flat = (unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower() for text in choices)
    return tuple("".join(character for character in text if character.isalpha()) for text in flat)


class Identities:
    """Who the records are about; every method takes identity numbers."""

    def __init__(self, world: World) -> None:
        """Draw the names; contacts of one existing customer share their company."""
        rng, leads, customers = world.rng(30), world.leads, world.customers
        known = len(customers.contact_account)
        count = len(leads) + known
        pairs = len(words.COMPANY_FIRST) * len(words.COMPANY_SECOND)
        company = rng.integers(0, pairs, count)
        company[len(leads) :] = rng.integers(0, pairs, len(customers.team))[customers.contact_account]
        self.company_first, self.company_second = np.divmod(company, len(words.COMPANY_SECOND))
        self.first = rng.integers(0, len(words.FIRST_NAMES), count)
        self.last = rng.integers(0, len(words.LAST_NAMES), count)
        self.ending = company % 3
        self.team = np.concatenate([leads.team, customers.team[customers.contact_account]])
        self.draw = rng.integers(0, 1 << 30, count)
        self.add_colleagues(world)

    def add_colleagues(self, world: World) -> None:
        """Draw the names of colleagues, who work where their deal's contact works; they come last."""
        rng, deals, group = world.rng(31), world.pipeline, world.group
        host = contact_identities(world)[deals.contact[group.deal]]
        count = len(host)
        self.company_first = np.concatenate([self.company_first, self.company_first[host]])
        self.company_second = np.concatenate([self.company_second, self.company_second[host]])
        self.ending = np.concatenate([self.ending, self.ending[host]])
        self.team = np.concatenate([self.team, self.team[host]])
        self.first = np.concatenate([self.first, rng.integers(0, len(words.FIRST_NAMES), count)])
        self.last = np.concatenate([self.last, rng.integers(0, len(words.LAST_NAMES), count)])
        self.draw = np.concatenate([self.draw, rng.integers(0, 1 << 30, count)])

    def first_name(self, who: np.ndarray) -> pl.Series:
        """Return first names."""
        return texts(words.FIRST_NAMES, self.first[who])

    def last_name(self, who: np.ndarray) -> pl.Series:
        """Return last names."""
        return texts(words.LAST_NAMES, self.last[who])

    def company(self, who: np.ndarray) -> pl.Series:
        """Return company names with a legal form of the country."""
        forms = tuple(form for team in words.COMPANY_ENDS for form in team)
        return joined(
            texts(words.COMPANY_FIRST, self.company_first[who]), " ",
            texts(words.COMPANY_SECOND, self.company_second[who]), " ",
            texts(forms, 3 * self.team[who].astype(int) + self.ending[who]),
        )  # fmt: skip

    def domain(self, who: np.ndarray) -> pl.Series:
        """Return the company's domain, always under the reserved `.example`."""
        return joined(
            texts(plain(words.COMPANY_FIRST), self.company_first[who]), "-",
            texts(plain(words.COMPANY_SECOND), self.company_second[who]), ".example",
        )  # fmt: skip

    def email(self, who: np.ndarray, infix: str = "") -> pl.Series:
        """Return an address that belongs to this identity alone."""
        number = pl.Series(who.astype(np.int64)).cast(pl.String)
        return joined(
            texts(plain(words.FIRST_NAMES), self.first[who]), ".", texts(plain(words.LAST_NAMES), self.last[who]),
            infix, number, "@", self.domain(who),
        )  # fmt: skip

    def pick(self, choices: tuple[str, ...], who: np.ndarray, salt: int) -> pl.Series:
        """Return a text that stays the same for an identity."""
        return texts(choices, (self.draw[who] // salt) % len(choices))

    def city(self, who: np.ndarray) -> pl.Series:
        """Return a city of the identity's region."""
        flat = tuple(city for cities in words.CITIES for city in cities)
        sizes = np.array([len(cities) for cities in words.CITIES])
        starts = np.cumsum(sizes) - sizes
        team = self.team[who].astype(int)
        return texts(flat, starts[team] + self.draw[who] % sizes[team])

    def country(self, who: np.ndarray) -> pl.Series:
        """Return the country of the identity's region."""
        return texts(words.COUNTRIES, self.team[who])

    def phone(self, who: np.ndarray) -> pl.Series:
        """Return a number from the ranges kept free for fiction."""
        prefix = texts(("+49 30 23125 ", "+44 20 7946 0", "+1 555 01"), self.team[who])
        return joined(prefix, pl.Series(100 + self.draw[who] % 900).cast(pl.String))


def contact_identities(world: World) -> np.ndarray:
    """Return the identity of every contact: those of existing customers, those that leads made, colleagues."""
    leads, known = world.leads, len(world.customers.contact_account)
    beyond = len(leads) + known + np.arange(len(world.group.deal))
    return np.concatenate([len(leads) + np.arange(known), leads.identity[world.conversion.contact_leads], beyond])


def joined(*parts: pl.Series | str) -> pl.Series:
    """Return texts put together row by row."""
    frame = pl.DataFrame([part.alias(str(place)) for place, part in enumerate(parts) if isinstance(part, pl.Series)])
    pieces = [pl.lit(part) if isinstance(part, str) else pl.col(str(place)) for place, part in enumerate(parts)]
    return frame.select(pl.concat_str(pieces).alias("text"))["text"]


def lead_emails(world: World, identities: Identities, low: int, high: int) -> pl.Series:
    """Return the addresses of the leads from `low` to `high`: spelled in other ways, shared, missing."""
    leads = world.leads
    role, who = leads.role[low:high], leads.identity[low:high]
    row = np.arange(low, high)
    shared = texts(SHARED_ADDRESSES, row % len(SHARED_ADDRESSES))
    frame = pl.DataFrame({
        "main": identities.email(who), "other": identities.email(who, ".priv"), "shared": shared,
        "name": identities.last_name(who), "row": row, "is_shared": role == SHARED, "is_test": role == TEST,
        "again": np.isin(role, (FOLLOWER, LOSER)), "is_other": world.conversion.other_email[low:high],
        "has": leads.has_email[low:high],
    })  # fmt: skip
    domain = pl.when(pl.col("row") % 2 == 0).then(pl.lit(TEST_DOMAIN)).otherwise(pl.lit(TEST_DOMAIN.title()))
    test = pl.concat_str([pl.lit("check"), pl.col("row").cast(pl.String), pl.lit("@"), domain])
    padded = pl.concat_str([pl.lit(" "), pl.col("main"), pl.lit(" ")])
    return frame.select(
        pl.when(~pl.col("has")).then(pl.lit(""))
        .when("is_shared").then("shared")
        .when("is_test").then(test)
        .when("is_other").then("other")
        .when(pl.col("again") & (pl.col("row") % 3 == 0)).then(pl.col("main").str.to_uppercase())
        .when(pl.col("again") & (pl.col("row") % 3 == 1)).then(padded)
        .otherwise("main")
        .alias("Email")
    )["Email"]  # fmt: skip
