-- One row per activity, reduced to what the rules look at. An empty value and a missing one both read ''.
-- A view: most of what it costs as a table is the writing.
{{ config(materialized='view') }}
with activities as (

    select * from {{ ref('int_activities_unioned') }}

),

subjects as (

    select * from {{ ref('int_activity_subjects_matched') }}

)

select
    activities.activity_key,
    activities.object_name,
    coalesce(lower(activities.activity_subtype_raw), '') as activity_subtype,
    coalesce(lower(coalesce(activities.activity_type_mapped, activities.activity_type_raw)), '') as activity_type,
    coalesce(lower(activities.call_type_raw), '') as call_type,
    coalesce(lower(activities.direction_mapped), '') as direction,
    coalesce(subjects.subject_rules, '') as subject_rules,
    coalesce(activities.has_call_duration, false) as has_call_duration,
    coalesce(activities.has_email_message, false) as has_email_message,
    coalesce(activities.is_incoming_email, false) as is_incoming_email
from activities
left join subjects
    on activities.object_name = subjects.object_name
    and lower(activities.subject) = subjects.subject
