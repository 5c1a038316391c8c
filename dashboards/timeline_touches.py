"""The touches of a lead's person and of its deal, and who gets the credit for the deal.

Reads the touchpoints and attribution of a version. Grain: one row per touch, by time; times are UTC. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from leadhouse.explaining.version import Row, Version

OTHER_PERSON = "another person of the deal"
"""Who a touch of the deal was of, where that is not the lead's own person."""

TOUCHES = """
    with credited as (
        select touchpoint_key, touched_at from fct_opportunity_touchpoints
        where {of_deal} and is_credited and person_key is distinct from $person
    ),

    found as (
        select * from fct_touchpoints where {theirs}
        union all
        select t.* from credited as p
        inner join fct_touchpoints as t on t.touched_at = p.touched_at and t.touchpoint_key = p.touchpoint_key
    )

    select t.*, k.campaign_name, o.label as channel_label from found as t
    left join dim_campaigns as k on k.campaign_key = t.campaign_key
    left join definitions.source_categories as o on o.source_category = t.channel
    order by t.touched_at, t.touchpoint_key
"""
"""Touches are stored in the order of their times: where one is looked for by its time too, little is read."""

SHARES = """
    select f.touchpoint_key, f.credit, m.label as model from fct_campaign_attribution as f
    inner join definitions.attribution_models as m on m.attribution_model = f.attribution_model
    where f.opportunity_key = $opportunity and f.attribution_model = $model
"""
"""Which touch has which share: all that is told beside the touches themselves."""

CREDITS = """
    select
        f.touchpoint_key, f.credit, f.attributed_amount as amount, f.is_unattributed, f.touched_at, f.channel,
        t.precision, t.person_key, k.campaign_name, o.label as channel_label, m.label as model
    from fct_campaign_attribution as f
    inner join definitions.attribution_models as m on m.attribution_model = f.attribution_model
    left join fct_touchpoints as t on t.touched_at = f.touched_at and t.touchpoint_key = f.touchpoint_key
    left join dim_campaigns as k on k.campaign_key = f.campaign_key
    left join definitions.source_categories as o on o.source_category = f.channel
    where f.opportunity_key = $opportunity and f.attribution_model = $model
    order by f.touched_at nulls last, f.touchpoint_key, f.credit desc
"""


def touches(version: Version, lead: Row, model: str | None) -> Iterator[Row]:
    """Return the touches of the lead's person, and those of others on its deal that can have credit for it.

    Args:
        model: the attribution model of the credit that is told; None: none is.
    """
    deal = lead["opportunity_key"]
    shares = {
        row["touchpoint_key"]: f"; {row['credit'] * 100:.1f}\N{NO-BREAK SPACE}% of the deal ({row['model']})"
        for row in _of_deal(version, SHARES, deal, model)
    }
    # A touch of a lead is one of the lead's person.
    person = lead["person_key"]
    theirs = version.having("fct_touchpoints", "person_key", person=person)
    of_deal = version.having("fct_opportunity_touchpoints", "opportunity_key", opportunity=deal)
    for row in version.rows(TOUCHES.format(theirs=theirs, of_deal=of_deal), person=person, opportunity=deal):
        is_own = row["person_key"] == person
        kind = f"{'touch' if is_own else 'touch of the deal'}: {(row['touch_type'] or '').replace('_', ' ')}"
        yield {
            "at": row["touched_at"],
            "by_day": row["precision"] == "day",
            "kind": "touch",
            "what": f"Touch: {_where(row)}",
            "detail": _about(row),
            "who": None if is_own else OTHER_PERSON,
            "counts_as": kind.rstrip(": ") + shares.get(row["touchpoint_key"], ""),
        }


def _of_deal(version: Version, sql: str, opportunity: str | None, model: str | None) -> list[Row]:
    """Return the shares of an opportunity under a model; they add up to one, or there are none."""
    if not opportunity or not model:
        return []
    return version.rows(sql, opportunity=opportunity, model=model)


def credited(version: Version, lead: Row, model: str | None) -> Iterator[Row]:
    """Return who gets the credit for the lead's deal: each touch in words, with its share (0..1) and its amount."""
    for row in _of_deal(version, CREDITS, lead["opportunity_key"], model):
        yield {
            "at": row["touched_at"] if row["touchpoint_key"] else None,
            "by_day": row["precision"] == "day",
            "what": "Unattributed" if row["is_unattributed"] else _where(row),
            "detail": row["channel_label"] if row["campaign_name"] else None,
            "who": _whose(row, lead),
            "credit": row["credit"],
            "amount": row["amount"],
            "model": row["model"],
        }


def _whose(row: Row, lead: Row) -> str:
    if row["is_unattributed"]:
        return "no touch that this model looks at"
    if not row["touchpoint_key"]:
        return "named by the CRM on the deal"
    return "this person" if row["person_key"] == lead["person_key"] else OTHER_PERSON


def _about(row: Row) -> str:
    """Return what stands under a touch: its channel, and that no hour is known of it."""
    channel = row["channel_label"] if row["campaign_name"] else "no campaign: the source of a lead"
    return "; ".join(each for each in (channel, "only its day is known" if row["precision"] == "day" else None) if each)


def _where(row: Row) -> str:
    """Return the campaign of a touch, or its channel where it has none."""
    return str(row["campaign_name"] or row["channel_label"] or row["channel"])
