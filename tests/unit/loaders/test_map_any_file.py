"""Whatever the headers and values are: a proposal that is valid TOML and loads once completed, or a refusal."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

import loaders
from loaders.proposals import propose
from loaders.proposals.preview import preview_lines
from loaders.proposals.report import as_dict
from loaders.proposals.vocabulary import entities
from loaders.proposals.writing import as_toml
from loaders.sources.mapping import read_mapping

LABELS = sorted({label for table in entities() for column in table.columns for label in column.meta.get("labels", ())})
NAME = st.one_of(
    st.sampled_from(["Id", "Lead ID", *LABELS]), st.text(st.characters(exclude_characters="\0"), max_size=12)
)
HEADERS = st.lists(NAME, min_size=1, max_size=9, unique_by=lambda name: name.strip().lower())
CELLS = st.one_of(
    st.text(st.characters(exclude_characters="\0"), max_size=12),
    st.sampled_from(
        ["", "NULL", "Won", "New", "yes", "1.234", "12,5", "$5K", "31.01.2026", "01/31/26", "2026-01-31T10:00Z"]
    ),
    st.integers().map(str),
)
PLAIN = {"leads.csv": "Lead ID", "deals.csv": "Deal ID", "Calls.tsv": "Call ID"}
NAMES = st.sampled_from(["leads.csv", "deals.csv", "x [1].csv", "Calls.tsv", "campaign_members.csv", "a'b\"c.csv"])


@settings(max_examples=150, deadline=None)
@given(HEADERS, st.data(), NAMES, st.sampled_from([",", ";", "\t", "|"]), st.integers(0, 4))
def test_any_header_ends_in_a_valid_proposal_or_a_refusal(header, data, name, delimiter, plain):
    """Four times in five the file has an id and a time too, so that the proposal is loaded."""
    rows = data.draw(st.lists(st.lists(CELLS, min_size=len(header), max_size=len(header)), max_size=6))
    if plain:
        header = [PLAIN.get(name, "Id"), "Created", *header]
        rows = [[f"K{n}", f"2026-01-0{n}", *row] for n, row in enumerate(rows, start=1)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        with path.open("w", encoding="utf-8", newline="", errors="replace") as file:
            csv.writer(file, delimiter=delimiter).writerows([header, *rows])
        try:
            proposal = propose([path])
        except loaders.Refused:
            return
        text = as_toml(proposal)
        assert preview_lines(proposal)
        assert as_dict(proposal, text)["mapping"] == text
        mapping = Path(folder) / "mapping.toml"
        for key, value in (("time_zone", "UTC"), ("date_order", "dmy"), ("decimal", ",")):
            text = text.replace(f'{key} = "?"', f'{key} = "{value}"')
        mapping.write_text(text, encoding="utf-8")
        if proposal.not_found:
            return
        assert read_mapping(mapping).blocks
        try:
            report = loaders.load("spreadsheet", [path], Path(folder) / "w", mapping=mapping, dry_run=True)
        except loaders.Refused as refusal:
            refused_for = str(refusal)
        else:
            refused_for = ""
            assert {file.file for file in report.files} == {name}
        assert "mapping.toml" not in refused_for, text
