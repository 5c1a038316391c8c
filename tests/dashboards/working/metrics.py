"""Every metric worked out from the expected facts of the small hand-made export, by the words of its definition.

Standard library only; reads the CSV files of expected facts, which the models did not make. A figure is what happened,
of how many, and the value (times in the metric's unit; None: not reached).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from statistics import median

from .incidence import EVENT, LEFT, SEEN_LAST, End, mature_day, percentile
from .marketing import marketing_figures

AS_OF = datetime(2025, 12, 10, 12)
"""The newest system stamp of the export."""

HALF, NINE_TENTHS = Fraction(1, 2), Fraction(9, 10)
UNITS = {"minutes": timedelta(minutes=1), "hours": timedelta(hours=1), "days": timedelta(days=1)}
NEGLECTED = ["unassigned", "never_contacted_due", "one_attempt_silent", "no_follow_up", "overdue_follow_up", "stale"]
DROPPED = ["disqualified_without_reason", "converted_without_opportunity"]
NEVER_REAL = ["duplicate", "entered_in_error", "test"]
LOST = ["lost_later", "disqualified_with_reason"]
"""The leakage classes in which leads are open and left alone, closed without a word, and lost."""

Row = dict[str, str]
Test = Callable[[Row], bool]
Figure = tuple[float | None, float | None, float | None]


def read(folder: Path, fact: str) -> list[Row]:
    """The expected rows of a fact."""
    with (folder / f"{fact}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def has(column: str) -> Test:
    """Whether a column is true."""
    return lambda row: row[column] == "true"


def time(text: str) -> datetime | None:
    """A time, where there is one."""
    return datetime.fromisoformat(text) if text else None


def share(rows: Iterable[Row], hit: Test, of: Test = lambda _: True) -> Figure:
    """How many of those asked about were hit."""
    asked = [row for row in rows if of(row)]
    hits = sum(map(hit, asked))
    return hits, len(asked), hits / len(asked)


def number(rows: Iterable[Row], counted: Test = lambda _: True) -> Figure:
    """How many."""
    found = sum(map(counted, rows))
    return found, found, found


def money(rows: Iterable[Row], counted: Test = lambda _: True) -> Decimal:
    """The sum of the amounts that are known."""
    return sum((Decimal(row["amount"]) for row in rows if counted(row) and row["amount"]), Decimal())


def middle(rows: Iterable[Row], column: str, of: Test) -> Figure:
    """The median of a column over the rows that have it."""
    found = [float(row[column]) for row in rows if of(row) and row[column]]
    return len(found), len(found), median(found)


def within(ends: list[End], part: Fraction, unit: str) -> Figure:
    """The time at which a part of all had the event."""
    age = percentile(ends, part)
    return sum(kind == EVENT for _, kind in ends), len(ends), None if age is None else age / UNITS[unit]


def ended(since: datetime, event: datetime | None, left: bool, left_at: datetime | None) -> End:
    """How long it was followed and how that ended; who left at an unknown time was gone by the day of the data."""
    if event:
        return event - since, EVENT
    until = (left_at or AS_OF) if left else AS_OF
    return max(until - since, timedelta()), LEFT if left else SEEN_LAST


def closing(lead: Row) -> datetime | None:
    """When a lead was closed."""
    return time(lead["disqualified_at"] if lead["is_disqualified"] == "true" else lead["converted_at"])


def responses(leads: list[Row]) -> list[End]:
    """Leads with a limit, measurable and timed to the second, until their first attempt."""
    found = []
    for lead in leads:
        contacted = lead["is_contacted"] == "true"
        if lead["response_outcome"] in ("", "not_measurable") or (contacted and lead["response_minutes"] == ""):
            continue
        since, at = time(lead["clock_started_at"]), time(lead["first_contacted_at"]) if contacted else None
        assert since is not None
        found.append(ended(since, at, lead["is_open"] == "false", closing(lead)))
    return found


def steps(leads: list[Row], flag: str, column: str) -> list[End]:
    """Leads until they reached a step; those that reached it before they were there, or nobody knows when, are out."""
    found = []
    for lead in leads:
        since, at, reached = time(lead["created_at"]), time(lead[column]), lead[flag] == "true"
        assert since is not None
        if not reached or (at and at >= since):
            found.append(ended(since, at if reached else None, lead["is_open"] == "false", closing(lead)))
    return found


def rejected(lead: Row) -> bool:
    """Disqualified, but not as something that never was a lead; or never contacted though due, and not qualified."""
    if lead["is_disqualified"] == "true":
        return lead["disqualified_reason"] not in NEVER_REAL
    return lead["response_outcome"] == "overdue" and lead["is_qualified"] == "false"


def of_leads(leads: list[Row]) -> dict[str, Figure]:
    """The metrics of counted leads by creation."""
    due, disqualified = has("is_response_due"), has("is_disqualified")
    worked = [lead for lead in leads if lead["is_open"] == "true" and lead["is_contacted"] == "true"]
    missed = [lead for lead in leads if due(lead) and lead["is_contacted"] == "false"]
    answered, qualified = responses(leads), steps(leads, "is_qualified", "qualified_at")
    converted = steps(leads, "is_converted", "converted_at")
    return {
        "leads_created": number(leads),
        "sla_met_rate": share(leads, lambda lead: lead["response_outcome"] == "met", due),
        "median_response_time": within(answered, HALF, "minutes"),
        "p90_response_time": within(answered, NINE_TENTHS, "minutes"),
        "never_contacted_rate": share(leads, lambda lead: lead["is_contacted"] == "false", due),
        "overdue_now": number(missed, has("is_open")),
        "contacted_rate": share(leads, has("reached_contacted")),
        "qualification_rate": share(leads, has("is_qualified")),
        "crm_conversion_rate": share(leads, has("is_converted")),
        "opportunity_rate": share(leads, has("has_opportunity")),
        "customer_rate": share(leads, has("is_won"), has("is_win_known")),
        "acknowledged_rate": share(leads, has("is_acknowledged"), due),
        "disqualification_rate": share(leads, disqualified),
        "rejected_but_right": number(leads, has("is_rejected_but_right")),
        "rejected_right_rate": share(leads, has("is_rejected_but_right"), rejected),
        "leads_to_win_back": number(leads, has("is_win_back")),
        "leads_disqualified": number(leads, disqualified),
        "median_hours_to_qualify": middle(leads, "hours_to_qualify", has("is_qualified")),
        "median_days_to_win": middle(leads, "days_to_win", has("is_won")),
        "median_time_to_qualify": within(qualified, HALF, "hours"),
        "p90_time_to_qualify": within(qualified, NINE_TENTHS, "hours"),
        "median_time_to_convert": within(converted, HALF, "days"),
        "p90_time_to_convert": within(converted, NINE_TENTHS, "days"),
        "follow_up_set_rate": share(worked, lambda lead: bool(lead["follow_up_at"])),
        "status_current_rate": share(worked, lambda lead: lead["status"] not in ("", "new")),
        "reason_given_rate": share(leads, lambda lead: bool(lead["disqualified_reason_raw"]), disqualified),
        **of_leaks(leads),
    }


def of_leaks(leads: list[Row]) -> dict[str, Figure]:
    """The metrics of where counted leads get lost: by the names of their classes, and what their deals amount to."""
    worth = [{"amount": lead["opportunity_amount"], "class": lead["leakage_class"]} for lead in leads]
    told = [row for row in worth if row["amount"]]
    lost = [row for row in told if row["class"] in LOST]
    return {
        "leaked_rate": share(leads, lambda lead: lead["leakage_class"] in (*NEGLECTED, *DROPPED)),
        "leads_neglected": number(leads, lambda lead: lead["leakage_class"] in NEGLECTED),
        "leads_dropped": number(leads, lambda lead: lead["leakage_class"] in DROPPED),
        "leads_lost": number(leads, lambda lead: lead["leakage_class"] in LOST),
        "lead_amount_lost": (float(money(lost)), len(lost), float(money(lost))),
        "lead_opportunity_amount": (float(money(told)), len(told), float(money(told))),
    }


def stay_ends(stays: list[Row], flag: str, happened_at: Callable[[Row], str], left: Callable[[Row], End]) -> list[End]:
    """Stays until something happened in them; what happened before the lead was there, or nobody knows when, is out."""
    found = []
    for stay in stays:
        since, at = time(stay["assigned_at"]), time(happened_at(stay))
        if since is None or (stay[flag] == "true" and (at is None or at < since)):
            continue
        found.append((at - since, EVENT) if stay[flag] == "true" and at else left(stay))
    return found


def over(stay: Row) -> End:
    """A stay without the event: until its end, or until the day of the data."""
    since = time(stay["assigned_at"])
    assert since is not None
    return ended(since, None, stay["end_reason"] != "open", time(stay["released_at"]))


def of_stays(stays: list[Row], leads: dict[str, Row], deals: dict[str, Row]) -> dict[str, Figure]:
    """The metrics of counted stays by receipt: rates only of reps, and of stays old enough."""
    of_reps = [stay for stay in stays if stay["is_rep"] == "true"]

    def over_or_lost(stay: Row) -> End:
        deal = deals.get(leads[stay["lead_key"]]["opportunity_key"], {})
        if deal.get("is_closed") == "true":
            return over({**stay, "end_reason": "closed", "released_at": deal["closed_at"]})
        return over({**stay, "end_reason": "open"} if stay["is_converted"] == "true" else stay)

    def of_lead(column: str) -> Callable[[Row], str]:
        return lambda stay: leads[stay["lead_key"]][column]

    events = {
        "rep_contacted_rate": ("is_contacted", lambda stay: stay["first_touch_at"], over),
        "rep_qualified_rate": ("is_qualified", of_lead("qualified_at"), over),
        "rep_converted_rate": ("is_converted", of_lead("converted_at"), over),
        "rep_won_rate": ("is_won", of_lead("won_at"), over_or_lost),
    }
    found = {
        "leads_received": number(stays),
        "passed_on_overdue": number(of_reps, has("is_passed_on_overdue")),
        "rep_sla_met_rate": share(of_reps, has("is_response_met"), has("is_response_due")),
    }
    for metric, (flag, happened_at, left) in events.items():
        # In December Berlin is an hour ahead of UTC.
        told = {"is_contacted": "is_measurable", "is_won": "is_win_known"}.get(flag, "is_counted")
        known = [stay for stay in of_reps if stay[told] == "true"]
        until = mature_day(stay_ends(known, flag, happened_at, left), AS_OF + timedelta(hours=1))
        found[metric] = share([stay for stay in known if stay["assigned_date"] < f"{until:%Y-%m-%d}"], has(flag))
    return found


def of_deals(every: list[Row]) -> dict[str, Figure]:
    """The metrics of opportunities, by creation or close."""
    deals, never_real = [row for row in every if row["is_counted"] == "true"], has("is_never_real")
    won, lost, closed = has("is_won"), has("is_lost"), has("is_closed")
    gained, gone, unreal = money(deals, won), money(deals, lost), money(every, never_real)
    priced = [row for row in deals if row["amount"]]
    return {
        "opportunities_created": number(deals),
        "opportunities_won": number(deals, won),
        "opportunities_lost": number(deals, lost),
        "amount_won": (float(gained), None, float(gained)),
        "amount_lost": (float(gone), None, float(gone)),
        "win_rate": share(deals, won, closed),
        "win_rate_by_amount": (float(gained), float(money(priced, closed)), float(gained / money(priced, closed))),
        "lost_reason_given_rate": share(deals, lambda deal: bool(deal["lost_reason_raw"]), lost),
        "created_win_rate": share(deals, won),
        "deals_to_win_back": number(deals, has("is_win_back")),
        "never_real_opportunities": number(every, never_real),
        "never_real_amount": (float(unreal), None, float(unreal)),
        "median_sales_cycle": middle(deals, "sales_cycle_days", won),
    }


def every_figure(folder: Path) -> dict[str, Figure]:
    """All metrics of a folder of expected facts."""
    facts = ("fct_leads", "fct_lead_assignments")
    leads, stays = ([row for row in read(folder, fact) if row["is_counted"] == "true"] for fact in facts)
    deals, activities = read(folder, "fct_opportunities"), read(folder, "fct_activities")
    return {
        **of_leads(leads),
        **of_stays(stays, {row["lead_key"]: row for row in leads}, {row["opportunity_key"]: row for row in deals}),
        **of_deals(deals),
        **marketing_figures(folder),
        "attempts_with_notes_rate": share(activities, has("has_notes"), has("is_attempt")),
    }
