"""The truth about credit: what each touch gets under the models of positions, of time and of the primary campaign.

Reads the true journeys, never the export and never the models; writes `attribution`: one row per model, deal that
counts and touch with a credit, one row without a touch where a model has nobody to credit.
"""

import numpy as np
import polars as pl

from leadhouse.demo.campaigns import CHANNELS, Campaigns
from leadhouse.demo.identities import texts
from leadhouse.demo.ids import pick
from leadhouse.demo.moments import DAY
from leadhouse.demo.references import References
from leadhouse.demo.world import World

# Weights of first touch, lead creation, opportunity creation and closing; and of the middle, None where the model
# knows no middle.
SHARES: dict[str, tuple[float | None, float | None, float | None, float | None, float | None]] = {
    "first_touch": (1, None, None, None, None),
    "lead_creation": (None, 1, None, None, None),
    "u_shaped_hubspot": (0.4, 0.4, None, None, 0.2),
    "u_shaped_marketo": (0.5, 0.5, None, None, 0.0),
    "w_shaped": (0.3, 0.3, 0.3, None, 0.1),
    "full_path": (0.225, 0.225, 0.225, 0.225, 0.1),
    "j_shaped": (0.2, 0.6, None, None, 0.2),
    "inverse_j": (0.6, 0.2, None, None, 0.2),
}
POSITIONS = {
    "is_first": "first", "is_lead_creation": "lead_creation", "is_opportunity_creation": "opportunity_creation",
    "is_closing": "closing",
}  # fmt: skip
HALF_LIFE = 7 * DAY


def attribution(
    world: World, references: References, campaigns: Campaigns, primary: np.ndarray, deals: pl.DataFrame,
    travelled: pl.DataFrame,
) -> pl.DataFrame:  # fmt: skip
    """Return the credit of every touch, and the money that it carries.

    Args:
        world: the simulated company.
        references: ids.
        campaigns: what marketing ran.
        primary: primary campaign of each deal, -1 none.
        deals: the truth about opportunities, in order of number.
        travelled: the true journeys.
    """
    credited = travelled.filter("is_credited").sort("deal", "touch_number")
    counted = deals.with_row_index("deal").filter("is_counted").select(
        pl.col("deal").cast(pl.Int64), "opportunity_id", "amount", "is_won"
    )  # fmt: skip
    touched = credited.join(counted, on="deal", maintain_order="left")
    parts = [shared(touched, counted, model, *positional(weights)) for model, weights in SHARES.items()]
    equal, latest = pl.lit(1.0), pl.col("is_last").cast(pl.Float64)
    end = pl.when("is_closed").then(pl.lit("closing")).otherwise(pl.lit("last"))
    decayed = (-(pl.col("ends") - pl.col("at")) / HALF_LIFE * np.log(2)).exp()
    parts += [
        shared(touched, counted, "last_touch", latest, end), shared(touched, counted, "linear", equal),
        shared(touched, counted, "time_decay", decayed), by_primary(campaigns, primary, counted),
    ]  # fmt: skip
    whole = pl.concat(parts, how="diagonal_relaxed").sort("attribution_model", "deal", "touchpoint_id")
    amount = pl.col("amount").cast(pl.Float64) * pl.col("credit")
    return whole.select(
        "attribution_model", "opportunity_id", "touchpoint_id",
        pick(references.campaigns, whole["campaign"].fill_null(-1).to_numpy()).alias("campaign_id"),
        pl.col("channel").fill_null("unattributed"), "positions", "credit", attributed_amount=amount,
        attributed_won_amount=pl.when("is_won").then(amount).otherwise(0.0),
    )  # fmt: skip


def positional(weights: tuple[float | None, ...]) -> tuple[pl.Expr, pl.Expr]:
    """Return what a touch weighs by its positions, or as part of the middle, before all is scaled to 1; their names."""
    named = [(name, weight) for name, weight in zip(POSITIONS, weights, strict=False) if weight is not None]
    own = pl.sum_horizontal(pl.when(name).then(weight).otherwise(0.0) for name, weight in named)
    middle = ~pl.any_horizontal(name for name, _ in named)
    held = pl.concat_str(pl.when(name).then(pl.lit("," + POSITIONS[name])).otherwise(pl.lit("")) for name, _ in named)
    rest = weights[-1] or 0.0
    whole = own + pl.when(middle).then(rest / middle.sum().over("deal")).otherwise(0.0)
    return whole, pl.when(middle).then(pl.lit("middle")).otherwise(held.str.strip_prefix(","))


def shared(
    touched: pl.DataFrame, counted: pl.DataFrame, model: str, weight: pl.Expr, positions: pl.Expr | None = None
) -> pl.DataFrame:
    """Return the touches with their weight scaled to 1 per deal, and the deals where nothing has a weight."""
    names = pl.lit(None, dtype=pl.String) if positions is None else positions
    weighed = touched.with_columns(weight=weight, positions=names).filter(pl.col("weight") > 0)
    credit = weighed.with_columns(credit=pl.col("weight") / pl.col("weight").sum().over("deal"))
    nobody = counted.join(credit, on="deal", how="anti").with_columns(credit=pl.lit(1.0))
    both = pl.concat([credit, nobody], how="diagonal_relaxed")
    return both.select(
        "deal", "opportunity_id", "touchpoint_id", "campaign", "channel", "positions", "credit", "amount", "is_won",
        attribution_model=pl.lit(model),
    )  # fmt: skip


def by_primary(campaigns: Campaigns, primary: np.ndarray, counted: pl.DataFrame) -> pl.DataFrame:
    """Return one row per deal: all credit to its primary campaign, unless that was deleted."""
    campaign = primary[counted["deal"].to_numpy()]
    campaign = np.where(campaigns.is_deleted[campaign], -1, campaign)
    names = (*(CHANNELS.get(source) for source in range(max(CHANNELS) + 1)), None)
    programme = np.where(campaign >= 0, campaigns.source[campaign], len(names) - 1)
    return counted.with_columns(
        campaign=pl.Series(campaign).cast(pl.Int64), channel=texts(names, programme), credit=pl.lit(1.0),
        attribution_model=pl.lit("primary_campaign"),
    )  # fmt: skip
