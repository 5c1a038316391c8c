"""Opportunities: stays in stages, closing, money, reasons, movements of the close date."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import pairwise

from working.inputs import (
    COMPANY,
    TODAY,
    Row,
    ago,
    alive,
    day,
    export,
    has_column,
    is_exported,
    is_true,
    latest,
    local_date,
    mapped,
    midnight,
    moment,
    seed,
)

STAGES = {row["stage"]: row for row in seed("opportunity_stages")}
STALLED_AFTER_DAYS = 30
DEALS = {row["Id"]: row for row in export("Opportunity")}
DELETED = set(latest("Opportunity")) - set(DEALS)
HAS_HISTORY = is_exported("OpportunityHistory")


@dataclass
class Stay:
    """A stay in a stage; without a history nobody may know since when."""

    stage: str
    raw: str
    since: datetime | None
    until: datetime | None = None
    direction: str | None = None


def stage_of(label: str) -> str | None:
    """The canonical stage of a label."""
    return mapped("opportunity_stage_labels", "stage_raw", label, "stage")


@cache
def snapshots() -> dict[str, list[Row]]:
    """Each deal's own history, in order."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(export("OpportunityHistory"), key=lambda each: (each["CreatedDate"], each["Id"])):
        found[row["OpportunityId"]].append(row)
    return found


@cache
def stays(deal_id: str) -> list[Stay]:
    """Stays in canonical stages from the deal's own history, else its stage of today; the last one has no end."""
    found: list[Stay] = []
    for row in snapshots().get(deal_id, []):
        stage, at = stage_of(row["StageName"]), datetime.fromisoformat(row["CreatedDate"])
        if stage is None or (found and found[-1].stage == stage):
            continue
        if found:
            found[-1].until = at
        found.append(Stay(stage, row["StageName"], at, direction=direction(found, stage)))
    return found or today(DEALS[deal_id])


def today(deal: Row) -> list[Stay]:
    """The one stay of a deal without changes, since the last that the CRM stamped; an open one else since creation."""
    stage, since = stage_of(deal["StageName"]), moment(deal["LastStageChangeDate"])
    created = moment(deal["CreatedDate"]) if HAS_HISTORY and not is_closed(deal) else None
    return [Stay(stage, deal["StageName"], since or created)] if stage else []


def direction(before: list[Stay], stage: str) -> str | None:
    """None at first and beside an unmapped stage; forward into a closed one, reopened out of it; else by order."""
    if not before:
        return None
    if stage not in STAGES or before[-1].stage not in STAGES:
        return None
    was, now = STAGES[before[-1].stage], STAGES[stage]
    if now["is_closed"] == "true":
        return "forward"
    if was["is_closed"] == "true":
        return "reopened"
    return "forward" if int(now["sort_order"]) > int(was["sort_order"]) else "back"


def is_in(stay: Stay, flag: str) -> bool:
    """A flag of the stay's stage; a stage that no list names has none."""
    return stay.stage in STAGES and STAGES[stay.stage][flag] == "true"


def is_closed(deal: Row) -> bool:
    """The record's own flag, else its stage's; what is won is closed."""
    return says(deal, "IsClosed", "is_closed") or is_won(deal)


def is_won(deal: Row) -> bool:
    """The record's own flag, else its stage's."""
    return says(deal, "IsWon", "is_won")


def is_renewal(deal: Row) -> bool:
    """Whether it renews what was bought before: such deals stand apart in the return of campaigns."""
    return mapped("opportunity_types", "opportunity_type_raw", deal["Type"], "opportunity_type") == "renewal"


def says(deal: Row, column: str, flag: str) -> bool:
    """The flag of a record; where it was not exported that of its stage."""
    if has_column("Opportunity", column):
        return is_true(deal[column])
    return STAGES.get(stage_of(deal["StageName"]) or "", Row())[flag] == "true"


@cache
def stamped_close(deal_id: str) -> datetime | None:
    """When the last unbroken run of closed stages began; else the last stage change that the CRM stamped.

    The record's own flag decides of the stage that it is in.
    """
    deal = DEALS[deal_id]
    begun = None
    for row in snapshots().get(deal_id, []):
        is_of_today = row["StageName"] == deal["StageName"]
        is_over = is_of_today or STAGES.get(stage_of(row["StageName"]) or "", Row())["is_closed"] == "true"
        begun = (begun or moment(row["CreatedDate"])) if is_over else None
    return begun or moment(deal["LastStageChangeDate"])


