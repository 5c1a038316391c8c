-- PLACEHOLDER: typed interface, its owner replaces it.
select
    cast(null as varchar) as record_type,
    cast(null as varchar) as record_key,
    cast(null as varchar) as survivor_key,
    cast(null as varchar) as fate
where false
