"""Mutated exports: each record is landed, rejected or left out by an independent count, or the file is refused.

A small, fixed run; `python -m tests.fuzz --examples 10000 --seed 1` is the full one.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.fuzz.__main__ import reproducer
from tests.fuzz.examples import examples
from tests.fuzz.given import File, Given, packed
from tests.fuzz.ids import checksum, is_broken, make_id
from tests.fuzz.rfc4180 import parse
from tests.fuzz.running import AGAIN_EVERY
from tests.fuzz.shrinking import shrink
from tests.fuzz.trial import FAILED, REFUSED, REJECTS, WHOLE, attempt
from tests.fuzz.warehouses import Warehouses, warehouses

EXAMPLES = 150
LEAD, OTHER_LEAD = "00Q5j00000KxY1aEAF", "00Q5j00000KxY1bEAF"


@pytest.fixture(scope="module")
def prepared():
    """Warehouses in a temporary folder."""
    with warehouses() as made:
        yield made


def test_no_mutation_of_an_export_gets_in_unseen_or_is_lost(prepared: Warehouses):
    tried: list[str] = []

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(examples())
    def each(example: Given) -> None:
        outcome = attempt(example, prepared, again=len(tried) % AGAIN_EVERY == 0)
        tried.append(outcome.kind)
        if outcome.kind == FAILED:
            small = shrink(example, lambda other: attempt(other, prepared).kind == FAILED, seconds=20)
            pytest.fail(f"{outcome.detail}\n{reproducer(small)}\n{attempt(small, prepared).detail}")

    each()
    assert {WHOLE, REJECTS, REFUSED} == set(tried)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (f"Id,CreatedDate\n{LEAD},2026-01-31\n", WHOLE),
        (f"Id,CreatedDate\n{LEAD},2026-01-31\n,2026-01-31\n", REJECTS),
        (f'Id,CreatedDate\n{LEAD},"2026-01-31\n', REFUSED),
        (f"Id,CreatedDate\n{LEAD},2026-01-31\n{OTHER_LEAD}", REFUSED),
        (f"Id,CreatedDate\n{LEAD},2026-01-31\nTotal", REJECTS),
        (f"Id,CreatedDate,RowId\n{LEAD},2026-01-31,7\n", REFUSED),
        (f'Id,CreatedDate,Company\n{LEAD},"2026-01-31" "14:05",Acme\n', REFUSED),
        (f"\ufeffCompany,Id,CreatedDate\nM\udcfcller,{LEAD},2026-01-31\n", REFUSED),
        ('"CreatedDate","Id', REFUSED),
        (f'"Id","CreatedDate","Company\n""{LEAD}"",""2026-01-31"",""Acme"\n', REFUSED),
        (f'"\nId","CreatedDate","Company"\r\n"{LEAD}","2026-01-31",Acme"\r\n', WHOLE),
        (f"Id,CreatedDate,_LOAD_ID\n{LEAD},2026-01-31,7\n", REFUSED),
    ],
)
def test_each_way_is_told_from_the_others(prepared: Warehouses, content: str, kind: str):
    assert (
        attempt(Given("salesforce", (File("Lead.csv", content.encode(errors="surrogateescape")),)), prepared).kind
        == kind
    )


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("LeadHistory.csv", "\u00a0Id\u00a0,\u00a0Field\u00a0\n00T5jQ0a000000vEBA,Status\n", REFUSED),
        ("CampaignMember.csv", f"Id,Lead ID\n{make_id('00v', 31)},x\n", WHOLE),
        ("CampaignMember.csv", f"Id,LeadId,Lead ID\n{make_id('00v', 31)},x,y\n", WHOLE),
    ],
)
def test_names_and_ids_are_read_as_the_docs_say(prepared: Warehouses, name: str, content: str, kind: str):
    assert attempt(Given("salesforce", (File(name, content.encode()),)), prepared).kind == kind


def test_a_lost_member_of_an_archive_would_be_seen(prepared: Warehouses):
    member = f"Id,CreatedDate\n{LEAD},2026-01-31\n".encode()
    more = ("Lead_2.csv", member.replace(LEAD.encode(), OTHER_LEAD.encode()))
    archive = File("WE_1.zip", packed((("Lead_1.csv", member),)), (("Lead_1.csv", member), more))
    outcome = attempt(Given("salesforce", (archive,)), prepared)
    assert (outcome.kind, "Lead_2.csv: 1 given, 0 reported" in outcome.detail) == (FAILED, True)


def test_a_damaged_member_is_no_file_to_be_ignored(prepared: Warehouses):
    member = f"Id,CreatedDate\n{LEAD},2026-01-31\n".encode()
    content = packed((("Lead.csv", member), ("of_no_name.csv", member.replace(LEAD.encode(), OTHER_LEAD.encode()))))
    directory = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 1)
    content = content[: directory + 46] + b"xx" + content[directory + 48 :]  # its name in the directory
    archive = File("WE_1.zip", content, is_refused=True)
    assert attempt(Given("salesforce", (archive,)), prepared).kind == REFUSED


def test_the_checksum_is_that_of_published_examples():
    assert (checksum("001A0000006Vm9r"), checksum("00Q5j00000KxY1a")) == ("IAC", "EAF")
    assert is_broken("001A0000006Vm9rIAD")


@pytest.mark.parametrize(
    ("text", "records", "problem"),
    [
        ('a,"b ""c"""\r\n\r\nd,"e\nf"', [("a", 'b "c"'), ("d", "e\nf")], ""),
        ("a,b\rc,d\n", [("a", "b"), ("c", "d")], ""),
        ('a,b"c\n', [("a", 'b"c')], ""),
        ('"",\n', [("", "")], ""),
        ('a,b\n"c"d,e\n', [("a", "b")], "text after a closing quote"),
        ('a,b\nc,"d\n', [("a", "b")], "a quote that never closes"),
    ],
)
def test_the_state_machine_reads_by_the_letter(text: str, records: list, problem: str):
    parsed = parse(text, ",")
    assert ([record.fields for record in parsed.records], parsed.problem) == (records, problem)
