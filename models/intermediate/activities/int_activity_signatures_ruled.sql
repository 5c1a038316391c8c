-- One row per distinct signature of an activity, with what the seed of rules says about it.
-- For each answer, of all rules that match and fill its cell, the one of the highest priority decides.
with signatures as (

    select
        row_number() over (
            order by object_name, activity_subtype, activity_type, call_type, direction, subject_rules,
                has_call_duration, has_email_message, is_incoming_email
        ) as signature_number,
        *
    from (
        select distinct
            object_name, activity_subtype, activity_type, call_type, direction, subject_rules,
            has_call_duration, has_email_message, is_incoming_email
        from {{ ref('int_activities_signed') }}
    ) as signed

),

rules as (

    select * from {{ ref('activity_rules') }}

),

fields as (

    select signature_number, object_name, 'object' as field, object_name as value from signatures
    union all
    select signature_number, object_name, 'activity_subtype', activity_subtype from signatures
    union all
    select signature_number, object_name, 'activity_type', activity_type from signatures
    union all
    select signature_number, object_name, 'call_type', call_type from signatures
    union all
    select signature_number, object_name, 'direction', direction from signatures
    union all
    select signature_number, object_name, 'call_duration', case when has_call_duration then 'true' else '' end from signatures
    union all
    select signature_number, object_name, 'email_message', case when has_email_message then 'true' else '' end from signatures
    union all
    select signature_number, object_name, 'email_incoming', case when is_incoming_email then 'true' else '' end from signatures

),

fields_matched as (

    select fields.signature_number, rules.*
    from fields
    inner join rules
        on fields.field = rules.field
        and rules.object_name in ('any', fields.object_name)
        and fields.value like lower(rules.pattern)
    where fields.value <> ''

),

subjects_matched as (

    select signatures.signature_number, rules.*
    from signatures
    inner join rules
        on rules.field = 'subject'
        and signatures.subject_rules like '%,' || cast(rules.priority as varchar) || ',%'

),

matched as (

    select * from fields_matched
    union all
    select * from subjects_matched

),

decided as (

    select
        signature_number,
        max_by(activity_type, priority) filter (where activity_type is not null) as activity_type,
        max_by(direction, priority) filter (where direction is not null) as direction,
        max_by(is_automated, priority) filter (where is_automated is not null) as is_automated,
        max_by(is_attempt, priority) filter (where is_attempt is not null) as is_attempt,
        max_by(is_contact, priority) filter (where is_contact is not null) as is_contact
    from matched
    group by signature_number

)

select
    signatures.object_name,
    signatures.activity_subtype,
    signatures.activity_type,
    signatures.call_type,
    signatures.direction,
    signatures.subject_rules,
    signatures.has_call_duration,
    signatures.has_email_message,
    signatures.is_incoming_email,
    coalesce(decided.activity_type, 'other') as ruled_type,
    decided.direction as ruled_direction,
    coalesce(decided.is_automated, false) as is_automated,
    -- What no rule gives a type is shown as other: neither an attempt nor a contact, whatever its direction.
    coalesce(decided.activity_type is not null and decided.is_attempt, false) as is_attempt,
    coalesce(decided.activity_type is not null and decided.is_contact, false) as is_contact
from signatures
left join decided on signatures.signature_number = decided.signature_number
