"""`leadhouse map`: the mapping to standard output or a file, all else beside it, and no personal value anywhere."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from leadhouse.cli import main
from leadhouse.commands.map import map as command

LEADS = "Lead No,Created,Status,Owner,First name,Last name,E-mail,Phone,Comments\n" + "".join(
    f"L{n},2026-01-{n:02},{('New', 'Foobar')[n % 2]},Olga Ownersson,Ada{n},Byron{n},"
    f"ada{n}@byron.example,030 555{n:04},secret {n}\n"
    for n in range(1, 29)
)
PERSONAL = ("Ada", "Byron", "byron", "555", "secret", "Olga", "Ownersson")


@pytest.fixture
def run(tmp_path):
    """Runs `leadhouse map`."""

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(main, ["map", *map(str, arguments), "--warehouse", str(tmp_path / "warehouse")])

    return run


def test_the_mapping_goes_to_standard_output_and_all_else_beside_it(write, run):
    ran = run(write("leads.csv", LEADS))
    assert ran.exit_code == 0
    assert tomllib.loads(ran.stdout)["leads"]["fields"]["lead_id"] == "Lead No"
    assert "leads.csv -> leads (28 records)" in ran.stderr
    assert "Not found, the most costly first:" in ran.stderr
    assert "response time is not measurable" in ran.stderr
    assert "Next: leadhouse load spreadsheet --mapping" in ran.stderr


def test_no_personal_value_is_shown_in_any_form_of_output(write, run, tmp_path):
    path, output = write("leads.csv", LEADS), tmp_path / "mapping.toml"
    everything = "".join((run(path).output, run(path, "--json").output, run(path, "--output", output).output))
    everything += output.read_text(encoding="utf-8")
    assert [value for value in PERSONAL if value in everything] == []
    assert "Foobar" in everything, "the words of a status are shown"
    assert "a…@…" in everything


def test_an_output_that_is_there_already_is_not_overwritten(write, run, tmp_path):
    output = tmp_path / "mapping.toml"
    output.write_text("mine", encoding="utf-8")
    ran = run(write("leads.csv", LEADS), "--output", output)
    assert ran.exit_code == 2
    assert "is there already" in ran.stderr
    assert output.read_text(encoding="utf-8") == "mine"


def test_a_new_output_is_written_and_named_in_the_next_step(write, run, tmp_path):
    output = tmp_path / "ours" / "mapping.toml"
    ran = run(write("leads.csv", LEADS), "--output", output)
    assert (ran.exit_code, ran.stdout) == (0, "")
    assert f"--mapping {output}" in ran.stderr
    assert tomllib.loads(output.read_text(encoding="utf-8"))["system"] == "leads"


def test_a_program_gets_the_whole_proposal(write, run):
    report = json.loads(run(write("leads.csv", LEADS), "--json", "--system", "acme").stdout)
    assert report["system"] == "acme"
    assert report["to_fill_in"] == ["time_zone"]
    assert report["is_loadable"] is False
    assert report["blocks"][0]["fields"]["created_at"]["columns"] == ["Created"]
    assert report["blocks"][0]["words_to_map"] == {"status": {"Foobar": 14}}
    assert tomllib.loads(report["mapping"])["system"] == "acme"
    assert {"place", "missing", "cost"} == set(report["missing"][0])


def test_a_mapping_that_cannot_be_loaded_yet_says_so_and_ends_well(write, run):
    ran = run(write("leads.csv", "Lead No,Company\nL1,X\nL2,Y\n"))
    assert ran.exit_code == 0
    assert "It cannot be loaded yet: fill in leads.created_at (leads.csv), or remove those blocks." in ran.stderr


def test_files_that_are_nothing_are_refused(write, run):
    ran = run(write("prices.csv", "product,price\na,1\nb,2\n"))
    assert ran.exit_code == 3
    assert "prices.csv: neither its name nor its columns are those of an entity" in ran.stderr


def test_every_option_is_explained_in_the_guide():
    guide = (Path(__file__).resolve().parents[3] / "docs" / "loading.md").read_text(encoding="utf-8")
    section = guide.split("### Proposing a mapping")[1].split("\n### ")[0]
    options = [option for parameter in command.params for option in parameter.opts if option.startswith("--")]
    assert [option for option in options if option not in section] == []


def test_contacts_without_leads_are_pointed_out(write, run):
    rows = "".join(f"C{n},p{n}@example.com,New\n" for n in range(8))
    ran = run(write("contacts.csv", f"Contact ID,Email,Lead Status\n{rows}"))
    assert (
        'rename [contacts] to [leads] and contact_id to lead_id in all blocks, and add status = "Lead Status"'
        in ran.stderr
    )
