-- One row per surviving lead that a person has owned: the first stay with a person, and how the lead came there.
-- Of an owner since an unknown time nothing says that nobody was before.
select lead_key, case when assigned_at is not null then owner_key end as first_owner_key, assignment_method, assigned_at
from {{ ref('int_lead_owners_sequenced') }}
where is_person
qualify row_number() over (partition by lead_key order by stay_number) = 1
