-- One row per source system and object with records whose versions leave a doubt: how many.
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
{{ repeated_records('spreadsheet') }}
