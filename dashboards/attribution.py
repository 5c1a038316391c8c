"""The questions of the marketing pages that are no metric: trees of campaigns, paths, weights of channels, silence.

Reads the published marts and definitions. Grain: stated by each function. Writes nothing.
Refuses: names that the version lacks (`UnknownName`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl

from dashboards.fields import CAMPAIGNS
from dashboards.filters import Filters
from dashboards.sql import catalogue_of, conditions, fetch, labelled

PATH = "path_touches"
"""The metric whose rows make the paths."""


def _models(path: Path) -> pl.DataFrame:
    """Return the attribution models that are computed, in their order, with what they mean."""
    if not catalogue_of(path).models:
        return pl.DataFrame(schema=dict.fromkeys(("attribution_model", "label", "method", "description"), pl.String))
    listed = "select attribution_model, label, method, description from definitions.attribution_models"
    return fetch(path, f"{listed} where is_enabled order by sort_order, attribution_model", {})


def _campaigns(path: Path, model: str) -> pl.DataFrame:
    """Return every campaign with its place in the tree and its figures under a model, own and with its children's."""
    columns = [each for each in catalogue_of(path).columns["rpt_campaign_roi"] if each not in SHARED]
    figures = ", ".join(f'f."{each}"' for each in columns)
    sql = f"""
        select c.campaign_key, n.label, c.parent_campaign_key, c.root_campaign_key, c.depth, c.campaign_type, c.status,
            c.started_date, c.end_date, c.is_in_data, {figures}
        from rpt_campaign_roi as f
        inner join dim_campaigns as c on c.campaign_key = f.campaign_key
        inner join {CAMPAIGNS} as n on n.campaign_key = f.campaign_key
        where f.attribution_model = $model
        order by f.total_attributed_won_amount desc, f.total_cost desc nulls last, n.label, c.campaign_key
    """
    return fetch(path, sql, {"model": model})


def _unmatched_spend(path: Path, model: str) -> pl.DataFrame:
    """Return the cost that belongs to no campaign, one row per source system; the same under every model."""
    sql = """
        select source_system, cast(sum(cost) as double) as cost from rpt_campaign_roi
        where attribution_model = $model and not has_campaign and cost is not null
        group by source_system order by source_system
    """
    return fetch(path, sql, {"model": model})


SHARED = ("campaign_key", "attribution_model", "source_system")


def _paths(path: Path, where: Filters) -> pl.DataFrame:
    """Return the ways to a closing, one row per sequence of channels, the most frequent first.

    Touches of one channel in a row are one step. A filter on the source keeps the ways that touch one of the channels.

    Returns:
        `steps` (channels in order), `opportunities`, `won`, `won_amount`.
    """
    names = catalogue_of(path)
    asked = names.metric(PATH)
    clauses, bound = conditions(names, asked, where.without("source_category"))
    columns = {name: names.expression(asked.fact, name) for name in ("channel", "is_won", "won_amount")}
    relation = names.relation(asked.fact, [*clauses, *columns.values()])
    selected = ", ".join(f'{each} as "{name}"' for name, each in columns.items())
    sql = f"""
        select d.rowid as opportunity, f.touch_number, {selected} from {relation}
        where {" and ".join(clauses)} and f.is_credited
    """
    ways = _ways(fetch(path, sql, bound))
    channels = list(where.kept("source_category"))
    kept = pl.col("steps").list.set_intersection(channels).list.len() > 0 if channels else pl.lit(True)
    return ways.filter(kept)


def _ways(touches: pl.DataFrame) -> pl.DataFrame:
    """Return the ways that touches make. Polars sorts and joins them in half the time of the database's lists."""
    ordered = touches.sort("opportunity", "touch_number")
    steps = ordered.filter(pl.struct("opportunity", "channel").rle_id().diff().fill_null(1) != 0)
    way = pl.col("channel").alias("steps")
    ways = steps.group_by("opportunity").agg(way, pl.col("is_won", "won_amount").first()).group_by("steps")
    summed = ways.agg(
        opportunities=pl.len().cast(pl.Int64),
        won=pl.col("is_won").sum().cast(pl.Int64),
        won_amount=pl.col("won_amount").cast(pl.Float64).sum(),
    )
    spelled = pl.col("steps").list.join("\x1f")
    return summed.sort("opportunities", "won_amount", spelled, descending=[True, True, False])


