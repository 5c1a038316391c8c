"""Parquet: typed values become the text that a person would write, exactly."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import loaders
from loaders.formats import parquet


@pytest.fixture
def save(tmp_path):
    """Writes columns to a Parquet file."""

    def save(columns, name="Lead.parquet", **options):
        path = tmp_path / "inbox" / name
        path.parent.mkdir(exist_ok=True)
        pq.write_table(pa.table(columns), path, **options)
        return path

    return save


LEADS = {"Id": ["L1", "L2"], "CreatedDate": ["2026-01-31 10:00:00", "2026-02-01 10:00:00"]}


def test_values_are_exact_texts(save, load, query):
    berlin = ZoneInfo("Europe/Berlin")
    columns = {
        "Id": ["L1", "L2"],
        "CreatedDate": pa.array([datetime(2026, 7, 31, 10, tzinfo=berlin), None], pa.timestamp("us", "Europe/Berlin")),
        "LastModifiedDate": pa.array([datetime(2026, 1, 31, 10, 0, 0, 123000), None], pa.timestamp("us")),
        "AnnualRevenue": pa.array([Decimal("1.10"), Decimal("99999999999999999999.99")], pa.decimal128(22, 2)),
        "IsConverted": [True, None],
        "Birthdate": pa.array([date(2026, 1, 31), None]),
        "Score": pa.array([2**63 + 5, 7], pa.uint64()),
        "Phone": ["0044123", 'a "quote",\nline'],
        "Tags": [["a", "b"], None],
        "Address": [{"city": "Köln", "zip": None}, None],
    }
    (file,) = load(save(columns)).files
    assert (file.object, file.records, file.landed) == ("Lead", 2, 2)
    assert query(
        "select Id, CreatedDate, LastModifiedDate, AnnualRevenue, IsConverted, Birthdate, Score, Phone, Tags, Address, "
        "_source_row from salesforce.lead order by _source_row"
    ) == [
        (
            *("L1", "2026-07-31 08:00:00+00", "2026-01-31 10:00:00.123", "1.10", "true", "2026-01-31"),
            *("9223372036854775813", "0044123", '["a","b"]', '{"city":"Köln","zip":null}', 1),
        ),
        ("L2", None, None, "99999999999999999999.99", None, None, "7", 'a "quote",\nline', None, None, 2),
    ]


def test_record_numbers_follow_the_row_groups(save, load, query):
    count = 5000
    columns = {"Id": [f"L{n}" for n in range(count)], "CreatedDate": ["2026-01-31"] * count}
    assert load(save(columns, row_group_size=100)).landed == count
    wrong = "select count(*) from salesforce.lead where Id <> 'L' || (_source_row - 1)"
    assert query(wrong) == [(0,)]


def test_a_file_without_records_lands_none(save, load):
    columns = {name: pa.array([], pa.string()) for name in LEADS}
    assert load(save(columns)).files[0].records == 0


def test_records_that_the_metadata_does_not_confirm_refuse_the_file(save, load, monkeypatch):
    monkeypatch.setattr(parquet, "_metadata", lambda *_: (3, 0))
    with pytest.raises(loaders.Refused, match=r"Lead\.parquet: its metadata says 3 records, but 2 could be read"):
        load(save(LEADS))


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        (LEADS | {"Photo": [b"\0\xff", None]}, "its column Photo is binary.*Write it as text"),
        (LEADS | {"Name": ["a\0b", "x"]}, "it contains NUL characters"),
        (LEADS | {"id": ["1", "2"]}, "the header has one name twice, again in column 3"),
        (LEADS | {"_source_row": ["1", "2"]}, "the header has one name twice"),
    ],
)
def test_what_cannot_be_text_is_refused_whole(save, load, query, columns, words):
    with pytest.raises(loaders.Refused, match=rf"Lead\.parquet: {words}"):
        load(save(columns))
    assert query("select count(*) from salesforce.lead") == [(0,)]


def test_what_is_cut_or_none_is_refused(save, write, load):
    whole = save(LEADS).read_bytes()
    for content in (whole[:-20], whole[:40], b"PAR1", b"", b"Id,Name\n1,2\n"):
        with pytest.raises(loaders.Refused, match=r"Lead\.parquet: it is damaged or no Parquet file.*Export"):
            load(write("Lead.parquet", content))


def test_a_damaged_page_is_refused(save, load, query):
    path = save({name: values * 500 for name, values in LEADS.items()}, compression="gzip")
    data = bytearray(path.read_bytes())
    data[60:90] = bytes(30)
    path.write_bytes(data)
    with pytest.raises(loaders.Refused, match=r"Lead\.parquet: it is damaged"):
        load(path)
    assert query("select count(*) from salesforce.lead") == [(0,)]


def test_parquet_in_an_archive_lands(save, pack, load, query):
    archive = pack("WE.zip", **{"data/Lead.parquet": save(LEADS).read_bytes()})
    assert load(archive).landed == 2
    assert query("select distinct _source_file from salesforce.lead") == [("WE.zip/data/Lead.parquet",)]


def test_numbers_are_read_as_numbers_where_people_write_commas(save, write, load, query):
    columns = {
        "No": ["1", "2"],
        "Created": ["2026-01-31"] * 2,
        "Worth": [1234.5, 0.125],
        "Size": [12, 3],
        "Town": ["1.5", ""],
    }
    mapping = """
        system = "acme"
        time_zone = "UTC"
        decimal = ","
        [leads]
        file = "leads.parquet"
        [leads.fields]
        lead_id = "No"
        created_at = "Created"
        annual_revenue = "Worth"
        employees = "Size"
        city = "Town"
    """
    load(save(columns, "leads.parquet"), mapping=write("m.toml", mapping))
    landed = query("select annual_revenue, employees, city from spreadsheet.leads order by lead_id")
    assert landed == [("1234,5", "12", "1.5"), ("0,125", "3", None)]
