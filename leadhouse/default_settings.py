"""The leadhouse.toml that a new warehouse gets: every setting with its default, commented out."""

from __future__ import annotations

DEFAULT_FILE = """\
# Settings of this warehouse. A line that begins with # shows the default.

[company]
# name = "Our company"
# Days, months and working hours are those of this time zone (a name such as "Europe/Berlin").
# reporting_time_zone = "UTC"
# Amounts are reported in this currency; rates stand in definitions/currency_rates.csv.
# reporting_currency = "USD"

[salesforce]
# The day from which all activities were exported. Left out: the day of the earliest exported activity.
# activities_complete_from = 2025-01-01
# The export's column with the reason why a lead was disqualified or an opportunity lost, and with the competitor. Left
# out: the columns that usually hold them, such as Loss_Reason__c.
# disqualified_reason_column = "Unqualified_Reason__c"
# lost_reason_column = "Loss_Reason__c"
# competitor_column = "Main_Competitor__c"

[publishing]
# How many published versions to keep for `leadhouse rollback`.
# keep_versions = 3

# What `leadhouse run` loads: one block for each folder or file that exports arrive in.
# Paths are absolute or relative to this file.
# [[inbox]]
# source = "salesforce"
# path = "/srv/exports/salesforce"
#
# [[inbox]]
# source = "spreadsheet"
# path = "/srv/exports/other-crm"
# mapping = "other-crm.toml"
# complete = true                    # rows that are absent have been deleted
# time_zone = "Europe/Berlin"        # of times that carry no zone
# date_order = "dmy"                 # dmy, mdy or ymd
"""
