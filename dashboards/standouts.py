"""Which groups a picture of what campaigns cost and brought shows when there are more of them than it has room for.

Pure. Reads a frame of `marketing.returns`, returns rows of it: whoever sees only the picture sees winners and losers.
"""

from __future__ import annotations

import polars as pl

MOST = 12
"""Groups in the picture; the table has them all."""

MOST_LOSSES = 5
"""Of these, how many at most are there for the cost that their mature campaigns have not won back."""

WON, LOST, PLAIN = "won", "lost", ""
"""Why a group is shown: it won most, its mature campaigns lost most, or there is room for all."""


def standouts(found: pl.DataFrame) -> pl.DataFrame:
    """Return the groups that are shown, in their order, with `part`.

    Of months the last. Of other groups all, where there is room; else first those that won most, then those whose
    mature campaigns lack most of their cost, the largest loss first. A cost that is not known is no loss, nor is one
    that is still to come back.

    Args:
        found: groups, named by the first column, by what they won, the most first; months in their order; `lacking`.
    """
    rows = found.with_columns(part=pl.lit(PLAIN))
    if "started_month" in rows.columns:
        return rows.tail(MOST)
    if rows.height <= MOST:
        return rows
    losses = rows.filter(pl.col("lacking") > 0).sort("lacking", "label", descending=[True, False]).head(MOST_LOSSES)
    names = found.columns[0]
    others = rows.join(losses.select(names), on=names, how="anti", nulls_equal=True, maintain_order="left")
    winners = others.head(MOST - losses.height)
    return pl.concat([winners.with_columns(part=pl.lit(WON)), losses.with_columns(part=pl.lit(LOST))])
