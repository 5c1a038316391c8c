-- Two records that share an e-mail address or a contact are the same person's, however long the chain between them.
select identifiers.identifier
from {{ ref('int_identifiers_linked') }} as identifiers
inner join {{ ref('int_people_identified') }} as people
    on identifiers.record_type = people.record_type
    and identifiers.record_key = people.record_key
group by identifiers.identifier
having min(people.person_key) <> max(people.person_key)
