"""A mapping that a user wrote by hand: what it says happens, and what it gets wrong is named with the nearest right."""

from __future__ import annotations

from pathlib import Path

import pytest

import loaders
from loaders.sources.mapping import read_mapping

MAPPINGS = Path(__file__).resolve().parents[3] / "docs" / "mappings"
MAPPING = """
system = "acme"
time_zone = "Europe/Berlin"
date_order = "dmy"
decimal = ","
empty = ["NULL", "n/a"]

[leads]
file = "leads.csv"
[leads.fields]
lead_id = "Lead No"
created_at = "Created"
status = "Phase"
last_name = ["First", "Last"]
phone = { columns = ["Area", "Number"], separator = "-" }
[leads.constants]
country = "DE"
[leads.values.status]
"Offen" = "new"
"Erledigt" = "disqualified"
"""
CHANGED = "The value maps of acme are now those of the mapping."
LEADS = (
    "Lead No;Created;Phase;First;Last;Area;Number;Extra\n"
    "0001;31.01.2026 10:00;Offen;Ada;Byron;030;123;x\n"
    "0002;01.02.2026 11:00;n/a;;NULL;;456;y\n"
)
CALLS = (
    "No,Lead,At,Kind\nA1,0001,01.02.2026,Call\nA2,0001,02.02.2026,Note\nA3,,03.02.2026,Call\n,0001,04.02.2026,Call\n"
)
ACTIVITIES = """
[[activities]]
file = "log.csv"
[activities.fields]
activity_id = "No"
lead_id = "Lead"
happened_at = "At"
[activities.where]
Kind = "Call"
[activities.constants]
activity_type = "call"

[[activities]]
file = "log.csv"
[activities.fields]
activity_id = "No"
[activities.where]
Kind = ["Note", "Memo"]
[activities.constants]
activity_type = "other"
is_automated = false
"""


@pytest.fixture
def mapped(write, load):
    """Loads the inbox through a mapping."""

    def mapped(mapping: str, **files: str | bytes) -> loaders.LoadReport:
        for name, content in files.items():
            write(name.replace("__", "."), content)
        path = write("mapping.toml", mapping)
        return load(path.parent, mapping=path)

    return mapped


def test_columns_become_fields_and_values_stay_as_they_are(mapped, query):
    report = mapped(MAPPING, leads__csv=LEADS)
    assert query("select lead_id, created_at, status, last_name, phone, country from spreadsheet.leads order by 1") == [
        ("0001", "31.01.2026 10:00", "Offen", "Ada Byron", "030-123", "DE"),
        ("0002", "01.02.2026 11:00", None, None, "456", "DE"),
    ]
    assert query(
        "select distinct _source_system, _time_zone, _date_order, _decimal_separator from spreadsheet.leads"
    ) == [("acme", "Europe/Berlin", "dmy", ",")]
    assert report.source_system == "acme"
    assert "leads.csv: not in the mapping: Extra." in report.notices
    assert "mapping.toml" in [ignored.file for ignored in report.ignored]


def test_numbers_of_json_are_read_as_numbers_where_people_write_commas(mapped, query):
    mapping = MAPPING.replace('leads.csv"', 'leads.json"').replace('status = "Phase"', 'annual_revenue = "Worth"')
    leads = '[{"Lead No": "1", "Created": "", "Worth": 1234.5}, {"Lead No": "2", "Created": "", "Worth": "1.234"}]'
    mapped(mapping.partition("[leads.values")[0].partition("last_name")[0], leads__json=leads)
    assert query("select lead_id, annual_revenue from spreadsheet.leads order by 1") == [
        ("1", "1234,5"),
        ("2", "1.234"),
    ]


def test_value_maps_go_to_the_ledger_and_follow_the_mapping(mapped, query):
    report = mapped(MAPPING, leads__csv=LEADS)
    assert CHANGED not in report.notices
    assert query("select * from ledger.value_maps order by raw_value") == [
        ("acme", "leads", "status", "Erledigt", "disqualified"),
        ("acme", "leads", "status", "Offen", "new"),
    ]
    report = mapped(MAPPING.replace('"disqualified"', '"nurturing"'))
    assert (report.load_id, report.files[0].skipped) == (None, True)
    assert CHANGED in report.notices
    assert query("select value from ledger.value_maps order by raw_value") == [("nurturing",), ("new",)]
    mapped(MAPPING.replace("acme", "other"))
    assert query("select source_system, count(*) from ledger.value_maps group by 1 order by 1") == [
        ("acme", 2),
        ("other", 2),
    ]


def test_a_corrected_mapping_replaces_what_it_had_made(mapped, query):
    mapped(MAPPING, leads__csv=LEADS)
    report = mapped(MAPPING.replace('country = "DE"', 'country = "AT"'))
    assert (report.files[0].landed, report.files[0].replaced) == (2, 2)
    assert query("select country, count(*) from spreadsheet.leads group by 1") == [("AT", 2)]
    assert query("select count(*), sum(landed)::int from ledger.files") == [(1, 2)]


