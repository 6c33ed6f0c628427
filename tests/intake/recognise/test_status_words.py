"""Words of a status that mean nothing to Merilo are taken as open, and that is said."""

from __future__ import annotations

import pytest

from merilo.intake.recognise import Proposal
from tests.intake.recognise.conftest import MakeTable, ProposeTables

KIND = "status_words_taken_as_open"


def proposed(
    make_table: MakeTable, propose_tables: ProposeTables, words: list[str], called: str = "Status", stage: bool = False
) -> Proposal:
    """The proposal for forty deals with these words in turn, and a stage column when asked for."""
    rows = [[f"D{i}", f"Rep {i % 3}", "7", words[i % len(words)], ["Demo", "Offer"][i % 2]] for i in range(40)]
    header = ["Deal id", "Owner", "Amount", called, "Stage"]
    return propose_tables(make_table("deals", header if stage else header[:-1], rows))


def texts(proposal: Proposal) -> list[str]:
    return [question.text for question in proposal.questions if question.kind == KIND]


@pytest.mark.parametrize(
    "words",
    [["Open", "Won", "Lost", "banana"], ["Won", "Lost", "banana"], ["Открыта", "Выиграна", "Проиграна", "banana"]],
)
def test_a_strange_word_of_a_status_is_named(
    make_table: MakeTable, propose_tables: ProposeTables, words: list[str]
) -> None:
    proposal = proposed(make_table, propose_tables, words)
    (text,) = texts(proposal)
    assert "'banana'" in text
    assert "'Won'" not in text
    status = proposal.mapping.entries[-1].fields["status"]
    assert "banana" not in status.values
    assert status.otherwise == "open"


def test_a_status_beside_a_stage_is_asked_about_and_the_stage_is_not(
    make_table: MakeTable, propose_tables: ProposeTables
) -> None:
    (text,) = texts(proposed(make_table, propose_tables, ["Open", "Won", "banana", "kiwi"], stage=True))
    assert "'banana', 'kiwi'" in text
    assert "Demo" not in text


@pytest.mark.parametrize("words", [["Open", "Won", "Lost"], ["In progress", "Won", "Lost"], ["WON", "LOST", "active"]])
def test_words_that_are_understood_are_not_asked_about(
    make_table: MakeTable, propose_tables: ProposeTables, words: list[str]
) -> None:
    assert texts(proposed(make_table, propose_tables, words)) == []


@pytest.mark.parametrize("header", ["Stage", "Этап", "Status"])
def test_stages_that_are_simply_open_are_normal(
    make_table: MakeTable, propose_tables: ProposeTables, header: str
) -> None:
    words = ["Qualification", "Demo", "Offer", "Won", "Lost"]
    assert texts(proposed(make_table, propose_tables, words, header)) == []


def test_five_words_are_listed_and_the_rest_counted(make_table: MakeTable, propose_tables: ProposeTables) -> None:
    fruit = [f"fruit {letter}" for letter in "abcdefgh"]
    (text,) = texts(proposed(make_table, propose_tables, ["Open", "Won", *fruit], stage=True))
    assert text.count("'fruit ") == 5
    assert "3 more" in text
