"""What each tile counts, written down again from the definitions, as SQL over the published tables.

Pure: names and SQL. `f` is the fact of the rows, `d` the opportunity, `l` the lead, `c` the campaign of a row.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Rows:
    """The rows of one fact.

    Attributes:
        key: columns that name a record.
        has_models: whether the same money stands there once per attribution model.
        is_rep: which rows belong to reps, where a page keeps to those.
    """

    tables: str
    key: str
    source: str
    team: str
    owner: str
    has_models: bool = False
    is_rep: str = ""


USERS = "left join dim_users as u on u.user_key = "
NEW_MONEY = "(select * from fct_opportunities where coalesce(opportunity_type, '') <> 'renewal')"
"""Renewals stand apart wherever money is credited."""
ROWS = {
    "leads": Rows(
        "fct_leads as f left join fct_opportunities as d on d.opportunity_key = f.opportunity_key",
        "f.lead_key",
        "f.source_category",
        "f.team",
        "f.owner_key",
    ),
    "stays": Rows(
        f"""fct_lead_assignments as f {USERS}f.owner_key left join fct_leads as l on l.lead_key = f.lead_key
            left join fct_opportunities as d on d.opportunity_key = l.opportunity_key""",
        "f.assignment_key",
        "f.source_category",
        "u.team",
        "f.owner_key",
        is_rep="u.owner_type = 'user' and not u.is_automated",
    ),
    "opportunities": Rows(
        "fct_opportunities as f left join fct_leads as l on l.lead_key = f.lead_key",
        "f.opportunity_key",
        "l.source_category",
        "f.team",
        "f.owner_key",
    ),
    "campaigns": Rows(
        f"""rpt_campaign_roi as f left join dim_campaigns as c on c.campaign_key = f.campaign_key
            {USERS}c.owner_key""",
        "f.campaign_key",
        "c.channel",
        "u.team",
        "c.owner_key",
        has_models=True,
    ),
    "credits": Rows(
        f"fct_campaign_attribution as f inner join {NEW_MONEY} as d on d.opportunity_key = f.opportunity_key",
        "f.opportunity_key, f.touchpoint_key",
        "f.channel",
        "d.team",
        "d.owner_key",
        has_models=True,
    ),
    "touches": Rows(
        f"fct_opportunity_touchpoints as f inner join {NEW_MONEY} as d on d.opportunity_key = f.opportunity_key",
        "f.opportunity_key, f.touchpoint_key",
        "f.channel",
        "d.team",
        "d.owner_key",
    ),
}


@dataclass(frozen=True)
class Times:
    """The clock of an event: what happened when, what ended the chance, whose times are known; `s` is the source.

    Attributes:
        share: the share of rows whose time is the value; None: only the age of maturity is taken from it.
    """

    happened: str
    happened_at: str
    since: str
    left: str
    left_at: str
    measured: str
    share: float | None = None
    unit_seconds: float = 60


@dataclass(frozen=True)
class Figure:
    """One figure.

    Attributes:
        rows: which `ROWS`.
        kept: rows that it looks at at all.
        day: the date that a period counts by.
        measured: rows in its n.
        hit: of those, rows in which what it counts happened.
        kind: `number` of rows hit, `sum` or `median` of `above`, `rate` or `ratio` of two, `return` on the one below.
        above: the amount summed over rows hit; empty: their number.
        below: the amount summed over rows measured; empty: their number.
        only_mature: whether rows too young for nine tenths of the events to have come are left out.
    """

    rows: str
    kept: str
    day: str
    measured: str = "true"
    hit: str = "true"
    kind: str = "number"
    above: str = ""
    below: str = ""
    times: Times | None = None
    only_mature: bool = False


def _leads(hit: str = "true", measured: str = "true", kind: str = "rate", times: Times | None = None) -> Figure:
    return Figure("leads", "f.is_counted", "f.created_date", measured, hit, kind, times=times)


def _step(flag: str, at: str, left: str = "not f.is_open", left_at: str = "f.closed_at", known: str = "true") -> Figure:
    """A rate of a step that leads may reach long after their creation, with the clock of its maturity."""
    silent = f"""(select source_system from fct_leads group by source_system
        having count(*) filter ({flag}) > 0 and count({at}) filter ({flag}) = 0)"""
    timed = f"""{known} and f.source_system not in {silent}
        and (not f.{flag} or (f.{at} is not null and f.{at} >= f.created_at))"""
    return _leads(f"f.{flag}", known, times=Times(f"f.{flag}", f"f.{at}", "f.created_at", left, left_at, timed))


def _amounts(measured: str) -> Figure:
    return replace(_leads(measured=measured, kind="sum"), above="f.opportunity_amount")


def _response(share: float) -> Figure:
    times = Times(
        "f.is_contacted",
        "f.first_contacted_at",
        "f.clock_started_at",
        "not f.is_open",
        "f.closed_at",
        "f.is_measurable",
        share,
    )
    return _leads("f.is_contacted", "f.is_measurable", "percentile", times)


def _stays(event: str, at: str, measured: str, left: str, left_at: str, known: str, mature: bool = True) -> Figure:
    """A rate of what owners received, judged by stays old enough."""
    times = Times(f"f.{event}", at, "f.assigned_at", left, left_at, known)
    return Figure(
        "stays", "f.is_counted and f.is_rep", "f.assigned_date", measured, f"f.{event}", "rate", "", "", times, mature
    )


def _closed(hit: str, kind: str = "number", above: str = "", below: str = "", measured: str = "true") -> Figure:
    return Figure("opportunities", "f.is_counted", "f.closed_date", measured, hit, kind, above, below)


def _campaigns(above: str, below: str = "", kind: str = "sum", kept: str = "f.has_campaign") -> Figure:
    known = f"{above} is not null" + (f" and {below} is not null" if below else "")
    return Figure("campaigns", kept, "c.started_date", known, known, kind, above, below)


def _credits(hit: str, amount: str, kind: str = "rate") -> Figure:
    """A share of what was won, in money or in opportunities; a sum of it."""
    return Figure("credits", "d.is_won", "d.closed_date", f"{amount} is not null", hit, kind, amount, amount)


def _known(event: str, at: str) -> str:
    """Stays whose event has an age: its time is known and not before the hand-over, and its system tells times."""
    silent = f"""(select source_system from fct_leads group by source_system
        having count(*) filter ({event}) > 0 and count({at}) filter ({event}) = 0)"""
    return f"""f.assigned_at is not null and f.source_system not in {silent}
        and (not f.{event} or (l.{at} is not null and l.{at} >= f.assigned_at))"""


ZONE = "(select min(reporting_time_zone) from meta_sources)"
DAYS_TO_WIN = f"cast(timezone({ZONE}, timezone('UTC', f.won_at)) as date) - f.created_date"
NEGLECTED = """f.leakage_class in ('unassigned', 'never_contacted_due', 'one_attempt_silent', 'no_follow_up',
        'overdue_follow_up', 'stale')"""
DROPPED = "f.leakage_class in ('disqualified_without_reason', 'converted_without_opportunity')"
LOST = "f.leakage_class in ('disqualified_with_reason', 'lost_later')"
GONE = "f.end_reason <> 'open'"
DUE = "f.is_response_due"
CREDITED = "f.attributed_won_amount"

FIGURES = {
    "leads_created": _leads(kind="number"),
    "sla_met_rate": _leads("f.is_response_met", DUE),
    "median_response_time": _response(0.5),
    "p90_response_time": _response(0.9),
    "never_contacted_rate": _leads("not f.is_contacted", DUE),
    "overdue_now": _leads(measured=f"f.is_open and {DUE} and not f.is_contacted", kind="number"),
    "qualification_rate": _step("is_qualified", "qualified_at"),
    "crm_conversion_rate": _step("is_converted", "converted_at"),
    "opportunity_rate": _step("has_opportunity", "converted_at"),
    "customer_rate": _step(
        "is_won",
        "won_at",
        "d.is_closed or (not f.is_open and not f.has_opportunity)",
        "coalesce(d.closed_at, f.closed_at)",
        "f.is_win_known",
    ),
    "median_days_to_win": replace(
        _leads(measured=f"f.is_won and {DAYS_TO_WIN} >= 0", kind="median"), above=DAYS_TO_WIN
    ),
    "leaked_rate": _leads(f"{NEGLECTED} or {DROPPED}"),
    "leads_neglected": _leads(measured=NEGLECTED, kind="number"),
    "leads_dropped": _leads(measured=DROPPED, kind="number"),
    "leads_lost": _leads(measured=LOST, kind="number"),
    "lead_amount_lost": _amounts(f"{LOST} and f.opportunity_amount is not null"),
    "lead_opportunity_amount": _amounts("f.opportunity_amount is not null"),
    "leads_received": Figure("stays", "f.is_counted", "f.assigned_date"),
    "rep_contacted_rate": _stays(
        "is_contacted",
        "f.first_touch_at",
        "f.is_measurable",
        GONE,
        "f.released_at",
        "f.is_measurable and f.assigned_at is not null",
    ),
    "rep_sla_met_rate": Figure(
        "stays", "f.is_counted and f.is_rep", "f.assigned_date", DUE, "f.is_response_met", "rate"
    ),
    "rep_qualified_rate": _stays(
        "is_qualified", "l.qualified_at", "true", GONE, "f.released_at", _known("is_qualified", "qualified_at")
    ),
    "rep_won_rate": _stays(
        "is_won",
        "l.won_at",
        "f.is_win_known",
        f"d.is_closed or ({GONE} and not f.is_converted)",
        "coalesce(d.closed_at, f.released_at)",
        f"{_known('is_won', 'won_at')} and f.is_win_known",
    ),
    "win_rate": _closed("f.is_won", "rate", measured="f.is_closed"),
    "win_rate_by_amount": _closed(
        "f.won_amount is not null",
        "rate",
        "f.won_amount",
        "f.amount",
        "f.is_closed and f.amount is not null",
    ),
    "amount_won": _closed("true", "sum", "f.won_amount", measured="f.won_amount is not null"),
    "opportunities_lost": _closed("true", measured="f.is_lost"),
    "amount_lost": _closed("true", "sum", "f.amount", measured="f.is_lost and f.amount is not null"),
    "never_real_opportunities": Figure("opportunities", "f.is_never_real", "f.closed_date"),
    "campaign_roi": _campaigns(CREDITED, "f.cost", "return", "f.is_return_known"),
    "campaign_won": _campaigns(CREDITED),
    "campaign_pipeline": _campaigns("f.attributed_open_amount"),
    "campaign_cost": _campaigns("f.cost"),
    "cost_per_customer": _campaigns("f.cost", "f.attributed_customers", "ratio"),
    "attributed_won": _credits("true", CREDITED, "sum"),
    "marketing_share": _credits("f.is_marketing", CREDITED),
    "unattributed_share": _credits("f.is_unattributed", CREDITED),
    "won_without_touch": _credits("f.is_unattributed", "f.credit"),
    "path_touches": Figure("touches", "d.is_counted and d.is_closed", "d.closed_date", "f.is_credited"),
}
