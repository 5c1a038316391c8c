"""A new version appears without a restart, and the old one stays readable for who is reading it."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboards import data
from dashboards.published import current_path, open_version
from leadhouse.errors import LeadhouseError

APP = Path(data.__file__).parent / "app.py"


@pytest.fixture
def own_warehouse(demo_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A warehouse with one published version that a test may add to."""
    (tmp_path / "published").mkdir()
    old = (demo_warehouse / "published" / "CURRENT").read_text().strip()
    shutil.copy(demo_warehouse / "published" / old, tmp_path / "published" / old)
    (tmp_path / "published" / "CURRENT").write_text(f"{old}\n")
    monkeypatch.setenv("LEADHOUSE_WAREHOUSE", str(tmp_path))
    st.cache_data.clear()
    return tmp_path


def publish_half(warehouse: Path) -> Path:
    """Publish a version with every other lead, by hand."""
    old = current_path()
    new = old.with_name("leadhouse-20991231T235959000000Z.duckdb")
    shutil.copy(old, new)
    with duckdb.connect(str(new)) as connection:
        connection.execute("create temporary table kept as select * from fct_leads where hash(lead_key) % 2 = 0")
        connection.execute("delete from fct_leads where lead_key not in (select lead_key from kept)")
        connection.execute("checkpoint")
    (warehouse / "published" / "CURRENT").write_text(f"{new.name}\n")
    return new


def test_a_new_version_is_read_at_once_and_the_old_one_stays_readable(own_warehouse: Path) -> None:
    old = current_path()
    before = data.metric("leads_created")["value"][0]
    publish_half(own_warehouse)
    after = data.metric("leads_created")["value"][0]
    assert 0 < after < before
    still = open_version(old).cursor().execute("select count(*) from fct_leads where is_counted").fetchone()
    assert still == (before,)
    old.unlink()
    assert open_version(old).cursor().execute("select count(*) from fct_leads where is_counted").fetchone() == still


def test_an_open_page_shows_a_new_version_at_its_next_run(own_warehouse: Path) -> None:
    app = AppTest.from_file(str(APP), default_timeout=60)
    app.query_params["period"] = "all"
    app.run()
    before = app.metric[0].value, app.button(key="show_customer_rate").label
    publish_half(own_warehouse)
    app.run()
    assert not app.exception
    assert (app.metric[0].value, app.button(key="show_customer_rate").label) != before


def test_without_a_version_the_pages_say_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADHOUSE_WAREHOUSE", str(tmp_path))
    with pytest.raises(LeadhouseError, match="leadhouse build"):
        data.metric("leads_created")
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    assert not app.exception
    assert app.title[0].value == "Nothing to show yet"
    assert any("leadhouse build" in each.value for each in app.markdown)


@pytest.mark.parametrize(
    ("fact", "column"), [("fct_leads", "opportunity_closed_at"), ("fct_campaign_attribution", "closed_date")]
)
def test_a_version_without_a_column_that_pages_read_says_to_build_again(
    own_warehouse: Path, fact: str, column: str
) -> None:
    with duckdb.connect(str(current_path())) as connection:
        connection.execute(f"alter table {fact} drop column {column}")
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    assert not app.exception
    assert not app.metric
    assert any(f"before {fact}.{column} was known. Next: leadhouse build" in each.value for each in app.markdown)
