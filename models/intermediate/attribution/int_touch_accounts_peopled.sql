-- One row per account and person with a contact on it, of accounts that can tell who is behind a deal: one with more
-- people than largest_account is a placeholder ("no company"), and would join everybody on it with everything on it.
select account_key, person_key
from {{ ref('int_touch_accounts_joined') }}
qualify count(*) over (partition by account_key) <= {{ var('largest_account') }}
