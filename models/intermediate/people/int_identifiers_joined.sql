-- One row per identifier that shares a record with another one: the smallest identifier that it is connected with.
-- Most have a single neighbour; only what remains without those is walked, so a star of any size costs nothing.
with recursive linked as (

    select record_type, record_key, identifier
    from {{ ref('int_identifiers_linked') }}

),

firsts as (

    select record_type, record_key, min(identifier) as identifier
    from linked
    group by record_type, record_key
    having count(*) > 1

),

links as (

    select distinct firsts.identifier as identifier, linked.identifier as neighbour
    from firsts
    inner join linked
        on firsts.record_type = linked.record_type
        and firsts.record_key = linked.record_key
        and firsts.identifier <> linked.identifier

),

neighbours as (

    select identifier, neighbour from links
    union
    select neighbour as identifier, identifier as neighbour from links

),

degrees as (

    select identifier, count(*) as neighbours, min(neighbour) as only_neighbour
    from neighbours
    group by identifier

),

core as (

    select neighbours.identifier, neighbours.neighbour
    from neighbours
    inner join degrees on neighbours.identifier = degrees.identifier and degrees.neighbours > 1
    inner join degrees as others on neighbours.neighbour = others.identifier and others.neighbours > 1

),

reached as (

    select identifier, neighbour as reached from core
    union
    select reached.identifier, core.neighbour as reached
    from reached
    inner join core on reached.reached = core.identifier

),

hubs as (

    select degrees.identifier, least(degrees.identifier, min(coalesce(reached.reached, degrees.identifier))) as joined_identifier
    from degrees
    left join reached on degrees.identifier = reached.identifier
    where degrees.neighbours > 1
    group by degrees.identifier

)

select identifier, joined_identifier from hubs
union all
select
    degrees.identifier,
    coalesce(hubs.joined_identifier, least(degrees.identifier, degrees.only_neighbour)) as joined_identifier
from degrees
left join hubs on degrees.only_neighbour = hubs.identifier
where degrees.neighbours = 1
