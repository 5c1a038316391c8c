-- Fails with each opportunity whose number of stays is not its stage changes and one, or that has a stage and no stay.
select opportunities.opportunity_key, opportunities.stage_changes, stays.number_of_stays
from {{ ref('fct_opportunities') }} as opportunities
left join (
    select opportunity_key, count(*) as number_of_stays
    from {{ ref('fct_opportunity_stages') }}
    group by opportunity_key
) as stays on opportunities.opportunity_key = stays.opportunity_key
where opportunities.stage is not null
    and (stays.number_of_stays is null or stays.number_of_stays <> opportunities.stage_changes + 1)
