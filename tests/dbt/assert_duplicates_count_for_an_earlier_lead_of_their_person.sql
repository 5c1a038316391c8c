-- Fails with each duplicate whose root is no counted lead of the same person that was created before it.
select duplicates.lead_key, duplicates.duplicate_of_lead_key
from {{ ref('fct_leads') }} as duplicates
left join {{ ref('fct_leads') }} as roots on duplicates.duplicate_of_lead_key = roots.lead_key
where duplicates.is_duplicate
    and not coalesce(
        roots.is_counted
        and roots.person_key = duplicates.person_key
        and (
            roots.created_at < duplicates.created_at
            or (roots.created_at = duplicates.created_at and roots.lead_id < duplicates.lead_id)
        ),
        false
    )
