"""The touches of a lead's person, each with its share of the lead's deal.

Reads the touchpoints and attribution of a version. Grain: one row per touch, by time; times are UTC. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from leadhouse.explaining.version import Row, Version


def touches(version: Version, lead: Row, model: str | None) -> Iterator[Row]:
    """Return the touches of the lead's person.

    Args:
        model: the attribution model of the credit that is told; None: none is.
    """
    sql = """
        select t.*, k.campaign_name, o.label as channel_label from fct_touchpoints as t
        left join dim_campaigns as k on k.campaign_key = t.campaign_key
        left join definitions.source_categories as o on o.source_category = t.channel
        where t.person_key = $person
        order by t.touched_at, t.touchpoint_key
    """
    # A touch of a lead is one of the lead's person.
    credits = _credits(version, lead["opportunity_key"], model)
    for row in version.rows(sql, person=lead["person_key"]):
        where = row["campaign_name"] or row["channel_label"] or row["channel"]
        detail = row["channel_label"] if row["campaign_name"] else "no campaign: the source of a lead"
        kind = f"touch of the person: {(row['touch_type'] or '').replace('_', ' ')}".rstrip(": ")
        yield {
            "at": row["touched_at"],
            "by_day": row["precision"] == "day",
            "kind": "touch",
            "what": f"Touch: {where}",
            "detail": detail,
            "counts_as": kind + credits.get(row["touchpoint_key"], ""),
        }


def _credits(version: Version, opportunity: str | None, model: str | None) -> dict[str, str]:
    """Return per touch which share of the opportunity it has, in words; touches outside its time have none."""
    if not opportunity or not model:
        return {}
    sql = """
        select f.touchpoint_key, f.credit, m.label from fct_campaign_attribution as f
        inner join definitions.attribution_models as m on m.attribution_model = f.attribution_model
        where f.opportunity_key = $opportunity and f.attribution_model = $model and f.touchpoint_key is not null
    """
    return {
        row["touchpoint_key"]: f"; {row['credit'] * 100:.1f}\N{NO-BREAK SPACE}% of the deal ({row['label']})"
        for row in version.rows(sql, opportunity=opportunity, model=model)
    }
