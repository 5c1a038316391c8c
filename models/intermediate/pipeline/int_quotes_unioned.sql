-- One row per quote of every source, deleted ones included.
with salesforce_quotes as (
    select
        {{ source_key('source_system', 'quote_id') }} as quote_key,
        source_system,
        _load_id as load_id,
        {{ source_key('source_system', 'opportunity_id') }} as opportunity_key,
        status_raw,
        {{ is_gone('Quote', 'quote_id') }} as is_deleted,
        created_at
    from {{ ref('stg_salesforce__quotes') }}
),

spreadsheet_quotes as (
    select
        source_system || ':' || coalesce(quote_id, opportunity_id || ':' || row_number() over (
            partition by source_system, opportunity_id order by created_at, _source_row
        )) as quote_key,
        source_system,
        _load_id as load_id,
        {{ source_key('source_system', 'opportunity_id') }} as opportunity_key,
        status_raw,
        {{ is_gone('quotes', 'record_id') }} as is_deleted,
        created_at
    from {{ ref('stg_spreadsheet__quotes') }}
    where opportunity_id is not null
)

select * from salesforce_quotes
union all
select * from spreadsheet_quotes
