"""Campaigns: the part of `data` that is about what they cost and brought.

Reads the published version through `data`; every figure is a metric of dim_metrics or a question of `attribution`.
Grain: stated by each function. Writes nothing. Refuses: what `data` refuses.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from dashboards import data, maturity
from dashboards.filters import Filters
from dashboards.priced import with_priced
from dashboards.published import current_path
from dashboards.rhythm import with_those_above
from dashboards.ways import models, too_few, under, usual_model, without_renewals

LEAD_TO_CUSTOMER = "customer_rate"
"""The rate whose age says when most of what a campaign will win has come."""

FIGURES = {
    "cost": "campaign_cost",
    "leads": "campaign_leads",
    "qualified_leads": "campaign_qualified_leads",
    "opportunities": "campaign_opportunities",
    "customers": "campaign_customers",
    "pipeline": "campaign_pipeline",
    "won": "campaign_won",
    "roi": "campaign_roi",
    "per_lead": "cost_per_lead",
    "per_qualified_lead": "cost_per_qualified_lead",
    "per_opportunity": "cost_per_opportunity",
    "per_customer": "cost_per_customer",
}
"""The figures of campaigns, by the metric that each is."""

TELLING = 0.8
"""A share of answers from which on a type of campaign tells nothing by it: people are added once they answered."""

GROUPS = {
    "programme": "programme",
    "campaign": "campaign_key",
    "channel": "source_category",
    "type": "campaign_type",
    "month": "started_month",
}
"""What campaigns are grouped by, with the field."""

ORIGINS = {
    "marketing": "Marketing",
    "sales": "Sales-generated",
    "referral": "Referral",
    "partner": "Partner",
    "unmapped": "Unmapped",
    None: "Unattributed",
}
"""Where won money came from, in the order of the pages."""


def mature_where(where: Filters) -> Filters:
    """Return the filters without the campaigns that started too recently for their leads to have become customers."""
    return where.only_mature(maturity.mature_days(current_path(), LEAD_TO_CUSTOMER, Filters()))


def mature_until() -> date | None:
    """Return the last day of a start that is long enough ago; None: no age is known."""
    return data.mature_until(LEAD_TO_CUSTOMER)


def has_programmes() -> bool:
    """Whether any campaign stands below another one; the topmost is then a programme."""
    return bool((campaigns(usual_model())["depth"] > 0).any())


def returns(by: str, where: Filters, beside: str) -> pl.DataFrame:
    """Return what campaigns cost and brought, one row per group, the largest won first; months in their order.

    Args:
        by: `programme`, `campaign_key`, `source_category`, `campaign_type` or `started_month`.
        where: with the attribution model.
        beside: a second model, for `won_beside` and `roi_beside`.

    Returns:
        The group, `label`, `campaigns`, the columns of `FIGURES` (null: no data; no cost is null, never 0) and
        `is_mature`: whether all its campaigns started long enough ago; `priced` of them have a known cost. Of the
        campaigns that did, `mature_campaigns`, `mature_won`, `mature_roi` of the `mature_cost` of `mature_priced`
        campaigns (null: none of a known cost) and `lacking`, the cost that they have not won back; of the others
        `maturing`, the cost that they have not won back so far. Both over known costs. What the campaigns with a known
        cost brought and what the others did, as `with_priced` says.
    """
    found = data.metric("campaign_won", (by,), where).rename({"n": "campaigns"})
    found = found.drop("hits", "of", "value")
    for column, name in FIGURES.items():
        found = _beside(found, data.metric(name, (by,), where), by, column)
    for column, name in {"won_beside": "campaign_won", "roi_beside": "campaign_roi"}.items():
        found = _beside(found, data.metric(name, (by,), under(where, beside)), by, column)
    found = with_priced(found, by, where, mature_where(where), under(where, beside))
    found = _judged(found, by, where).with_columns(label=_label(found, by))
    order = [by] if by == "started_month" else ["won", "cost", "label"]
    return found.sort(order, descending=[each in ("won", "cost") for each in order], nulls_last=True)


def _judged(found: pl.DataFrame, by: str, where: Filters) -> pl.DataFrame:
    """Add what the campaigns of a group that are mature brought, and what the others have not won back so far."""
    old = data.metric("campaign_won", (by,), mature_where(where))
    old = old.select(by, mature_campaigns="n", mature_won=pl.col("value").cast(pl.Float64))
    parts = [found, old]
    for name, kept in (("mature", mature_where(where)), ("all", where)):
        part = data.metric("campaign_roi", (by,), kept)
        missing = pl.col("of").cast(pl.Float64) - pl.col("hits").cast(pl.Float64)
        parts.append(part.select(by, pl.col("value").alias(f"{name}_roi"), missing.alias(f"{name}_missing")))
        cost = data.metric("campaign_cost", (by,), kept)
        value = pl.col("value").cast(pl.Float64)
        parts.append(cost.select(by, value.alias(f"{name}_cost"), pl.col("n").alias(f"{name}_priced")))
    joined = parts[0]
    for part in parts[1:]:
        joined = joined.join(part, on=by, how="left", nulls_equal=True, maintain_order="left")
    counted = ("mature_campaigns", "mature_won", "mature_missing", "all_missing")
    filled = joined.with_columns(pl.col(each).fill_null(0) for each in counted)
    return (
        filled.with_columns(
            is_mature=pl.col("campaigns") == pl.col("mature_campaigns"),
            lacking=pl.col("mature_missing").clip(lower_bound=0),
            maturing=(pl.col("all_missing") - pl.col("mature_missing")).clip(lower_bound=0),
        )
        .drop("mature_missing", "all_missing", "all_roi", "all_cost")
        .rename({"all_priced": "priced"})
    )


def _beside(found: pl.DataFrame, more: pl.DataFrame, by: str, column: str) -> pl.DataFrame:
    value = more.select(by, pl.col("value").cast(pl.Float64).alias(column))
    return found.join(value, on=by, how="left", nulls_equal=True, maintain_order="left")


def _label(found: pl.DataFrame, by: str) -> pl.Expr:
    if by == "started_month":
        return pl.col(by).dt.strftime("%b %Y").fill_null("No start day")
    if f"{by}_label" in found.columns:
        return pl.col(f"{by}_label")
    return pl.col(by).replace({"unmapped": "Unmapped"}).fill_null("No type")


def origins(where: Filters) -> pl.DataFrame:
    """Return the amount won in the period by origin of its touches under the model, with `label`, `value`, `share`.

    Only period and model count: what no touch explains belongs to no channel and to nobody's campaign.
    """
    whole = where.without("source_category").without("owner").without("team")
    found = data.metric("attributed_won", ("origin",), without_renewals(whole, "fct_campaign_attribution"))
    total = float(found["value"].sum() or 1)
    rows = {row["origin"]: row["value"] or 0.0 for row in found.to_dicts()}
    kept = [(origin, label, rows[origin]) for origin, label in ORIGINS.items() if rows.get(origin)]
    shares = [(*each, each[2] / total) for each in kept]
    schema = {"origin": pl.String, "label": pl.String, "value": pl.Float64, "share": pl.Float64}
    return pl.DataFrame(shares, schema=schema, orient="row")


def unmatched_spend() -> float:
    """Return the spend of ad platforms that matches no campaign: it is in no campaign's cost."""
    return float(data.ask("unmatched_spend", usual_model())["cost"].sum() or 0)


