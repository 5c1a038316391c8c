"""What differs from load to load is said: columns that came, went, returned or have a new name, and whole objects."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import duckdb
import pytest
from click.testing import CliRunner

import loaders
from leadhouse.cli import main
from loaders.comparing.drift_columns import Agreement, Renamed, probable_renames

START = datetime(2026, 3, 31, 18, 0, tzinfo=UTC)


@pytest.fixture
def export(write, load):
    """Loads exports, one day after the other; each is the files of a folder of its own."""
    days = iter(range(100))

    def export(files, **options):
        day = next(days)
        for name, text in files.items():
            folder = write(f"{day}/{name}", text).parent
        return load(folder, loaded_at=START + timedelta(days=day), **options)

    return export


def leads(header, *rows):
    return "\n".join([f"Id,CreatedDate,{header}", *rows]) + "\n"


def objects(report):
    return {drift.object: drift for drift in report.drift.objects}


def test_the_first_load_differs_from_nothing(export):
    report = export({"Lead.csv": leads("A,B", "1,2026-01-01,a,b")})
    assert (report.drift.objects, report.drift.first_objects, report.drift.lines()) == ((), (), [])


def test_columns_that_came_went_and_returned_are_told_apart(export):
    export({"Lead.csv": leads("Alpha,Beta", "1,2026-01-01,a,b")})
    second = objects(export({"Lead.csv": leads("Alpha,Omega", "2,2026-01-01,a,o")}))["Lead"]
    assert (second.new, second.gone, second.returned) == (("Omega",), ("Beta",), ())
    third = objects(export({"Lead.csv": leads("Alpha,Beta,Omega", "3,2026-01-01,a,b,o")}))["Lead"]
    assert (third.new, third.gone, third.returned) == ((), (), ("Beta",))
    assert third.compared_with == "20260401T180000Z"


def test_the_same_columns_in_another_order_or_case_are_no_news(export):
    export({"Lead.csv": leads("Alpha,Beta", "1,2026-01-01,a,b")})
    assert export({"Lead.csv": leads("beta,ALPHA", "2,2026-01-01,b,a")}).drift.objects == ()


def test_a_column_with_a_near_name_is_probably_renamed(export):
    export({"Lead.csv": leads("Score__c,Zeta", "1,2026-01-01,5,x")})
    report = export({"Lead.csv": leads("Zeta,Lead_Score__c", "2,2026-01-01,y,6")})
    assert objects(report)["Lead"].renamed == (Renamed("Score__c", "Lead_Score__c", ("near names",)),)
    assert report.drift.lines() == ["Lead: Score__c is probably called Lead_Score__c now (near names)"]


ROWS = [f"{n},2026-01-01,{n * 7 % 5},x{n}" for n in range(20)]


def test_a_column_with_the_same_values_is_probably_renamed_whatever_its_name(export):
    export({"Lead.csv": leads("Alpha,Omega", *ROWS)})
    moved = [",".join([*row.split(",")[:2], row.split(",")[3], row.split(",")[2]]) + "" for row in ROWS]
    report = export({"Lead.csv": leads("Omega,Rating_of_ours", *moved)})
    assert objects(report)["Lead"].renamed == (Renamed("Alpha", "Rating_of_ours", ("same values",)),)


def test_other_values_speak_against_a_near_name_in_the_same_place(export):
    export({"Lead.csv": leads("Phone_1,Omega", *ROWS)})
    others = [row.replace(f",{n * 7 % 5},", f",{n + 100},") for n, row in enumerate(ROWS)]
    report = export({"Lead.csv": leads("Phone_2,Omega", *others)})
    assert objects(report)["Lead"].renamed == ()
    assert report.drift.lines() == ["Lead: new columns: Phone_2", "Lead: columns no longer exported: Phone_1"]


def test_objects_that_came_and_went_are_named(export):
    lead, task = leads("A", "1,2026-01-01,a"), "Id,Subject\nT1,x\n"
    export({"Lead.csv": lead})
    assert export({"Lead.csv": lead.replace("1,", "2,"), "Task.csv": task}).drift.first_objects == ("Task",)
    report = export({"Lead.csv": lead.replace("1,", "3,")})
    assert report.drift.absent_objects == ("Task",)
    assert report.drift.lines() == ["Not in this export, but in an earlier one: Task"]


def test_an_object_that_is_unchanged_since_its_load_is_not_absent(export):
    lead, task = leads("A", "1,2026-01-01,a"), "Id,Subject\nT1,x\n"
    export({"Lead.csv": lead, "Task.csv": task})
    assert export({"Lead.csv": lead.replace("1,", "2,"), "Task.csv": task}).drift.absent_objects == ()


def test_corrected_records_are_no_export_to_compare_with(export, warehouse, tmp_path):
    export({"Lead.csv": leads("A,B", "1,2026-01-01,a"), "Task.csv": "Id,Subject\nT1,x\n"})
    (file,) = loaders.write_rejects(warehouse, tmp_path / "correct")
    file.path.write_text(file.path.read_text().replace("a\n", "a,b\n"))
    loaders.retry_rejects("salesforce", [file.path], warehouse)
    (warehouse / "status.json").unlink()
    loaders.catch_up(warehouse)
    retried = json.loads((warehouse / "status.json").read_text())["loads"][1]
    assert (retried["files"][0]["landed"], retried["drift"]["absent_objects"]) == (1, [])
    report = export({"Lead.csv": leads("A,B", "2,2026-01-01,a,b"), "Task.csv": "Id,Subject\nT2,x\n"})
    assert report.drift.lines() == []


def test_a_mapped_system_drifts_by_the_columns_of_its_files(write, load):
    mapping = write(
        "../acme.toml",
        'system = "acme"\ntime_zone = "UTC"\n[leads]\nfile = "l.csv"\n'
        '[leads.fields]\nlead_id = "No"\ncreated_at = "At"\n',
    )
    load(write("l.csv", "No,At,Colour\n1,2026-01-01,red\n"), mapping=mapping)
    report = load(write("l.csv", "No,At,Size\n2,2026-01-01,big\n"), mapping=mapping)
    (drift,) = report.drift.objects
    assert (drift.object, drift.new, drift.gone) == ("leads", ("Size",), ("Colour",))


def test_a_landing_file_of_an_older_version_is_brought_up_to_date_and_compared(export, warehouse):
    export({"Lead.csv": leads("Alpha,Beta", "1,2026-01-01,a,b", "2,2026-01-01")})
    added = {
        "files": ("header", "raw_columns", "delimiter", "time_zone", "date_order", "decimal_separator"),
        "rejects": ("reject_id", "mapping_sha256", "resolved_load_id"),
        "loads": ("is_retry", "unchanged_objects"),
    }
    with duckdb.connect(str(warehouse / "landing.duckdb")) as connection:
        for table, columns in added.items():
            for column in columns:
                connection.execute(f"alter table ledger.{table} drop column {column}")
    assert [reject.line for reject in loaders.open_rejects(warehouse)] == [3]
    assert loaders.write_rejects(warehouse, warehouse / "correct") == []
    drift = objects(export({"Lead.csv": leads("Alpha,Gamma", "3,2026-01-01,a,g")}))["Lead"]
    assert (drift.new, drift.gone) == (("Gamma",), ("Beta",))


def test_drift_is_shown_for_every_load_to_people_and_to_programs(export, warehouse):
    export({"Lead.csv": leads("Alpha,Beta", "1,2026-01-01,a,b")})
    export({"Lead.csv": leads("Omega,Alpha", "2,2026-01-01,o,a")})
    asked = ["status", "--drift", "--warehouse", str(warehouse)]
    shown = CliRunner().invoke(main, asked).stdout
    assert "2026-04-01 18:00:00 salesforce  Lead: new columns: Omega" in shown
    first, second = json.loads(CliRunner().invoke(main, [*asked, "--json"]).stdout)
    assert (first["load_id"], first["drift"]["objects"]) == ("20260331T180000Z", [])
    (drift,) = second["drift"]["objects"]
    assert drift == {
        "object": "Lead",
        "compared_with": "20260331T180000Z",
        "new": ["Omega"],
        "gone": ["Beta"],
        "returned": [],
        "renamed": [],
    }


def test_a_load_that_status_has_forgotten_is_shown_with_its_drift(export, warehouse):
    export({"Lead.csv": leads("Alpha,Beta", "1,2026-01-01,a,b")})
    told = export({"Lead.csv": leads("Alpha,Omega", "2,2026-01-01,a,o")}).drift.as_dict()
    (warehouse / "status.json").unlink()
    loaders.catch_up(warehouse)
    assert json.loads(json.dumps(told)) == json.loads((warehouse / "status.json").read_text())["loads"][1]["drift"]


def nothing(old, new):
    return None


@pytest.mark.parametrize(
    ("agreement", "expected"),
    [
        (None, ("near names", "same place")),
        (Agreement(4, 0, 0), ("near names", "same place")),
        (Agreement(10, 4, 2), ()),
        (Agreement(10, 5, 2), ("near names", "same place")),
        (Agreement(10, 9, 1), ("near names", "same place")),
        (Agreement(10, 9, 2), ("near names", "same place", "same values")),
    ],
)
def test_values_of_few_records_or_of_one_kind_prove_nothing(agreement, expected):
    found = probable_renames(["Phone"], ["Phone2"], ["Id", "Phone"], ["Id", "Phone2"], lambda old, new: agreement)
    assert [renamed.grounds for renamed in found] == ([expected] if expected else [])


def test_a_column_becomes_at_most_one_other():
    found = probable_renames(["Mail"], ["E_Mail", "Mail_2"], ["Id", "Mail", "X"], ["E_Mail", "X", "Mail_2"], nothing)
    assert [(renamed.before, renamed.after) for renamed in found] == [("Mail", "E_Mail")]


def test_columns_that_have_nothing_in_common_are_not_renamed():
    assert probable_renames(["Fax"], ["Industry"], ["Fax", "A", "B"], ["A", "B", "Industry"], nothing) == ()
