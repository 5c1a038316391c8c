"""Records are counted twice: a broken record is kept aside with its line, a broken file is refused whole."""

from __future__ import annotations

import csv
import io

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import loaders

GOOD = "Id,CreatedDate,Company\n1,2026-01-01,a\n"


def test_records_with_too_few_or_too_many_fields_are_kept_aside(write, load, query):
    text = GOOD + '2,2026-01-02\n"3",2026-01-03,"two\nlines",more\n\n4,2026-01-04,d\n'
    (file,) = load(write("Lead.csv", text)).files
    assert (file.records, file.landed, file.rejected) == (4, 2, 2)
    assert query('select "Id", _source_row from salesforce.lead order by 2') == [("1", 1), ("4", 4)]
    assert query("select line, rule, raw_text, object_name, file_name from ledger.rejects order by line") == [
        (3, "too few fields", "2,2026-01-02\n", "Lead", "Lead.csv"),
        (4, "too many fields", '"3",2026-01-03,"two\nlines",more\n', "Lead", "Lead.csv"),
    ]
    assert query("select records, landed, rejected, left_out from ledger.files") == [(4, 2, 2, 0)]


def test_empty_fields_too_many_say_nothing(write, load):
    (file,) = load(write("Lead.csv", GOOD + "2,2026-01-02,b,\n3,2026-01-03,c,,\n4,2026-01-03\n")).files
    assert (file.records, file.landed, file.rejected) == (4, 3, 1)


def test_a_record_without_its_id_is_kept_aside(write, load, query):
    load(write("Lead.csv", GOOD + " ,2026-01-02,b\n"))
    assert query("select line, rule from ledger.rejects") == [(3, "record id missing")]


def test_the_footer_of_a_report_is_kept_aside(write, load, query):
    report = "Lead ID,Created Date,Company\n1,2026-01-01,a\n\nGrand Totals (1 record)\nCopyright (c) 2000-2026\n"
    (file,) = load(write("r.csv", report), time_zone="UTC", date_order="ymd").files
    assert (file.landed, file.rejected) == (1, 2)
    assert query("select line from ledger.rejects order by 1") == [(4,), (5,)]


def test_blank_lines_are_no_records(write, load):
    (file,) = load(write("Lead.csv", "Id,CreatedDate\r\n\r\n1,2026-01-01\r\n\r\n")).files
    assert (file.records, file.landed, file.rejected) == (1, 1, 0)


def test_line_ends_may_be_mixed(write, load, query):
    (file,) = load(write("Lead.csv", "Id,CreatedDate\r\n1,2026-01-01\n2,2026-01-02\r\n")).files
    assert (file.records, file.landed) == (2, 2)
    assert query('select "CreatedDate" from salesforce.lead order by 1') == [("2026-01-01",), ("2026-01-02",)]


def test_an_export_without_records_lands_nothing_and_is_remembered(write, load):
    path = write("Lead.csv", "Id,CreatedDate")
    assert load(path).files[0].records == 0
    assert load(path).files[0].skipped


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "it is empty"),
        (" \n\n", "it is empty"),
        ("Id\n1\n", "line 1: its first line is a single column"),
        ("Id:CreatedDate\n1:2\n", "line 1: its first line is a single column"),
        ("Id,CreatedDate,id\n1,2,3\n", "line 1: the header has one name twice, again in column 3"),
        ("Id,CreatedDate\r1,2\r", "its lines end in CR alone"),
        ("Id,CreatedDate\n1,a\0b\n", "it contains NUL bytes"),
        ('Id,CreatedDate\n1,x\n2,"open\n3,y\n', "line 3: the quote that opens there is never closed"),
        ('Id,CreatedDate\n1,x\n2,"a"b\n', "line 3: text follows right after the quote that closes"),
        ('Id,CreatedDate\n1,"a\nb"\n2,"c\nd",e,"f\n', "line 5: the quote that opens there is never closed"),
        ('Id,CreatedDate\n1,"a\nb"\n\n2,"c\nd", "e"\n', "line 6: a space stands between delimiter and quote"),
        ('Id,CreatedDate\n1,"a" \n', "line 2: text follows right after the quote that closes"),
        ("Id,CreatedDate\n1,x\n2", "line 3: it is cut off: its last record has too few fields"),
        ('Id,CreatedDate\n1,x\n2,"y', "line 3: the quote that opens there is never closed"),
        ("Id,CreatedDate,_load_id\n1,2,3\n", "has a name that Leadhouse uses itself"),
        ("1,2026-01-01\n2,2026-01-01\n", "line 1: a record stands where the header should"),
    ],
)
def test_a_file_that_cannot_be_trusted_is_refused_whole(write, load, query, content, reason):
    with pytest.raises(loaders.Refused, match=rf"Lead\.csv:? ?{reason}|{reason}") as refusal:
        load(write("Lead.csv", content))
    assert refusal.value.exit_code == 3
    assert refusal.value.next_step
    assert query("select count(*) from ledger.files") == [(0,)]


