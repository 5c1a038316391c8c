-- One row per quote of every source, deleted ones included.
with salesforce_quotes as (
    select
        {{ source_key('source_system', 'quote_id') }} as quote_key,
        source_system,
        {{ source_key('source_system', 'opportunity_id') }} as opportunity_key,
        status_raw,
        coalesce(is_deleted, false) as is_deleted,
        created_at
    from {{ ref('stg_salesforce__quotes') }}
)

select * from salesforce_quotes
