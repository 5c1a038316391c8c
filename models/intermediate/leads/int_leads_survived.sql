-- One row per lead record that is neither deleted nor merged away, as it stood at as_of_at. A lead of which no record
-- has a readable creation time is left out and counted: nothing of it can be dated.
-- It takes the earliest times of the records merged into it. The clock starts at the hand-over to sales, else at creation.
with leads as (

    select * from {{ ref('int_leads_unioned') }}

),

survived as (

    select record_key, survivor_key, fate
    from {{ ref('int_records_survived') }}
    where record_type = 'lead' and survivor_key is not null

),

losers as (

    select
        survived.survivor_key,
        min(leads.created_at) as created_at,
        min_by(leads.created_precision, leads.created_at) as created_precision,
        min(leads.sales_ready_at) as sales_ready_at,
        min(leads.mql_at) as mql_at,
        min(leads.sales_accepted_at) as sales_accepted_at
    from survived
    inner join leads on survived.record_key = leads.lead_key
    where survived.fate = 'merged'
    group by survived.survivor_key

),

-- A value as of an earlier day is what the first later change replaced.
changes_undone as (

    select changes.lead_key, changes.field, changes.old_value
    from {{ ref('int_lead_changes_unioned') }} as changes
    inner join {{ ref('int_sources_as_of') }} as sources on changes.source_system = sources.source_system
    where changes.changed_at > sources.as_of_at and changes.field in ('status', 'owner', 'rating')
    qualify row_number() over (
        partition by changes.lead_key, changes.field order by changes.changed_at, changes.change_id
    ) = 1

),

-- Of several conversions the first one counts.
conversions as (

    select lead_key, min(changed_at) as converted_at
    from {{ ref('int_lead_changes_unioned') }}
    where field = 'converted'
    group by lead_key

),

leads_rewound as (

    select
        lead_key,
        bool_or(field = 'status') as has_status,
        bool_or(field = 'owner') as has_owner,
        bool_or(field = 'rating') as has_rating,
        max(case when field = 'status' then old_value end) as status_raw,
        max(case when field = 'owner' then old_value end) as owner_key,
        max(case when field = 'rating' then old_value end) as rating_raw
    from changes_undone
    group by lead_key

),

leads_joined as (

    select
        leads.*,
        sources.as_of_at,
        sources.as_of_date,
        sources.has_status_history,
        sources.has_owner_history,
        -- What only a later conversion brought is undone with it; what it replaced nobody recorded.
        case
            when rewound.has_status then rewound.status_raw
            when labels.value = 'converted'
                and coalesce(
                    conversions.converted_at > sources.as_of_at,
                    leads.converted_date > sources.as_of_date or leads.converted_at_raw > sources.as_of_at
                )
                then null
            else leads.status_raw
        end as status_then,
        case when rewound.has_owner then rewound.owner_key else leads.owner_key end as owner_then,
        case when rewound.has_rating then rewound.rating_raw else leads.rating_raw end as rating_then,
        least(leads.created_at, coalesce(losers.created_at, leads.created_at)) as first_created_at,
        case when losers.created_at < leads.created_at then losers.created_precision else leads.created_precision end
            as first_created_precision,
        least(leads.sales_ready_at, losers.sales_ready_at) as first_sales_ready_at,
        least(leads.mql_at, losers.mql_at) as first_mql_at,
        least(leads.sales_accepted_at, losers.sales_accepted_at) as first_sales_accepted_at
    from leads
    inner join survived on leads.lead_key = survived.record_key and survived.fate = 'kept'
    left join {{ ref('int_sources_as_of') }} as sources on leads.source_system = sources.source_system
    left join losers on leads.lead_key = losers.survivor_key
    left join leads_rewound as rewound on leads.lead_key = rewound.lead_key
    left join conversions on leads.lead_key = conversions.lead_key
    left join {{ ref('int_labels_mapped') }} as labels
        on leads.source_system = labels.source_system
        and leads.status_raw = labels.raw_value
        and labels.field = 'lead_status'

)

select
    lead_key,
    source_system,
    lead_id,
    owner_then as owner_key,
    created_by_key,
    email,
    phone,
    title,
    company,
    country,
    industry,
    lead_source_raw,
    status_then as status_raw,
    rating_then as rating_raw,
    disqualified_reason_raw,
    converted_contact_key,
    converted_account_key,
    converted_opportunity_key,
    coalesce(first_created_precision, 'second') as created_precision,
    case when first_sales_ready_at <= as_of_at then 'second' else coalesce(first_created_precision, 'second') end
        as clock_precision,
    employees,
    lead_score,
    is_converted,
    has_status_history,
    has_owner_history,
    converted_date,
    converted_at_raw,
    first_created_at as created_at,
    case when first_sales_ready_at <= as_of_at then first_sales_ready_at else first_created_at end as clock_started_at,
    case when first_mql_at <= as_of_at then first_mql_at end as mql_at,
    case when first_sales_accepted_at <= as_of_at then first_sales_accepted_at end as sales_accepted_at,
    as_of_at,
    as_of_date
from leads_joined
where first_created_at <= as_of_at
