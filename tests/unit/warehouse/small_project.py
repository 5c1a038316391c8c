"""A dbt project of a few tables and three tests that builds in seconds, to test the life of a warehouse.

Its facts come from one definition file, so a test can make them fail by editing it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb

from leadhouse.warehouse.layout import PROJECT_ROOT, Warehouse
from loaders import ensure_landing

SETTINGS = """
name: leadhouse
version: 0.1.0
profile: leadhouse
model-paths: [models]
macro-paths: [macros]
test-paths: [tests/dbt]
seed-paths: ["{{ env_var('LEADHOUSE_DEFINITIONS') }}"]
flags: {send_anonymous_usage_stats: false}
models: {leadhouse: {+materialized: table, +database: published, +schema: main, +contract: {enforced: true}}}
seeds: {leadhouse: {+database: published, +schema: definitions}}
data_tests: {leadhouse: {+store_failures: true, +schema: test_failures}}
"""
MODELS = """
models:
  - name: meta_tests
    columns:
      - {name: test_name, data_type: varchar}
      - {name: table_name, data_type: varchar}
      - {name: description, data_type: varchar}
      - {name: status, data_type: varchar}
      - {name: failures, data_type: integer}
  - name: meta_sources
    columns:
      - {name: source_system, data_type: varchar}
      - {name: as_of_at, data_type: timestamp}
      - {name: loaded_at, data_type: timestamp}
  - name: meta_loads
    columns:
      - {name: source_system, data_type: varchar}
      - {name: records, data_type: bigint}
      - {name: rejected, data_type: bigint}
  - name: fct_leads
    columns:
      - {name: lead_key, data_type: varchar, data_tests: [unique]}
      - name: email
        data_type: varchar
        config: {meta: {personal: true}}
        data_tests: [{not_null: {config: {severity: warn}}}]
      - {name: score, data_type: integer}
data_tests:
  - {name: assert_scores_are_not_negative, description: A score below zero is a fault of the export.}
"""
FILES = {
    "dbt_project.yml": SETTINGS,
    "models/_models.yml": MODELS,
    "models/fct_leads.sql": "select lead_key, email, cast(score as integer) as score from {{ ref('leads') }}",
    "models/meta_tests.sql": (
        "select cast(null as varchar) as test_name, cast(null as varchar) as table_name, "
        "cast(null as varchar) as description, cast(null as varchar) as status, cast(null as integer) as failures "
        "where false"
    ),
    "models/meta_sources.sql": (
        "select 'salesforce' as source_system, cast('2026-03-31 17:00:00' as timestamp) as as_of_at, "
        "cast('2026-03-31 18:00:00' as timestamp) as loaded_at"
    ),
    "models/meta_loads.sql": (
        "select 'salesforce' as source_system, cast(2 as bigint) as records, cast(0 as bigint) as rejected"
    ),
    "tests/dbt/assert_scores_are_not_negative.sql": "select * from {{ ref('fct_leads') }} where score < 0",
    "seeds/leads.csv": "lead_key,email,score\na,ann@example.com,1\nb,bob@example.com,2\n",
}


def write_small_project(folder: Path) -> Path:
    """Write the project; its calendars, profile and macros are the real ones."""
    for name, content in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    shutil.copy(PROJECT_ROOT / "profiles.yml", folder)
    (folder / "macros").mkdir()
    shutil.copy(PROJECT_ROOT / "macros" / "generate_schema_name.sql", folder / "macros")
    for seed in [*(PROJECT_ROOT / "seeds").glob("calendar*.csv"), PROJECT_ROOT / "seeds" / "user_calendars.csv"]:
        shutil.copy(seed, folder / "seeds")
    return folder


def landed_warehouse(folder: Path) -> Warehouse:
    """A warehouse into which one load, of nothing, was made."""
    warehouse = Warehouse.at(folder)
    warehouse.create()
    ensure_landing(warehouse.root)
    with duckdb.connect(str(warehouse.landing)) as connection:
        connection.execute(
            "insert into ledger.loads by name "
            "select 'load-1' as load_id, 'salesforce' as source, 'salesforce' as source_system, "
            "false as is_complete, timestamp '2026-03-30 18:00:00' as loaded_at"
        )
    return warehouse


def start_build(project: Path, warehouse: Warehouse) -> subprocess.Popen[str]:
    """Start a build of the small project in a process of its own."""
    code = (
        "import sys; from pathlib import Path\n"
        "from leadhouse.warehouse import build, dbt_runner, definitions\n"
        "from leadhouse.warehouse.layout import Warehouse\n"
        "dbt_runner.PROJECT_ROOT = definitions.PROJECT_ROOT = Path(sys.argv[1])\n"
        "build.build(Warehouse.at(sys.argv[2]), progress=lambda done, total: print(done, total, flush=True))\n"
    )
    command = [sys.executable, "-c", code, str(project), str(warehouse.root)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
