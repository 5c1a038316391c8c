-- One row per lead record of every source, deleted and merged ones included.
with loads_with_is_converted as (
    -- An empty IsConverted is false; of a column that was not exported nothing is known.
    select distinct load_id
    from {{ ref('stg_ledger__columns') }}
    where object_name = 'Lead' and column_name = 'IsConverted' and is_present
),

salesforce_leads as (
    select
        {{ source_key('source_system', 'lead_id') }} as lead_key,
        source_system,
        _load_id as load_id,
        _source_file as source_file,
        _source_row as source_row,
        'Lead' as source_object,
        lead_id,
        {{ is_gone('Lead', 'lead_id') }} as is_deleted,
        {{ source_key('source_system', 'master_lead_id') }} as master_lead_key,
        {{ source_key('source_system', 'owner_id') }} as owner_key,
        {{ source_key('source_system', 'created_by_id') }} as created_by_key,
        email,
        first_name,
        last_name,
        coalesce(phone, mobile_phone) as phone,
        title,
        company,
        street,
        city,
        postal_code,
        country,
        website,
        description,
        industry,
        employees,
        annual_revenue,
        lead_source_raw,
        utm_source,
        utm_medium,
        utm_campaign,
        status_raw,
        rating_raw,
        lead_score,
        disqualified_reason_raw,
        -- Null where the record says nothing: then its history and status tell.
        case
            when is_converted is not null or flags.load_id is not null then coalesce(is_converted, false)
            when converted_date is not null or converted_contact_id is not null then true
        end as is_converted,
        converted_date,
        {{ source_key('source_system', 'converted_contact_id') }} as converted_contact_key,
        {{ source_key('source_system', 'converted_account_id') }} as converted_account_key,
        {{ source_key('source_system', 'converted_opportunity_id') }} as converted_opportunity_key,
        created_at,
        created_precision,
        sales_ready_at,
        mql_at,
        sales_accepted_at,
        modified_at,
        cast(null as timestamp) as converted_at_raw
    from {{ ref('stg_salesforce__leads') }}
    left join loads_with_is_converted as flags on flags.load_id = _load_id
),

spreadsheet_leads as (
    select
        {{ source_key('source_system', 'lead_id') }} as lead_key,
        source_system,
        _load_id as load_id,
        _source_file as source_file,
        _source_row as source_row,
        'leads' as source_object,
        lead_id,
        {{ is_gone('leads', 'lead_id') }} as is_deleted,
        cast(null as varchar) as master_lead_key,
        {{ source_key('source_system', 'owner_id') }} as owner_key,
        {{ source_key('source_system', 'created_by_id') }} as created_by_key,
        email,
        first_name,
        last_name,
        phone,
        title,
        company,
        street,
        city,
        postal_code,
        country,
        website,
        description,
        industry,
        employees,
        annual_revenue,
        lead_source_raw,
        cast(null as varchar) as utm_source,
        cast(null as varchar) as utm_medium,
        cast(null as varchar) as utm_campaign,
        status_raw,
        rating_raw,
        lead_score,
        disqualified_reason_raw,
        -- Null where the record says nothing: then its status tells.
        coalesce({{ mapped_boolean('leads', 'is_converted', 'leads') }}, case when converted_at is not null then true end)
            as is_converted,
        case when converted_precision = 'day' then converted_day else {{ to_local_date('converted_at') }} end as converted_date,
        {{ source_key('source_system', 'contact_id') }} as converted_contact_key,
        {{ source_key('source_system', 'account_id') }} as converted_account_key,
        {{ source_key('source_system', 'opportunity_id') }} as converted_opportunity_key,
        created_at,
        created_precision,
        sales_ready_at,
        mql_at,
        sales_accepted_at,
        modified_at,
        case when converted_precision = 'second' then converted_at end as converted_at_raw
    from {{ ref('stg_spreadsheet__leads') }} as leads
)

select * from salesforce_leads
union all
select * from spreadsheet_leads
