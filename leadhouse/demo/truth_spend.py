"""The truth about what campaigns cost: what was charged per day and for which campaign, and what each campaign cost.

Reads the campaigns and what platforms charged, never the files; writes `campaign_spend` (one row per platform's
campaign and day) and `campaigns` (one row per campaign that is not deleted).
"""

import numpy as np
import polars as pl

from leadhouse.demo import catalogue as cat
from leadhouse.demo.campaigns import Campaigns
from leadhouse.demo.identities import texts
from leadhouse.demo.ids import pick
from leadhouse.demo.moments import as_dates
from leadhouse.demo.references import References
from leadhouse.demo.spend import PLATFORMS, Spend, called, own_ids
from leadhouse.demo.truth_pipeline import in_euro, money


def whose(spend: Spend, campaigns: Campaigns) -> np.ndarray:
    """Return whose spend it is: nobody's where the campaign was deleted."""
    return np.where(campaigns.is_deleted[spend.campaign], -1, spend.campaign)


def campaign_spend(references: References, campaigns: Campaigns, spend: Spend) -> pl.DataFrame:
    """Return one row per platform's campaign and day."""
    campaign, euro = whose(spend, campaigns), in_euro(spend.cents, spend.currency, spend.day)
    frame = pl.DataFrame({
        "platform": texts(tuple(platform.name for platform in PLATFORMS), spend.platform),
        "platform_account": texts(tuple(platform.account for platform in PLATFORMS), spend.platform),
        "platform_campaign_id": pl.Series(own_ids(spend)).cast(pl.String),
        "name": pl.Series(called(spend, campaigns), dtype=pl.String),
        "campaign_id": pick(references.campaigns, campaign),
        "matched_by": texts((*(platform.told_by for platform in PLATFORMS), None),
                            np.where(campaign < 0, len(PLATFORMS), spend.platform)),
        "currency": texts(cat.CURRENCIES, spend.currency), "spend": money(euro),
        "spend_original": money(spend.cents), "impressions": spend.impressions, "clicks": spend.clicks,
        "spend_date": as_dates(spend.day),
    })  # fmt: skip
    last = pl.col("name").sort_by("spend_date").last().over("platform", "platform_campaign_id")
    return frame.with_columns(platform_campaign_name=last).drop("name")


def campaign_costs(references: References, campaigns: Campaigns, spend: Spend) -> pl.DataFrame:
    """Return what each campaign cost: by its own record, else what platforms charged for it."""
    campaign, euro = whose(spend, campaigns), in_euro(spend.cents, spend.currency, spend.day)
    charged = np.zeros(len(campaigns.name), dtype=np.int64)
    np.add.at(charged, campaign[campaign >= 0], euro[campaign >= 0])
    stated = in_euro(np.where(campaigns.cost > 0, campaigns.cost, -1), campaigns.currency, campaigns.start)
    source = np.select([stated > 0, charged > 0], [0, 1], 2)
    cost = np.choose(source, [stated, charged, np.full(len(charged), -1)])
    frame = pl.DataFrame({
        "campaign_id": references.campaigns, "cost": money(cost),
        "spend": money(np.where(charged > 0, charged, -1)), "cost_source": texts(("campaign", "spend", None), source),
    })  # fmt: skip
    return frame.filter(~pl.Series(campaigns.is_deleted))