def _weights(path: Path) -> pl.DataFrame:
    """Return what the data-driven models learned of each channel, and its share of the won under the last touch.

    Over all closed opportunities with a touch, whatever the filters: that is what the models were trained on.

    Returns:
        One row per model and channel: the columns of rpt_channel_weights, `last_touch_share` (0..1).
    """
    sql = """
        with last_touches as (
            select a.channel, sum(a.credit) as credit
            from fct_campaign_attribution as a
            inner join fct_opportunities as o on o.opportunity_key = a.opportunity_key
            where a.attribution_model = 'last_touch' and o.is_won and not a.is_unattributed
            group by a.channel
        )

        select w.*, coalesce(t.credit, 0) / nullif(sum(t.credit) over (partition by w.attribution_model), 0)
            as last_touch_share
        from rpt_channel_weights as w
        left join last_touches as t on t.channel = w.channel
        order by w.attribution_model, w.share desc nulls last, w.channel
    """
    return labelled(path, fetch(path, sql, {}).rename({"channel": "source_category"}), ("source_category",), True)


LIKE = "campaign_won"
"""The metric whose filters the cohorts take."""


def _cohorts(path: Path, where: Filters) -> pl.DataFrame:
    """Return cost and won of the leads of campaigns, one row per month of leads, their source and months until won.

    Returns:
        `cohort_month, source_category, months_since_lead` (null: still open), `months_observed, leads, qualified_leads,
        customers, cost, won, pipeline`; `has_cost`: whether the cost of the campaigns is known.
    """
    names = catalogue_of(path)
    asked = replace(
        names.metric(LIKE), fact="rpt_campaign_cohorts", date_column="cohort_month", eligibility_column=None
    )
    clauses, bound = conditions(names, asked, where)
    clauses += ["f.campaign_key is not null", "f.cohort_month is not null"]
    cost = names.expression(asked.fact, "campaign_cost")
    sql = f"""
        select f.cohort_month, f.source_category, f.months_since_lead, {cost} is not null as has_cost,
            max(f.months_observed) as months_observed, cast(sum(f.leads) as bigint) as leads,
            cast(sum(f.qualified_leads) as bigint) as qualified_leads, cast(sum(f.customers) as bigint) as customers,
            cast(sum(f.cost) as double) as cost, cast(sum(f.attributed_won_amount) as double) as won,
            cast(sum(f.attributed_open_amount) as double) as pipeline
        from {names.relation(asked.fact, [*clauses, cost])}
        where {" and ".join(clauses)}
        group by all
        order by f.cohort_month, f.source_category, f.months_since_lead, has_cost
    """
    return labelled(path, fetch(path, sql, bound), ("source_category",), True)


def _silent(path: Path, most: int | None) -> pl.DataFrame:
    """Return the people of rpt_silent_demand as a list to work through: first whom touches came after all was closed.

    Args:
        most: only the first so many; None: all.

    Returns:
        One row per person: `touches`, `last_touched_at` (reporting zone), its channel and campaign, the account, and
        company, owner and id of the person's latest lead.
    """
    names = catalogue_of(path)
    first = "" if most is None else f"limit {int(most)}"
    sql = f"""
        with silent as (
            select * from rpt_silent_demand order by is_since_closing desc, last_touched_at desc, person_key {first}
        ),

        latest as (
            select person_key, max_by(lead_key, created_at) as lead_key
            from fct_leads where person_key in (select person_key from silent) group by person_key
        )

        select l.company, a.account_name, timezone($zone, timezone('UTC', r.last_touched_at)) as last_touched_at,
            r.touches, r.last_channel as channel, n.label as campaign, r.is_customer, r.is_since_closing,
            r.has_open_opportunity_on_account, u.user_name as owner_name, l.lead_id
        from silent as r
        left join latest on latest.person_key = r.person_key
        left join fct_leads as l on l.lead_key = latest.lead_key
        left join dim_accounts as a on a.account_key = r.account_key
        left join dim_users as u on u.user_key = l.owner_key
        left join {CAMPAIGNS} as n on n.campaign_key = r.last_campaign_key
        order by r.is_since_closing desc, r.last_touched_at desc, r.person_key
    """
    return labelled(path, fetch(path, sql, {"zone": names.zone}), ("channel",), True)


MARKETING: dict[str, Callable[..., pl.DataFrame]] = {
    "models": _models,
    "campaigns": _campaigns,
    "unmatched_spend": _unmatched_spend,
    "paths": _paths,
    "weights": _weights,
    "silent": _silent,
    "number_of_silent": lambda path: fetch(path, "select count(*) as n from rpt_silent_demand", {}),
    "cohorts": _cohorts,
}
"""The questions of the marketing pages by name, with the functions that answer them from one version."""