def test_several_blocks_share_a_file_and_rows_left_out_are_counted(mapped, query):
    report = mapped(MAPPING + ACTIVITIES, leads__csv=LEADS, log__csv=CALLS)
    counts = [(f.records, f.landed, f.left_out, f.rejected) for f in report.files if f.object == "activities"]
    assert counts == [(4, 2, 1, 1), (4, 1, 3, 0)]
    assert query(
        "select activity_id, activity_type, is_automated, _source_row from spreadsheet.activities order by 1"
    ) == [
        ("A1", "call", None, 1),
        ("A2", "other", "false", 2),
        ("A3", "call", None, 3),
    ]
    again = mapped(MAPPING + ACTIVITIES)
    assert all(file.skipped for file in again.files)


@pytest.mark.parametrize("written", ["CALL", "call", " Call "])
def test_where_compares_in_any_case(mapped, written):
    report = mapped(
        MAPPING + ACTIVITIES.replace('Kind = "Call"', f'Kind = "{written}"'), leads__csv=LEADS, log__csv=CALLS
    )
    assert [(file.landed, file.left_out) for file in report.files if file.object == "activities"] == [(2, 1), (1, 3)]
    assert [notice for notice in report.notices if "where" in notice] == [
        'log.csv: [activities] where Kind = "Memo" fits no record.'
    ]


def test_records_that_no_block_takes_are_told_and_those_that_one_takes_or_rejects_are_not(mapped):
    calls = CALLS + "A5,0001,05.02.2026,Fax\nA6,0001,06.02.2026,Fax\n"
    report = mapped(MAPPING + ACTIVITIES, leads__csv=LEADS, log__csv=calls)
    told = "log.csv: 2 records fit no [[activities]] block, by what stands in Kind: left out."
    assert [notice for notice in report.notices if "block" in notice] == [told]
    report = mapped(MAPPING.replace("acme", "other") + ACTIVITIES, leads__csv=LEADS, log__csv=CALLS)
    assert not [notice for notice in report.notices if "block" in notice]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ('Kind = ["Cal", "Callback"]', 'where Kind = "Cal", "Callback" fits no record.'),
        ('Kind = "Call"\nLead = "0002"', 'where Lead = "0002" fits no record.'),
        ('Kind = "Note"\nLead = ""', "where fits no record: none has what it asks of all its columns (Kind, Lead)."),
        ('Kind = ["Call", "Note"]', None),
    ],
)
def test_a_where_that_lets_nothing_in_is_named_with_its_texts(mapped, asked, told):
    block = ACTIVITIES.split("[[activities]]")[1].replace('Kind = "Call"', asked)
    report = mapped(MAPPING + "[[activities]]" + block, leads__csv=LEADS, log__csv=CALLS)
    told = [f"log.csv: [activities] {told}"] if told else []
    assert [notice for notice in report.notices if "where" in notice] == told


def test_a_pattern_takes_several_files(mapped):
    report = mapped(
        MAPPING.replace('"leads.csv"', '"Leads_*.csv"'), leads_1__csv=LEADS, leads_2__csv=LEADS + "0003;;;;;;;\n"
    )
    assert [(file.file, file.landed) for file in report.files] == [("leads_1.csv", 2), ("leads_2.csv", 3)]


def test_lines_above_the_header_are_passed_over_and_line_numbers_stay_true(mapped, query):
    mapped(
        MAPPING.replace('file = "leads.csv"', 'file = "leads.csv"\nheader_row = 3'),
        leads__csv="Title\n\n" + LEADS + "9;x\n",
    )
    assert query("select count(*) from spreadsheet.leads") == [(2,)]
    assert query("select line from ledger.rejects") == [(6,)]


def test_formats_of_one_block_win_over_those_of_the_mapping(mapped, query):
    block = 'file = "leads.csv"\ntime_zone = "UTC"\ndate_order = "ymd"\ndecimal = "."\nempty = "Offen"'
    mapped(MAPPING.replace('file = "leads.csv"', block), leads__csv=LEADS)
    assert query(
        "select _time_zone, _date_order, _decimal_separator, status from spreadsheet.leads where lead_id = '0001'"
    ) == [("UTC", "ymd", ".", None)]


def test_a_declared_delimiter_is_used(mapped, query):
    mapped(
        MAPPING.replace('file = "leads.csv"', 'file = "leads.csv"\ndelimiter = "|"'), leads__csv=LEADS.replace(";", "|")
    )
    assert query("select count(*) from spreadsheet.leads") == [(2,)]


def test_files_that_the_mapping_names_and_nobody_gave_are_told(mapped):
    report = mapped(MAPPING + ACTIVITIES, leads__csv=LEADS)
    assert "The mapping also names log.csv, not among the files given." in report.notices


def test_a_spreadsheet_without_a_mapping_is_refused(write, warehouse):
    with pytest.raises(loaders.Refused, match="Add --mapping FILE"):
        loaders.load("spreadsheet", [write("leads.csv", LEADS)], warehouse)


def test_a_named_file_that_the_mapping_does_not_name_is_refused(write, load):
    with pytest.raises(loaders.Refused, match=r"deals\.csv: mapping\.toml does not name it\..* names leads\.csv\."):
        load(write("deals.csv", LEADS), mapping=write("mapping.toml", MAPPING))


