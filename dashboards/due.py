"""When the next step of a lead is due, and how urgent that makes it: as SQL over a row `f` of fct_leads.

Pure. While nobody has tried to reach a lead, its first answer is due; then what was planned, until the end of its day.
"""

from __future__ import annotations

UNANSWERED, PASSED, AHEAD, UNPLANNED, NOTHING = "unanswered", "passed", "ahead", "unplanned", "nothing"

STATES = {
    UNANSWERED: "First answer overdue",
    PASSED: "Follow-up overdue",
    AHEAD: "Next step to come",
    UNPLANNED: "Open, nothing planned",
    NOTHING: "Closed or in a deal",
}
"""What is to be done with a lead, the most urgent first, and what that is called. Every record is in exactly one."""

MEANINGS = {
    UNANSWERED: "Open, nobody has tried to reach them, and the limit for that has passed: as on Response time.",
    PASSED: "Open, no first answer is due, and the day of the planned next step has passed.",
    AHEAD: "Open, and the first answer or the planned next step is still to come.",
    UNPLANNED: "Open, and neither is a first answer due nor a next step planned.",
    NOTHING: "Closed, converted or in a deal, with no first answer overdue; or a record that is not counted: a "
    "duplicate or a test.",
}
"""What each of them means."""

LED_ON = ("won", "open_opportunity", "lost_later", "converted_without_opportunity")
"""The leakage classes of leads that led to something, if only through a duplicate."""

OVERDUE = (UNANSWERED, PASSED)
"""The states in which a lead waits for what should have been done."""

NAMED = {
    (AHEAD, "open_on_time"): "On time",
    (AHEAD, "one_attempt_silent"): "One attempt, next step planned",
    (AHEAD, "stale"): "Long without activity, next step planned",
    (PASSED, "open_on_time"): "No attempt known, planned day passed",
    (UNPLANNED, "open_on_time"): "No attempt known, no answer due",
    **{(UNANSWERED, each): "Its duplicate went further" for each in LED_ON},
}
"""What leads of a state and a leakage class are called where the class alone would contradict the state.

`open_on_time` holds, beside those on time, leads that nobody is known to have tried to reach while no limit for that
has passed: none applies to their source, or no activities were exported for their time. The other two are neglected for
their silence, though what is planned is still to come. What led to something and still waits for a first answer did so
through a duplicate.
"""

WORKED = """(f."is_counted" and f."is_open"
    and (f."response_outcome" is not distinct from 'overdue'
        or not (f."is_won" or f."has_opportunity" or f."is_converted")))"""
"""Whether somebody has to work on the lead itself: those that count, are open and led to nothing yet.

And those whose first answer is overdue, though a duplicate led to a deal: somebody has to answer them or close them.
"""

IS_ANSWER = """coalesce(f."response_outcome" in ('overdue', 'pending'), false)"""
"""Whether the first answer is what is due: a limit applies and nobody has tried yet."""

DAY = 86_400_000_000
"""The microseconds of a day."""

IS_DAY = f"""({WORKED} and not {IS_ANSWER} and f."follow_up_at" is not null)"""
"""Whether what is due is planned for a day, of which no hour is known."""

UNTIL = f"""case when {WORKED} then case when {IS_ANSWER} then epoch_us(f."response_due_at")
    else epoch_us(f."follow_up_at") + {DAY} end end"""
"""Until when there is time, in microseconds: of a day until its end. Whole numbers are added and sorted fastest."""

DUE_AT = f"make_timestamp(until_us - if(is_day, {DAY}, 0))"
"""When it is due, of a row that has `until_us` and `is_day`: of a day its beginning. Null: nothing is."""

PLACE = {state: place for place, state in enumerate(STATES)}

RANK = f"""cast(case
    when not {WORKED} then {PLACE[NOTHING]}
    when {IS_ANSWER} then if(f."response_outcome" = 'overdue', {PLACE[UNANSWERED]}, {PLACE[AHEAD]})
    when f."is_follow_up_overdue" then {PLACE[PASSED]}
    when f."follow_up_at" is not null then {PLACE[AHEAD]}
    else {PLACE[UNPLANNED]}
end as utinyint)"""
"""The place in `STATES` of the state that the lead is in: small numbers are sorted and counted faster than words."""

STATE = f"""case rank {" ".join(f"when {place} then '{state}'" for state, place in PLACE.items())} end"""
"""The state of a row that has such a `rank`."""

URGENT = f"greatest(rank, {len(OVERDUE) - 1})"
"""What lists are put in order by: leads that wait for what should have been done stand together, whatever that is."""

ORDERS = {
    "urgent": f"{URGENT}, until_us nulls last, created_at desc nulls last, number",
    "lately": f"{URGENT}, until_us * if(rank < {len(OVERDUE)}, -1, 1) nulls last, created_at desc, number",
    "newest": "created_at desc nulls last, lead_key",
}
"""The orders of a list: the longest or the most recently overdue first, then what is next; or the newest first."""


def minutes_over(at: str, by_day: str, as_of: str) -> str:
    """Return the SQL of the minutes since there was time for something (below 0: until then); of a day until its end.

    Args:
        at: when it was due.
        by_day: whether only the day of that is known.
        as_of: the time of the data.
    """
    return f"date_diff('second', {at}, {as_of}) / 60.0 - case when {by_day} then 1440 else 0 end"
