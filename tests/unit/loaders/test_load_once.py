"""The same content is landed once, whatever it is called; all of a load or nothing of it."""

from __future__ import annotations

import json
import subprocess
import sys

import duckdb
import pytest

import loaders
from loaders import attempt

LEAD = "Id,CreatedDate\n1,2026-01-01\n"
TASKS = ["Id,Subject\nT1,a\n", "Id,Subject\nT2,b\n"]


def test_the_same_content_is_landed_once_whatever_its_name_or_archive(write, load, pack, query):
    first = load(write("Lead.csv", LEAD))
    again = load(pack("WE_1.zip", **{"extract/Lead_1.csv": LEAD}))
    assert (first.landed, again.landed, again.load_id) == (1, 0, None)
    assert again.files[0].skipped
    assert query("select count(*) from salesforce.lead") == [(1,)]
    assert query("select count(*) from ledger.loads") == [(1,)]


def test_the_same_content_twice_in_one_load_is_landed_once(write, load):
    write("a/Lead.csv", LEAD)
    report = load(write("b/Lead.csv", LEAD).parents[1])
    assert [file.skipped for file in report.files] == [False, True]


def test_the_same_content_as_another_object_is_landed(write, load):
    header_only = "Id,CreatedDate\n"
    load(write("Lead.csv", header_only))
    assert not load(write("Task.csv", header_only)).files[0].skipped


def test_chunks_of_one_object_land_together(write, load, query):
    write("Task_1.csv", TASKS[0])
    load(write("Task_2.csv", TASKS[1]).parent)
    assert query('select "Id", _source_file, _source_row from salesforce.task order by 1') == [
        ("T1", "Task_1.csv", 1),
        ("T2", "Task_2.csv", 1),
    ]


def test_a_complete_export_lands_the_chunks_that_were_loaded_before_too(write, load, query):
    write("Task_1.csv", TASKS[0])
    write("Account.csv", "Id,Name\nA1,a\n")
    folder = write("Task_2.csv", TASKS[1]).parent
    load(folder, complete=True)
    write("Task_2.csv", "Id,Subject\nT3,c\n")
    report = load(folder, complete=True, accept_shrink=True)
    assert {file.file: file.skipped for file in report.files} == {
        "Account.csv": True,
        "Task_1.csv": False,
        "Task_2.csv": False,
    }
    second = "_load_id = (select max(load_id) from ledger.loads)"
    assert query(f'select "Id" from salesforce.task where {second} order by 1') == [("T1",), ("T3",)]
    assert query("select load_id, is_complete from ledger.loads order by 1") == [
        ("20260331T180000Z", True),
        ("20260331T180000Z-2", True),
    ]


def test_files_of_one_object_with_different_columns_are_refused_with_both_names(write, load, query):
    write("Lead_1.csv", "Id,CreatedDate,Company\n1,2026-01-01,a\n")
    folder = write("Lead_2.csv", "Id,CreatedDate,Phone,Fax\n2,2026-01-02,5,6\n").parent
    with pytest.raises(
        loaders.Refused,
        match=r"Lead_2\.csv line 1: it holds Lead as Lead_1\.csv does, but with other columns: Lead_2\.csv alone has "
        r"Phone, Fax; Lead_1\.csv alone has Company\. .* load them one after the other, the older first",
    ):
        load(folder)
    assert query("select count(*) from salesforce.lead") == [(0,)]
    assert [load(folder / name).landed for name in ("Lead_1.csv", "Lead_2.csv")] == [1, 1]


def test_one_column_more_in_a_later_chunk_is_refused_too(write, load):
    write("Lead_1.csv", LEAD)
    with pytest.raises(loaders.Refused, match=r"with other columns: Lead_2\.csv alone has Phone\. Nothing"):
        load(write("Lead_2.csv", "Id,CreatedDate,Phone\n2,2026-01-02,5\n").parent)


def test_files_of_one_object_may_order_and_write_their_columns_differently(write, load):
    write("Lead_1.csv", "Id,CreatedDate,Company\n1,2026-01-01,a\n")
    assert load(write("Lead_2.csv", "company,ID,CreatedDate\nb,2,2026-01-02\n").parent).landed == 2


def test_an_export_that_was_loaded_before_may_lie_beside_a_new_one_with_more_columns(write, load):
    load(write("old/Lead.csv", LEAD))
    folder = write("new/Lead.csv", "Id,CreatedDate,Company\n2,2026-01-02,b\n").parents[1]
    assert load(folder).landed == 1