def test_one_refused_file_refuses_the_whole_load(write, load, query):
    write("Account.csv", "Id,Name\n001,a\n")
    with pytest.raises(loaders.Refused, match=r"Contact\.csv"):
        load(write("Contact.csv", 'Id,Email\n003,"x\n').parent)
    assert query("select count(*) from salesforce.account") == [(0,)]
    assert query("select count(*) from ledger.loads") == [(0,)]


def test_messages_hold_no_value_of_a_record(write, load):
    with pytest.raises(loaders.Refused) as refusal:
        load(write("Lead.csv", 'Id,CreatedDate\n1,"jane.doe@example.com\n'))
    assert "jane" not in str(refusal.value)
    with pytest.raises(loaders.Refused) as refusal:
        load(write("Lead.csv", "jane.doe@example.com,2026\n"))
    assert "jane" not in str(refusal.value)


@pytest.mark.parametrize(
    ("delimiter", "quoting"), [(",", csv.QUOTE_ALL), (";", csv.QUOTE_MINIMAL), ("\t", csv.QUOTE_ALL)]
)
def test_delimiters_are_found(write, load, query, delimiter, quoting):
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=delimiter, quoting=quoting).writerows(
        [["Id", "CreatedDate", "Company"], ["1", "2026-01-01", 'a,b;c\td "e"']]
    )
    load(write("Lead.csv", target.getvalue()))
    assert query('select "Company" from salesforce.lead') == [('a,b;c\td "e"',)]


MARKS = {"utf-8": b"", "utf-8-sig": b"", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff", "cp1252": b""}


@pytest.mark.parametrize("encoding", MARKS)
def test_encodings_are_told_apart(write, load, query, encoding):
    report = load(
        write("Lead.csv", MARKS[encoding] + '"Id",CreatedDate,Company\n1,2026-01-01,"Müller, 10 €"\n'.encode(encoding))
    )
    assert query('select "Id", "Company" from salesforce.lead') == [("1", "Müller, 10 €")]
    assert any("is no UTF-8" in notice for notice in report.notices) == (not encoding.startswith("utf-8"))


def test_utf8_that_is_damaged_in_one_place_is_not_read_as_another_encoding(write, load):
    with pytest.raises(loaders.Refused, match="it is UTF-8 with 1 broken characters"):
        load(write("Lead.csv", "Id,CreatedDate,Company\n1,2026-01-01,Müller é\n".encode() + b"2,2026-01-01,\xff\n"))


def test_bytes_that_no_encoding_explains_are_refused(write, load):
    with pytest.raises(loaders.Refused, match="it is neither UTF-8 nor cp1252"):
        load(write("Lead.csv", b"Id,CreatedDate,Company\n1,2026-01-01,\x81\n"))


CELL = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.lists(CELL, min_size=1, max_size=4), max_size=12),
    ends=st.sampled_from(["\n", "\r\n"]),
    delimiter=st.sampled_from([",", ";", "\t"]),
)
def test_no_record_is_ever_lost(tmp_path_factory, rows, ends, delimiter):
    """Whatever the cells hold, each record lands as it was written or is kept aside, and the sum is the file's."""
    root = tmp_path_factory.mktemp("rows")
    with (root / "Account.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator=ends, quoting=csv.QUOTE_ALL)
        writer.writerow(["Id", "Name", "Type"])
        writer.writerows(rows)
    (report,) = loaders.load("salesforce", [root / "Account.csv"], root / "w").files
    fields = [row[:3] if row[3:] == [""] else row for row in rows]
    good = [row for row in fields if len(row) == 3 and row[0].strip()]
    assert (report.records, report.landed, report.rejected) == (len(rows), len(good), len(rows) - len(good))
    with duckdb.connect(str(root / "w" / "landing.duckdb"), read_only=True) as connection:
        landed = connection.execute(
            'select "Id", "Name", "Type" from salesforce.account order by _source_row'
        ).fetchall()
    assert [[cell or "" for cell in row] for row in landed] == good
