"""Opportunities: stays in stages, closing, money, reasons, movements of the close date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from working.inputs import AS_OF, COMPANY, HERE, Row, ago, day, export, local_date, mapped, midnight, moment, rows, seed

STAGES = {row["stage"]: row for row in seed("opportunity_stages")}
SNAPSHOTS = sorted(export("OpportunityHistory"), key=lambda row: (row["CreatedDate"], row["Id"]))
STALLED_AFTER_DAYS = 30


@dataclass
class Stay:
    """A stay in a stage."""

    stage: str
    labels: list[str]
    since: datetime
    until: datetime | None = None
    direction: str | None = None


def stage_of(label: str) -> str:
    """The canonical stage of a label."""
    return mapped("opportunity_stage_labels", "stage_raw", label, "stage") or "unmapped"


def stays(deal: Row) -> list[Stay]:
    """Stays in canonical stages from the deal's own history; the last one of a closed deal has no end."""
    found: list[Stay] = []
    for row in SNAPSHOTS:
        if row["OpportunityId"] != deal["Id"]:
            continue
        stage, at = stage_of(row["StageName"]), datetime.fromisoformat(row["CreatedDate"])
        if found and found[-1].stage == stage:
            found[-1].labels.append(row["StageName"])
            continue
        if found:
            found[-1].until = at
        found.append(Stay(stage, [row["StageName"]], at, direction=direction(found, stage)))
    return found


def direction(before: list[Stay], stage: str) -> str | None:
    """None for the first stay; out of a closed stage reopened; else by the order of stages."""
    if not before:
        return None
    if stage not in STAGES or before[-1].stage not in STAGES:
        return "~"
    was, now = STAGES[before[-1].stage], STAGES[stage]
    if was["is_closed"] == "true" and now["is_closed"] == "false":
        return "reopened"
    return "forward" if int(now["sort_order"]) > int(was["sort_order"]) else "back"


def is_in(stay: Stay, flag: str) -> bool:
    """A flag of the stay's stage; a stage that no list names has none."""
    return stay.stage in STAGES and STAGES[stay.stage][flag] == "true"


def closed_at(deal: Row) -> datetime | None:
    """When the last unbroken run of closed stages began; else the last stage change; else the close date."""
    if deal["IsClosed"] != "1":
        return None
    begun = None
    for stay in stays(deal):
        is_closed = is_in(stay, "is_closed")
        begun = (begun or stay.since) if is_closed else None
    close = day(deal["CloseDate"])
    return begun or moment(deal["LastStageChangeDate"]) or (midnight(close) if close else None)


def rate(currency: str, on: date) -> Decimal | None:
    """Reporting units per unit of a currency on a day; nothing before the first known rate."""
    if currency == COMPANY["reporting_currency"]:
        return Decimal(1)
    rates = [(row["valid_from"], row["rate"]) for row in seed("currency_rates") if row["currency"] == currency]
    known = [each for each in rates if each[0] <= on.isoformat()]
    return Decimal(max(known)[1]) if known else None


def cents(value: Decimal) -> Decimal:
    """Half up to the cent."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def amount(deal: Row) -> Decimal | None:
    """In the reporting currency: closed at the rate of the close date, open at today's."""
    on = day(deal["CloseDate"]) if deal["IsClosed"] == "1" else AS_OF.date()
    factor = rate(deal["CurrencyIsoCode"], on) if on else None
    return cents(Decimal(deal["Amount"]) * factor) if deal["Amount"] and factor else None


def lost_reason(deal: Row) -> str | None:
    """The short list's word for a lost deal's reason."""
    if not is_lost(deal):
        return None
    return mapped("lost_reason_labels", "reason_raw", deal["Loss_Reason__c"], "reason") or "no_reason_given"


def is_lost(deal: Row) -> bool:
    """Closed and not won, by the CRM's own flags."""
    return deal["IsClosed"] == "1" and deal["IsWon"] == "0"


def is_never_real(deal: Row) -> bool:
    """Lost for a reason that says that there never was a deal."""
    reasons = {row["reason"] for row in seed("lost_reasons") if row["is_never_real"] == "true"}
    return lost_reason(deal) in reasons


def quoted_at(deal: Row) -> datetime | None:
    """The first quote, or the first stage from which a quote exists, whichever came first."""
    times = [moment(row["CreatedDate"]) for row in export("Quote") if row["OpportunityId"] == deal["Id"]]
    times += [stay.since for stay in stays(deal) if is_in(stay, "has_quote")]
    return min((at for at in times if at), default=None)


def pushes(deal: Row) -> int:
    """Changes of the close date to a later day, from the deal's own snapshots."""
    days = [row["CloseDate"] for row in SNAPSHOTS if row["OpportunityId"] == deal["Id"]]
    return sum(later > earlier for earlier, later in pairwise(days))


def is_stalled(deal: Row) -> bool:
    """Open and no stage change for longer than the limit."""
    return deal["IsClosed"] == "0" and stays(deal)[-1].since < ago(STALLED_AFTER_DAYS)


def days_between(start: datetime | None, end: datetime | None) -> int | None:
    """Reporting-zone days subtracted; nothing where one is missing or the order is wrong."""
    first, last = local_date(start), local_date(end)
    if first is None or last is None or last < first:
        return None
    return (last - first).days


DEALS = {row["Id"]: row for row in export("Opportunity")}
DELETED = {row["Id"] for row in rows(HERE / "export" / "Opportunity.csv")} - set(DEALS)
