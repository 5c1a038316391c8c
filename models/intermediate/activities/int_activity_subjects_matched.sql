-- One row per object and subject that a subject rule matches, with the priorities of all rules that match it.
-- Subjects are nearly unique; reduced to the rules that they match, signatures stay a few hundred.
with subjects as (

    select distinct object_name, lower(subject) as subject
    from {{ ref('int_activities_unioned') }}
    where subject is not null

),

rules as (

    select object_name, pattern, priority
    from {{ ref('activity_rules') }}
    where field = 'subject'

)

select
    subjects.object_name,
    subjects.subject,
    ',' || {{ joined_texts('cast(rules.priority as varchar)', ',', 'rules.priority') }} || ',' as subject_rules
from subjects
inner join rules
    on rules.object_name in ('any', subjects.object_name)
    and subjects.subject like lower(rules.pattern)
group by subjects.object_name, subjects.subject
