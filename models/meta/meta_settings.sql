-- One row per company setting, with the value that this version was built with.
-- Nothing to sum.
{%- set settings = [
    ('reporting_time_zone', '', 'Zone in which days begin and end.'),
    ('reporting_currency', '', 'Currency of amounts.'),
    ('default_calendar', '', 'Working hours of queues and of owners of whom nothing is known.'),
    ('activities_complete_from', '', 'Day from which the exported activities are complete; empty: the earliest exported activity.'),
    ('disqualified_reason_column', '', 'Salesforce column with why a lead was disqualified; empty: the usual ones.'),
    ('lost_reason_column', '', 'Salesforce column with why an opportunity was lost; empty: the usual ones.'),
    ('competitor_column', '', 'Salesforce column with the competitor; empty: the usual ones.'),
    ('as_of', '', 'Time as of which it was built, UTC; empty: the newest system-stamped time of each source.'),
    ('silent_after_days', 'days', 'Without activity for longer, a lead with one attempt counts as silent.'),
    ('stale_after_days', 'days', 'Without activity for longer, a lead counts as stale.'),
    ('stalled_after_days', 'days', 'Without a stage change for longer, an open opportunity is stalled.'),
    ('shared_address_leads', 'leads', 'So many leads of different names or companies on one e-mail address are told as perhaps sharing it.'),
    ('largest_account', 'people', 'An account with more people is a placeholder: it tells nobody who is behind a deal.'),
    ('attribution_window_days', 'days', 'Touches count for an opportunity from so long before its creation on.'),
    ('lead_touch_grace_minutes', 'minutes', 'A touch up to this long after the lead counts as at it.'),
    ('time_decay_half_life_days', 'days', 'Attribution by time decay: the credit of a touch halves every so many days before the close.'),
    ('renewal_opportunity_type', '', 'Opportunities of this type stand apart in the return of campaigns; empty: none do.'),
    ('attribution_least_paths', 'opportunities', 'The Markov model is shown from so many closed opportunities with a touch on.'),
    ('attribution_least_paths_shapley', 'opportunities', 'The Shapley model is shown from so many closed opportunities with a touch on.'),
    ('silent_demand_days', 'days', 'People whose last touch is not older, and nobody works on, are silent demand.'),
] %}
{%- for setting, unit, description in settings %}
select
    '{{ setting }}' as setting,
    cast('{{ var(setting) | string | replace("'", "''") }}' as varchar) as value,
    '{{ unit }}' as unit,
    '{{ description }}' as description
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
