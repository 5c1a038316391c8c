"""The parts of a report: markup, tables, charts and fragments read from a page, and how each format writes them."""

from __future__ import annotations

import email
import email.policy
import json
from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from leadhouse.reporting import charts, fragments, reading, tables
from leadhouse.reporting.document import (
    Columns,
    Document,
    Paragraph,
    Picture,
    Section,
    Table,
    Tile,
    Tiles,
    plain,
    words,
)
from leadhouse.reporting.html import html
from leadhouse.reporting.mail import mail
from leadhouse.reporting.markup import styled
from leadhouse.reporting.pdf import pdf
from leadhouse.reporting.text import text

BAR = {
    "mark": "bar",
    "data": {"values": [{"a": "<b>x</b>", "n": 3}, {"a": "y", "n": 1}]},
    "encoding": {"x": {"field": "n", "type": "quantitative"}, "y": {"field": "a", "type": "nominal"}},
    "width": 300,
}
PAGE = Document(
    title="Speed & <quality>",
    question="Fast enough?",
    as_of="data as of Friday",
    filters="Period: Last 7 days · Source: Web",
    blocks=(
        Tiles((Tile("SLA met", "71.4 %", "+4.1 pp", "good", ("vs 67.3 %",)),)),
        Section("why"),
        Columns(((Picture(BAR, 300, 'Bars, "two"'),), (Paragraph(words("Beside it."), "caption"),)), (2, 1)),
        Table(("Owner", "Leads"), (("Ann", "1,200"), ("#set page(width: 1pt)", "3")), (False, True), 30),
    ),
)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("plain", [("plain", set())]),
        (":gray[:small[as of]] now", [("as of", {"quiet", "small"}), (" now", set())]),
        ("**bold** and *thin*", [("bold", {"bold"}), (" and ", set()), ("thin", {"italic"})]),
        ("see [the page](https://example.com/x)!", [("see ", set()), ("the page", set()), ("!", set())]),
        (":material/update: new", [(" new", set())]),
        (r"E\-mail \<b\>", [("E", set()), ("-", set()), ("mail ", set()), ("<", set()), ("b", set()), (">", set())]),
        ("a [b] c]", [("a [b", set()), ("]", set()), (" c", set()), ("]", set())]),
        ("<script>x</script>", [("<script>x</script>", set())]),
    ],
)
def test_markup_of_a_page_becomes_styled_words(written: str, read: list[tuple[str, set[str]]]) -> None:
    assert [(span.text, set(span.marks)) for span in styled(written)] == read


@pytest.mark.parametrize(
    ("value", "asked", "written"),
    [
        (None, None, "-"),
        (True, None, "yes"),
        (date(2026, 3, 1), "D MMM YYYY", "1 Mar 2026"),
        (datetime(2026, 3, 1, 9, 5), "D MMM YYYY", "1 Mar 2026"),
        (datetime(2026, 3, 1, 9, 5), "ddd D MMM YYYY, HH:mm", "Sun 1 Mar 2026, 09:05"),
        (1234567, "localized", "1,234,567"),
        (2026, None, "2026"),
        (1234.5, "localized", "1,234.5"),
        (Decimal("12.50"), None, "12.5"),
        (0.0, None, "0"),
        (71.44, "%.1f %%", "71.4 %"),
        (["a", "b"], None, "a, b"),
        ("=1+1", None, "=1+1"),
    ],
)
def test_a_cell_is_written_as_on_the_page(value: object, asked: str | None, written: str) -> None:
    assert tables.written(value, {"type_config": {"format": asked}}, "-") == written


def test_html_of_a_page_becomes_rows_of_text() -> None:
    assert fragments.rows("<div><div>Cost</div><div><b>12&nbsp;k</b><small>+ 1</small></div></div>") == [
        ["Cost", "12\N{NO-BREAK SPACE}k · + 1"]
    ]
    ways = (
        '<div role="list"><div><div><span>Web</span><b>→</b><span>A &lt;i&gt;</span></div><div>3 won</div></div></div>'
    )
    assert fragments.rows(ways) == [["Web → A <i>", "3 won"]]
    assert fragments.rows("<style>p {}</style><p>said</p><script>alert(1)</script>") == [["said"]]


def drawn(page: object) -> AppTest:
    app = AppTest.from_function(page, default_timeout=60).run()  # type: ignore[arg-type]
    assert not app.exception
    return app


