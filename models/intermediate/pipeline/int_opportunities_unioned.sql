-- One row per opportunity record of every source, deleted ones included. Amounts in the record's currency.
with loads_with_flags as (
    -- An empty flag is false; a column that was not exported is unknown.
    select
        load_id,
        bool_or(column_name = 'IsClosed') as has_is_closed,
        bool_or(column_name = 'IsWon') as has_is_won
    from {{ ref('stg_ledger__columns') }}
    where object_name = 'Opportunity' and column_name in ('IsClosed', 'IsWon') and is_present
    group by load_id
),

salesforce_opportunities as (
    select
        {{ source_key('source_system', 'opportunity_id') }} as opportunity_key,
        source_system,
        _load_id as load_id,
        _source_file as source_file,
        _source_row as source_row,
        'Opportunity' as source_object,
        opportunity_id,
        {{ is_gone('Opportunity', 'opportunity_id') }} as is_deleted,
        name,
        {{ source_key('source_system', 'account_id') }} as account_key,
        {{ source_key('source_system', 'contact_id') }} as contact_key,
        {{ source_key('source_system', 'owner_id') }} as owner_key,
        {{ source_key('source_system', 'created_by_id') }} as created_by_key,
        {{ source_key('source_system', 'campaign_id') }} as campaign_key,
        cast(null as varchar) as lead_key,
        opportunity_type_raw,
        lead_source_raw,
        stage_raw,
        case when flags.has_is_closed then coalesce(is_closed, false) else is_closed end as is_closed_raw,
        case when flags.has_is_won then coalesce(is_won, false) else is_won end as is_won_raw,
        amount as amount_original,
        {{ as_currency('currency') }} as currency,
        probability_percent / 100 as probability_raw,
        close_date,
        cast(null as date) as closed_day_raw,
        cast(null as timestamp) as closed_at_raw,
        last_stage_change_at,
        lost_reason_raw,
        competitor,
        created_at,
        modified_at
    from {{ ref('stg_salesforce__opportunities') }} as opportunities
    left join loads_with_flags as flags on flags.load_id = opportunities._load_id
),

spreadsheet_opportunities as (
    select
        {{ source_key('source_system', 'opportunity_id') }} as opportunity_key,
        source_system,
        _load_id as load_id,
        _source_file as source_file,
        _source_row as source_row,
        'opportunities' as source_object,
        opportunity_id,
        {{ is_gone('opportunities', 'opportunity_id') }} as is_deleted,
        name,
        {{ source_key('source_system', 'account_id') }} as account_key,
        {{ source_key('source_system', 'contact_id') }} as contact_key,
        {{ source_key('source_system', 'owner_id') }} as owner_key,
        {{ source_key('source_system', 'created_by_id') }} as created_by_key,
        {{ source_key('source_system', 'campaign_id') }} as campaign_key,
        {{ source_key('source_system', 'lead_id') }} as lead_key,
        opportunity_type_raw,
        lead_source_raw,
        stage_raw,
        {{ mapped_boolean('opportunities', 'is_closed', 'opportunities') }} as is_closed_raw,
        {{ mapped_boolean('opportunities', 'is_won', 'opportunities') }} as is_won_raw,
        amount as amount_original,
        {{ as_currency('currency') }} as currency,
        {{ as_fraction('probability', 'is_probability_percent') }} as probability_raw,
        close_date,
        closed_day as closed_day_raw,
        closed_at as closed_at_raw,
        cast(null as timestamp) as last_stage_change_at,
        lost_reason_raw,
        competitor,
        created_at,
        modified_at
    from {{ ref('stg_spreadsheet__opportunities') }} as opportunities
)

select * from salesforce_opportunities
union all
select * from spreadsheet_opportunities
