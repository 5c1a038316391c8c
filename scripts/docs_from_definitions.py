"""Fills the documentation with what is defined elsewhere, so that a definition is written once.

    python scripts/docs_from_definitions.py            # writes docs/**/*.md
    python scripts/docs_from_definitions.py --check    # writes nothing; exit code 1 where a page is out of date

Reads `seeds/*.csv`, which are published as `dim_metrics` and `definitions.*`, and the descriptions in
`models/**/*.yml`. In a page it writes what stands between one of these comments and `<!-- end -->`, and nothing else:

    <!-- metrics -->                       every metric by fact, each under a heading of its name
    <!-- metrics: sla_met_rate, ... -->    a table of these metrics, with links to the above
    <!-- definition: response_slas -->     what a definition is for, its columns and the rows that it comes with
    <!-- tables -->                        every published table with its columns
    <!-- custom_fields -->                 the names by which a company's own Salesforce fields are recognised

Refuses a comment that names what does not exist, and one without its end.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
OPENING = re.compile(r"^<!-- (metrics|definition|tables|custom_fields)\b", re.M)
BLOCK = re.compile(
    r"^(<!-- (metrics|definition|tables|custom_fields)(?:: ([\w, ]+))? -->)$.*?^(<!-- end -->)$", re.M | re.S
)
METRICS_PAGE = "definitions/metrics.md"
BETTER = {"up": "more is better", "down": "less is better", "none": "neither more nor less is better"}
ORDER = ("fct", "dim", "rpt", "meta")
"""Published tables by the beginning of their names, in the order of the page."""


def main(asked: list[str]) -> int:
    """Write the pages that are out of date, or only name them; return the exit code."""
    stale = {path: text for path, text in pages().items() if text != path.read_text(encoding="utf-8")}
    for path, text in stale.items():
        print(path.relative_to(ROOT))
        if "--check" not in asked:
            path.write_text(text, encoding="utf-8")
    return int(bool(stale) and "--check" in asked)


def pages() -> dict[Path, str]:
    """Return every page of the documentation as it should read."""
    docs = ROOT / "docs"
    return {
        path: filled(path.read_text(encoding="utf-8"), path.relative_to(docs).as_posix())
        for path in sorted(docs.rglob("*.md"))
    }


def filled(markdown: str, page: str) -> str:
    """Return the text of a page with its blocks written anew.

    Args:
        page: path of the page below docs/, from which links start.

    Raises:
        KeyError: a comment names a metric or a definition that does not exist.
        ValueError: a comment has no end.
    """
    up = "../" * page.count("/")

    def written(block: re.Match[str]) -> str:
        opening, kind, named, end = block.groups()
        names = [each.strip() for each in named.split(",")] if named else []
        return f"{opening}\n\n{WRITERS[kind](names, up)}\n\n{end}"

    if len(OPENING.findall(markdown)) != len(BLOCK.findall(markdown)):
        raise ValueError(f"docs/{page}: a comment that is filled has no <!-- end -->")
    return BLOCK.sub(written, markdown)


def metrics() -> dict[str, dict[str, str]]:
    """Return the rows of seeds/metrics.csv by the name of the metric."""
    return {row["metric"]: row for row in seed("metrics")}


def seed(name: str) -> list[dict[str, str]]:
    """Return the rows of a definition as shipped."""
    with (ROOT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def definitions() -> dict[str, dict[str, Any]]:
    """Return what is said of each definition: its description and its columns, by the name of its file."""
    return _described(sorted((ROOT / "models" / "definitions").glob("*.yml")), "seeds")


def tables() -> dict[str, dict[str, Any]]:
    """Return what is said of each published table, by name: facts, dimensions, reports, then what tells of the data."""
    folders = (ROOT / "models" / "marts", ROOT / "models" / "meta")
    found = _described([file for folder in folders for file in sorted(folder.glob("*.yml"))], "models")
    return dict(sorted(found.items(), key=lambda pair: (ORDER.index(pair[0].partition("_")[0]), pair[0])))


def _described(files: list[Path], what: str) -> dict[str, dict[str, Any]]:
    entries = [entry for file in files for entry in yaml.safe_load(file.read_text(encoding="utf-8")).get(what, ())]
    return {entry["name"]: entry for entry in entries}


def _metrics(named: list[str], up: str) -> str:
    known = metrics()
    if named:
        rows = [(f"[{known[name]['label']}]({up}{METRICS_PAGE}#{name})", known[name]) for name in named]
        return _table(
            ("metric", "what it says", "how it is computed"),
            [(link, row["description"], row["formula"]) for link, row in rows],
        )
    facts = list(dict.fromkeys(row["fact"] for row in known.values()))
    return "\n\n".join(f"## From `{fact}`\n\n{_metrics_of(fact, known)}" for fact in facts)


def _metrics_of(fact: str, known: dict[str, dict[str, str]]) -> str:
    return "\n\n".join(
        f"### `{name}`\n\n**{row['label']}**: {_flat(row['description'])}\n\n"
        f"*Computed:* {_flat(row['formula'])}. By `{row['date_column']}`; {BETTER[row['direction']]}."
        for name, row in known.items()
        if row["fact"] == fact
    )


def _definition(named: list[str], _: str) -> str:
    known = definitions()
    return "\n\n".join(_one_definition(name, known[name]) for name in named)


def _one_definition(name: str, entry: dict[str, Any]) -> str:
    rows = seed(name)
    columns = [(f"`{each['name']}`", _flat(each.get("description", ""))) for each in entry.get("columns", ())]
    said = f"### `{name}.csv`\n\n{_flat(entry['description'])}\n\n{_table(('column', 'what it says'), columns)}"
    if not rows:
        return f"{said}\n\nEmpty as shipped."
    inside = _table(tuple(f"`{each}`" for each in rows[0]), [tuple(row.values()) for row in rows])
    return (
        f'{said}\n\n<details markdown="1">\n<summary>As shipped: {len(rows)} rows</summary>\n\n{inside}\n\n</details>'
    )


def _tables(_: list[str], __: str) -> str:
    return "\n\n".join(
        f"## `{name}`\n\n{_flat(entry['description'])}\n\n"
        + _table(
            ("column", "type", "what it says"),
            [
                (f"`{each['name']}`", each.get("data_type", ""), _flat(each.get("description", "")))
                for each in entry["columns"]
            ],
        )
        for name, entry in tables().items()
    )


def _custom_fields(_: list[str], __: str) -> str:
    path = ROOT / "models" / "staging" / "salesforce" / "_sources.yml"
    found: dict[tuple[str, str], list[str]] = {}
    for source in yaml.safe_load(path.read_text(encoding="utf-8"))["sources"]:
        for table in source["tables"]:
            for column in table.get("columns", ()):
                meta = column.get("config", column).get("meta", {})
                if column["name"].endswith("__c"):
                    field = meta.get("candidate_for", "").replace("_", " ") or meta["label"]
                    found.setdefault((table["config"]["meta"]["object"], field), []).append(f"`{column['name']}`")
    rows = [(each, field, ", ".join(names)) for (each, field), names in found.items()]
    return _table(("object", "what it tells", "the first filled of"), rows)


def _table(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [header, tuple("---" for _ in header), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return _flat(text).replace("|", "\\|")


def _flat(text: str) -> str:
    return " ".join(text.split())


WRITERS: dict[str, Callable[[list[str], str], str]] = {
    "metrics": _metrics,
    "definition": _definition,
    "tables": _tables,
    "custom_fields": _custom_fields,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
