"""One example before the loader: exactly one of landed whole, landed with rejects, refused; or a failure.

Loads into a copy of a prepared warehouse, reads it back and compares it with what the oracle expects. A failure says
what was got and what was expected; it is never an exception of the loader, which is a failure as well.
"""

from __future__ import annotations

import re
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import loaders
from tests.fuzz.comparing import compare
from tests.fuzz.expected import Expected
from tests.fuzz.given import Given
from tests.fuzz.oracle import expect
from tests.fuzz.sources import Sources, sources
from tests.fuzz.warehouses import Warehouses

SECONDS = 20
REFUSED_EXIT = 3
WHOLE, REJECTS, REFUSED, FAILED = "landed whole", "landed with rejects", "refused", "failed"


@dataclass(frozen=True)
class Outcome:
    """What became of an example.

    Attributes:
        kind: WHOLE, REJECTS, REFUSED or FAILED.
        detail: the reason of a refusal without its numbers and names, or what failed.
    """

    kind: str
    detail: str = ""


class TooSlow(Exception):
    """An example took longer than SECONDS."""


def attempt(given: Given, prepared: Warehouses, again: bool = True) -> Outcome:
    """Load one example and judge what became of it.

    Args:
        again: load it a second time as well, which must change nothing.
    """
    found = sources(given)
    expected = [expect(source, given.source, given.truths) for source in found.found]
    with prepared.one() as (warehouse, inbox):
        for file in given.files:
            path = inbox / file.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.content)
        try:
            with _limit():
                report = prepared.load(given, inbox, warehouse)
        except loaders.Refused as refusal:
            return _judge_refusal(refusal, given, found, expected, prepared, warehouse)
        except TooSlow:
            return Outcome(FAILED, f"took longer than {SECONDS} s")
        except Exception as error:
            return Outcome(FAILED, f"{type(error).__name__}: {_place(error)}: {error}")
        return _judge_landing(report, given, found, expected, prepared, (warehouse, inbox), again)


def _judge_refusal(
    refusal: loaders.Refused,
    given: Given,
    found: Sources,
    expected: list[Expected],
    prepared: Warehouses,
    warehouse: Path,
) -> Outcome:
    message = str(refusal)
    if refusal.exit_code != REFUSED_EXIT:
        return Outcome(FAILED, f"a refusal with exit code {refusal.exit_code}")
    names = {source.name for source in found.found} | {Path(file.name).name for file in given.files}
    if refusal.file and not any(name in refusal.file or refusal.file in name for name in names):
        return Outcome(FAILED, f"a refusal that names no file: {message}")
    if refusal.line is not None and not 1 <= refusal.line <= 1 + _most_lines(found):
        return Outcome(FAILED, f"a refusal with a line that no file has: {message}")
    quoted = _quoted(message, given, expected)
    if quoted:
        return Outcome(FAILED, f"a refusal quotes the value {quoted[0]!r}: {message}")
    if not prepared.is_untouched(warehouse):
        return Outcome(FAILED, f"a refusal changed the warehouse: {message}")
    if not _may_refuse(found, expected):
        return Outcome(FAILED, f"refused what can be read: {message}")
    return Outcome(REFUSED, _reason(refusal))


def _quoted(text: str, given: Given, expected: list[Expected]) -> list[str]:
    """Values of records that a text quotes.

    Where the header has lost its line end, values of the first record stand in it as names, and as such may be told.
    """
    names = {name for each in expected for reading in each.readings for name in reading.header}
    return sorted(value for value in given.values if value in text and not any(value in name for name in names))


def _may_refuse(found: Sources, expected: list[Expected]) -> bool:
    """Whether there is any reason to refuse an example."""
    if found.must_be_refused or found.doubts or all(each.may_ignore or not each.readings for each in expected):
        return True
    if any(each.must_be_refused or each.doubts for each in expected):
        return True
    headers: dict[str, set[frozenset[str]]] = {}
    for each in expected:
        for reading in each.readings:
            header = frozenset(name.lower() for name in reading.header)
            headers.setdefault(reading.object, set()).add(header)
    return any(len(different) > 1 for different in headers.values())


def _judge_landing(
    report: loaders.LoadReport,
    given: Given,
    found: Sources,
    expected: list[Expected],
    prepared: Warehouses,
    places: tuple[Path, Path],
    again: bool,
) -> Outcome:
    warehouse, inbox = places
    if found.must_be_refused:
        return Outcome(FAILED, f"loaded although {found.must_be_refused}")
    contents = prepared.contents(warehouse)
    difference = compare(report, expected, contents, prepared.before)
    if difference:
        return Outcome(FAILED, difference)
    said = " ".join([*report.notices, *(file.reason for file in report.ignored)])
    quoted = _quoted(said, given, expected)
    if quoted:
        return Outcome(FAILED, f"the report quotes the value {quoted[0]!r}: {said}")
    if again:
        with _limit():
            second = prepared.load(given, inbox, warehouse)
        if second.load_id is not None or prepared.contents(warehouse) != contents:
            return Outcome(FAILED, "loading the same again changed the warehouse")
    return Outcome(REJECTS if report.rejected else WHOLE)


def _most_lines(found: Sources) -> int:
    """Lines of the longest file; of an archive that cannot be read nothing is known."""
    contents = [source.content for source in found.found]
    known = [len(re.findall(rb"\r|\n", content)) for content in contents if content is not None]
    return max(known, default=0) + 1 if len(known) == len(contents) else sys.maxsize


def _reason(refusal: loaders.Refused) -> str:
    reason = re.sub(r'"[^"]*"', '"..."', refusal.reason)
    reason = re.sub(r"\([^)]*\)", "(...)", reason)
    return re.sub(r"\d[\d,.]*", "N", reason)


def _place(error: Exception) -> str:
    """The innermost line of the program that the error came from."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "/loaders/" in frame.filename]
    return f"{Path(frames[-1].filename).name} {frames[-1].name}" if frames else "outside the loaders"


@contextmanager
def _limit() -> Iterator[None]:
    def stop(signum: int, frame: FrameType | None) -> None:
        raise TooSlow

    earlier = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, earlier)
