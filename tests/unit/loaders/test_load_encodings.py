"""Texts in every encoding and with every delimiter that exports have; what is none of them is refused whole."""

from __future__ import annotations

import codecs
import re

import pytest

import loaders
from loaders.formats import encodings

LEADS = 'Id,CreatedDate,Company\n1,2026-01-01,Müller & Söhne\n2,2026-01-02,"a,\nb"\n'
LANDED = "select Id, CreatedDate, Company, _source_row from salesforce.lead order by _source_row"
ROWS = [("1", "2026-01-01", "Müller & Söhne", 1), ("2", "2026-01-02", "a,\nb", 2)]


@pytest.fixture
def refuses(write, load, query):
    """Asserts that a file is refused in these words, with a line, and that the warehouse is as before."""

    def refuses(content, words, line=None, name="Lead.csv"):
        load(write("Task.csv", "Id,Subject\nT1,x\n"))
        before = query("select * from ledger.files"), query("select * from ledger.loads")
        with pytest.raises(loaders.Refused, match=words) as refusal:
            load(write(name, content))
        assert (refusal.value.file, refusal.value.line) == (name, line)
        assert refusal.value.next_step
        assert query("select count(*) from salesforce.lead") == [(0,)]
        assert query("select Id from salesforce.task") == [("T1",)]
        assert (query("select * from ledger.files"), query("select * from ledger.loads")) == before

    return refuses


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
        (b"", "cp1252"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_every_encoding_delimiter_and_line_end_is_read(write, load, query, mark, encoding, delimiter, line_end):
    text = LEADS.replace("a,\nb", "a;b").replace(",", delimiter).replace("\n", line_end)
    assert load(write("Lead.csv", mark + text.encode(encoding))).landed == 2
    assert query(LANDED) == [ROWS[0], ("2", "2026-01-02", "a;b", 2)]


def test_files_larger_than_a_block_are_told_alike(write, load, query, monkeypatch):
    monkeypatch.setattr("loaders.formats.fetching.BLOCK", 70)
    monkeypatch.setattr(encodings, "BLOCK", 7)
    load(write("Lead.csv", LEADS.encode("utf-16-le")))
    assert query(LANDED) == ROWS


@pytest.mark.parametrize("name", ["Lead.csv", "Lead.tsv", "Lead.txt"])
def test_texts_are_csv_whatever_they_are_called(write, load, query, name):
    load(write(name, LEADS))
    assert query(LANDED) == ROWS


def test_a_line_that_names_the_delimiter_is_passed_over(write, load, query):
    load(write("Lead.csv", "sep=;\r\n" + LEADS.replace(",", ";")))
    assert query("select Id, _source_row from salesforce.lead") == [("1", 1), ("2", 2)]


def test_the_delimiter_is_the_one_that_fits_the_records(write, load, query):
    load(write("Lead.csv", "Id;CreatedDate;Name, first;Name, last\n1;2026-01-01;A;B\n2;2026-01-01;C;D\n"))
    assert query('select Id, "Name, last" from salesforce.lead') == [("1", "B"), ("2", "D")]


def test_a_last_record_without_line_end_lands_with_a_notice(write, load):
    report = load(write("Lead.csv", "Id,CreatedDate\n1,2026-01-01\n2,2026-01-0"))
    assert report.landed == 2
    assert any("Lead.csv has no line end after its last record" in notice for notice in report.notices)


def test_a_last_value_in_quotes_cannot_be_cut(write, load):
    report = load(write("Lead.csv", 'Id,CreatedDate\n1,2026-01-01\n2,"2026-01-01"'))
    assert report.landed == 2
    assert not any("line end" in notice for notice in report.notices)


def test_columns_named_after_years_are_a_header(write, load):
    assert load(write("Lead.csv", "Id,CreatedDate,2024,2025,2026\n1,2026-01-01,5,6,7\n")).landed == 1


@pytest.mark.parametrize(
    ("content", "words", "line"),
    [
        (b"", "it is empty.*Export it again", None),
        (b"\xef\xbb\xbf\r\n ; \r\n", "it is empty", None),
        (codecs.BOM_UTF16_LE, "it is empty", None),
        ("Id,CreatedDate\r1,2026-01-01\r", "its lines end in CR alone.*LF or CRLF", None),
        ('"\nId",CreatedDate\r1,2026-01-01\r', "its lines end in CR alone", None),
        ('"\nId",CreatedDate\r1,2026-01-01\n', "its lines end in CR alone", None),
        ('Id,CreatedDate"\r""', "its lines end in CR alone", None),
        ('"\nId",CreatedDate"\r""', "its lines end in CR alone", None),
        ("\rId,CreatedDate\n1,2026-01-01\n", "its lines end in CR alone", None),
        ('"\nId",CreatedDate"\r\n""', "the quotes of the header are broken", 1),
        ('"\r\nId",CreatedDate"\n1,2026-01-01\n', "the quotes of the header are broken", 1),
        ("Id\n1\n", "its first line is a single column.*delimiter", 1),
        ("Id~CreatedDate\n1~2\n", "its first line is a single column", 1),
        ("1,2026-01-01,5\n2,2026-01-01,6\n", "a record stands where the header should.*add it", 1),
        ("00Q000000000001EAA,Ann\n", "a record stands where the header should", 1),
        ("a@acme.com,Ann\nb@acme.com,Bob\n", "a record stands where the header should", 1),
        ("Id,CreatedDate,ID\n1,2,3\n", "the header has one name twice, again in column 3", 1),
        ("Id,CreatedDate\nId,CreatedDate\n1,2026-01-01\n", "the header is there twice.*Remove", 2),
        (b"Id,CreatedDate\n1,a\0b\n", "it contains NUL bytes", None),
        ("Id,CreatedDate\n1,a\0b\n".encode("utf-16"), "it contains NUL characters", None),
        ("Id,CreatedDate\n1,2026".encode("utf-16")[:-1], "it is neither UTF-8 nor utf-16", None),
        ("Id,CreatedDate\n1,Müller".encode("utf-32"), "it contains NUL characters", None),
        (b"Id,CreatedDate\n1,\x81\n", "it is neither UTF-8 nor cp1252", None),
        ("Id,CreatedDate\n1,ää\n2,".encode() + b"\xff\n", "it is UTF-8 with 1 broken characters", None),
        ('[{"Id": "1", "CreatedDate": "2"}]', "it is JSON, XML or HTML, not CSV.*Name it .json", None),
        ("<html><table><tr><td>Id</td></tr>", "it is JSON, XML or HTML, not CSV", None),
        (b"PK\x03\x04 whatever", "it is a zip archive or a workbook, whatever its name says.*Name it .zip", None),
        (b"\x1f\x8b\x08 whatever", "it is a gzip archive.*Unpack it", None),
        (b"%PDF-1.7", "it is a PDF document.*CSV", None),
        (b"\xd0\xcf\x11\xe0", r"Excel's old \.xls.*Save it", None),
        ("Id,CreatedDate\n1,2026-01-01\n2", "it is cut off", 3),
        ('Id,CreatedDate\n1,"2026\n2,2026\n', "quote", 2),
    ],
)
def test_what_is_no_whole_text_is_refused_whole(refuses, content, words, line):
    refuses(content, words, line)


def test_a_header_within_the_records_is_kept_aside(write, load, query):
    (file,) = load(write("Lead.csv", "Id,CreatedDate\n1,2026-01-01\nId,CreatedDate\n2,2026-01-02\n")).files
    assert (file.records, file.landed, file.rejected) == (3, 2, 1)
    assert query("select line, rule from ledger.rejects") == [(3, "the header again")]
    assert query("select Id, _source_row from salesforce.lead order by Id") == [("1", 1), ("2", 3)]


def test_a_header_of_another_file_within_the_records_is_refused(refuses):
    lines = "Id,CreatedDate,Company\n1,2026-01-01,A\nId,Company,CreatedDate\n2,B,2026-01-02\n"
    refuses(lines, "a second header with other columns stands there.*apart", 3)


def test_a_copy_for_which_the_disk_has_no_room_is_refused(refuses, monkeypatch):
    monkeypatch.setattr("loaders.formats.room.SPARE", 1 << 60)
    refuses(LEADS.encode("utf-16"), r"takes up to 1 MB, and the disk of .* MB free.*Make room", None)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Lead.xls", r"Excel's old \.xls is not read; save it as \.xlsx or CSV"),
        ("Lead.csv.gz", r"only \.zip is unpacked; unpack it"),
        ("Lead.7z", r"only \.zip is unpacked; unpack it"),
        ("Lead.rar", r"only \.zip is unpacked; unpack it"),
        ("Lead.docx", "not a table of records"),
    ],
)
def test_other_kinds_of_files_are_listed_in_a_folder_and_refused_by_name(write, load, name, reason):
    path = write(name, b"x")
    with pytest.raises(loaders.Refused, match=reason):
        load(path)
    write("Task.csv", "Id,Subject\nT1,x\n")
    (ignored,) = load(path.parent).ignored
    assert ignored.file == name
    assert re.search(reason, ignored.reason)
