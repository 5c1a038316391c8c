-- One row per landed version of a record, of the objects that were ever exported completely.
{{ config(materialized='table') }}
-- depends_on: {{ source('spreadsheet', 'leads') }}
-- depends_on: {{ source('spreadsheet', 'contacts') }}
-- depends_on: {{ source('spreadsheet', 'accounts') }}
-- depends_on: {{ source('spreadsheet', 'users') }}
-- depends_on: {{ source('spreadsheet', 'opportunities') }}
-- depends_on: {{ source('spreadsheet', 'activities') }}
-- depends_on: {{ source('spreadsheet', 'campaigns') }}
-- depends_on: {{ source('spreadsheet', 'campaign_members') }}
-- depends_on: {{ source('spreadsheet', 'contact_roles') }}
-- depends_on: {{ source('spreadsheet', 'quotes') }}
-- depends_on: {{ source('spreadsheet', 'touchpoints') }}
-- depends_on: {{ ref('stg_ledger__completed') }}
{{ completed_versions('spreadsheet') }}
