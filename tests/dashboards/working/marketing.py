"""The metrics of campaigns and of credit, worked out from the expected facts under the linear model.

Standard library only; reads the CSV files of expected facts, which the models did not make.
"""

from __future__ import annotations

import csv
from pathlib import Path

Row = dict[str, str]
Figure = tuple[float | None, float | None, float | None]

MODEL = "linear"
"""The model that is read where nobody names one."""


def read(folder: Path, fact: str) -> list[Row]:
    """The expected rows of a fact; of one that is told per model, those of the linear one."""
    with (folder / f"{fact}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row.get("attribution_model", MODEL) == MODEL]


def total(rows: list[Row], column: str) -> float:
    """The sum of what is known of a column."""
    return sum(float(row[column]) for row in rows if row[column])


def one(value: float) -> Figure:
    """A sum."""
    return value, None, value


def over(above: float, below: float) -> Figure:
    """A sum over another."""
    return above, below, above / below


def of_campaigns(rows: list[Row]) -> dict[str, Figure]:
    """What campaigns cost and brought; unit costs and return over those whose cost is known."""
    campaigns = [row for row in rows if row["campaign_key"]]
    priced = [row for row in campaigns if row["cost"]]
    cost, won = total(priced, "cost"), total(priced, "attributed_won_amount")
    return {
        "campaign_roi": (won, cost, (won - cost) / cost),
        "campaign_won": one(total(campaigns, "attributed_won_amount")),
        "campaign_cost": one(cost),
        "campaign_pipeline": one(total(campaigns, "attributed_open_amount")),
        "campaign_leads": one(total(campaigns, "leads")),
        "campaign_qualified_leads": one(total(campaigns, "qualified_leads")),
        "campaign_opportunities": one(total(campaigns, "attributed_opportunities")),
        "campaign_customers": one(total(campaigns, "attributed_customers")),
        "cost_per_lead": over(cost, total(priced, "leads")),
        "cost_per_qualified_lead": over(cost, total(priced, "qualified_leads")),
        "cost_per_opportunity": over(cost, total(priced, "attributed_opportunities")),
        "cost_per_customer": over(cost, total(priced, "attributed_customers")),
    }


def of_acquisition(rows: list[Row]) -> dict[str, Figure]:
    """What a new customer cost, by what is known of marketing alone, and with sales in months that have its cost."""
    known = [row for row in rows if row["is_marketing_cost_known"] == "true"]
    told = [row for row in known if row["is_sales_cost_known"] == "true"]
    return {
        "cost_per_acquisition": over(total(known, "marketing_cost"), total(known, "customers_won")),
        "cost_per_acquisition_with_sales": over(
            total(told, "marketing_cost") + total(told, "sales_cost"), total(told, "customers_won")
        ),
    }


def of_members(members: list[Row]) -> dict[str, Figure]:
    """Who was invited, answered and came."""

    def share(flag: str) -> Figure:
        return over(sum(row[flag] == "true" for row in members), len(members))

    return {
        "campaign_members": (len(members), len(members), len(members)),
        "campaign_response_rate": share("has_responded"),
        "campaign_success_rate": share("has_succeeded"),
    }


def of_credit(credits: list[Row], touches: list[Row], deals: dict[str, Row]) -> dict[str, Figure]:
    """How the amount won is shared out, and the touches on the way to a closing."""
    won = [row for row in credits if deals[row["opportunity_key"]]["is_won"] == "true"]
    amount = total(won, "attributed_won_amount")

    def part(flag: str) -> float:
        return total([row for row in won if row[flag] == "true"], "attributed_won_amount")

    def closed(row: Row) -> bool:
        deal = deals[row["opportunity_key"]]
        return deal["is_closed"] == deal["is_counted"] == row["is_credited"] == "true"

    untouched = [row for row in won if row["is_unattributed"] == "true"]
    on_the_way = sum(map(closed, touches))
    return {
        "attributed_won": one(amount),
        "marketing_share": over(part("is_marketing"), amount),
        "unattributed_share": over(part("is_unattributed"), amount),
        "won_without_touch": over(total(untouched, "credit"), total(won, "credit")),
        "opportunity_credits": (len(credits), len(credits), len(credits)),
        "path_touches": (on_the_way, on_the_way, on_the_way),
    }


def marketing_figures(folder: Path) -> dict[str, Figure]:
    """All metrics of campaigns and credit of a folder of expected facts."""
    deals = {row["opportunity_key"]: row for row in read(folder, "fct_opportunities")}
    credits, touches = (read(folder, fact) for fact in ("fct_campaign_attribution", "fct_opportunity_touchpoints"))
    return {
        **of_campaigns(read(folder, "rpt_campaign_roi")),
        **of_acquisition(read(folder, "rpt_acquisition_costs")),
        **of_members(read(folder, "fct_campaign_members")),
        **of_credit(credits, touches, deals),
    }
