"""The truth about every opportunity.

Reads the world's state, never the export; writes one row per opportunity.
"""

from datetime import date

import numpy as np
import polars as pl

from leadhouse.demo import catalogue as cat
from leadhouse.demo.moments import NEVER, as_dates, as_times, day_number
from leadhouse.demo.references import References
from leadhouse.demo.truth_people import Standing, closing_times
from leadhouse.demo.truth_stays import STAGE_MEANINGS
from leadhouse.demo.world import World

MILLION = 1_000_000


def in_euro(cents: np.ndarray, currency: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Return amounts in cents of the reporting currency, half up, -1 where amount or rate is not known."""
    begins = np.array([day_number(date.fromisoformat(row[0])) for row in cat.RATES])
    period = np.searchsorted(begins, day, side="right") - 1
    table = np.array([[MILLION, round(pound * MILLION), round(dollar * MILLION), -1] for _, pound, dollar in cat.RATES])
    rate = np.where(currency == 0, MILLION, np.where(period < 0, -1, table[period, currency]))
    return np.where((cents < 0) | (rate < 0), -1, (cents * rate * 2 + MILLION) // (2 * MILLION))


def pushes(world: World) -> np.ndarray:
    """Return how often each deal's close date was moved to a later one."""
    deals = world.pipeline
    count, known = np.zeros(len(deals), dtype=np.int64), deals.close_day[:, 0].copy()
    for column in range(1, deals.changed_at.shape[1]):
        happens = deals.changed_at[:, column] < NEVER
        count += happens & (deals.close_day[:, column] > known)
        known = np.where(happens, deals.close_day[:, column], known)
    return count


def quoted_times(world: World) -> np.ndarray:
    """Return when a quote first existed: the first quote, or the first stage that presupposes one."""
    deals = world.pipeline
    has_quote = np.isin(STAGE_MEANINGS, ("proposal", "negotiation", "won"))[deals.stage]
    by_stage = np.where(has_quote, deals.changed_at, NEVER).min(axis=1)
    by_quote = np.where(deals.quote_deleted, NEVER, deals.quoted_at).min(axis=1)
    return np.minimum(by_stage, by_quote)


def last_open_stages(world: World) -> np.ndarray:
    """Return the number of the last open stage of each deal, -1 where it never had one."""
    deals = world.pipeline
    last = np.full(len(deals), -1)
    for column in range(deals.changed_at.shape[1]):
        here = (deals.changed_at[:, column] < NEVER) & (deals.stage[:, column] < cat.WON)
        last = np.where(here, deals.stage[:, column], last)
    return last


def leading_leads(world: World, standing: Standing) -> np.ndarray:
    """Return the lead behind each deal: of those that point to it, the earliest converted, -1 none."""
    conversion = world.conversion
    lead = np.flatnonzero(standing.is_fact & (conversion.opportunity >= 0))
    order = np.lexsort((lead, world.leads.begun[lead], world.work.converted_at[lead]))[::-1]
    leading = np.full(len(world.pipeline), -1)
    leading[conversion.opportunity[lead[order]]] = lead[order]
    return leading


def opportunities(world: World, references: References, standing: Standing) -> pl.DataFrame:
    """Return one row per exported opportunity."""
    deals = world.pipeline
    stage, cents = deals.last(deals.stage), deals.last(deals.amount)
    day = deals.last(deals.close_day)
    closed, won, lost = stage >= cat.WON, stage == cat.WON, stage == cat.LOST
    today = int(world.local.day_of(np.array([world.now]))[0])
    euro = in_euro(cents, deals.currency, np.where(closed, day, today))
    reason = np.array([row[1] for row in cat.LOST_REASONS])[deals.reason]
    never_real = lost & np.isin(reason, cat.NEVER_REAL_REASONS)
    last_open = last_open_stages(world)
    lost_stage = np.where(lost & (last_open >= 0), np.array(STAGE_MEANINGS)[last_open], "")
    currency = np.array(["EUR", "GBP", "USD", "CHF"])[deals.currency]

    def words(values: np.ndarray) -> pl.Series:
        return pl.Series(values.tolist(), dtype=pl.String).replace("", None)

    leading = leading_leads(world, standing)
    return pl.DataFrame({
        "opportunity_id": references.deals, "is_in_facts": ~deals.is_deleted,
        "is_counted": ~deals.is_deleted & ~never_real, "is_never_real": never_real,
        "owner_id": references.owners.gather(deals.owner.astype(np.int64)),
        "account_id": references.accounts.gather(deals.account),
        "lead_id": references.leads.gather(pl.Series(leading).set(pl.Series(leading < 0), None)),
        "stage": words(np.array(STAGE_MEANINGS)[stage]), "currency": words(currency),
        "lost_reason": words(np.where(lost, reason, "")), "lost_stage": words(lost_stage),
        "amount_original": money(cents), "amount": money(euro),
        "is_closed": closed, "is_won": won, "is_lost": lost, "close_date_pushes": pushes(world),
        "close_date": as_dates(day), "created_at": as_times(deals.created),
        "closed_at": as_times(closing_times(world)), "quoted_at": as_times(quoted_times(world)),
    })  # fmt: skip


def money(cents: np.ndarray) -> pl.Series:
    """Return cents as exact decimals, null where negative."""
    whole = pl.Series(cents).set(pl.Series(cents < 0), None)
    return (whole.cast(pl.Decimal(18, 2)) / pl.Series([100]).cast(pl.Decimal(18, 2))).cast(pl.Decimal(18, 2))
