"""What the operating system refused, as the user reads it: a full disk, a missing permission, too many files.

Reads an exception of Python, DuckDB, Polars or PyArrow, or what a child process printed, and asks how much space is
free; writes nothing. One LeadhouseError per exception. What is not about the machine stays unexplained: a defect.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
from pathlib import Path

from leadhouse.errors import DiskFull, LeadhouseError

# Libraries that put what the operating system said into an exception of their own.
LIBRARIES = ("duckdb", "_duckdb", "polars", "pyo3_runtime", "pyarrow")
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
FORBIDDEN = (errno.EACCES, errno.EPERM)
# Those that libraries report by their words; looked for in this order.
WORDS = {
    number: os.strerror(number)
    for number in (*FULL, errno.EROFS, *FORBIDDEN, errno.EMFILE, errno.ENFILE, errno.EIO, errno.ENOMEM)
}
# DuckDB's words when its temporary files may not grow because the disk has no room for them.
NO_ROOM = re.compile(r"failed to offload data block|max_temp_directory_size")
NO_MEMORY = re.compile(
    r"Out of Memory Error|could not allocate block of size|failed to (pin block|allocate data) of size"
)
PATH = re.compile(r"(?:file|directory|path) [\"'](/[^\"']+)[\"']")
KEPT = "What was loaded and published before is unharmed."


def is_about_the_machine(error: BaseException) -> bool:
    """Whether it is the machine that refused, and not the file that is unfit."""
    return isinstance(error, OSError) and error.errno in WORDS


def explain(error: BaseException, folder: Path | None = None) -> LeadhouseError | None:
    """Turn an exception into what the user can act on; None if it is not about the machine.

    Args:
        folder: where it happened, if the exception does not say it.
    """
    if isinstance(error, OSError):
        number = error.errno or _number_in(str(error))
        # A pipe whose reader is gone is no error: click ends the program quietly.
        if number == errno.EPIPE:
            return None
        path = error.filename if isinstance(error.filename, str) else _path_in(str(error))
        return _describe(number, path, error.strerror or str(error), folder)
    if type(error).__module__.partition(".")[0] in LIBRARIES:
        return explain_text(str(error), folder)
    return None


def explain_text(text: str, folder: Path | None = None) -> LeadhouseError | None:
    """The same for the words of a library or of a child process."""
    if NO_ROOM.search(text):
        return _describe(errno.ENOSPC, _path_in(text), "", folder)
    if NO_MEMORY.search(text):
        return LeadhouseError(
            f"Memory ran out. {KEPT} Close other programs or set LEADHOUSE_THREADS=1, then run the same command again."
        )
    number = _number_in(text)
    return _describe(number, _path_in(text), WORDS[number], folder) if number else None


def free_bytes(folder: Path) -> int:
    """Bytes that may still be written to the disk of a folder that may not exist yet."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def megabytes(size: int) -> str:
    """A size for people, rounded up, so that enough is enough."""
    return f"{-(-size // 1_000_000):,} MB"


def _number_in(text: str) -> int | None:
    return next((number for number, words in WORDS.items() if words in text), None)


def _path_in(text: str) -> str | None:
    found = PATH.search(text)
    return found[1] if found else None


def _describe(number: int | None, path: str | None, words: str, folder: Path | None) -> LeadhouseError:
    where = path or (f"A file in {folder}" if folder else "A file")
    again = "then run the same command again."
    if number in FULL:
        why = _why_full(number, Path(path).parent if path else folder or Path.cwd())
        return DiskFull(f"{where} could not be written: {why}. {KEPT} Make room, {again}")
    if number in FORBIDDEN:
        return LeadhouseError(
            f"{where} may not be opened or changed by user {_user()}: permission denied. {KEPT} "
            f"Let that user read and write the folder (chown or chmod), {again}"
        )
    if number == errno.EROFS:
        return LeadhouseError(
            f"{where} is on a disk that cannot be written to (read-only). {KEPT} "
            f"Make it writable, or name another folder with --warehouse DIR, {again}"
        )
    if number in (errno.EMFILE, errno.ENFILE):
        return LeadhouseError(
            f"{where} could not be opened: too many files are open. {KEPT} Allow more (ulimit -n 4096), {again}"
        )
    return LeadhouseError(f"{where}: {words}. {KEPT} See leadhouse doctor, {again}")


def _why_full(number: int | None, folder: Path) -> str:
    if number == errno.EFBIG:
        return "it would become larger than files may be here (ulimit -f, or a full quota)"
    return f"the disk is full ({megabytes(free_bytes(folder))} free now was not enough)"


def _user() -> str:
    import pwd

    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())
