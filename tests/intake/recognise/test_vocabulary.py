"""Every fact column that a person could export has a name in both languages, and no name means two things at once."""

from __future__ import annotations

import pytest

from merilo.facts.schema import COMMON, TABLES
from merilo.intake.recognise.evidence import Evidence, Shape
from merilo.intake.recognise.generic import read_as
from merilo.intake.recognise.reading import kind_of
from merilo.intake.recognise.vocabulary import VOCABULARY
from merilo.intake.recognise.words import stems
from tests.intake.recognise.conftest import MakeTable

# Said by Merilo itself, never by an export: who recorded a change.
NOT_EXPORTED = {("deal_changes", "evidence")}
COLUMNS = [
    (table.name, column.name)
    for table in TABLES.values()
    for column in table.columns
    if (column not in COMMON or column.name == "modified_at") and (table.name, column.name) not in NOT_EXPORTED
]
NOTHING_SEEN = Evidence(Shape.EMPTY, 0, 0, 0, 0, ())


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_every_exportable_fact_column_has_synonyms_in_both_languages(table: str, column: str) -> None:
    words = VOCABULARY[table].columns[column]
    assert words.en
    assert words.ru
    assert all(word.isascii() for word in words.en)
    assert all(not word.isascii() or word in {"id", "kpi"} for word in words.ru)


@pytest.mark.parametrize("table", sorted(VOCABULARY))
def test_every_vocabulary_column_is_a_fact_column_or_a_declared_part(table: str) -> None:
    for column in VOCABULARY[table].columns:
        assert kind_of(table, column)
    assert all(column in VOCABULARY[table].columns for group in VOCABULARY[table].needs for column in group)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("table", sorted(VOCABULARY))
def test_the_first_synonyms_of_a_table_lead_back_to_their_columns(
    make_table: MakeTable, table: str, language: str
) -> None:
    header: dict[str, str] = {}
    for column, words in VOCABULARY[table].columns.items():
        # The first synonym that no other column claimed; two columns may share a general word ("тип").
        taken = {stems(text) for text in header}
        fresh = [word for word in getattr(words, language) if stems(word) not in taken]
        header[fresh[0] if fresh else f"{column} zzz"] = column
    raw = make_table("anything", list(header))
    picks = read_as(raw, table, dict.fromkeys(header, NOTHING_SEEN)).picks
    wrong = {
        text: column
        for text, column in header.items()
        if not text.endswith("zzz") and text not in [c for pick in picks.values() for c in pick.columns]
    }
    assert not wrong
