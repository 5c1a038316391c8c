-- One row per lead or contact record that is kept or merged away: the person behind it, within its source system.
-- A person is named by the earliest of the records, so that the name stays when records are added; the record's
-- type stands in it, because some systems number leads and contacts alike.
with survived as (

    select record_type, record_key, survivor_key
    from {{ ref('int_records_survived') }}
    where survivor_key is not null

),

records as (

    select 'lead' as record_type, lead_key as record_key, source_system, created_at
    from {{ ref('int_leads_unioned') }}
    union all
    select 'contact' as record_type, contact_key as record_key, source_system, created_at
    from {{ ref('int_contacts_unioned') }}

),

survivors as (

    select records.record_type, records.record_key, records.source_system, records.created_at
    from records
    inner join survived
        on records.record_type = survived.record_type
        and records.record_key = survived.survivor_key
        and records.record_key = survived.record_key

),

identifiers as (

    select record_type, record_key, min(identifier) as identifier
    from {{ ref('int_identifiers_linked') }}
    group by record_type, record_key

),

survivors_joined as (

    select
        survivors.record_type,
        survivors.record_key,
        survivors.source_system,
        first_value(
            survivors.source_system || ':' || survivors.record_type
            || substr(survivors.record_key, length(survivors.source_system) + 1)
        ) over (
            partition by coalesce(
                joined.joined_identifier, identifiers.identifier, survivors.record_type || ' ' || survivors.record_key
            )
            order by survivors.created_at, survivors.record_type, survivors.record_key
        ) as person_key
    from survivors
    left join identifiers
        on survivors.record_type = identifiers.record_type
        and survivors.record_key = identifiers.record_key
    left join {{ ref('int_identifiers_joined') }} as joined on identifiers.identifier = joined.identifier

)

select
    survived.record_type,
    survived.record_key,
    survivors_joined.person_key,
    survivors_joined.source_system
from survived
inner join survivors_joined
    on survived.record_type = survivors_joined.record_type
    and survived.survivor_key = survivors_joined.record_key
