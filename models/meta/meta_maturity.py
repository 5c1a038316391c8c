# One row per rate whose event comes with time, and source system: from when on rows are too young to be judged.
# Nothing to sum. The age is of all systems together, the day is counted back from what each of them knows.
from pathlib import Path

from dashboards.maturity import ages
from dashboards.published import under_construction
from leadhouse.warehouse.rows import as_query

COLUMNS = {
    "metric": "varchar",
    "source_system": "varchar",
    "mature_after_days": "double",
    "mature_until": "date",
}


def model(dbt, session):
    """Name what the pages' own questions read, then ask them."""
    dbt.config(materialized="table")
    dbt.ref("fct_leads"), dbt.ref("fct_lead_assignments"), dbt.ref("dim_users"), dbt.ref("dim_metrics")
    dbt.ref("meta_sources")
    return session.query(as_query(COLUMNS, _ages(session)))


def _ages(session):
    """Estimate them by the code of the pages, so that they are defined in one place."""
    building = Path(f"building-{id(session)}")
    with under_construction(building, session):
        return ages(building)
