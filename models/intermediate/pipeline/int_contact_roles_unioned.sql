-- One row per contact role of an opportunity, deleted ones included.
with salesforce_roles as (
    select
        {{ source_key('source_system', 'contact_role_id') }} as contact_role_key,
        source_system,
        _load_id as load_id,
        {{ source_key('source_system', 'opportunity_id') }} as opportunity_key,
        {{ source_key('source_system', 'contact_id') }} as contact_key,
        role,
        coalesce(is_primary, false) as is_primary,
        {{ is_gone('OpportunityContactRole', 'contact_role_id') }} as is_deleted,
        created_at
    from {{ ref('stg_salesforce__contact_roles') }}
),

spreadsheet_roles as (
    select
        source_system || ':' || opportunity_id || ':' || contact_id || ':' || coalesce(role, '') as contact_role_key,
        source_system,
        _load_id as load_id,
        {{ source_key('source_system', 'opportunity_id') }} as opportunity_key,
        {{ source_key('source_system', 'contact_id') }} as contact_key,
        role,
        coalesce(is_primary, false) as is_primary,
        {{ is_gone('contact_roles', 'record_id') }} as is_deleted,
        created_at
    from {{ ref('stg_spreadsheet__contact_roles') }}
    where opportunity_id is not null and contact_id is not null
)

select * from salesforce_roles
union all
select * from spreadsheet_roles
