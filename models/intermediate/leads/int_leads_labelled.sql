-- One row per surviving lead: our names for its labels, its score band, the size of its company, how complete its profile
-- is, whether it is a test.
-- temperature_at_start is the one when the response clock started, where the history tells it: what the first change after
-- it replaced, else what the last one up to it brought.
{%- set profile_columns = [
    'company', 'email', 'phone', 'country', 'title', 'industry', 'employees', 'lead_source_raw'
] %}
with leads as (

    select * from {{ ref('int_leads_survived') }}

),

labels as (

    select source_system, field, raw_value, value, category from {{ ref('int_labels_mapped') }}

),

rating_changes as (

    select
        changes.lead_key,
        changes.change_id,
        changes.changed_at,
        changes.changed_at > leads.clock_started_at as is_after,
        case when changes.changed_at > leads.clock_started_at then changes.old_value else changes.new_value end as rating_raw
    from {{ ref('int_lead_changes_unioned') }} as changes
    inner join leads on changes.lead_key = leads.lead_key
    where changes.field = 'rating'

),

ratings_at_start as (

    select lead_key, rating_raw
    from rating_changes
    qualify row_number() over (
        partition by lead_key
        order by
            case when is_after then 1 else 2 end,
            case when is_after then changed_at end,
            case when is_after then change_id end,
            changed_at desc,
            change_id desc
    ) = 1

),

profile as (

    select
        count(*) as required_fields,
        {%- for column in profile_columns %}
        max(case when field = '{{ column }}' then 1 else 0 end) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('profile_fields') }}
    where is_required

),

leads_joined as (

    select
        leads.lead_key,
        leads.lead_score,
        leads.employees,
        split_part(lower(trim(leads.email)), '@', 2) as email_domain,
        statuses.value as status,
        sources.value as lead_source,
        case when leads.lead_source_raw is null then 'no_source' else coalesce(sources.category, 'unmapped') end
            as source_category,
        temperatures.value as temperature,
        case when ratings_at_start.lead_key is null then temperatures.value else temperatures_then.value end
            as temperature_at_start,
        -- A label for "nobody said" is no reason.
        nullif(reasons.value, 'no_reason_given') as disqualified_reason,
        (
            {%- for column in profile_columns %}
            {{ '+ ' if not loop.first }}case when leads.{{ column }} is not null then profile.{{ column }} else 0 end
            {%- endfor %}
        ) / nullif(cast(profile.required_fields as double), 0) as profile_completeness
    from leads
    cross join profile
    left join ratings_at_start on leads.lead_key = ratings_at_start.lead_key
    left join labels as statuses
        on leads.source_system = statuses.source_system
        and leads.status_raw = statuses.raw_value
        and statuses.field = 'lead_status'
    left join labels as sources
        on leads.source_system = sources.source_system
        and leads.lead_source_raw = sources.raw_value
        and sources.field = 'lead_source'
    left join labels as temperatures
        on leads.source_system = temperatures.source_system
        and leads.rating_raw = temperatures.raw_value
        and temperatures.field = 'temperature'
    left join labels as temperatures_then
        on leads.source_system = temperatures_then.source_system
        and ratings_at_start.rating_raw = temperatures_then.raw_value
        and temperatures_then.field = 'temperature'
    left join labels as reasons
        on leads.source_system = reasons.source_system
        and leads.disqualified_reason_raw = reasons.raw_value
        and reasons.field = 'disqualified_reason'

),

test_domains as (

    select distinct lower(trim(value)) as value from {{ ref('test_leads') }} where match_on = 'email_domain'

),

test_reasons as (

    select distinct lower(trim(value)) as value from {{ ref('test_leads') }} where match_on = 'disqualified_reason'

)

select
    leads_joined.lead_key,
    leads_joined.status,
    leads_joined.lead_source,
    leads_joined.source_category,
    leads_joined.temperature,
    leads_joined.temperature_at_start,
    leads_joined.disqualified_reason,
    score_bands.score_band,
    company_sizes.company_size,
    leads_joined.profile_completeness,
    test_domains.value is not null or test_reasons.value is not null as is_test
from leads_joined
left join {{ ref('score_bands') }} as score_bands
    on leads_joined.lead_score >= score_bands.from_score
    and (leads_joined.lead_score < score_bands.below_score or score_bands.below_score is null)
left join {{ ref('company_sizes') }} as company_sizes
    on leads_joined.employees >= company_sizes.from_employees
    and (leads_joined.employees < company_sizes.below_employees or company_sizes.below_employees is null)
left join test_domains on leads_joined.email_domain = test_domains.value
left join test_reasons on leads_joined.disqualified_reason = test_reasons.value
