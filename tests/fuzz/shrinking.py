"""The smallest example that fails in the same way: files, then lines, then bytes are taken away while it still fails.

Takes a Given and a test; writes nothing. Archives that are whole are packed anew around their smaller members; the
bytes of damaged ones stay as they are.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from tests.fuzz.given import File, Given

SECONDS = 30


def shrink(given: Given, fails: Callable[[Given], bool], seconds: float = SECONDS) -> Given:
    """Take away what can go, as long as the time lasts."""
    end = time.monotonic() + seconds
    shrunk = True
    while shrunk:
        shrunk = False
        for smaller in _smaller(given):
            if time.monotonic() > end:
                return given
            if fails(smaller):
                given, shrunk = smaller, True
                break
    return given


def _smaller(given: Given) -> Iterator[Given]:
    for place, file in enumerate(given.files):
        if len(given.files) > 1:
            yield replace(given, files=given.files[:place] + given.files[place + 1 :])
        if file.members is not None:
            for other in _smaller_archives(file):
                yield replace(given, files=(*given.files[:place], other, *given.files[place + 1 :]))
        elif not file.is_damaged and not file.is_refused:
            for content in _smaller_contents(file.content):
                other = replace(file, content=content)
                yield replace(given, files=(*given.files[:place], other, *given.files[place + 1 :]))


def _smaller_archives(file: File) -> Iterator[File]:
    assert file.members is not None
    for place, (name, content) in enumerate(file.members):
        before, after = file.members[:place], file.members[place + 1 :]
        if before or after:
            yield file.packing((*before, *after))
        for smaller in _smaller_contents(content):
            yield file.packing((*before, (name, smaller), *after))


def _smaller_contents(content: bytes) -> Iterator[bytes]:
    """Without each line, then without runs of bytes, long ones first."""
    lines = content.splitlines(keepends=True)
    if len(lines) > 1:
        for place in range(len(lines)):
            yield b"".join(lines[:place] + lines[place + 1 :])
    length = len(content) // 2
    while length:
        for place in range(0, len(content), length):
            yield content[:place] + content[place + length :]
        length //= 2
