"""A published version in which everything that people type is hostile: markup, scripts, SQL, formulas, odd letters.

Writes a warehouse of its own; reads the demo's published version.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import duckdb

from leadhouse.warehouse.layout import Warehouse
from leadhouse.warehouse.versions import require_current

OUTSIDE = "http://outside.example"

TEXTS = (
    "<script>window.hacked = 1</script>",
    '<img src=x onerror="window.hacked = 1">',
    f"![picture]({OUTSIDE}/picture.png)",
    "[link](javascript:window.hacked=1)",
    f'<a href="{OUTSIDE}">a</a><iframe src="{OUTSIDE}"></iframe>',
    "'; drop table fct_leads; --",
    'O\'Brien "&" Söhne \\ Co',
    "**bold** _it_ `code` $\\frac{1}{0}$ :red[red] :material/home: # head | cell |",
    "\u202e\u0645\u0631\u062d\u0628\u0627\u200f",
    "=1+1",
    "\t@sum(a1)",
    "line\nbreak\r\n",
    "${window.hacked=1} {{ 7*7 }} %s {0}",
    "\U0001f600 \u0000\u0301".replace("\u0000", ""),
    "x" * 300,
)
"""What is put before every text, by the text: equal ones stay equal."""

COLUMNS = {
    "dim_accounts": "account_name account_type industry country",
    "dim_campaigns": "campaign_name campaign_type_raw",
    "dim_lead_contacts": "first_name last_name email phone title street city postal_code website description",
    "dim_people": "first_name last_name email phone title company country",
    "dim_users": "user_name team manager_name title",
    "fct_campaign_members": "status_raw",
    "fct_campaign_spend": "platform_account platform_campaign_name",
    "fct_leads": "company country lead_source lead_source_raw team status_raw disqualified_reason_raw",
    "fct_opportunities": "name team opportunity_type stage_raw lost_reason_raw competitor",
    "meta_casts": "column_name example example_file",
    "meta_drift": "column_name former_name",
    "meta_lineage": "source_file",
    "meta_loads": "file_name",
    "meta_rejects": "file_name",
    "meta_unmapped": "raw_value",
    "definitions.annotations": "annotation",
}
"""The columns that hold what somebody typed, by table."""


def hostile_warehouse(demo: Path, folder: Path, texts: Sequence[str] = TEXTS) -> Path:
    """Return a folder like the demo's warehouse, with one of the texts before everything that people typed."""
    published = require_current(Warehouse.at(demo))
    warehouse = Warehouse.at(folder)
    warehouse.published.mkdir(parents=True)
    copied = warehouse.published / published.name
    shutil.copy(published, copied)
    with duckdb.connect(str(copied)) as connection:
        for table, columns in COLUMNS.items():
            changed = ", ".join(
                f'"{name}" = list_extract($texts, cast(1 + hash("{name}") % {len(texts)} as integer)) || "{name}"'
                for name in columns.split()
            )
            connection.execute(f"update {table} set {changed}", {"texts": list(texts)})
    warehouse.pointer.write_text(published.name + "\n")
    return folder
