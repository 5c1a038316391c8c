"""One small demo company for all tests of the demo: its export and its truth as DuckDB tables of text and facts."""

import io
from collections.abc import Iterator

import duckdb
import polars as pl
import pytest

from leadhouse.demo import DemoExport, generate
from tests.unit.demo.reading import LEADS, SEED, members_of


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> DemoExport:
    """The demo company with 5,000 leads."""
    return generate(tmp_path_factory.mktemp("demo"), leads=LEADS, seed=SEED)


@pytest.fixture(scope="session")
def members(company: DemoExport) -> dict[str, bytes]:
    """The export's CSV files as bytes."""
    return members_of(company.archives[0])


@pytest.fixture(scope="session")
def base(company: DemoExport, members: dict[str, bytes]) -> Iterator[duckdb.DuckDBPyConnection]:
    """Every exported object and the spend file as tables of text, and every truth table as `true_<name>`."""
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    for name, content in members.items():
        frame = pl.read_csv(io.BytesIO(content), infer_schema=False).fill_null("")
        connection.register("incoming", frame.to_arrow())
        connection.execute(f'create table "{name}" as select * from incoming')
        connection.unregister("incoming")
    for file in company.truth_dir.glob("*.parquet"):
        connection.execute(f"create table true_{file.stem} as select * from '{file}'")
    connection.execute(f"create table spend_file as select * from read_csv('{company.spend_file}', all_varchar = true)")
    yield connection
    connection.close()