def test_a_page_is_read_in_its_order_without_what_only_a_visitor_uses() -> None:
    def page() -> None:
        import streamlit as st

        with st.container(key="heading"):
            st.title("Speed")
            st.markdown(":gray[as of today]")
        st.markdown("Fast?")
        with st.container(key="hint"):
            st.markdown("New here?")
        with st.container(key="filters"):
            st.selectbox("Period (created)", ["7d"], format_func=lambda name: "Last 7 days", key="period")
            st.multiselect("Source", ["web", "event"], default=["event"], format_func=str.upper, key="source")
            st.multiselect("Team", ["A"], key="team")
        for column, name in zip(st.columns(2), ("SLA met", "Median"), strict=True):
            with column:
                st.metric(name, "71.4 %", "+1 pp", delta_color="inverse")
                st.caption("vs 70.4 %")
                st.button("12 leads →", key=f"show_{name}")
        with st.container(key="section_why"):
            st.header("Why?", anchor=False)
        st.segmented_control("By", ["source"], default="source", format_func=lambda each: "By source", key="by")
        st.markdown("- one\n- two")
        with st.popover("Download"):
            st.markdown("CSV")
        st.toggle("Table")
        st.warning("No such team.", icon=":material/link_off:")

    found = reading.document(drawn(page))
    assert (found.title, found.question, found.as_of) == ("Speed", "Fast?", "as of today")
    assert found.filters == "Period (created): Last 7 days · Source: EVENT"
    assert found.warnings == ("No such team.",)
    rest = ("71.4 %", "+1 pp", "bad", ("vs 70.4 %", "12 leads"))
    assert found.blocks[0] == Tiles((Tile("SLA met", *rest), Tile("Median", *rest)))  # type: ignore[arg-type]
    said = [plain(block.words) for block in found.blocks if isinstance(block, Paragraph)]
    assert said == ["By source", "one", "two", "No such team."]
    assert found.blocks[1] == Section("Why?")


def test_rows_that_follow_each_other_are_one_table_and_an_empty_section_is_left_out() -> None:
    def page() -> None:
        import streamlit as st

        with st.container(key="section_campaign"):
            st.header("Campaign", anchor=False)
        with st.container(key="section_why"):
            st.header("Why?", anchor=False)
        st.html("<div><div>Cost</div><div>Won</div><div>By quarter</div></div>")
        for name in ("Web", "Event"):
            with st.container(horizontal=True):
                st.button(name)
                st.html("<div><div>12 k</div><div>30 k</div><div><i></i></div></div>")

    table = Table(("", "Cost", "Won"), (("Web", "12 k", "30 k"), ("Event", "12 k", "30 k")), (False, True, True), 2)
    assert reading.document(drawn(page)).blocks == (Section("Why?"), table)


def test_a_table_that_names_somebody_is_left_out_unless_names_are_asked_for() -> None:
    def page() -> None:
        import polars as pl
        import streamlit as st

        st.dataframe(pl.DataFrame({"Company": ["Acme"], "Owner": ["Ann"]}))
        st.dataframe(pl.DataFrame({"Owner": ["Ann"], "Leads": [3]}))

    app = drawn(page)
    without, named = reading.document(app).blocks, reading.document(app, with_names=True).blocks
    assert [type(block) for block in without] == [Paragraph, Table]
    assert [block.rows for block in named] == [(("Acme", "Ann"),), (("Ann", "3"),)]  # type: ignore[union-attr]


def test_days_in_a_chart_are_those_of_the_data_in_every_time_zone() -> None:
    rows = pl.DataFrame({"day": [date(2026, 1, 1)], "at": [datetime(2026, 1, 1, 23, 30)], "money": [Decimal("1.5")]})
    message = SimpleNamespace(
        spec=json.dumps({"mark": "point", "data": {"name": "rows"}}),
        data=SimpleNamespace(data=b""),
        datasets=[SimpleNamespace(name="rows", data=SimpleNamespace(data=arrow(rows)))],
    )
    found = charts.specification(message, 400)
    assert found["datasets"]["rows"] == [{"day": "2026-01-01T00:00:00", "at": "2026-01-01T23:30:00", "money": 1.5}]
    assert found["width"] == 400


