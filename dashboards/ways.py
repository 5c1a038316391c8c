"""Attribution models and the ways to a closing: the part of `data` that is about touches and their credit.

Reads the published version through `data`; every figure is a metric of dim_metrics or a question of `attribution`.
Grain: stated by each function. Writes nothing. Refuses: what `data` refuses.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from dashboards import data
from dashboards.attribution import PATH
from dashboards.catalogue import MODEL
from dashboards.filters import Filters

DATA_DRIVEN = ("markov", "shapley")
"""Methods whose weights are learned from the closed opportunities."""

IN_ROI = "is_in_roi"
"""Whether the return of campaigns counts a deal: all but renewals."""

POSITIONS = {
    "is_first": "First",
    "is_lead_creation": "Before lead",
    "is_opportunity_creation": "Before deal",
    "is_closing": "Before close",
}
"""The positions of a touch on its way: the first, and the last before each of the three events."""


def is_published() -> bool:
    """Whether the current version knows attribution at all; one built before this software did does not."""
    return bool(data.catalogue().models)


def models() -> dict[str, dict[str, str]]:
    """Return the attribution models by name, in their order: `label`, `method`, `description`."""
    return {row[MODEL]: row for row in data.ask("models").to_dicts()}


def usual_model() -> str:
    """Return the model that a page opens with."""
    return data.catalogue().usual_model


def under(where: Filters, model: str) -> Filters:
    """Return the filters with one attribution model."""
    return where.only(MODEL, model)


def without_renewals(where: Filters, fact: str) -> Filters:
    """Return the filters without the deals that stand apart in the return of campaigns, unless they name types."""
    if where.kept("opportunity_type") or not data.catalogue().has(fact, IN_ROI):
        return where
    return where.only(IN_ROI, "true")


def renewed(where: Filters) -> float:
    """Return what renewals won in the period under the model of the filters: it stands apart."""
    if not data.catalogue().has("fct_campaign_attribution", IN_ROI):
        return 0.0
    return float(data.metric("attributed_won", (), where.only(IN_ROI, "false"))["value"].sum() or 0)


def too_few(model: str) -> tuple[int, int] | None:
    """Return how many closed opportunities with a touch a data-driven model has and needs; None: it has enough."""
    if models()[model]["method"] not in DATA_DRIVEN:
        return None
    learned = weights(model)
    if learned.height and learned["is_enough"].all():
        return None
    return paths_learned(), int(learned["least_paths"].max() or 0)  # type: ignore[arg-type]


def paths_learned() -> int:
    """Return the number of closed opportunities with a touch: what the data-driven models learn from."""
    return int(weights()["closed_paths"].max() or 0)  # type: ignore[arg-type]


def ways(where: Filters, several: bool = False) -> pl.DataFrame:
    """Return the sequences of channels that led to a closing in the period, the most frequent first.

    Args:
        several: only those over more than one channel.
    """
    found = data.ask("paths", where)
    return found.filter(pl.col("steps").list.len() > 1) if several else found


def by_position(where: Filters) -> pl.DataFrame:
    """Return the touches per channel and position on the way: `source_category_label`, `position`, `touches`, `share`.

    A touch with several positions stands at each; `Middle` holds none. The share is of all touches at the position.
    """
    flags = tuple(POSITIONS)
    found = data.metric(PATH, ("source_category", *flags), where)
    middle = ~pl.any_horizontal(flags)
    held = [(found.filter(flag), word) for flag, word in POSITIONS.items()] + [(found.filter(middle), "Middle")]
    parts = pl.concat(each.with_columns(position=pl.lit(word)) for each, word in held)
    label = ["source_category", "source_category_label", "position"]
    summed = parts.group_by(label, maintain_order=True).agg(touches=pl.col("n").sum())
    return summed.with_columns(share=pl.col("touches") / pl.col("touches").sum().over("position"))


def by_model(where: Filters, shown: Iterable[str]) -> pl.DataFrame:
    """Return the share of the amount won per channel under each model: `label`, `model`, `value`, `share`."""
    found = data.metric("attributed_won", ("source_category", MODEL), where.only(MODEL, *shown))
    label = pl.col("source_category_label")
    share = pl.col("value") / pl.col("value").sum().over(MODEL)
    return found.select("source_category", MODEL, "value", label=label, model=f"{MODEL}_label", share=share)


def from_marketing(where: Filters) -> pl.DataFrame:
    """Return the `share` of the amount won that each model credits to marketing, of those that learned enough.

    Of the model that the filters keep, too.
    """
    told = [name for name in models() if too_few(name) is None]
    found = data.metric("marketing_share", (MODEL,), where.only(MODEL, *told)).drop_nulls("value")
    return found.select(MODEL, share="value")


def leaders(found: pl.DataFrame) -> dict[str, tuple[str, float]]:
    """Return the channel with the largest share of the touches at each position, and that share.

    Args:
        found: rows of `by_position`.
    """
    top = found.filter(pl.col("touches") > 0).sort("share", descending=True).unique("position", keep="first")
    columns = ("position", "source_category_label", "share")
    return {position: (label, share) for position, label, share in top.select(columns).iter_rows()}


def ends(found: pl.DataFrame) -> pl.DataFrame:
    """Return between which models the share of each channel lies, that first which swings most.

    A channel that a model gives nothing has a share of 0 there.

    Args:
        found: rows of `by_model`.

    Returns:
        One row per channel: `label`, `least`, `least_model`, `most`, `most_model`, `swing` (0..1).
    """
    every = found.select("label").unique().join(found.select("model").unique(), how="cross")
    both = every.join(found, on=["label", "model"], how="left").with_columns(pl.col("share").fill_null(0))
    by_share = pl.col("share").sort_by("share", "model")
    by_name = pl.col("model").sort_by("share", "model")
    lying = both.group_by("label").agg(
        least=by_share.first(), least_model=by_name.first(), most=by_share.last(), most_model=by_name.last()
    )
    swing = pl.col("most") - pl.col("least")
    return lying.with_columns(swing=swing).sort("swing", "label", descending=[True, False])


def by_origin(where: Filters) -> dict[str, float]:
    """Return the amount won by the origin of the touches that have the credit, the largest first, by its name.

    Names are those of `marketing.ORIGINS`; together all that the filters keep.
    """
    found = data.metric("attributed_won", ("origin",), where).filter(pl.col("value") > 0)
    rows = found.sort("value", descending=True).select("origin", "value").iter_rows()
    return {origin or "unattributed": float(value) for origin, value in rows}


def weights(model: str | None = None) -> pl.DataFrame:
    """Return what data-driven models (one or all) learned of each channel, beside the last touch's share."""
    found = data.ask("weights")
    return found if model is None else found.filter(pl.col(MODEL) == model)


