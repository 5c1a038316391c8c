"""What goes wrong in a file's bytes: quotes, delimiters, encodings, line ends, cuts.

Each mutation takes hypothesis' draw and the bytes of a file and gives other bytes; writes nothing.
"""

from __future__ import annotations

from hypothesis import strategies as st

from tests.fuzz.exports import Draw

BOM = b"\xef\xbb\xbf"
BLANKS = (b"\n", b"\r\n\r\n", b" \n", b"   ", b'""\n', b",\n", b",,,,\n", b"\x1a")
FOOTERS = (
    b"Copyright (c) 2026 Acme\n",
    b"Confidential Information - Do Not Distribute\n",
    b'"Grand Totals (2 records)"',
)
DELIMITERS = (b",", b";", b"\t", b"|")


def quote_added(draw: Draw, data: bytes) -> bytes:
    """A quote anywhere."""
    return _inserted(draw, data, b'"')


def quote_removed(draw: Draw, data: bytes) -> bytes:
    """One quote is gone."""
    return _replaced_once(draw, data, b'"', b"")


def quote_doubled(draw: Draw, data: bytes) -> bytes:
    """One quote became two."""
    return _replaced_once(draw, data, b'"', b'""')


def quote_moved(draw: Draw, data: bytes) -> bytes:
    """One quote stands a few characters further on."""
    place = _find(draw, data, b'"')
    if place is None:
        return data
    further = place + draw(st.integers(1, 6))
    return data[:place] + data[place + 1 : further] + b'"' + data[further:]


def quote_spaced(draw: Draw, data: bytes) -> bytes:
    """A space stands before or after a quote."""
    return _replaced_once(draw, data, b'"', draw(st.sampled_from((b' "', b'" ', b'"\t'))))


def quotes_of_another_kind(draw: Draw, data: bytes) -> bytes:
    """All quotes became apostrophes or typographic ones."""
    return data.replace(b'"', draw(st.sampled_from((b"'", "“".encode()))))


def delimiter_replaced(draw: Draw, data: bytes) -> bytes:
    """Another delimiter everywhere, within quotes too."""
    return data.replace(draw(st.sampled_from(DELIMITERS)), draw(st.sampled_from(DELIMITERS)))


def delimiter_replaced_in_a_line(draw: Draw, data: bytes) -> bytes:
    """Another delimiter in one line, perhaps the header."""
    lines = data.splitlines(keepends=True)
    if not lines:
        return data
    place = draw(st.integers(0, len(lines) - 1))
    lines[place] = delimiter_replaced(draw, lines[place])
    return b"".join(lines)


def delimiter_added(draw: Draw, data: bytes) -> bytes:
    """A delimiter anywhere."""
    return _inserted(draw, data, draw(st.sampled_from(DELIMITERS)))


def delimiter_removed(draw: Draw, data: bytes) -> bytes:
    """One delimiter is gone."""
    return _replaced_once(draw, data, draw(st.sampled_from(DELIMITERS)), b"")


def bom_added(draw: Draw, data: bytes) -> bytes:
    """A byte order mark, or two, or one among the records."""
    if draw(st.booleans()):
        return draw(st.sampled_from((BOM, BOM + BOM, b"\xff\xfe", b"\xfe\xff"))) + data
    return _inserted(draw, data, BOM)


