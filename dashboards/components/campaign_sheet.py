"""One campaign on one page: an HTML file that needs nothing else, to be sent or printed.

Pure: reads words and frames of words, returns the text of the file. Every value is escaped; nothing in it is run or
fetched.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import polars as pl

MOST_ROWS = 25
"""Credits on the sheet, the largest; the page has them all."""

STYLE = """
@page { size: A4; margin: 16mm; }
body { font: 13px/1.45 system-ui, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif; color: #1B2430;
  max-width: 900px; margin: 32px auto; padding: 0 16px; font-variant-numeric: tabular-nums; }
h1 { font-size: 22px; margin: 0; overflow-wrap: anywhere; } h2 { font-size: 14px; margin: 28px 0 6px; }
p { color: #5B6675; margin: 4px 0; } table { border-collapse: collapse; width: 100%; }
th { text-align: left; color: #5B6675; font-weight: 500; } th, td { padding: 4px 10px 4px 0; overflow-wrap: anywhere; }
tr + tr { border-top: 1px solid #E3E7EC; } td.number, th.number { text-align: right; white-space: nowrap; }
"""


@dataclass(frozen=True)
class Sheet:
    """What stands on the page.

    Attributes:
        figures: one row per attribution model, as written on the screen.
        credits: one row per touch with credit, the largest first.
        as_of: how fresh and tested the data is.
    """

    name: str
    about: str
    figures: pl.DataFrame
    credits: pl.DataFrame
    as_of: str


def written(sheet: Sheet) -> str:
    """Return the text of the file."""
    listed = sheet.credits.head(MOST_ROWS)
    more = f"The {listed.height} largest of {sheet.credits.height:,}." if listed.height < sheet.credits.height else ""
    name = escape(sheet.name)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{name}</title>
<style>{STYLE}</style>
</head>
<body>
<h1>{name}</h1>
<p>{escape(sheet.about)}</p>
<p>{escape(sheet.as_of)}</p>
<h2>What it cost and brought, under each attribution model</h2>
{_table(sheet.figures)}
<p>All time, with all campaigns below it, each cost once. An empty cost is not known, and then there is no ROI.</p>
<h2>Opportunities and the touches that got credit</h2>
{_table(listed)}
<p>{escape(more)}</p>
</body>
</html>
"""


def _table(frame: pl.DataFrame) -> str:
    kinds = ["" if _is_words(frame[name]) else ' class="number"' for name in frame.columns]
    head = "".join(f"<th{kind}>{escape(name)}</th>" for name, kind in zip(frame.columns, kinds, strict=True))
    rows = [
        "".join(f"<td{kind}>{escape(str(value or ''))}</td>" for value, kind in zip(row, kinds, strict=True))
        for row in frame.iter_rows()
    ]
    return f"<table><tr>{head}</tr>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _is_words(column: pl.Series) -> bool:
    """Whether a column is read as words: none of its first filled values ends or begins like a number."""
    filled = [each for each in column.head(MOST_ROWS).to_list() if each]
    return not filled or not all(each.lstrip("+-")[:1].isdigit() for each in filled)
