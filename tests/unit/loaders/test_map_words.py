"""What a proposed mapping makes of statuses, stages and sources: known words need no line, open ones are listed."""

from __future__ import annotations

import tomllib

import pytest

from loaders.proposals import propose
from loaders.proposals.writing import as_toml


@pytest.fixture
def proposed(write):
    """Proposes a mapping for leads with these words, and returns its text."""

    def proposed(header: str, words: list[str], file: str = "leads.csv", definitions=None) -> str:
        rows = "".join(f"L{n},2026-01-01,{word}\n" for n, word in enumerate(words * 4))
        return as_toml(propose([write(file, f"Id,Created,{header}\n{rows}")], definitions=definitions))

    return proposed


def values(text: str, entity: str, field: str) -> dict[str, object]:
    return tomllib.loads(text)[entity]["values"][field]


def test_a_word_that_the_definitions_know_needs_no_line(proposed):
    assert "values" not in tomllib.loads(proposed("Status", ["New", "working - contacted"]))["leads"]


def test_a_certain_synonym_is_mapped_whatever_its_language_and_spelling(proposed):
    words = ["Offen", "in bearbeitung", "QUALIFIÉ", "Descartado", "Closed / Converted"]
    assert values(proposed("Status", words), "leads", "status") == {
        "Offen": "new",
        "in bearbeitung": "contacted",
        "QUALIFIÉ": "qualified",
        "Descartado": "disqualified",
        "Closed / Converted": "converted",
    }


def test_an_unknown_word_is_listed_with_its_count_and_what_it_can_mean(proposed):
    text = proposed("Status", ["New", "Wiedervorlage"])
    assert '# "Wiedervorlage" = "..."  # 4 records' in text
    assert "# One of: new, contacted, nurturing, qualified, converted, disqualified." in text
    assert values(text, "leads", "status") == {}


def test_a_company_s_own_definitions_are_known_too(proposed, tmp_path):
    (tmp_path / "lead_statuses.csv").write_text(
        "source_system,status_raw,status\nany,Wiedervorlage,nurturing\n", encoding="utf-8"
    )
    assert "Wiedervorlage" not in proposed("Status", ["Wiedervorlage"], definitions=tmp_path)


def test_a_yes_or_no_in_words_is_mapped_only_if_every_word_is_certain(proposed):
    text = proposed("Activity source", ["bot", "human", "system"], file="activities.csv")
    assert values(text, "activities", "is_automated") == {"bot": True, "human": False, "system": True}
    assert "is_automated" not in proposed("Activity source", ["bot", "human", "Ada"], file="activities.csv")


def test_open_won_and_lost_tell_whether_a_deal_is_closed_and_won(write):
    rows = "".join(f"D{n},{('Open', 'Won', 'Lost')[n % 3]},Propose\n" for n in range(9))
    text = as_toml(propose([write("deals.csv", f"Deal Id,Status,Sales Stage\n{rows}")]))
    assert values(text, "opportunities", "is_closed") == {"Open": False, "Won": True, "Lost": True}
    assert values(text, "opportunities", "is_won") == {"Open": False, "Won": True, "Lost": False}


def test_words_with_quotes_and_breaks_stay_valid_toml(proposed):
    word = 'He said ""no"" \\ # \u2028 [x]'
    text = proposed("Status", ["New", f'"{word}"'])
    assert tomllib.loads(text)["leads"]["fields"]["status"] == "Status"
    tomllib.loads(text.replace('# "He', '"He').replace('"..."', '"new"'))


def test_more_words_than_a_list_has_are_not_mapped(write):
    rows = "".join(f"L{n},2026-01-01,Word{n % 50}\n" for n in range(500))
    assert "Word1" not in as_toml(propose([write("leads.csv", f"Id,Created,Status\n{rows}")]))


def test_free_text_is_no_list_of_words(write):
    rows = "".join(f"L{n},2026-01-01,Called back about offer {n}\n" for n in range(60))
    assert "Called" not in as_toml(propose([write("leads.csv", f"Id,Created,Status\n{rows}")]))
