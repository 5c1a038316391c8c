-- One row per activity, with what the rules look at. An empty value and a missing one both read ''.
-- A view: most of what it costs as a table is the writing.
{{ config(materialized='view') }}
with activities as (

    select * from {{ ref('int_activities_timed') }}

),

subjects as (

    select * from {{ ref('int_activity_subjects_matched') }}

)

select
    activities.activity_key,
    activities.source_system,
    activities.object_name,
    coalesce(lower(activities.activity_subtype_raw), '') as activity_subtype,
    coalesce(lower(coalesce(activities.activity_type_mapped, activities.activity_type_raw)), '') as activity_type,
    coalesce(lower(activities.call_type_raw), '') as call_type,
    coalesce(lower(activities.direction_mapped), '') as direction,
    coalesce(subjects.subject_rules, '') as subject_rules,
    coalesce(activities.has_call_duration, false) as has_call_duration,
    coalesce(activities.has_email_message, false) as has_email_message,
    coalesce(activities.is_incoming_email, false) as is_incoming_email,
    activities.is_automated_mapped,
    activities.lead_key,
    activities.contact_key,
    activities.opportunity_key,
    activities.owner_key,
    activities.created_by_key,
    activities.left_out_reason,
    activities.precision,
    activities.is_completed,
    activities.has_notes,
    activities.due_date,
    activities.happened_at,
    activities.created_at
from activities
left join subjects
    on activities.object_name = subjects.object_name
    and lower(activities.subject) = subjects.subject