def learned() -> pl.DataFrame:
    """Return each channel's share of the wins under the data-driven models and the last touch; empty: too few paths.

    Returns:
        `label`, `model` (`markov`, `shapley`, `last_touch`), `share` (0..1), `effect` (removal effect or Shapley
        value), `standard_error` (sampled values only), `paths` (opportunities that the channel touched).
    """
    found = weights().filter("is_enough")
    columns = ("label", "model", "share", "effect", "standard_error", "paths")
    ours = found.with_columns(label="source_category_label", model=MODEL).select(columns)
    nothing = pl.lit(None, pl.Float64)
    last = found.with_columns(
        label="source_category_label",
        model=pl.lit("last_touch"),
        share="last_touch_share",
        effect=nothing,
        standard_error=nothing,
    ).select(columns)
    return pl.concat([ours, last.unique("label", maintain_order=True)], how="vertical_relaxed")


def why_not_learned() -> list[str]:
    """Return a sentence for each data-driven model that has too few closed opportunities with a touch to learn from."""
    lacking = [(model["label"], lack) for name, model in models().items() if (lack := too_few(name))]
    return [f"{label} {too_few_words(*lack)}" for label, lack in lacking]


def too_few_words(have: int, need: int) -> str:
    """Return what a data-driven model has to learn from, and what it needs."""
    needed = f" of the {need:,} needed" if need else ""
    return (
        f"learns from closed opportunities with a touch: there are {have:,}{needed}, too few for figures that would "
        "not be chance."
    )
