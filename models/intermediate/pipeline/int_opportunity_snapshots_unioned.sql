-- One row per saved state of an opportunity: what stage, amount, probability and close date were from changed_at on.
with salesforce_snapshots as (
    select
        {{ source_key('source_system', 'snapshot_id') }} as snapshot_id,
        {{ source_key('source_system', 'opportunity_id') }} as opportunity_key,
        source_system,
        _load_id as load_id,
        _source_file as source_file,
        _source_row as source_row,
        stage_raw,
        amount as amount_original,
        {{ as_currency('currency') }} as currency,
        probability_percent / 100 as probability_raw,
        close_date,
        {{ source_key('source_system', 'changed_by_id') }} as changed_by_key,
        changed_at,
        coalesce(is_deleted, false) as is_deleted
    from {{ ref('stg_salesforce__opportunity_snapshots') }}
    where opportunity_id is not null and changed_at is not null
),

spreadsheet_stages as (
    select
        -- Padded, for ids as texts decide between states of one instant.
        source_system || ':' || opportunity_id || ':' || lpad(
            cast(
                row_number() over (partition by source_system, opportunity_id order by entered_at, _source_row, stage_raw) as varchar
            ),
            6, '0'
        ) as snapshot_id,
        {{ source_key('source_system', 'opportunity_id') }} as opportunity_key,
        source_system,
        _load_id as load_id,
        _source_file as source_file,
        _source_row as source_row,
        stage_raw,
        amount as amount_original,
        {{ as_currency('currency') }} as currency,
        {{ as_fraction('probability', 'is_probability_percent') }} as probability_raw,
        close_date,
        {{ source_key('source_system', 'changed_by_id') }} as changed_by_key,
        entered_at as changed_at,
        false as is_deleted
    from {{ ref('stg_spreadsheet__opportunity_stages') }}
    where opportunity_id is not null and entered_at is not null
)

select * from salesforce_snapshots
union all
select * from spreadsheet_stages