@cache
def deal_closed_at(deal_id: str) -> datetime | None:
    """When the CRM stamped the closing; else 00:00 of the close date."""
    deal = DEALS[deal_id]
    close = day(deal["CloseDate"])
    if not is_closed(deal):
        return None
    return stamped_close(deal_id) or (midnight(close) if close else None)


def closed_at(deal: Row) -> datetime | None:
    """When a deal was closed, if it is."""
    return deal_closed_at(deal["Id"])


def rate(currency: str, on: date | None) -> Decimal | None:
    """Reporting units per unit of a currency on a day; nothing before the first known rate."""
    if currency == COMPANY["reporting_currency"]:
        return Decimal(1)
    rates = [(row["valid_from"], row["rate"]) for row in seed("currency_rates") if row["currency"] == currency]
    known = [each for each in rates if on and each[0] <= on.isoformat()]
    return Decimal(max(known)[1]) if known else None


def cents(value: Decimal) -> Decimal:
    """Half up to the cent."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def currency_of(deal: Row) -> str:
    """The record's own, else the reporting currency."""
    return deal["CurrencyIsoCode"] or str(COMPANY["reporting_currency"])


def amount(deal: Row) -> Decimal | None:
    """In the reporting currency: closed at the rate of the close date (none: the closing day), open at today's."""
    on = (day(deal["CloseDate"]) or local_date(closed_at(deal))) if is_closed(deal) else TODAY
    factor = rate(currency_of(deal), on)
    return cents(Decimal(deal["Amount"]) * factor) if deal["Amount"] and factor else None


def chance(deal: Row) -> Decimal | None:
    """Of winning: certain when closed, else the CRM's, else (none, or not between 0 and 100) the stage's."""
    if is_closed(deal):
        return Decimal(is_won(deal))
    said = Decimal(deal["Probability"]) / 100 if deal["Probability"] else None
    if said is not None and 0 <= said <= 1:
        return said
    default = STAGES.get(stage_of(deal["StageName"]) or "", Row())["default_probability"]
    return Decimal(default) if default else None


def lost_reason(deal: Row) -> str | None:
    """The short list's word for a lost deal's reason."""
    if not is_lost(deal):
        return None
    return mapped("lost_reason_labels", "reason_raw", deal["Loss_Reason__c"], "reason") or "no_reason_given"


def is_lost(deal: Row) -> bool:
    """Closed and not won."""
    return is_closed(deal) and not is_won(deal)


def is_never_real(deal: Row) -> bool:
    """Lost for a reason that says that there never was a deal."""
    reasons = {row["reason"] for row in seed("lost_reasons") if row["is_never_real"] == "true"}
    return lost_reason(deal) in reasons


def is_win_back(deal: Row) -> bool:
    """Lost for a reason that passes, and its account has opened no real deal since."""
    passing = {row["reason"] for row in seed("lost_reasons") if row["is_win_back"] == "true"}
    closed, account = closed_at(deal), alive(deal["AccountId"])
    later = [
        other
        for other in DEALS.values()
        if account and alive(other["AccountId"]) == account and not is_never_real(other)
        if closed and (at := moment(other["CreatedDate"])) and at > closed
    ]
    return lost_reason(deal) in passing and not later


def quoted_at(deal: Row) -> datetime | None:
    """The first quote, or the first stage from which a quote exists, whichever came first."""
    times = [moment(row["CreatedDate"]) for row in export("Quote") if row["OpportunityId"] == deal["Id"]]
    if deal["Id"] in snapshots():
        times += [stay.since for stay in stays(deal["Id"]) if is_in(stay, "has_quote")]
    return min((at for at in times if at), default=None)


def is_quoted(deal: Row) -> bool:
    """Whether there was a quote or a stage with one, as winning is."""
    return quoted_at(deal) is not None or is_won(deal) or any(is_in(stay, "has_quote") for stay in stays(deal["Id"]))


def pushes(deal: Row) -> int | None:
    """Changes of the close date to a later day, from the deal's own snapshots."""
    days = [row["CloseDate"][:10] for row in snapshots().get(deal["Id"], []) if row["CloseDate"]]
    return sum(later > earlier for earlier, later in pairwise(days)) if HAS_HISTORY else None


def is_stalled(deal: Row) -> bool:
    """Open and no stage change for longer than the limit."""
    since = stays(deal["Id"])[-1].since if stays(deal["Id"]) else None
    return not is_closed(deal) and since is not None and since < ago(STALLED_AFTER_DAYS)


def days_between(start: datetime | None, end: datetime | None) -> int | None:
    """Reporting-zone days subtracted; nothing where one is missing or the order is wrong."""
    first, last = local_date(start), local_date(end)
    if first is None or last is None or last < first:
        return None
    return (last - first).days
