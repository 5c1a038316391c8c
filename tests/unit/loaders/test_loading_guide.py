"""docs/loading.md says what the declarations say: every entity and field of a mapping, every object of Salesforce."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from leadhouse.commands.load import load
from loaders.sources.declarations import Table, source
from loaders.sources.mapping import read_mapping

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "loading.md"


def fields(table: Table) -> str:
    """One row of the guide's table: the entity and its fields, required ones in bold."""
    names = (f"**{column.name}**" if column.is_required else column.name for column in table.columns)
    return f"| `{table.name}` | {', '.join(names)} |"


def test_every_entity_and_field_of_a_mapping_is_listed():
    rows = "\n".join(["| entity | fields |", "|---|---|", *map(fields, source("spreadsheet").tables)])
    _, listed, _ = re.split(r"<!-- fields: (?:begin[^>]*|end) -->\n?", GUIDE.read_text(encoding="utf-8"))
    assert listed.strip() == rows, f"put this between the marks of {GUIDE}:\n{rows}"


def test_every_object_of_salesforce_is_named():
    text = GUIDE.read_text(encoding="utf-8")
    assert [table.object for table in source("salesforce").tables if table.object not in text] == []


def test_every_option_of_the_command_is_explained():
    text = GUIDE.read_text(encoding="utf-8")
    options = [option for parameter in load.params for option in parameter.opts if option.startswith("--")]
    assert [option for option in options if option not in text] == []


@pytest.mark.parametrize("number", [0, 1, 2])
def test_the_guides_own_mapping_is_valid(tmp_path, number):
    blocks = re.findall(r"```toml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    texts = [
        blocks[0],
        blocks[0] + blocks[1],
        blocks[0] + blocks[2].rstrip() + '\nfields = { opportunity_id = "No" }\n',
    ]
    path = tmp_path / "mapping.toml"
    path.write_text(texts[number], encoding="utf-8")
    assert len(read_mapping(path).blocks) == [1, 3, 2][number]
