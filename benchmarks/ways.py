"""The ways of bringing the CSVs of an export into a DuckDB file, each a program of its own.

`python -m benchmarks.ways WAY SOURCE TARGET VERSION MEMORY` reads a folder of CSVs (leadhouse also a zip), writes
into the folder TARGET. All columns are text. Where a way lets one choose, it gets the storage version and the memory
limit that leadhouse uses. Each imports only what it needs, as starting is part of its time.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATABASE = "loaded.duckdb"


@dataclass(frozen=True)
class Job:
    """What to load, and into which folder.

    Attributes:
        version: of DuckDB's storage format.
        memory: limit, as DuckDB writes it.
    """

    source: Path
    target: Path
    version: str
    memory: str


def duckdb_alone(job: Job) -> None:
    """DuckDB's own reader, with nothing checked and nothing added: the floor."""
    import duckdb

    with duckdb.connect(config=_config(job)) as connection:
        _attach(connection, job)
        for file in sorted(job.source.glob("*.csv")):
            connection.execute(
                f"create table loaded.\"{file.stem}\" as select * from read_csv('{file}', all_varchar = true)"
            )


def pandas_frames(job: Job) -> None:
    """pandas reads each file whole, DuckDB takes the frame."""
    import duckdb
    import pandas

    with duckdb.connect(config=_config(job)) as connection:
        _attach(connection, job)
        for file in sorted(job.source.glob("*.csv")):
            connection.register("frame", pandas.read_csv(file, dtype=str))
            connection.execute(f'create table loaded."{file.stem}" as select * from frame')
            connection.unregister("frame")


def dlt_pipeline(job: Job) -> None:
    """dlt's filesystem source by the reader that its documentation calls the fastest: DuckDB to Arrow."""
    os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
    import dlt
    from dlt.sources.filesystem import filesystem, read_csv_duckdb

    pipeline = dlt.pipeline(
        pipeline_name="benchmark",
        pipelines_dir=str(job.target / "pipelines"),
        destination=dlt.destinations.duckdb(str(job.target / DATABASE)),
        dataset_name="exports",
    )
    pipeline.run(
        [
            (
                filesystem(bucket_url=job.source.as_uri(), file_glob=file.name)
                | read_csv_duckdb(chunk_size=100_000, use_pyarrow=True, all_varchar=True)
            ).with_name(file.stem.lower())
            for file in sorted(job.source.glob("*.csv"))
        ]
    )


def leadhouse_load(job: Job) -> None:
    """`leadhouse load`, every guarantee on."""
    from leadhouse.cli import main

    main(["load", "salesforce", str(job.source), "--warehouse", str(job.target)])


WAYS: dict[str, Callable[[Job], None]] = {
    "leadhouse": leadhouse_load,
    "duckdb": duckdb_alone,
    "dlt": dlt_pipeline,
    "pandas": pandas_frames,
}


def _config(job: Job) -> dict[str, str | bool | int | float | list[str]]:
    return {"memory_limit": job.memory, "temp_directory": str(job.target / "spill")}


def _attach(connection: Any, job: Job) -> None:
    connection.execute("set enable_progress_bar = false")
    connection.execute(f"attach '{job.target / DATABASE}' as loaded (storage_version '{job.version}')")


if __name__ == "__main__":
    WAYS[sys.argv[1]](Job(Path(sys.argv[2]), Path(sys.argv[3]), *sys.argv[4:6]))
