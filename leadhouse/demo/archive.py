"""The export archive: a zip of quoted CSV files as the weekly Data Export writes them.

Reads frames piece by piece, writes members of one zip. Frames are formatted here while a second thread
compresses the piece before. The same frames always give the same bytes.
"""

import threading
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from queue import Queue
from typing import Any

import polars as pl

from leadhouse.demo.columns import COLUMNS

TIME_FORMAT = "%Y-%m-%d %H:%M:%S"


def table(object_name: str, given: dict[str, Any]) -> pl.DataFrame:
    """Return an object's frame in its genuine column order; columns not given are empty.

    Args:
        object_name: API name of the object.
        given: columns by API name: series of equal length, or one value for all rows.

    Raises:
        ValueError: a column that the object does not have.
    """
    strange = set(given) - set(COLUMNS[object_name])
    if strange:
        raise ValueError(f"{object_name} has no columns {sorted(strange)}")
    series = {name: values.alias(name) for name, values in given.items() if isinstance(values, pl.Series)}
    frame = pl.DataFrame(list(series.values()))
    wanted = [
        pl.col(name) if name in series else pl.lit(given.get(name, ""), dtype=None).alias(name)
        for name in COLUMNS[object_name]
    ]
    return frame.select(wanted).with_columns(pl.col(pl.Boolean).cast(pl.Int8), pl.col(pl.Date).cast(pl.Datetime("us")))


class Archive:
    """One zip being written; use as a context manager."""

    def __init__(self, path: Path, moment: int) -> None:
        """Args: the zip's path; the export's time (seconds since the epoch), which every member bears."""
        self.zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
        self.moment = datetime.fromtimestamp(moment, UTC)

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_: object) -> None:
        self.zip.close()

    def add(self, object_name: str, frames: Iterable[pl.DataFrame]) -> int:
        """Write one object as `<object>.csv` and return its number of rows."""
        info = zipfile.ZipInfo(f"{object_name}.csv", self.moment.timetuple()[:6])
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        pieces: Queue[bytes | None] = Queue(maxsize=2)
        failures: list[BaseException] = []
        with self.zip.open(info, "w", force_zip64=True) as member:

            def compress() -> None:
                while (piece := pieces.get()) is not None:
                    try:
                        if not failures:
                            member.write(piece)
                    except BaseException as failure:
                        failures.append(failure)

            writer = threading.Thread(target=compress)
            writer.start()
            try:
                rows = self.feed(frames, pieces)
            finally:
                pieces.put(None)
                writer.join()
        if failures:
            raise failures[0]
        return rows

    @staticmethod
    def feed(frames: Iterable[pl.DataFrame], pieces: "Queue[bytes | None]") -> int:
        """Format frames into the queue and return their number of rows."""
        rows = 0
        for number, frame in enumerate(frames):
            text = frame.write_csv(quote_style="always", datetime_format=TIME_FORMAT, include_header=number == 0)
            pieces.put(text.encode())
            rows += frame.height
        return rows


def slices(count: int, size: int) -> Iterator[tuple[int, int]]:
    """Return the bounds of consecutive pieces, at least one even when there are no rows."""
    for low in range(0, max(count, 1), size):
        yield low, min(low + size, count)
