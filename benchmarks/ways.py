"""The ways of bringing the CSVs of an export into a DuckDB file, each a program of its own.

`python -m benchmarks.ways WAY SOURCE TARGET` reads a folder of CSVs (leadhouse also a zip), writes into the folder
TARGET. All columns are text. Where a way lets one choose, it gets the storage version and the memory limit that
leadhouse uses.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from loaders.landing import MEMORY, STORAGE_VERSION

DATABASE = "loaded.duckdb"


def duckdb_alone(source: Path, target: Path) -> None:
    """DuckDB's own reader, with nothing checked and nothing added: the floor."""
    import duckdb

    with duckdb.connect(config=_config(target)) as connection:
        _attach(connection, target)
        for file in sorted(source.glob("*.csv")):
            connection.execute(
                f"create table loaded.\"{file.stem}\" as select * from read_csv('{file}', all_varchar = true)"
            )


def pandas_frames(source: Path, target: Path) -> None:
    """pandas reads each file whole, DuckDB takes the frame."""
    import duckdb
    import pandas

    with duckdb.connect(config=_config(target)) as connection:
        _attach(connection, target)
        for file in sorted(source.glob("*.csv")):
            connection.register("frame", pandas.read_csv(file, dtype=str))
            connection.execute(f'create table loaded."{file.stem}" as select * from frame')
            connection.unregister("frame")


def dlt_pipeline(source: Path, target: Path) -> None:
    """dlt's filesystem source by the reader that its documentation calls the fastest: DuckDB to Arrow."""
    import dlt
    from dlt.sources.filesystem import filesystem, read_csv_duckdb

    pipeline = dlt.pipeline(
        pipeline_name="benchmark",
        pipelines_dir=str(target / "pipelines"),
        destination=dlt.destinations.duckdb(str(target / DATABASE)),
        dataset_name="loaded",
    )
    pipeline.run(
        [
            (
                filesystem(bucket_url=source.as_uri(), file_glob=file.name)
                | read_csv_duckdb(chunk_size=100_000, use_pyarrow=True, all_varchar=True)
            ).with_name(file.stem.lower())
            for file in sorted(source.glob("*.csv"))
        ]
    )


def leadhouse_load(source: Path, target: Path) -> None:
    """`leadhouse load`, every guarantee on."""
    from leadhouse.cli import main

    main(["load", "salesforce", str(source), "--warehouse", str(target)])


WAYS: dict[str, Callable[[Path, Path], None]] = {
    "leadhouse": leadhouse_load,
    "duckdb": duckdb_alone,
    "dlt": dlt_pipeline,
    "pandas": pandas_frames,
}


def _config(target: Path) -> dict[str, str | bool | int | float | list[str]]:
    return {"memory_limit": MEMORY, "temp_directory": str(target / "spill")}


def _attach(connection: object, target: Path) -> None:
    connection.execute("set enable_progress_bar = false")  # type: ignore[attr-defined]
    connection.execute(  # type: ignore[attr-defined]
        f"attach '{target / DATABASE}' as loaded (storage_version '{STORAGE_VERSION}')"
    )


if __name__ == "__main__":
    WAYS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
