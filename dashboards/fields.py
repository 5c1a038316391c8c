"""Where the fields that pages group, filter and list by come from, beyond the columns of a fact, and their labels.

Pure: names and SQL of relations. Grain: one entry per field. `catalogue` checks every name against a version.
"""

from __future__ import annotations

JOINS = {
    "u": "left join dim_users as u on u.user_key = f.owner_key",
    "s": "left join meta_sources as s on s.source_system = f.source_system",
    "l": "left join fct_leads as l on l.lead_key = f.lead_key",
    "a": "left join dim_accounts as a on a.account_key = f.account_key",
    "r": "left join definitions.lost_reasons as r on r.reason = f.lost_reason",
    "d": "left join fct_opportunities as d on d.opportunity_key = f.opportunity_key",
    "c": "left join dim_campaigns as c on c.campaign_key = f.campaign_key",
    "m": 'left join dim_users as m on m.user_key = c."owner_key"',
    "p": 'left join dim_users as p on p.user_key = d."owner_key"',
    "k": 'left join dim_accounts as k on k.account_key = d."account_key"',
    "t": "left join fct_opportunities as t on t.opportunity_key = f.later_opportunity_key",
    "o": "left join definitions.source_categories as o on o.source_category = f.channel",
    "h": """left join (select lead_key, max(assigned_at) as owner_since_at from fct_lead_assignments
        where released_at is null group by all) as h on h.lead_key = f.lead_key""",
}
"""How the dimensions hang on a fact, by the alias that `BORROWED` uses; each at most one row per row of the fact.

A join that hangs on another one names a column of it in quotes, and stands after it.
"""

BORROWED = {
    "owner": ("f", "owner_key"),
    "rejected_for": ("f", "disqualified_reason"),
    "owner_name": ("u", "user_name"),
    "owner_since_at": ("h", "owner_since_at"),
    "owner_type": ("u", "owner_type"),
    "owner_is_automated": ("u", "is_automated"),
    "owner_is_active": ("u", "is_active"),
    "team": ("u", "team"),
    "as_of_at": ("s", "as_of_at"),
    "account_name": ("a", "account_name"),
    "source_category": ("l", "source_category"),
    "company": ("l", "company"),
    "later_deal": ("t", "name"),
    "later_amount": ("t", "amount"),
    "is_win_back": ("r", "is_win_back"),
}
"""Fields that a fact without a column of that name takes from elsewhere."""

OF_CAMPAIGN = {
    "source_category": ("c", "channel"),
    "campaign_type": ("c", "campaign_type"),
    "programme": ("c", "root_campaign_key"),
    "owner": ("c", "owner_key"),
    "owner_name": ("m", "user_name"),
    "owner_type": ("m", "owner_type"),
    "team": ("m", "team"),
    "started_date": ("c", "started_date"),
}
"""What a row of a campaign takes from the campaign: its channel is its source, its owner the one who runs it."""

OF_TOUCH = {
    "source_category": ("f", "channel"),
    "origin": ("o", "origin"),
    "owner": ("d", "owner_key"),
    "owner_name": ("p", "user_name"),
    "owner_type": ("p", "owner_type"),
    "team": ("d", "team"),
    "account_name": ("k", "account_name"),
    "name": ("d", "name"),
    "amount": ("d", "amount"),
    "deal_amount": ("d", "amount"),
    "won_amount": ("d", "won_amount"),
    "is_counted": ("d", "is_counted"),
    "is_closed": ("d", "is_closed"),
    "is_won": ("d", "is_won"),
    "is_in_roi": ("d", "is_in_roi"),
    "lead_key": ("d", "lead_key"),
    "opportunity_type": ("d", "opportunity_type"),
    "closed_date": ("d", "closed_date"),
    "created_date": ("d", "created_date"),
}
"""What a touch of an opportunity takes from the opportunity: its owner is the seller."""

TOLD_BY_CREDIT = ("is_won", "is_in_roi", "closed_date")
"""What a credit tells itself of its opportunity: read by far the most, so that nothing has to be looked up."""

OF_CREDIT = {field: place for field, place in OF_TOUCH.items() if field not in TOLD_BY_CREDIT}
"""What a credit takes from the opportunity."""

BORROWED_BY = {
    "rpt_campaign_roi": OF_CAMPAIGN,
    "rpt_campaign_cohorts": {**OF_CAMPAIGN, "campaign_cost": ("c", "cost")},
    "fct_campaign_members": OF_CAMPAIGN,
    "fct_campaign_attribution": OF_CREDIT,
    "fct_opportunity_touchpoints": OF_TOUCH,
}
"""Facts that take fields in their own way."""

CAMPAIGNS = """(select campaign_key, case when campaign_name is null then concat('No name (', campaign_id, ')')
    when count(*) over (partition by campaign_name) = 1 then campaign_name
    else concat(campaign_name, ' (', campaign_id, ')') end as label from dim_campaigns)"""
"""Every campaign with a label that no other one has."""

LABELS = {
    "source_category": ("definitions.source_categories", "source_category", "label", "sort_order"),
    "disqualified_reason": ("definitions.lost_reasons", "reason", "label", "sort_order"),
    "rejected_for": ("definitions.lost_reasons", "reason", "label", "sort_order"),
    "lost_reason": ("definitions.lost_reasons", "reason", "label", "sort_order"),
    "lost_stage": ("definitions.opportunity_stages", "stage", "label", "sort_order"),
    "response_bucket": ("definitions.response_buckets", "response_bucket", "response_bucket", "sort_order"),
    "score_band": ("definitions.score_bands", "score_band", "score_band", "from_score"),
    "company_size": ("definitions.company_sizes", "company_size", "company_size", "from_employees"),
    "owner": (
        """(select user_key, case when count(*) over (partition by user_name) = 1 then user_name
            else concat(user_name, ' (', user_id, ')') end as label from dim_users)""",
        "user_key",
        "label",
        "label",
    ),
    "campaign_key": (CAMPAIGNS, "campaign_key", "label", "label"),
    "programme": (CAMPAIGNS, "campaign_key", "label", "label"),
    "leakage_class": ("definitions.leakage_classes", "leakage_class", "label", "sort_order"),
    "channel": ("definitions.source_categories", "source_category", "label", "sort_order"),
    "attribution_model": ("definitions.attribution_models", "attribution_model", "label", "sort_order"),
}
"""Where the labels of a field's values and their order stand: relation, its key, its label, its order."""

SUBJECTS = {
    "fct_leads": "leads",
    "fct_lead_assignments": "leads",
    "fct_opportunities": "opportunities",
    "fct_activities": "activities",
    "rpt_campaign_roi": "campaigns",
    "rpt_acquisition_costs": "opportunities",
    "fct_campaign_members": "campaign_members",
    "fct_campaign_attribution": "opportunities",
    "fct_opportunity_touchpoints": "opportunities",
}
"""The exported subject without which a fact has no rows."""
