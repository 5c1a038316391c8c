-- One row per call, e-mail, meeting or note that is not left out (deleted, invitee copy, recurrence master).
with activities as (

    select * from {{ ref('int_activities_signed') }}
    where left_out_reason is null

),

ruled as (

    select * from {{ ref('int_activity_signatures_ruled') }}

),

automated_users as (

    select user_key
    from {{ ref('int_users_described') }}
    where is_automated or owner_type = 'queue'

),

-- A merged record stands for its survivor; one that is gone stands for nobody.
replaced as (

    select record_type, record_key, survivor_key
    from {{ ref('int_records_survived') }}
    where fate <> 'kept'

),

opportunities_deleted as (

    select opportunity_key
    from {{ ref('int_opportunities_unioned') }}
    where is_deleted

),

activities_joined as (

    select
        activities.activity_key,
        activities.source_system,
        ruled.ruled_type as activity_type,
        ruled.ruled_direction as direction,
        ruled.is_attempt as is_attempt_kind,
        ruled.is_contact as is_contact_kind,
        coalesce(activities.is_automated_mapped, ruled.is_automated)
        or automated_owners.user_key is not null
        or (ruled.ruled_type = 'email' and automated_creators.user_key is not null) as is_automated,
        activities.is_completed,
        case when replaced_leads.record_key is null then activities.lead_key else replaced_leads.survivor_key end as lead_key,
        case when replaced_contacts.record_key is null then activities.contact_key else replaced_contacts.survivor_key end as contact_key,
        case when opportunities_deleted.opportunity_key is null then activities.opportunity_key end as opportunity_key,
        replaced_leads.record_key is not null and replaced_leads.survivor_key is null as is_lead_gone,
        replaced_contacts.record_key is not null and replaced_contacts.survivor_key is null as is_contact_gone,
        opportunities_deleted.opportunity_key is not null as is_opportunity_gone,
        activities.owner_key,
        activities.happened_at,
        activities.precision,
        activities.due_date,
        activities.has_notes,
        coalesce(flags.has_notes, false) as are_notes_exported,
        activities.created_at
    from activities
    inner join ruled
        on activities.object_name = ruled.object_name
        and activities.activity_subtype = ruled.activity_subtype
        and activities.activity_type = ruled.activity_type
        and activities.call_type = ruled.call_type
        and activities.direction = ruled.direction
        and activities.subject_rules = ruled.subject_rules
        and activities.has_call_duration = ruled.has_call_duration
        and activities.has_email_message = ruled.has_email_message
        and activities.is_incoming_email = ruled.is_incoming_email
    left join {{ ref('int_flags_exported') }} as flags on activities.source_system = flags.source_system
    left join automated_users as automated_owners on activities.owner_key = automated_owners.user_key
    left join automated_users as automated_creators on activities.created_by_key = automated_creators.user_key
    left join replaced as replaced_leads
        on activities.lead_key = replaced_leads.record_key and replaced_leads.record_type = 'lead'
    left join replaced as replaced_contacts
        on activities.contact_key = replaced_contacts.record_key and replaced_contacts.record_type = 'contact'
    left join opportunities_deleted on activities.opportunity_key = opportunities_deleted.opportunity_key

)

select
    activity_key,
    source_system,
    activity_type,
    direction,
    is_automated,
    is_attempt_kind and is_completed and not is_automated as is_attempt,
    is_contact_kind and is_completed and not is_automated as is_contact,
    is_completed,
    is_lead_gone,
    is_contact_gone,
    is_opportunity_gone,
    lead_key,
    contact_key,
    opportunity_key,
    owner_key,
    happened_at,
    precision,
    due_date,
    -- Null where notes were not exported: nobody is to be blamed for those.
    case when are_notes_exported then coalesce(has_notes, false) end as has_notes,
    created_at
from activities_joined
