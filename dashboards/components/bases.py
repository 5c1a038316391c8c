"""What a number is a share or a count of, in the same words on every page: they stand directly under it.

Pure. A rate says of how many of what, a share of money of how much, a count what it counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboards.catalogue import Metric
from dashboards.components.formats import FEW, count, count_of, money

WHOLES = {
    ("fct_leads", "is_counted"): "leads created",
    ("fct_leads", "is_win_known"): "leads created",
    ("fct_leads", "is_response_due"): "leads due an answer",
    ("fct_leads", "is_contacted"): "open leads contacted",
    ("fct_leads", "is_disqualified"): "leads disqualified",
    ("fct_leads", "is_rejected"): "leads rejected",
    ("fct_lead_assignments", "is_response_due"): "leads received and due",
    ("fct_opportunities", "is_closed"): "deals closed",
    ("fct_opportunities", "is_lost"): "deals lost",
    ("fct_opportunities", "is_counted"): "deals created",
    ("fct_campaign_attribution", "credit"): "deals won",
    ("fct_activities", "is_attempt"): "attempts",
    ("fct_campaign_members", None): "people invited",
}
"""What rates of rows are shares of, by fact and denominator."""

MATURE = "leads received, old enough to judge"
"""What rates of owners are shares of that look only at leads old enough to be judged."""

UNKNOWN = " ({} more: deal not exported)"
"""Why rates of wins are of fewer leads than were created."""

AMOUNTS = {
    ("fct_opportunities", "amount"): "closed",
    ("fct_campaign_attribution", "attributed_won_amount"): "won",
}
"""What rates of money are shares of, by fact and denominator."""

EVENTS = {"is_contacted": "answered", "is_qualified": "qualified", "is_converted": "converted", "is_won": "won"}
"""What percentiles of times wait for, in a word."""

KINDS = {
    "leaked_rate": "neglected or dropped, ",
    "crm_conversion_rate": "converted in the CRM, with a deal or not, ",
    "opportunity_rate": "with a deal opened, ",
}
"""What the hits of a rate are, where its label alone leaves it open."""

CREDITED = {"attributed_opportunities": "credited deals", "attributed_customers": "credited wins"}
"""What deals and won deals are called of which campaigns have shares, so that one may have half of it."""

COUNTED = {
    "leads_created": "without duplicates and tests",
    "overdue_now": "open, past their limit, nobody tried",
    "leads_neglected": "open: nothing planned, overdue, or long silent",
    "leads_dropped": "closed without a reason, or converted without a deal",
    "leads_lost": "closed with a reason: disqualified, or their deal lost",
    "opportunities_lost": "of deals closed",
    "amount_won": "in deals closed in these days, from a lead or not, renewals too",
    "amount_lost": "in deals closed as lost, from a lead or not",
    "never_real_opportunities": "duplicates, errors and tests, left out",
    "attributed_won": "of deals won",
    "lead_amount_lost": "in lost deals of these leads, whenever closed",
    "leads_received": "by reps, once for each who had it",
    "path_touches": "of deals closed",
    "campaign_won": "credited to these campaigns so far",
    "campaign_pipeline": "credited to these campaigns",
}
"""What counts and sums count, where their label alone leaves it open."""


def whole_of(asked: Metric) -> str | None:
    """Return what a rate of rows is a share of: `leads created`; None: it is no such rate."""
    if not asked.is_share:
        return None
    return MATURE if asked.is_of_mature else WHOLES.get((asked.fact, asked.denominator_column))


def base_words(asked: Metric, found: Mapping[str, Any], currency: str, unknown: int = 0) -> str:
    """Return what stands under a number: `of 1,552 leads created`; nothing where its label says it all.

    Args:
        found: the row of `data.metric`.
        unknown: rows of which nobody knows whether they were won, and that are therefore in no rate of wins.
    """
    hits, of, n = found["hits"], found["of"], found["n"]
    if not n:
        return ""
    if asked.is_share:
        of_rows = KINDS.get(asked.metric, "") + _of_rows(asked, of)
        return _of_money(asked, hits, of, currency) or of_rows + (UNKNOWN.format(count(unknown)) if unknown else "")
    if asked.measure_type in ("return", "ratio"):
        return _against_cost(asked, hits, of, currency)
    if asked.event_column in EVENTS:
        return _of_event(asked, n)
    return COUNTED.get(asked.metric, "")


def _of_event(asked: Metric, n: int) -> str:
    """Return what a percentile of a time is taken over; of leads that had the event the slow ones are still to come."""
    rows, event = "deals" if asked.fact == "fct_opportunities" else "leads", EVENTS[str(asked.event_column)]
    had = f", {event} or not" if asked.is_percentile_of_all else f" {event}"
    return f"of {count_of(n, rows)}{had}{' so far' if asked.lengthens_with_time else ''}"


def _of_rows(asked: Metric, of: float) -> str:
    whole = whole_of(asked)
    # Too few for a rate: the fraction above has the number already.
    number = "" if round(of, 6) < FEW else f"{count(of)} "
    return f"of {number}{whole}" if whole else ""


def _of_money(asked: Metric, hits: float, of: float, currency: str) -> str:
    word = AMOUNTS.get((asked.fact, str(asked.denominator_column)))
    return f"{money(hits, currency)} of {money(of, currency)} {word}" if word else ""


def _against_cost(asked: Metric, hits: float, of: float, currency: str) -> str:
    """Return what a return or a cost for each of something is made of."""
    if not of:
        return ""
    if asked.measure_type == "return":
        return f"{money(hits, currency)} won for a cost of {money(of, currency)}"
    made = CREDITED.get(str(asked.denominator_column), str(asked.denominator_column).replace("_", " "))
    return f"{money(hits, currency)} for {of:,.1f} {made}".replace(".0 ", " ")
