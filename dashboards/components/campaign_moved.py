"""Why the return of campaigns moved against the period compared with: what each group of campaigns brought to it.

Reads frames of `returned`; writes to the screen only. Names come from the CRM: they are written as plain text.
"""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboards import data, returned
from dashboards.components.downloads import about, downloads
from dashboards.components.filter_bar import View
from dashboards.components.fitting import fitted, more_columns
from dashboards.components.formats import percent, points
from dashboards.components.plain_text import plain
from dashboards.components.record_columns import IN_PERCENT, formats_of

GROUPS = {"programme": "programme", "type": "campaign_type"}
"""By what the change is split, where the page shows these; else by channel."""

MOST_NAMED = 3
"""Groups that the title names, those that moved the return most."""


def why_moved(by: str, word: str, view: View) -> None:
    """Draw what each group brought to the change of the return, and the sums that it is made of.

    Args:
        by: what the page shows figures by.
        word: what its groups are called.
    """
    if view.compared is None:
        return
    field = GROUPS.get(by, "source_category")
    found = returned.moved(field, view.where, view.compared)
    if not found.height:
        return
    st.subheader(title_of(found), anchor=False)
    header = word if by in GROUPS else "Channel"
    shown = table_of(found, header, data.currency())
    signed = {name: st.column_config.NumberColumn(format="%+.1f") for name in shown.columns if name.endswith("(pp)")}
    formats, hidden = fitted(shown, formats_of(shown) | signed)
    st.dataframe(shown, hide_index=True, column_config=formats, placeholder="", height="content")
    downloads(shown, about("Why the ROI moved", view, rows=shown.height), "campaign_roi_moved")
    st.caption(
        "Brought: percentage points of the change, by the group's share of the cost (more or less was spent where it "
        "comes back) and by its own return; they add up to the change. Campaigns with a known cost only. Those of the "
        f"period before had more time to win.{more_columns(hidden)}"
    )


def title_of(found: pl.DataFrame) -> str:
    """Return the change of the return and who moved it most: `ROI 8.8 % to 9.1 %: E-mail +8.4 pp, ...`."""
    then, now = (float(found[f"hits{each}"].sum()) / float(found[f"of{each}"].sum()) - 1 for each in ("_before", ""))
    most = [f"{plain(row['label'])} {points(row['effect'])}" for row in found.head(MOST_NAMED).to_dicts()]
    return f"ROI {percent(then)} before, {percent(now)} now: {', '.join(most)}"


def table_of(found: pl.DataFrame, header: str, currency: str) -> pl.DataFrame:
    """Return the groups with what they brought, and the sums of all in the last row."""
    sums = [pl.col(each).sum() for each in ("effect", "mix_effect", "rate_effect", "hits", "hits_before", "of")]
    whole = found.select(*sums, pl.col("of_before").sum(), label=pl.lit("All"))
    rows = pl.concat([found, whole], how="diagonal").with_columns(
        roi=pl.col("hits") / pl.col("of") - 1, roi_before=pl.col("hits_before") / pl.col("of_before") - 1
    )
    in_points = {"effect": "Brought (pp)", "mix_effect": "by share of cost (pp)", "rate_effect": "by own return (pp)"}
    amounts = {"hits": "Won", "of": "Cost", "hits_before": "Won before", "of_before": "Cost before"}
    returns = {"roi": f"ROI{IN_PERCENT}", "roi_before": f"ROI before{IN_PERCENT}"}
    return rows.select(
        pl.col("label").alias(header),
        *((pl.col(each) * 100).round(1).alias(name) for each, name in in_points.items()),
        *((pl.when(pl.col(each).is_finite()).then(pl.col(each) * 100)).alias(name) for each, name in returns.items()),
        *(pl.col(each).round(0).cast(pl.Int64).alias(f"{name} ({currency})") for each, name in amounts.items()),
    )
