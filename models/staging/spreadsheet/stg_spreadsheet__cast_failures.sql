-- One row per source system and raw column with values that do not cast to its declared type,
-- or with local times that happen twice.
{{ config(materialized='table') }}
-- depends_on: {{ source('spreadsheet', 'leads') }}
-- depends_on: {{ source('spreadsheet', 'lead_statuses') }}
-- depends_on: {{ source('spreadsheet', 'lead_owners') }}
-- depends_on: {{ source('spreadsheet', 'contacts') }}
-- depends_on: {{ source('spreadsheet', 'accounts') }}
-- depends_on: {{ source('spreadsheet', 'users') }}
-- depends_on: {{ source('spreadsheet', 'opportunities') }}
-- depends_on: {{ source('spreadsheet', 'opportunity_stages') }}
-- depends_on: {{ source('spreadsheet', 'activities') }}
-- depends_on: {{ source('spreadsheet', 'campaigns') }}
-- depends_on: {{ source('spreadsheet', 'campaign_members') }}
-- depends_on: {{ source('spreadsheet', 'contact_roles') }}
-- depends_on: {{ source('spreadsheet', 'quotes') }}
-- depends_on: {{ source('spreadsheet', 'touchpoints') }}
-- depends_on: {{ ref('stg_ledger__value_maps') }}
{{ cast_failures('spreadsheet') }}
