"""Which fact is held against which truth: a pair of queries per table.

Reads and writes nothing: the queries run in `comparing`, where facts are attached as `facts` and the truth stands as
views `truth_<table>`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """A fact and the truth about it.

    Attributes:
        fact: a query of the facts, with the truth's own ids.
        truth: a query of the truth: the rows that belong in the fact.
        keys: columns by which rows of both are matched; the first is the record's id.
        rough: columns that are equal if they differ by less than a millionth.
    """

    name: str
    fact: str
    truth: str
    keys: tuple[str, ...]
    rough: tuple[str, ...] = ()


def _own_ids(fact: str, **ids: str) -> str:
    """A fact with columns that hold the system's own ids beside the keys."""
    columns = ", ".join(f"substr({key}, length(source_system) + 2) as {column}" for column, key in ids.items())
    return f"select *, {columns} from facts.{fact}"


TABLES = (
    Table(
        "fct_leads",
        _own_ids(
            "fct_leads",
            owner_id="owner_key",
            first_owner_id="first_owner_key",
            opportunity_id="opportunity_key",
            duplicate_of_lead_id="duplicate_of_lead_key",
        ),
        "select * from truth_leads where is_in_facts",
        ("lead_id",),
    ),
    Table(
        "fct_opportunities",
        _own_ids("fct_opportunities", owner_id="owner_key", account_id="account_key", lead_id="lead_key"),
        "select * from truth_opportunities where is_in_facts",
        ("opportunity_id",),
    ),
    Table(
        "fct_opportunity_stages",
        _own_ids("fct_opportunity_stages", opportunity_id="opportunity_key"),
        "select * from truth_opportunity_stages where opportunity_id in "
        "(select opportunity_id from truth_opportunities where is_in_facts)",
        ("opportunity_id", "stay_number"),
    ),
    Table(
        "fct_lead_statuses",
        _own_ids("fct_lead_statuses", lead_id="lead_key"),
        "select * from truth_lead_statuses where lead_id in (select lead_id from truth_leads where is_in_facts)",
        ("lead_id", "stay_number"),
    ),
    Table(
        "fct_lead_assignments",
        _own_ids("fct_lead_assignments", lead_id="lead_key", owner_id="owner_key"),
        "select * from truth_lead_assignments where lead_id in (select lead_id from truth_leads where is_in_facts)",
        ("lead_id", "stay_number"),
    ),
    Table(
        # Who was asked at the first response: the owner of the stay during which it happened. A lead answered only
        # after it was closed is in nobody's stay, and is left out.
        "owners at the first response",
        """
        select leads.lead_id, substr(stays.owner_key, length(stays.source_system) + 2) as owner_id
        from facts.fct_leads as leads
        join facts.fct_lead_assignments as stays
            on leads.lead_key = stays.lead_key
            and stays.assigned_at <= leads.first_contacted_at
            and (stays.released_at > leads.first_contacted_at or stays.released_at is null)
        """,
        """
        select lead_id, owner_at_first_response_id as owner_id
        from truth_leads
        where lead_id in (
            select leads.lead_id
            from facts.fct_leads as leads
            join facts.fct_lead_assignments as stays
                on leads.lead_key = stays.lead_key
                and stays.assigned_at <= leads.first_contacted_at
                and (stays.released_at > leads.first_contacted_at or stays.released_at is null)
        )
        """,
        ("lead_id",),
    ),
    Table(
        "fct_touchpoints",
        _own_ids(
            "fct_touchpoints",
            touchpoint_id="touchpoint_key",
            lead_id="lead_key",
            contact_id="contact_key",
            campaign_id="campaign_key",
        ),
        "select * from truth_touchpoints",
        ("touchpoint_id",),
    ),
    Table(
        "fct_opportunity_touchpoints",
        _own_ids(
            "fct_opportunity_touchpoints",
            opportunity_id="opportunity_key",
            touchpoint_id="touchpoint_key",
            campaign_id="campaign_key",
        ),
        "select * from truth_opportunity_touchpoints",
        ("opportunity_id", "touchpoint_id"),
    ),
    Table(
        # A row without a touch is matched by its model and opportunity.
        "fct_campaign_attribution",
        f"""
        select * replace (coalesce(touchpoint_id, 'none') as touchpoint_id)
        from ({
            _own_ids(
                "fct_campaign_attribution",
                opportunity_id="opportunity_key",
                touchpoint_id="touchpoint_key",
                campaign_id="campaign_key",
            )
        })
        where attribution_model in (select attribution_model from truth_attribution)
        """,
        "select * replace (coalesce(touchpoint_id, 'none') as touchpoint_id) from truth_attribution",
        ("opportunity_id", "attribution_model", "touchpoint_id"),
        rough=("credit", "attributed_amount", "attributed_won_amount"),
    ),
    Table(
        "fct_campaign_spend",
        "select *, substr(campaign_key, strpos(campaign_key, ':') + 1) as campaign_id from facts.fct_campaign_spend",
        "select * from truth_campaign_spend",
        ("platform_campaign_id", "spend_date"),
    ),
    Table(
        "costs of campaigns",
        "select * from facts.dim_campaigns",
        "select * from truth_campaigns",
        ("campaign_id",),
    ),
    Table(
        "outcomes of counted leads",
        """
        select
            leads.lead_id,
            case
                when leads.is_won then 'won'
                when opportunities.is_closed then 'lost'
                when leads.has_opportunity then 'open_opportunity'
                when leads.is_converted then 'converted_without_opportunity'
                when leads.is_disqualified then 'disqualified'
                else 'open'
            end as fate
        from facts.fct_leads as leads
        left join facts.fct_opportunities as opportunities on leads.opportunity_key = opportunities.opportunity_key
        where leads.is_counted
        """,
        "select lead_id, outcome as fate from truth_leads where is_in_facts and is_counted",
        ("lead_id",),
    ),
)
