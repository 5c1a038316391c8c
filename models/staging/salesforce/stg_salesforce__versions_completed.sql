-- One row per landed version of a record, of the objects that were ever exported completely.
{{ config(materialized='table') }}
-- depends_on: {{ source('salesforce', 'user') }}
-- depends_on: {{ source('salesforce', 'group') }}
-- depends_on: {{ source('salesforce', 'lead') }}
-- depends_on: {{ source('salesforce', 'contact') }}
-- depends_on: {{ source('salesforce', 'account') }}
-- depends_on: {{ source('salesforce', 'opportunity') }}
-- depends_on: {{ source('salesforce', 'opportunity_contact_role') }}
-- depends_on: {{ source('salesforce', 'campaign') }}
-- depends_on: {{ source('salesforce', 'campaign_member') }}
-- depends_on: {{ source('salesforce', 'task') }}
-- depends_on: {{ source('salesforce', 'event') }}
-- depends_on: {{ source('salesforce', 'email_message') }}
-- depends_on: {{ source('salesforce', 'quote') }}
-- depends_on: {{ source('salesforce', 'lead_history') }}
-- depends_on: {{ source('salesforce', 'opportunity_history') }}
-- depends_on: {{ source('salesforce', 'opportunity_field_history') }}
-- depends_on: {{ ref('stg_ledger__completed') }}
{{ completed_versions('salesforce') }}