def campaigns(model: str) -> pl.DataFrame:
    """Return every campaign with its place in the tree and its figures, own and rolled up (`total_`).

    The rolled up return is over the campaigns with a known cost alone, as everywhere: `total_priced_won` is what these
    won, `total_roi` that beyond their cost. A programme's own table says the return of all that it won.
    """
    tree = data.ask("campaigns", model)
    priced = pl.col("attributed_won_amount").cast(pl.Float64).filter(pl.col("cost").is_not_null()).sum()
    won = with_those_above(tree).join(tree, on="campaign_key").group_by("above").agg(total_priced_won=priced)
    cost, won_back = pl.col("total_cost").cast(pl.Float64), pl.col("total_priced_won")
    known = pl.col("total_roi").is_not_null()
    return tree.join(won, left_on="campaign_key", right_on="above", how="left", maintain_order="left").with_columns(
        total_roi=pl.when(known & (cost > 0)).then((won_back - cost) / cost)
    )


def of_campaign(key: str) -> pl.DataFrame:
    """Return one campaign's figures under each model, in their order: `label` and the columns of `campaigns`."""
    found = []
    for name, model in models().items():
        if too_few(name) is None:
            row = campaigns(name).filter(pl.col("campaign_key") == key)
            found.append(row.with_columns(label=pl.lit(model["label"])))
    return pl.concat(found)


def shown_in_tree(tree: pl.DataFrame, where: Filters) -> set[str]:
    """Return the campaigns that the filters keep, and all above them."""
    parents = dict(tree.select("campaign_key", "parent_campaign_key").iter_rows())
    shown: set[str] = set()
    for key in data.records("campaign_won", ("campaign_key",), where)["campaign_key"]:
        while key and key not in shown:
            shown.add(key)
            key = parents.get(key)
    return shown


def subtree(tree: pl.DataFrame, key: str) -> tuple[str, ...]:
    """Return a campaign and all campaigns below it."""
    children = tree.group_by("parent_campaign_key").agg("campaign_key")
    below = dict(children.drop_nulls("parent_campaign_key").iter_rows())
    found = [key]
    for each in found:
        found += below.get(each, [])
    return tuple(found)


def answers(where: Filters, rate: str) -> pl.DataFrame:
    """Return the share of members that responded or attended per type of campaign, the most invited first.

    Args:
        rate: `response_rate` or `success_rate`.

    Returns:
        As `data.metric`, without groups that nobody was invited to or in which nobody ever did it: for an e-mail
        nothing is to be attended; `label`.
    """
    found = data.metric(f"campaign_{rate}", ("campaign_type",), where).filter(pl.col("hits") > 0)
    return found.with_columns(label=_label(found, "campaign_type")).sort("of", "label", descending=[True, False])


def tells(found: pl.DataFrame) -> bool:
    """Whether at least half of the types of campaigns have an answer that can be told from a list of those who did."""
    return found.height > 0 and found.filter(pl.col("value") < TELLING).height * 2 >= found.height


def silent_demand(most: int | None = None) -> pl.DataFrame:
    """Return the people with recent touches and no open lead or opportunity, one row each, the most promising first.

    Args:
        most: only the first so many; None: all.
    """
    return data.ask("silent", most)


def number_of_silent() -> int:
    """Return how many rows `silent_demand` has."""
    return int(data.ask("number_of_silent")["n"][0])