def test_blocks_of_a_mapping_may_read_one_object_from_files_with_other_columns(write, load):
    block = '[[leads]]\nfile = "{0}.csv"\n[leads.fields]\nlead_id = "{0}"\ncreated_at = "At"\n'
    mapping = write(
        "../acme.toml",
        'system = "acme"\ntime_zone = "UTC"\n' + block.format("a") + block.format("b") + 'status = "more"\n',
    )
    write("a.csv", "a,At\n1,2026-01-01\n")
    assert load(write("b.csv", "b,At,more\n2,2026-01-01,x\n").parent, mapping=mapping).landed == 2


def test_an_older_export_loaded_later_lands_beside_the_newer_one(write, load, query):
    load(write("Lead.csv", "Id,CreatedDate,SystemModstamp\n1,2026-01-01,2026-03-02\n"))
    load(write("Lead.csv", "Id,CreatedDate,SystemModstamp\n1,2026-01-01,2026-03-01\n"))
    assert query('select "SystemModstamp" from salesforce.lead order by _load_id') == [
        ("2026-03-02",),
        ("2026-03-01",),
    ]


def test_records_that_one_file_repeats_are_counted(write, load):
    (file,) = load(write("Lead.csv", LEAD + "2,2026-01-02\n1,2026-01-03\n1,2026-01-04\n")).files
    assert (file.landed, file.repeated) == (4, 2)


def test_a_folder_without_any_file_is_refused_in_plain_words(load, tmp_path):
    (tmp_path / "inbox").mkdir()
    with pytest.raises(loaders.Refused, match="There is no file under the paths given"):
        load(tmp_path / "inbox")


def test_two_files_of_one_name_keep_their_names_apart(write, load):
    one, two = write("x/Task.csv", TASKS[0]), write("y/Task.csv", TASKS[1])
    assert [file.file for file in load(one, two).files] == ["Task.csv", "y/Task.csv"]


def test_a_dry_run_tells_and_changes_nothing(write, load, warehouse):
    path = write("Lead.csv", LEAD)
    told = load(path, dry_run=True)
    assert (told.landed, told.dry_run, told.load_id) == (1, True, "20260331T180000Z")
    assert not warehouse.exists()
    load(path)
    before = (warehouse / "landing.duckdb").read_bytes()
    assert load(path, dry_run=True).files[0].skipped
    assert (warehouse / "landing.duckdb").read_bytes() == before


def test_nothing_temporary_is_left_behind(write, load, pack, warehouse):
    warehouse.mkdir()
    (warehouse / ".loading-killed").mkdir()
    load(pack("WE.zip", **{"Lead.csv": LEAD}))
    with pytest.raises(loaders.Refused):
        load(write("Contact.csv", 'Id,Email\n1,"x'))
    assert {path.name for path in warehouse.iterdir()} == {"landing.duckdb", "status.json", ".status.lock"}


def test_an_error_in_the_middle_leaves_the_warehouse_as_it_was(write, load, query, monkeypatch):
    load(write("Lead.csv", LEAD))
    write("Account.csv", "Id,Name,New__c\nA1,a,b\n")
    monkeypatch.setattr(attempt.Attempt, "_record", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        load(write("Task.csv", TASKS[0]).parent)
    assert query("select count(*) from salesforce.account") == [(0,)]
    assert query("select count(*) from duckdb_columns() where column_name = 'New__c'") == [(0,)]


def test_status_holds_the_loads_and_totals(write, load, warehouse):
    write("Case.csv", "Id,x\n5,y\n")
    load(write("Lead.csv", LEAD).parent)
    load(write("Task.csv", TASKS[0]), write("Lead.csv", LEAD))
    status = json.loads((warehouse / "status.json").read_text())
    first, second = status["loads"]
    assert first["ignored"][0]["file"] == "Case.csv"
    assert (
        first["files"][0].items()
        >= {"file": "Lead.csv", "object": "Lead", "records": 1, "landed": 1, "rejected": 0}.items()
    )
    assert [file["skipped"] for file in second["files"]] == [False, True]
    assert [(table["object"], table["landed"]) for table in status["landing"]["tables"]] == [("Lead", 1), ("Task", 1)]


def test_a_load_that_another_process_blocks_names_it(write, load, warehouse):
    path = write("Lead.csv", LEAD)
    load(path)
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", hold, str(warehouse / "landing.duckdb")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        for dry_run in (False, True):
            with pytest.raises(loaders.Busy, match=f"process {holder.pid} ") as busy:
                load(path, dry_run=dry_run)
            assert (busy.value.exit_code, busy.value.pid) == (5, holder.pid)
        holder.communicate()


def test_landing_is_stored_in_the_faster_format(write, load, warehouse):
    load(write("Lead.csv", LEAD))
    with duckdb.connect(str(warehouse / "landing.duckdb"), read_only=True) as connection:
        tags = connection.execute("select tags from duckdb_databases() where database_name = 'landing'").fetchall()
    assert "v1.3.0" in str(tags)