@pytest.mark.parametrize(("width", "columns"), [(358, 1), (740, 3)])
def test_a_chart_has_a_font_of_known_width_and_a_legend_that_fits(width: int, columns: int) -> None:
    chart = {
        "mark": "point",
        "encoding": {"fill": {"field": "a", "legend": {"columns": {"expr": "width < 300 ? 1 : 3"}}}},
        "config": {"font": "system-ui", "text": {"font": "system-ui"}},
    }
    message = SimpleNamespace(spec=json.dumps(chart), data=SimpleNamespace(data=b""), datasets=[])
    found = charts.specification(message, width)
    assert found["encoding"]["fill"]["legend"]["columns"] == columns
    assert found["config"]["font"] == found["config"]["text"]["font"] == charts.FONT
    assert found["width"] == width


def test_a_chart_of_several_keeps_its_own_width() -> None:
    chart = {"hconcat": [{"mark": "bar"}], "spacing": 3}
    message = SimpleNamespace(spec=json.dumps(chart), data=SimpleNamespace(data=b""), datasets=[])
    assert "width" not in charts.specification(message, 300)


def arrow(rows: pl.DataFrame) -> bytes:
    from io import BytesIO

    file = BytesIO()
    rows.write_ipc_stream(file, compat_level=pl.CompatLevel.oldest())
    return file.getvalue()


def test_html_says_everything_and_obeys_nothing() -> None:
    written = html([PAGE])
    assert "<h1>Speed &amp; &lt;quality&gt;</h1>" in written
    assert 'aria-label="Bars, &quot;two&quot;"' in written
    assert "&lt;b&gt;x&lt;/b&gt;" in written
    assert "<b>x</b>" not in written
    assert '<div class="moved good">+4.1 pp</div>' in written
    assert "The first 2 rows; the page lists more." in written


def test_text_is_aligned_and_moves_no_cursor() -> None:
    hostile = Table(("Owner", "Leads"), (("\x1b[2JAnn", "1,200"), ("Bo", "3")), (False, True), 2)
    written = text([Document(title="Speed", blocks=(hostile, Paragraph(words("[Bars]\nand\x9bmore"))))])
    assert "\x1b" not in written
    assert "\x9b" not in written
    assert written.splitlines()[2:6] == ["Owner    Leads", " [2JAnn  1,200", "Bo           3", "[Bars] and more"]


def test_a_table_too_wide_for_the_lines_is_written_row_by_row() -> None:
    wide = Table(("Company", "Note", "Due"), (("Acme", "x" * 60, "1 Mar 2026"), ("Bo", "-", "")), (False,) * 3, 2)
    written = text([Document(title="Speed", blocks=(wide,))])
    assert "- Acme (Note:" in written
    assert "Due: 1 Mar 2026)" in written
    assert "- Bo\n" in written
    assert max(len(line) for line in written.splitlines()) <= 78


def test_a_mail_has_text_html_and_its_pictures() -> None:
    message = email.message_from_bytes(mail([PAGE]), policy=email.policy.default)
    assert message["Subject"] == "Speed & <quality>: Last 7 days"
    assert message["To"] is None
    body, rich = message.get_body(("plain",)), message.get_body(("html",))
    assert "SLA met" in body.get_content()  # type: ignore[union-attr]
    content = rich.get_content()  # type: ignore[union-attr]
    pictures = {
        part["Content-ID"]: part.get_content() for part in message.walk() if part.get_content_type() == "image/png"
    }
    assert len(pictures) == 1
    (name,) = pictures
    assert f'src="cid:{name[1:-1]}"' in content
    assert "<svg" not in content
    assert pictures[name].startswith(b"\x89PNG")


def test_a_subject_stays_on_one_line_whatever_a_page_is_called() -> None:
    message = mail([Document(title="Speed\r\nBcc: everybody@example.com")])
    assert email.message_from_bytes(message)["Bcc"] is None


def test_a_pdf_takes_no_text_for_markup() -> None:
    hostile = Table(("#panic()", "$x$"), (('#read("main.typ")', "*a* _b_ <c> @d"),), (False, False), 1)
    made = pdf(
        [PAGE, Document(title="= Title #eval", blocks=(hostile, Paragraph(words("`raw` \\u{41} // no comment"))))]
    )
    assert made.startswith(b"%PDF-")


def test_a_pdf_of_the_same_is_the_same() -> None:
    assert pdf([PAGE]) == pdf([PAGE])
