"""What the operating system refused is told in one message, whoever reports it."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import click
import duckdb
import pytest
from click.testing import CliRunner

from leadhouse.cli import LazyGroup
from leadhouse.errors import DiskFull, LeadhouseError
from leadhouse.os_errors import explain, explain_text


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_python_tells_the_file_that_did_not_fit(number: int, tmp_path: Path):
    told = explain(OSError(number, os.strerror(number), str(tmp_path / "work.duckdb")))
    assert isinstance(told, DiskFull)
    assert str(tmp_path / "work.duckdb") in str(told)
    assert told.exit_code == 1


def test_duckdb_tells_it_in_words():
    words = 'IO Error: Could not write file "/srv/w/landing.duckdb": No space left on device'
    told = explain(duckdb.IOException(words))
    assert isinstance(told, DiskFull)
    assert "/srv/w/landing.duckdb" in str(told)


def test_duckdb_without_room_for_temporary_files_is_a_full_disk_and_without_memory_is_not():
    words = "Out of Memory Error: failed to offload data block of size 256.0 KiB (1.0 GiB/1.0 GiB used)."
    assert isinstance(explain_text(words), DiskFull)
    told = explain_text("Out of Memory Error: could not allocate block of size 256.0 KiB (953.6 MiB/953.6 MiB used)")
    assert not isinstance(told, DiskFull)
    assert "Memory ran out" in str(told)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EACCES, "permission denied"),
        (errno.EPERM, "permission denied"),
        (errno.EROFS, "read-only"),
        (errno.EMFILE, "ulimit -n"),
        (errno.EIO, "Input/output error"),
        (errno.ENOENT, "No such file"),
    ],
)
def test_each_refusal_has_its_words_and_the_next_step(number: int, words: str):
    told = explain(OSError(number, os.strerror(number), "/srv/w/status.json"))
    assert isinstance(told, LeadhouseError)
    assert words in str(told)
    assert "/srv/w/status.json" in str(told)
    assert "run the same command again" in str(told)


def test_an_error_that_names_no_file_is_told_of_the_warehouse(tmp_path: Path):
    assert str(tmp_path) in str(explain(OSError(errno.ENOSPC, "No space left on device"), tmp_path))


@pytest.mark.parametrize(
    "error", [ValueError("defect"), duckdb.BinderException("no such column"), BrokenPipeError(errno.EPIPE, "pipe")]
)
def test_what_is_not_about_the_machine_stays_what_it_is(error: Exception):
    assert explain(error) is None


def test_no_verb_ends_in_a_traceback_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    @click.command()
    def load() -> None:
        raise OSError(errno.EROFS, "Read-only file system", "/srv/w/landing.duckdb")

    monkeypatch.setattr(LazyGroup, "get_command", lambda *_: load)
    ended = CliRunner().invoke(LazyGroup("leadhouse"), ["load"])
    assert ended.exit_code == 1
    assert isinstance(ended.exception, SystemExit)
    assert "Error: /srv/w/landing.duckdb is on a disk that cannot be written to" in ended.stderr
