"""A complete export that lacks too many records is stopped before they count as deleted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

import loaders
from leadhouse.cli import main

START = datetime(2026, 3, 31, 18, 0, tzinfo=UTC)


def leads(ids, deleted=(), suffix=""):
    rows = (f"{n}{suffix},2026-01-01,{'true' if n in deleted else 'false'}\n" for n in ids)
    return "Id,CreatedDate,IsDeleted\n" + "".join(rows)


@pytest.fixture
def load_leads(write, load):
    """Loads leads, one hour after the other."""
    hours = iter(range(100))

    def load_leads(text, name="Lead.csv", **options):
        return load(write(name, text), loaded_at=START + timedelta(hours=next(hours)), **({"complete": True} | options))

    return load_leads


def test_a_fifth_may_be_absent_and_one_more_may_not(load_leads, query):
    load_leads(leads(range(10)))
    with pytest.raises(loaders.Refused, match=r"Lead had 10 records, of which 7 are left .*--accept-shrink") as refusal:
        load_leads(leads(range(7)))
    assert refusal.value.exit_code == 3
    assert query("select count(*) from salesforce.lead") == [(10,)]
    assert load_leads(leads(range(8))).landed == 8


def test_a_shrink_that_somebody_accepts_is_loaded(load_leads):
    load_leads(leads(range(10)))
    assert load_leads(leads(range(3)), accept_shrink=True).landed == 3


def test_records_that_were_deleted_or_absent_before_are_not_missed(load_leads):
    load_leads(leads(range(10), deleted=range(5)))
    load_leads(leads(range(5, 10)))
    load_leads(leads(range(6, 10)))
    assert load_leads(leads(range(6, 9)), accept_shrink=True).landed == 3
    assert load_leads(leads(range(6, 9)) + "6,2026-01-01,false\n").landed == 4


def test_new_records_do_not_hide_those_that_are_absent(load_leads):
    load_leads(leads(range(10)))
    with pytest.raises(loaders.Refused, match="of which 0 are left"):
        load_leads(leads(range(100, 120)))


def test_every_object_that_shrank_is_named(load_leads, write, load):
    write("all/Lead.csv", leads(range(10)))
    folder = write("all/Task.csv", "Id\n").parent
    write("all/Task.csv", "Id,Subject\n" + "".join(f"T{n},x\n" for n in range(10)))
    load(folder, complete=True)
    write("all/Lead.csv", leads(range(2)))
    write("all/Task.csv", "Id,Subject\nT1,x\n")
    with pytest.raises(loaders.Refused, match=r"Lead had 10 records, of which 2 are left; Task had 10 .* 1 are left"):
        load(folder, complete=True)


def test_a_complete_export_without_records_is_stopped(load_leads):
    load_leads(leads(range(3)))
    with pytest.raises(loaders.Refused, match="of which 0 are left"):
        load_leads(leads([]))


def test_an_id_of_fifteen_characters_is_the_record_of_eighteen(load_leads):
    # Of the three blocks of five only the first has a capital, in third place: E, then A and A.
    ids = [f"00Q5j00000000{n}0" for n in range(10)]
    load_leads(leads(ids))
    assert load_leads(leads(ids, suffix="EAA")).landed == 10


def test_a_dry_run_is_stopped_too(load_leads):
    load_leads(leads(range(10)))
    with pytest.raises(loaders.Refused, match="of which 1 are left"):
        load_leads(leads([1]), dry_run=True)


def test_a_plain_export_of_fewer_records_is_loaded_with_a_word_when_far_fewer(load_leads):
    load_leads(leads(range(10)), complete=False)
    few = load_leads(leads(range(4)), complete=False)
    assert few.notices[0] == ("Lead: 4 records, the load before had 10. If this is no partial export, look at it.")
    assert "the load before" not in str(load_leads(leads(range(2)), complete=False).notices)


def test_the_command_line_accepts_a_shrink(load_leads, write, warehouse):
    load_leads(leads(range(10)))
    path = write("Lead.csv", leads([1]))
    arguments = ["load", "salesforce", str(path), "--complete", "--warehouse", str(warehouse)]
    refused = CliRunner().invoke(main, arguments)
    assert (refused.exit_code, "--accept-shrink" in refused.stderr) == (3, True)
    assert CliRunner().invoke(main, [*arguments, "--accept-shrink"]).exit_code == 0


def test_records_without_ids_are_counted(write, load):
    mapping = write(
        "../acme.toml",
        'system = "acme"\ntime_zone = "UTC"\n[lead_statuses]\nfile = "s.csv"\n'
        '[lead_statuses.fields]\nlead_id = "L"\nstatus = "S"\nentered_at = "T"\n',
    )

    def statuses(count):
        return write("s.csv", "L,S,T\n" + "".join(f"{n},new,2026-01-01\n" for n in range(count)))

    load(statuses(10), mapping=mapping, complete=True)
    with pytest.raises(loaders.Refused, match="lead_statuses had 10 records, of which 7 are left"):
        load(statuses(7), mapping=mapping, complete=True)
    assert load(statuses(8), mapping=mapping, complete=True).landed == 8
