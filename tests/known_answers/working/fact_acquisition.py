"""rpt_acquisition_costs: what marketing and sales cost in each month, and the new customers won in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal

from working.costs import cost
from working.deals import DEALS, closed_at, is_never_real, is_renewal, is_won
from working.fact_leads import Fact
from working.inputs import SYSTEM, day, local_date, moment, seed
from working.members import CAMPAIGNS

Place = tuple[str, date | None]


def month_of(on: date | None) -> date | None:
    """The first day of a day's month."""
    return on.replace(day=1) if on else None


def marketing() -> dict[Place, Decimal]:
    """What campaigns cost, in the month of their start, else of their creation; these exports hold no spend."""
    found: dict[Place, Decimal] = defaultdict(Decimal)
    for campaign, row in CAMPAIGNS.items():
        known = cost(campaign)
        if known is not None:
            found[SYSTEM, month_of(day(row["StartDate"]) or local_date(moment(row["CreatedDate"])))] += known
    return dict(found)


def sales() -> dict[Place, Decimal]:
    """What the company says that sales cost."""
    found: dict[Place, Decimal] = defaultdict(Decimal)
    for row in seed("sales_costs"):
        found["company", date.fromisoformat(f"{row['cost_month']}-01")] += Decimal(row["cost"])
    return dict(found)


def customers() -> Counter[Place]:
    """New customers: real deals won, without renewals."""
    won = [deal for deal in DEALS.values() if is_won(deal) and not is_never_real(deal) and not is_renewal(deal)]
    return Counter((SYSTEM, month_of(local_date(closed_at(deal)))) for deal in won)


def rpt_acquisition_costs() -> list[Fact]:
    """A row for each system and month with any of the three."""
    spent, sold, won = marketing(), sales(), customers()
    first = min((month for _, month in spent if month), default=None)
    told = {month for _, month in sold}
    found = []
    for place in sorted({*spent, *sold, *won}, key=lambda each: (each[0], each[1] or date.min)):
        month = place[1]
        is_known = bool(spent) and (month is None or first is None or month >= first)
        both = is_known and month in told
        found.append(
            {
                "source_system": place[0],
                "cost_month": month,
                "marketing_cost": spent.get(place, Decimal(0)) if is_known else None,
                "sales_cost": sold.get(place),
                "acquisition_cost": spent.get(place, Decimal(0)) + sold.get(place, Decimal(0)) if both else None,
                "customers_won": won[place],
                "is_marketing_cost_known": is_known,
                "is_sales_cost_known": month in told,
            }
        )
    return found
