"""What campaigns cost, which campaigns lie under which, and what their leads became."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal
from functools import cache

from working.deals import DEALS, cents, rate
from working.inputs import COMPANY, alive, day, local_date, moment
from working.leads import LEADS, family, has_won, is_counted, is_qualified
from working.members import CAMPAIGNS, campaign, members


@cache
def campaigns() -> list[str]:
    """All campaigns that are not deleted, and those that a record names but the export lacks."""
    named = {row["CampaignId"] for row in [*members(), *DEALS.values()]}
    return sorted(set(CAMPAIGNS) | {each for each in named if each and alive(each)})


def cost(campaign_id: str) -> Decimal | None:
    """The actual cost at the rate of the start, else of the creation; none and 0 are not known."""
    row = CAMPAIGNS.get(campaign_id)
    actual = Decimal(row["ActualCost"]) if row and row["ActualCost"] else Decimal(0)
    if row is None or actual <= 0:
        return None
    on = day(row["StartDate"]) or local_date(moment(row["CreatedDate"]))
    factor = rate(row["CurrencyIsoCode"] or str(COMPANY["reporting_currency"]), on)
    return cents(actual * factor) if factor else None


@cache
def children() -> dict[str, list[str]]:
    """The campaigns right under each."""
    found: dict[str, list[str]] = defaultdict(list)
    for campaign_id, row in CAMPAIGNS.items():
        if row["ParentId"] in CAMPAIGNS:
            found[row["ParentId"]].append(campaign_id)
    return found


@cache
def tree(campaign_id: str) -> list[str]:
    """A campaign and all under it, each once."""
    return [campaign_id, *(each for child in children().get(campaign_id, []) for each in tree(child))]


@cache
def came_of() -> Counter[tuple[str, str]]:
    """For each campaign, and for none, its counted leads, those of them that qualified, and those that bought."""
    found: Counter[tuple[str, str]] = Counter()
    for lead in LEADS:
        if is_counted(lead):
            by = campaign(lead) or ""
            found[by, "leads"] += 1
            found[by, "qualified_leads"] += any(is_qualified(member) for member in family(lead))
            found[by, "customers"] += has_won(lead)
    return found
