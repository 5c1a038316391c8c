"""Every command in the documentation exists, with its options; every query runs; the example of a mapping loads."""

from __future__ import annotations

import csv
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import click
import duckdb
import pytest

from leadhouse.cli import VERBS, main

ROOT = Path(__file__).resolve().parents[2]
GUIDES = [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
SHELL = re.compile(r"^```(?:bash|text|cron)\n(.*?)^```$", re.M | re.S)
SQL = re.compile(r"^```sql\n(.*?)^```$", re.M | re.S)
INLINE = re.compile(r"`(leadhouse [^`]+)`")
COMMAND = re.compile(r"(?:^|[\s/(])(leadhouse (?=[a-z-]).*)$")
ENDS = {"|", "||", "&&", ";", "<", ">", ">>"}
"""What in a shell ends the words of a command."""


def written(guide: Path) -> Iterator[str]:
    """The command lines of a guide, in blocks and in running text, with continued lines joined."""
    text = guide.read_text(encoding="utf-8")
    for block in SHELL.findall(text):
        for line in re.sub(r"\\\n\s*", "", block).splitlines():
            found = COMMAND.search(re.sub(r"\$\(leadhouse path\)", "", line).partition("  #")[0].rstrip())
            if found:
                yield found.group(1).partition("      ")[0]
        yield from re.findall(r"\$\((leadhouse [^)]*)\)", block)
    yield from (" ".join(each.split()) for each in INLINE.findall(text))


LINES = sorted({(guide.name, line) for guide in GUIDES for line in written(guide)})
EACH_LINE = pytest.mark.parametrize(("guide", "line"), LINES, ids=[": ".join(each) for each in LINES])


def parsed(line: str) -> tuple[click.Command, dict[str, object], list[str]]:
    """What click makes of a command line: the command, its options and what stands without one."""
    verb, *rest = takewhile(lambda word: word not in ENDS, shlex.split(line)[1:])
    context = click.Context(main)
    command = main.get_command(context, verb)
    assert command, f"there is no leadhouse {verb}"
    context = click.Context(command, parent=context, info_name=verb)
    options, arguments, _ = command.make_parser(context).parse_args(rest)
    return command, options, [each for each in arguments if each]


def metrics() -> set[str]:
    """The names of all metrics."""
    with (ROOT / "seeds" / "metrics.csv").open(encoding="utf-8") as file:
        return {row["metric"] for row in csv.DictReader(file)}


def test_the_guides_hold_commands() -> None:
    assert len(LINES) > 60
    assert {line.split()[1] for _, line in LINES if " " in line} >= set(VERBS)


@EACH_LINE
def test_a_command_and_its_options_exist(guide: str, line: str) -> None:
    if line == "leadhouse" or line.startswith("leadhouse --"):
        return
    command, options, _ = parsed(line)
    for parameter in command.params:
        given = options.get(parameter.name or "")
        if isinstance(parameter.type, click.Choice) and isinstance(given, str) and given[0] not in "<.":
            assert given in parameter.type.choices, f"{guide}: {line}"


@EACH_LINE
def test_a_metric_that_a_command_names_exists(guide: str, line: str) -> None:
    named = set(re.findall(r"--metric (\w+)", line)) | set(re.findall(r"explain ([a-z]+_[a-z_]+)", line))
    assert named - {"NAME"} <= metrics(), guide


def queries() -> Iterator[tuple[str, str]]:
    """The queries of the guides but those of the cookbook, which have tests of their own."""
    for guide in GUIDES:
        if guide.name != "cookbook.md":
            yield from ((guide.name, sql) for sql in SQL.findall(guide.read_text(encoding="utf-8")))
    for guide, line in LINES:
        if line.startswith("leadhouse query ") and " - " not in line:
            yield guide, shlex.split(line)[2]


@pytest.mark.parametrize(("guide", "sql"), sorted(set(queries())))
def test_a_query_of_the_guides_runs(guide: str, sql: str, demo_warehouse: Path) -> None:
    if sql in ("SQL", "..."):
        return
    published = demo_warehouse / "published"
    with duckdb.connect(str(published / (published / "CURRENT").read_text().strip()), read_only=True) as connection:
        assert connection.execute(sql).fetchall(), guide


def test_the_list_of_leads_loads_with_the_mapping_written_for_it(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "spreadsheet.md").read_text(encoding="utf-8")
    (listed,) = re.findall(r"^```text\n(Lead No;.*?)^```$", text, re.M | re.S)
    (mapping,) = re.findall(r"^```toml\n(.*?)^```$", text, re.M | re.S)
    (tmp_path / "leads.csv").write_text(listed, encoding="utf-8")
    (tmp_path / "our_crm.toml").write_text(mapping, encoding="utf-8")
    command = "from leadhouse.cli import main; main()"
    asked = ["load", "spreadsheet", "--mapping", "our_crm.toml", "leads.csv", "--json", "--warehouse", "warehouse"]
    loaded = subprocess.run(
        [sys.executable, "-c", command, *asked], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert loaded.returncode == 0, loaded.stderr
    (file,) = json.loads(loaded.stdout)["files"]
    assert (file["records"], file["landed"], file["rejected"]) == (3, 3, 0)


@pytest.mark.parametrize("name", ["targets", "annotations", "crm_addresses"])
def test_the_example_of_a_definition_has_the_columns_of_its_file(name: str) -> None:
    text = (ROOT / "docs" / "goals.md").read_text(encoding="utf-8")
    header = (ROOT / "seeds" / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0]
    (block,) = re.findall(rf"^```text\n({re.escape(header)}\n.*?)^```$", text, re.M | re.S)
    rows = list(csv.DictReader(block.splitlines()))
    assert len(rows) > 1
    assert all(None not in row and None not in row.values() for row in rows)
    assert {row["metric"] for row in rows if "metric" in row} <= metrics()
