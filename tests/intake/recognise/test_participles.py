"""Dates that a sheet names by one word: what happened. Yes and no under the same word are no date."""

from __future__ import annotations

import pytest

from merilo.facts.schema import TABLES, Kind
from merilo.intake.recognise.evidence import Evidence, Shape
from merilo.intake.recognise.generic import read_as
from merilo.intake.recognise.participles import happened
from merilo.intake.recognise.vocabulary import VOCABULARY
from tests.intake.recognise.conftest import MakeTable, ProposeTables, targets

DAYS = [f"2026-01-{day:02d}" for day in range(1, 29)]
DATES = Evidence(Shape.DATE, 28, 28, 28, 28, tuple(DAYS))
CLOSED = ["Closed", "Close", "Close date", "Finished", "Ended", "Completed", "Won/lost on", "Deal closed", "CLOSED",
          "Завершена", "Завершено", "Закрыто", "Закрыта", "Закрытие", "Окончена"]  # fmt: skip
MODIFIED = ["Modified", "Updated", "Last modified", "Changed", "Edited", "Last changed", "Изменена", "Изменено",
            "Изменён", "Обновлено", "Обновлена", "Последнее изменение", "Дата последнего изменения"]  # fmt: skip
CREATED = ["Opened", "Started", "Created", "Added", "Started on", "Открыта", "Начата", "Создана", "Заведена",
           "Добавлена"]  # fmt: skip


def deals(
    make_table: MakeTable, propose_tables: ProposeTables, header: str, value: str | None = None
) -> dict[str, str]:
    columns = ["Deal id", "Owner", "Status", "Amount", header]
    stages = ["Open", "Won", "Lost"]
    rows = [[f"D{i}", f"Rep {i % 3}", stages[i % 3], "7", day] for i, day in enumerate(DAYS)]
    return targets(propose_tables(make_table("deals", columns, rows)), "deals")


@pytest.mark.parametrize(
    ("header", "column"),
    [
        *((header, "closed_at") for header in CLOSED),
        *((header, "modified_at") for header in MODIFIED),
        *((header, "created_at") for header in CREATED),
    ],
)
def test_one_word_names_a_date_of_a_deal(
    make_table: MakeTable, propose_tables: ProposeTables, header: str, column: str
) -> None:
    assert deals(make_table, propose_tables, header)[column] == header


@pytest.mark.parametrize(("won", "lost"), [("Won", "Lost"), ("Выиграна", "Проиграна")])
def test_dates_called_won_and_lost_are_one_closing(
    make_table: MakeTable, propose_tables: ProposeTables, won: str, lost: str
) -> None:
    header = ["Deal id", "Owner", "Stage", "Amount", won, lost]
    rows = [
        [f"D{i}", f"Rep {i % 3}", ["Won", "Lost"][i % 2], "7", *([d, None] if i % 2 == 0 else [None, d])]
        for i, d in enumerate(DAYS)
    ]
    assert targets(propose_tables(make_table("deals", header, rows)), "deals")["closed_at"] == f"{won}+{lost}"


@pytest.mark.parametrize("header", ["Closed", "Закрыта", "Finished", "Closed?"])
@pytest.mark.parametrize(("yes", "no"), [("TRUE", "FALSE"), ("Yes", "No"), ("да", "нет"), ("1", "0")])
def test_yes_and_no_are_never_a_closing_date(
    make_table: MakeTable, propose_tables: ProposeTables, header: str, yes: str, no: str
) -> None:
    columns = ["Deal id", "Owner", "Stage", "Amount", header]
    rows = [[f"D{i}", f"Rep {i % 3}", ["New", "Won"][i % 2], "7", [no, yes][i % 2]] for i in range(28)]
    fields = targets(propose_tables(make_table("deals", columns, rows)), "deals")
    assert {"closed_at", "expected_close_on"}.isdisjoint(fields)


def test_a_closed_flag_beside_a_closing_date_is_only_compared(
    make_table: MakeTable, propose_tables: ProposeTables
) -> None:
    columns = ["Deal id", "Owner", "Stage", "Amount", "Closed", "Finished"]
    rows = [
        [f"D{i}", f"Rep {i % 3}", *(["New", "7", "FALSE", None] if i % 2 else ["Won", "7", "TRUE", day])]
        for i, day in enumerate(DAYS)
    ]
    proposal = propose_tables(make_table("deals", columns, rows))
    assert targets(proposal, "deals")["closed_at"] == "Finished"
    assert proposal.mapping.entries[-1].checks == {"closed": "Closed"}


@pytest.mark.parametrize(
    ("table", "header", "column"),
    [
        ("sellers", "Hired", "hired_on"), ("sellers", "Принята", "hired_on"), ("sellers", "Left", "left_on"),
        ("sellers", "Уволился", "left_on"), ("memberships", "Joined", "valid_from"), ("memberships", "По", "valid_to"),
        ("accounts", "Customer since", "created_at"), ("leads", "Received", "created_at"),
        ("leads", "Qualified", "qualified_at"), ("leads", "Отклонён", "disqualified_at"), ("touches", "Sent", "at"),
        ("touches", "Отправлено", "at"), ("meetings", "Booked", "booked_at"), ("meetings", "Started", "starts_at"),
        ("meetings", "Состоялась", "starts_at"), ("meetings", "Завершена", "ends_at"),
        ("deal_changes", "Changed", "at"),
        ("deal_changes", "Modified", "at"), ("deal_changes", "Изменено", "at"), ("revenue", "Paid", "starts_on"),
        ("revenue", "Оплачено", "starts_on"), ("revenue", "Expires", "ends_on"),
        ("forecast_calls", "Отправлен", "submitted_at"),
        ("rates", "Effective", "day"), ("absences", "С", "starts_on"), ("absences", "Ended", "ends_on"),
        ("next_steps", "Planned", "created_at"), ("next_steps", "Сделано", "done_at"), ("next_steps", "До", "due_on"),
        ("costs", "Paid", "starts_on"), ("costs", "По", "ends_on"),
    ],
)  # fmt: skip
def test_one_word_names_a_date_of_every_table(make_table: MakeTable, table: str, header: str, column: str) -> None:
    reading = read_as(make_table("anything", [header]), table, {header: DATES})
    assert reading.column(column) == header


def test_every_date_column_has_such_words_in_both_languages() -> None:
    dates = [
        (table, column.name)
        for table in VOCABULARY
        for column in TABLES[table].columns
        if column.kind in {Kind.TIME, Kind.DAY} and column.name in VOCABULARY[table].columns
    ]
    for table, column in dates:
        words = happened(table, column)
        assert any(word.isascii() for word in words), (table, column)
        assert any(not word.isascii() for word in words), (table, column)


def test_columns_that_are_no_dates_have_none() -> None:
    assert happened("deals", "amount") == ()