def test_a_mapping_that_names_none_of_the_files_says_which_it_names(write, load):
    folder = write("in/deals.csv", LEADS).parent
    write("in/people.csv", LEADS)
    with pytest.raises(loaders.Refused) as refused:
        load(folder, mapping=write("mapping.toml", MAPPING + ACTIVITIES))
    assert refused.value.reason.endswith("2 files (each: mapping.toml does not name it): deals.csv, people.csv")
    assert refused.value.next_step.startswith("mapping.toml names leads.csv, log.csv. ")


def test_of_many_columns_that_the_mapping_leaves_out_the_first_are_named(mapped):
    extra = ",".join(f"c{number}" for number in range(20))
    mapping = MAPPING.split("[leads.fields]")[0] + '[leads.fields]\nlead_id = "No"\ncreated_at = "On"\n'
    report = mapped(mapping, leads__csv=f"No,On,{extra}\n")
    assert "leads.csv: not in the mapping: c0, c1, c2, c3, c4, c5, c6, c7 and 12 more." in report.notices


@pytest.mark.parametrize(
    ("wrong", "right", "reason"),
    [
        ('lead_id = "Lead No"', 'lead_id = "Lead Nr"', r'names the column "Lead Nr", .* nearest: Lead No'),
        (
            'created_at = "Created"',
            'created_on = "Created"',
            r'line 12: \[leads\] fields has "created_on", .* nearest: created_at',
        ),
        ("[leads]", "[leeds]", 'has "leeds", which is not known here; nearest: leads'),
        ("decimal =", "decimals =", 'has "decimals", which is not known here; nearest: decimal'),
        ('"dmy"', '"DMY"', 'line 4: date_order is one of "dmy", "mdy", "ymd"'),
        ('"Europe/Berlin"', '"Berlin"', "line 3: it needs time_zone"),
        ('time_zone = "Europe/Berlin"\n', "", "it needs time_zone"),
        ('"acme"', '"Acme Inc"', "line 2: it needs system"),
        ('file = "leads.csv"\n', "", r'\[leads\] needs file = "name.csv"'),
        ('lead_id = "Lead No"\n', "", r"\[leads\] does not say which column is lead_id"),
        ('status = "Phase"\n', "", r"line 17: \[leads\] gives values for status, but this block does not fill it"),
        ("[leads.values.status]", "[leads.values.state]", r'line 18: \[leads\] values has "state", which is not known'),
        ('country = "DE"', 'status = "DE"', r"\[leads\] has status both as a field and as a constant"),
        ('"Offen" = "new"', '"Offen" = ["new"]', r"line 19: \[leads.values.status\] is text in quotes"),
        ('system = "acme"', "system = acme", "it is not valid TOML"),
    ],
)
def test_what_is_wrong_in_a_mapping_is_named(mapped, wrong, right, reason):
    assert wrong in MAPPING
    with pytest.raises(loaders.Refused, match=reason):
        mapped(MAPPING.replace(wrong, right), leads__csv=LEADS)


OPEN_AND_LOST = """
system = "acme"
time_zone = "UTC"

[[opportunities]]
file = "lost.csv"
fields.opportunity_id = "No"
fields.lost_reason = "Why"

[[opportunities]]
file = "open.csv"
[opportunities.fields]
opportunity_id = "No"
[opportunities.values."lost_reason"] # of the other block
"Too dear" = "price"
"""


@pytest.mark.parametrize(
    ("wrong", "right", "line"),
    [
        ("", "", 14),
        ('file = "open.csv"\n', "", 10),
        ('"No"\n[opp', '"No"\nopportunity_key = "Id"\n[opp', 14),
        ('file = "open.csv"', 'file = "open.csv"\nheader_row = 0', 12),
        ('opportunity_id = "No"\n[', "[", 10),
        ('"UTC"', '"?"', 3),
    ],
)
def test_a_fault_is_pointed_to_in_its_own_block(mapped, wrong, right, line):
    assert wrong in OPEN_AND_LOST
    with pytest.raises(loaders.Refused) as refused:
        mapped(OPEN_AND_LOST.replace(wrong, right) if wrong else OPEN_AND_LOST)
    assert refused.value.line == line


def test_a_value_with_two_meanings_is_refused(mapped):
    twice = ACTIVITIES.replace(
        'activity_type = "call"', 'activity_type = "c"\n[activities.values.activity_type]\n"x" = "call"'
    )
    twice = twice.replace(
        'activity_type = "other"', 'activity_type = "d"\n[activities.values.activity_type]\n"x" = "email"'
    )
    with pytest.raises(loaders.Refused, match='says two things of "x"'):
        mapped(MAPPING + twice.replace("is_automated = false\n", ""), leads__csv=LEADS)


@pytest.mark.parametrize("path", sorted(MAPPINGS.glob("*.toml")), ids=lambda path: path.stem)
def test_the_example_mappings_are_valid(path):
    assert read_mapping(path).blocks
