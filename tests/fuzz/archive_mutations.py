"""What goes wrong with archives: flipped bits, cuts, wrong checksums, names that lead out of them.

Each mutation takes hypothesis' draw and a File that is a whole archive and gives another File; writes nothing.
"""

from __future__ import annotations

import io
import struct
import zipfile
from dataclasses import replace

from hypothesis import strategies as st

from tests.fuzz.exports import Draw
from tests.fuzz.given import File

LOCAL, CENTRAL = b"PK\x03\x04", b"PK\x01\x02"
OTHER_MEMBERS = (("read me.txt", b"hello"), ("Attachment.csv", b"Id\n"), ("x/", b""), ("in.zip", b"PK"))
CRC_AT = {LOCAL: 14, CENTRAL: 16}
FLAGS_AT = {LOCAL: 6, CENTRAL: 8}


def bits_flipped(draw: Draw, file: File) -> File:
    """Up to three bits are other than they were."""
    data = bytearray(file.content)
    for _ in range(draw(st.integers(1, 3))):
        data[draw(st.integers(0, len(data) - 1))] ^= 1 << draw(st.integers(0, 7))
    return replace(file, content=bytes(data), members=None, is_damaged=True)


def archive_cut(draw: Draw, file: File) -> File:
    """The archive ends too soon; its directory, which stands at its end, is not whole."""
    kept = draw(st.integers(0, len(file.content) - 1))
    return replace(file, content=file.content[:kept], members=None, is_refused=True)


def archive_bytes_lost(draw: Draw, file: File) -> File:
    """Some bytes of the archive are gone."""
    place = draw(st.integers(0, len(file.content) - 1))
    content = file.content[:place] + file.content[place + draw(st.integers(1, 20)) :]
    return replace(file, content=content, members=None, is_damaged=True)


def checksum_wrong(draw: Draw, file: File) -> File:
    """The first member's checksum is that of other bytes."""
    return _patched(file, CRC_AT, 0xFFFF)


def member_encrypted(draw: Draw, file: File) -> File:
    """The first member says that it is encrypted."""
    return _patched(file, FLAGS_AT, 0x1)


def member_led_outside(draw: Draw, file: File) -> File:
    """A member's name leads out of the archive."""
    start = draw(st.sampled_from(("../", "/", "a/../../", "C:\\", "..\\", "\\\\host\\share\\", "C:/")))
    assert file.members
    (name, content), *others = file.members
    return replace(file.packing(((start + name, content), *others)), members=None, is_refused=True)


def member_nested(draw: Draw, file: File) -> File:
    """The members lie in folders of the archive."""
    assert file.members
    folders = [draw(st.sampled_from(("", "a/", "a b/ü/", "WE_00D/2026/"))) for _ in file.members]
    return file.packing(tuple((folders[i] + name, content) for i, (name, content) in enumerate(file.members)))


def member_doubled(draw: Draw, file: File) -> File:
    """Two members have one name; an archive may say so, and reading by name finds only the last."""
    assert file.members
    name, content = draw(st.sampled_from(file.members))
    lines = content.splitlines(keepends=True)
    other = content if draw(st.booleans()) else b"".join(lines[:-1])
    return file.packing(((name, other), *file.members))


def member_of_no_kind(draw: Draw, file: File) -> File:
    """Other things lie in the archive too."""
    assert file.members
    return file.packing((*file.members, draw(st.sampled_from(OTHER_MEMBERS))))


def archive_after_text(draw: Draw, file: File) -> File:
    """Bytes stand before the archive, as in one that unpacks itself."""
    return replace(file, content=b"#!/bin/sh\n" + file.content, is_damaged=True, members=None)


def archive_is_none(draw: Draw, file: File) -> File:
    """A file of another kind is called .zip."""
    assert file.members
    content = file.members[0][1]
    return replace(file, content=content, members=None, is_refused=not content.startswith(LOCAL), is_damaged=True)


ARCHIVE_MUTATIONS = (
    bits_flipped,
    archive_cut,
    archive_bytes_lost,
    checksum_wrong,
    member_encrypted,
    member_led_outside,
    member_nested,
    member_doubled,
    member_of_no_kind,
    archive_after_text,
    archive_is_none,
)


def _patched(file: File, places: dict[bytes, int], bits: int) -> File:
    """The first local and the first central header with some bits of two bytes flipped."""
    data = bytearray(file.content)
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        start = archive.start_dir
    for place in (places[LOCAL], start + places[CENTRAL]):
        (value,) = struct.unpack_from("<H", data, place)
        struct.pack_into("<H", data, place, value ^ bits)
    return replace(file, content=bytes(data), members=None, is_damaged=True)
