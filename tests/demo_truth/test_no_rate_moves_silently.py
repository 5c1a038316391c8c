"""What a company does not export moves no rate in silence: each stays as it was, or the product says what is not known.

Takes activities, the history of leads, and opportunities out of the demo's export, one subject at a time, and reads
each rate and time of the published metrics as the pages do. One without an answer has a reason beside it; one that is
told by less than before says so in its own description, or the Data page says it of the whole fact.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from dashboards import data

SUBJECTS = {
    "activities": {"Task", "Event", "EmailMessage"},
    "lead history": {"LeadHistory"},
    "opportunities": {
        "Opportunity", "OpportunityHistory", "OpportunityFieldHistory", "OpportunityContactRole", "Quote",
    },
}  # fmt: skip
# What meta_coverage says where a subject moves every rate of a fact.
SAID_OF_ALL = {
    ("lead history", "fct_leads"): "more leads count, as fewer are told as duplicates",
    ("lead history", "fct_campaign_attribution"): "their sources share the credit for deals",
    ("lead history", "rpt_campaign_roi"): "their sources share the credit for deals",
    ("lead history", "fct_lead_assignments"): "of owners only those of today",
}
EMPTY = ("not exported", "not measurable", "not reached", "not mature", "no cost known", "no data")
Answer = tuple[float | None, str | None]


@pytest.fixture(scope="module", params=SUBJECTS)
def without(
    request: pytest.FixtureRequest, demo_warehouse: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    """A subject, and the demo's warehouse built without it."""
    folder = tmp_path_factory.mktemp("without")
    for archive in (demo_warehouse / "exports").glob("*.zip"):
        with zipfile.ZipFile(archive) as opened:
            kept = [name for name in opened.namelist() if Path(name).stem not in SUBJECTS[request.param]]
            assert len(kept) < len(opened.namelist())
            opened.extractall(folder / "export", kept)
    warehouse = folder / "warehouse"
    shutil.copytree(demo_warehouse / "definitions", warehouse / "definitions")
    shutil.copy(demo_warehouse / "leadhouse.toml", warehouse)
    spend = ["load", "spend", str(demo_warehouse / "exports" / "spend.csv")]
    for arguments in (["load", "salesforce", str(folder / "export")], spend, ["build"]):
        command = [sys.executable, "-m", "leadhouse", *arguments, "--warehouse", str(warehouse)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    return request.param, warehouse


@pytest.fixture
def forgetting() -> Iterator[None]:
    """Answers kept from other warehouses are forgotten."""
    st.cache_data.clear()
    yield
    st.cache_data.clear()


def answers(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Answer]:
    """The value of each rate and time, and why it is empty if it is."""
    monkeypatch.setenv("LEADHOUSE_WAREHOUSE", str(warehouse))
    metrics = data.catalogue().metrics.values()
    asked = [each.metric for each in metrics if each.unit in ("rate", "minutes", "hours", "days")]
    return {name: (data.metric(name)["value"][0], data.absence(name, data.EVERYTHING)) for name in asked}


@pytest.mark.usefixtures("forgetting")
def test_a_rate_stays_or_says_what_is_not_known(
    without: tuple[str, Path], demo_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    subject, warehouse = without
    before, after = answers(demo_warehouse, monkeypatch), answers(warehouse, monkeypatch)
    effects = " ".join(data.table("meta_coverage")["effect"].drop_nulls())
    silent = []
    for name, (value, reason) in after.items():
        asked = data.definition(name)
        said = SAID_OF_ALL.get((subject, asked.fact))
        is_told = f"Without exported {subject}" in asked.description or (said is not None and said in effects)
        if value != before[name][0] and not is_told and not (value is None and reason in EMPTY):
            silent.append(f"{name}: {before[name][0]} became {value}")
    assert silent == []
    assert any(value is None for value, _ in after.values())
