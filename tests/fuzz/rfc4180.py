"""A CSV text becomes its records by the letter of RFC 4180, written as a state machine of its own.

Reads a text and a delimiter; writes nothing. It shares nothing with the readers that the loaders use, so that it may
judge them. Beyond the RFC: LF, CRLF and CR all end a line, an empty line is no record, and a quote inside an
unquoted field is a character like any other; where that is open to dispute the text says so (`has_stray_quote`,
`has_lone_cr`). A quote that never closes and text after a closing quote are a `problem`: nothing after it is certain.
"""

from __future__ import annotations

from dataclasses import dataclass, field

START, PLAIN, QUOTED, CLOSED = range(4)


@dataclass(frozen=True)
class Record:
    """One record.

    Attributes:
        line: first physical line, from 1.
        raw: as the text has it, with its line end.
        is_ended: it has a line end.
    """

    line: int
    raw: str
    fields: tuple[str, ...]
    is_ended: bool


@dataclass
class Parsed:
    """What a text holds.

    Attributes:
        problem: why it is no CSV; empty if it is one.
        line: of the record in which the problem is.
        has_stray_quote: a quote stands inside an unquoted field.
        has_lone_cr: a CR ends a line outside quotes.
        is_numbered: the records are those of another format; their `line` is their number, `raw` is not known.
        has_quoted_cr: a CR that no LF follows stands within quotes; how many lines that makes is open to dispute.
    """

    records: list[Record] = field(default_factory=list)
    problem: str = ""
    line: int = 0
    has_stray_quote: bool = False
    has_lone_cr: bool = False
    has_quoted_cr: bool = False
    is_numbered: bool = False
    delimiter: str = ","


def parse(text: str, delimiter: str) -> Parsed:
    """Split a text into records, in one pass over its characters."""
    return _Machine(text, delimiter).run()


class _Machine:
    def __init__(self, text: str, delimiter: str) -> None:
        self.text, self.delimiter = text, delimiter
        self.found = Parsed(delimiter=delimiter)
        self.begin = 0
        self.line = self.first_line = 1
        self.fields: list[str] = []
        self.cell: list[str] = []
        self.state = START

    def run(self) -> Parsed:
        position, end = 0, len(self.text)
        while position < end:
            sign = self.text[position]
            step = 2 if self.text[position : position + 2] == "\r\n" else 1
            is_line_end = sign in "\r\n"
            if is_line_end:
                self.line += 1
            if self.state == QUOTED:
                self._within_quotes(sign, position, step)
            elif is_line_end:
                self.found.has_lone_cr |= sign == "\r" and step == 1
                self._finish(position, position + step)
            elif not self._outside_quotes(sign):
                return self._broken("text after a closing quote")
            position += step
        if self.state == QUOTED:
            return self._broken("a quote that never closes")
        self._finish(end, end)
        return self.found

    def _within_quotes(self, sign: str, position: int, step: int) -> None:
        if sign == '"':
            self.state = CLOSED
            return
        self.found.has_quoted_cr |= sign == "\r" and step == 1
        self.cell.append(self.text[position : position + step])

    def _outside_quotes(self, sign: str) -> bool:
        """Whether the sign may stand here."""
        if sign == self.delimiter:
            self._close()
        elif sign == '"' and self.state == START:
            self.state = QUOTED
        elif sign == '"' and self.state == CLOSED:
            self.cell.append('"')
            self.state = QUOTED
        elif self.state == CLOSED:
            return False
        else:
            self.found.has_stray_quote |= sign == '"'
            self.cell.append(sign)
            self.state = PLAIN
        return True

    def _close(self) -> None:
        self.fields.append("".join(self.cell))
        self.cell.clear()
        self.state = START

    def _finish(self, end: int, after: int) -> None:
        """End a record, unless its line is empty."""
        if end > self.begin:
            self._close()
            raw = self.text[self.begin : after]
            self.found.records.append(Record(self.first_line, raw, tuple(self.fields), after > end))
        self.fields.clear()
        self.begin, self.first_line = after, self.line

    def _broken(self, problem: str) -> Parsed:
        self.found.problem, self.found.line = problem, self.first_line
        return self.found