def encoding_changed(draw: Draw, data: bytes) -> bytes:
    """The whole text in another encoding, with or without a mark."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data
    encoding = draw(st.sampled_from(("utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1", "utf-32", "mac-roman")))
    return text.encode(encoding, "replace")


def bytes_of_cp1252(draw: Draw, data: bytes) -> bytes:
    """One accent of another encoding."""
    return _inserted(draw, data, draw(st.sampled_from((b"\xe9", b"\xfc\xdf", b"\x80", b"\x93quoted\x94", b"\x81"))))


def utf8_broken(draw: Draw, data: bytes) -> bytes:
    """A character of several bytes lost one, or a byte was changed."""
    wide = [place for place, byte in enumerate(data) if byte > 0x7F]
    if not wide:
        return _inserted(draw, data, b"\xc3")
    place = draw(st.sampled_from(wide))
    return data[:place] + draw(st.sampled_from((b"", b"?", b"\xff", b"\x00"))) + data[place + 1 :]


def nul_added(draw: Draw, data: bytes) -> bytes:
    """A NUL anywhere."""
    return _inserted(draw, data, b"\0" * draw(st.sampled_from((1, 1, 512))))


def control_added(draw: Draw, data: bytes) -> bytes:
    """A control character anywhere."""
    return _inserted(draw, data, draw(st.sampled_from((b"\x1a", b"\x0b", b"\x0c", b"\x1c", b"\x7f", b"\x08"))))


def cut_anywhere(draw: Draw, data: bytes) -> bytes:
    """The file ends too soon."""
    return data[: draw(st.integers(0, len(data)))]


def cut_in_quotes(draw: Draw, data: bytes) -> bytes:
    """The file ends right after a quote, or a little later."""
    place = _find(draw, data, b'"')
    return data if place is None else data[: place + draw(st.integers(0, 4))]


def cut_after_a_line(draw: Draw, data: bytes) -> bytes:
    """The file ends after some line, with or without its line end."""
    lines = data.splitlines(keepends=True)
    kept = b"".join(lines[: draw(st.integers(0, len(lines)))])
    return kept.rstrip(b"\r\n") if draw(st.booleans()) else kept


def start_lost(draw: Draw, data: bytes) -> bytes:
    """The first bytes are gone."""
    return data[draw(st.integers(1, 40)) :]


def middle_lost(draw: Draw, data: bytes) -> bytes:
    """Some bytes in the middle are gone."""
    place = draw(st.integers(0, len(data)))
    return data[:place] + data[place + draw(st.integers(1, 30)) :]


def line_ends_changed(draw: Draw, data: bytes) -> bytes:
    """Other line ends everywhere, within quotes too."""
    plain = data.replace(b"\r\n", b"\n")
    return plain.replace(b"\n", draw(st.sampled_from((b"\r\n", b"\r", b"\n", b"\r\r\n", b"\n\r"))))


def line_end_changed(draw: Draw, data: bytes) -> bytes:
    """One line ends otherwise."""
    return _replaced_once(draw, data, b"\n", draw(st.sampled_from((b"\r\n", b"\r", b"\n\n", b"\r\r\n", b"\n\r", b""))))


def last_line_end_lost(draw: Draw, data: bytes) -> bytes:
    """The last line has no end."""
    return data.rstrip(b"\r\n")


def line_end_added(draw: Draw, data: bytes) -> bytes:
    """A line end anywhere."""
    return _inserted(draw, data, draw(st.sampled_from((b"\n", b"\r\n", b"\r", b"\n\n"))))


def lines_added(draw: Draw, data: bytes) -> bytes:
    """Blank lines, a footer or a title, above, between or below the records."""
    line = draw(st.sampled_from((*BLANKS, *FOOTERS)))
    lines = data.splitlines(keepends=True)
    place = draw(st.sampled_from((0, 1, len(lines), len(lines), draw(st.integers(0, len(lines))))))
    return b"".join((*lines[:place], line, *lines[place:]))


BYTE_MUTATIONS = (
    quote_added,
    quote_removed,
    quote_doubled,
    quote_moved,
    quote_spaced,
    quotes_of_another_kind,
    delimiter_replaced,
    delimiter_replaced_in_a_line,
    delimiter_added,
    delimiter_removed,
    bom_added,
    encoding_changed,
    bytes_of_cp1252,
    utf8_broken,
    nul_added,
    control_added,
    cut_anywhere,
    cut_in_quotes,
    cut_after_a_line,
    start_lost,
    middle_lost,
    line_ends_changed,
    line_end_changed,
    last_line_end_lost,
    line_end_added,
    lines_added,
)


# What may be done to bytes that are no text.
BINARY_MUTATIONS = (cut_anywhere, middle_lost, start_lost, utf8_broken, nul_added, quote_added)


def _find(draw: Draw, data: bytes, sign: bytes) -> int | None:
    places = [place for place in range(len(data)) if data.startswith(sign, place)]
    return draw(st.sampled_from(places)) if places else None


def _replaced_once(draw: Draw, data: bytes, sign: bytes, other: bytes) -> bytes:
    place = _find(draw, data, sign)
    return data if place is None else data[:place] + other + data[place + len(sign) :]


def _inserted(draw: Draw, data: bytes, more: bytes) -> bytes:
    place = draw(st.integers(0, len(data)))
    return data[:place] + more + data[place:]
