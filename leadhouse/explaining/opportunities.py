"""What is told of an opportunity: whether it counts, its money, its closing, its lead, its stages.

Reads the published facts, meta_opportunity_decisions and meta_lineage. Grain: one explanation per landed opportunity.
"""

from __future__ import annotations

from leadhouse.explaining.explanation import Explanation, Fact, Line, Section
from leadhouse.explaining.records import activity_lines, given, record_section
from leadhouse.explaining.stays import STAGE_CHANGES, stages_section
from leadhouse.explaining.version import Row, Version

CLOSED_BY = {
    "history": "The saved stages: the beginning of the last unbroken run of closed ones.",
    "versions": "Two exports: it was open in the one and closed in the next.",
    "record": "The record itself: its closing time, else its last change of stage, else 00:00 of its close date in the "
    "reporting zone.",
}
"""What tells when an opportunity was closed, by meta_opportunity_decisions.closed_at_source."""


def explain_opportunity(version: Version, line: Line) -> Explanation:
    """Explain a landed opportunity, whether or not it is in the facts."""
    deal = version.fact("opportunity", line.key)
    sections = [record_section(version, line, "fct_opportunities")]
    if deal:
        sql = "select * from meta_opportunity_decisions where opportunity_key = $key"
        decided = version.row(sql, key=line.key) or {}
        sections += [
            _counted_section(version, deal),
            _money_section(version, deal, decided),
            _closing_section(version, deal, decided),
            _lead_section(version, deal),
            stages_section(version, deal),
            _activities_section(version, deal),
        ]
    return Explanation("opportunity", line.key, version.name, tuple(sections))


def _counted_section(version: Version, deal: Row) -> Section:
    why = "Neither deleted nor never real."
    if not deal["is_counted"]:
        why = f"Never real: its reason is {deal['lost_reason']}. It leaves the win rates."
    facts = (
        Fact("is_counted", deal["is_counted"], why),
        Fact("opportunity_type", deal["opportunity_type"], "Its type by the definitions in opportunity_types."),
        Fact("owner_key", deal["owner_key"], "Its owner now."),
        Fact("created_at", deal["created_at"], "Its creation time."),
    )
    return Section("Counted", facts)


def _money_section(version: Version, deal: Row, decided: Row) -> Section:
    reporting = version.settings["reporting_currency"]
    facts = (
        Fact("amount_original", deal["amount_original"], f"The amount of its record, in {deal['currency']}."),
        Fact("rate", decided.get("rate"), _rate(deal, decided, reporting)),
        Fact("amount", deal["amount"], _amount(deal, decided, reporting)),
        Fact("probability", deal["probability"], "1 if won, 0 if lost, else that of its record or of its stage."),
        Fact("weighted_amount", deal["weighted_amount"], "Amount x probability."),
        Fact("won_amount", deal["won_amount"], "The amount, if won."),
    )
    return Section("Money", facts)


def _rate(deal: Row, decided: Row, reporting: str) -> str:
    if deal["currency"] == reporting.upper():
        return f"{reporting} is the reporting currency."
    of_day = "its close date" if deal["is_closed"] else "the day of the data, as it is open"
    if decided.get("rate") is None:
        return f"The definitions in currency_rates have none for {deal['currency']} on {decided.get('rate_date')}."
    return (
        f"{reporting} per {deal['currency']} on {decided['rate_date']} ({of_day}): the rate of currency_rates valid "
        f"from {decided['rate_valid_from']}."
    )


def _amount(deal: Row, decided: Row, reporting: str) -> str:
    if deal["amount_original"] is None:
        return "Its record has no amount."
    if deal["amount"] is None:
        return "No rate, or too large an amount: left empty and counted in meta_faults, never taken as 1."
    return f"{deal['amount_original']} x {decided['rate']:g}, rounded half-up to the cent, in {reporting}."


def _closing_section(version: Version, deal: Row, decided: Row) -> Section:
    source = decided.get("closed_at_source")
    when = CLOSED_BY.get(source or "", "Nothing tells when.") if deal["is_closed"] else "It is open."
    saved = version.changes("opportunity", deal["opportunity_key"], STAGE_CHANGES, deal["closed_at"])
    facts = [
        Fact("is_closed", deal["is_closed"], "By the flags of its record, else by its stage."),
        Fact("is_won", deal["is_won"], "By the flag of its record, else by its stage."),
        Fact("close_date", deal["close_date"], "What a person typed: a plan while it is open."),
        Fact("closed_at", deal["closed_at"], when, saved),
        Fact("sales_cycle_days", deal["sales_cycle_days"], "Days from creation to closing, in the reporting zone."),
        Fact("close_date_pushes", deal["close_date_pushes"], "Changes of the close date to a later one."),
        Fact("is_stalled", deal["is_stalled"], "Open, and no change of stage for longer than stalled_after_days."),
    ]
    if deal["is_lost"]:
        raw = given(deal["lost_reason_raw"], "no reason")
        mapped = f"Its record gives {raw}; the definitions in lost_reason_labels map it."
        facts.append(Fact("lost_reason", deal["lost_reason"], mapped))
        facts.append(Fact("lost_stage", deal["lost_stage"], "The last open stage."))
    return Section("Closing", tuple(facts))


def _lead_section(version: Version, deal: Row) -> Section:
    key = deal["lead_key"]
    sql = "select lead_key from fct_leads where opportunity_key = $key order by lead_key"
    named = [row["lead_key"] for row in version.rows(sql, key=deal["opportunity_key"])]
    lines = version.lines("lead", [key, *named])
    why = "No lead was converted into it."
    if key:
        why = "Of the leads converted into it the earliest, or the lead that it names."
    own = Fact("lead_key", key, why, tuple(line for line in lines.values() if line.key == key))
    others = tuple(line for line in lines.values() if line.key != key)
    if not others:
        return Section("Lead", (own,))
    told = "They point to it too, and carry no amount: their duplicates' conversion, or a later one, led here."
    return Section("Lead", (own, Fact("other_leads", len(others), told, others)))


def _activities_section(version: Version, deal: Row) -> Section:
    sql = "select * from fct_activities where opportunity_key = $key order by happened_at nulls last, activity_key"
    activities = version.rows(sql, key=deal["opportunity_key"])
    fact = Fact("activities", len(activities), "Logged on it.", activity_lines(version, activities))
    return Section("Activities", (fact,))
