"""How a file is to be looked at, where it does not say so itself.

Reads and writes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class View:
    """What a user declares of a file.

    Attributes:
        sheet: of a workbook; None is the first.
        header_row: row of a sheet or line of a text, from 1; what stands above is left out.
        delimiter: of a text; None looks at the header.
        decimal: how numbers are to be written that a typed cell holds, to be read like those that people wrote.
    """

    sheet: str | None = None
    header_row: int = 1
    delimiter: str | None = None
    decimal: str = "."


AS_IT_IS = View()
