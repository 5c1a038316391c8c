-- One row per lead, contact and account record: what became of it and which record stands for it now.
-- fate: kept, merged (survivor_key is the end of its chain), deleted (it or its chain's end was deleted),
-- survivor_missing (the chain's end is not in the data), cycle (the chain has no end).
with recursive records as (

    select 'lead' as record_type, lead_key as record_key, is_deleted, master_lead_key as master_key
    from {{ ref('int_leads_unioned') }}
    union all
    select 'contact' as record_type, contact_key as record_key, is_deleted, master_contact_key as master_key
    from {{ ref('int_contacts_unioned') }}
    union all
    select 'account' as record_type, account_key as record_key, is_deleted, master_account_key as master_key
    from {{ ref('int_accounts_unioned') }}

),

merges as (

    select record_type, record_key, master_key
    from records
    where master_key is not null

),

-- UNION drops repeats, so that a cycle ends too.
reached as (

    select record_type, record_key, master_key as reached_key
    from merges
    union
    select reached.record_type, reached.record_key, merges.master_key as reached_key
    from reached
    inner join merges
        on reached.record_type = merges.record_type
        and reached.reached_key = merges.record_key

),

chains_ended as (

    select reached.record_type, reached.record_key, reached.reached_key as end_key
    from reached
    left join merges
        on reached.record_type = merges.record_type
        and reached.reached_key = merges.record_key
    where merges.record_key is null

),

chains_judged as (

    select
        chains_ended.record_type,
        chains_ended.record_key,
        chains_ended.end_key,
        case
            when records.record_key is null then 'survivor_missing'
            when records.is_deleted then 'deleted'
            else 'merged'
        end as fate
    from chains_ended
    left join records
        on chains_ended.record_type = records.record_type
        and chains_ended.end_key = records.record_key

),

records_judged as (

    select
        records.record_type,
        records.record_key,
        chains_judged.end_key,
        case
            when chains_judged.fate is not null then chains_judged.fate
            when records.master_key is not null then 'cycle'
            when records.is_deleted then 'deleted'
            else 'kept'
        end as fate
    from records
    left join chains_judged
        on records.record_type = chains_judged.record_type
        and records.record_key = chains_judged.record_key

)

select
    record_type,
    record_key,
    case fate when 'kept' then record_key when 'merged' then end_key end as survivor_key,
    fate
from records_judged
