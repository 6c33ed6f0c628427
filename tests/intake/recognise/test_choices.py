from __future__ import annotations

import pytest

from merilo.facts.schema import TABLES
from merilo.intake.recognise.choices import (
    CHOICES,
    COST_PURPOSE,
    MEETING_STATUS,
    ORIGIN,
    OUTCOME,
    STATUS,
    TOUCH_KIND,
    translation,
)


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("Closed Won", "won"), ("closedwon", "won"), ("WON", "won"), ("C14:WON", "won"), ("Won", "won"),
        ("Успешно реализовано", "won"), ("Сделка успешна", "won"), ("Выиграна", "won"),
        ("Closed Lost", "lost"), ("closedlost", "lost"), ("LOSE", "lost"), ("C14:LOSE", "lost"),
        ("Закрыто и не реализовано", "lost"), ("Сделка провалена", "lost"), ("Проиграна", "lost"), ("Отказ", "lost"),
        ("Declined", "lost"), ("Open", "open"), ("В работе", "open"), ("Не выиграна", "open"),
        ("Prospecting", None), ("Negotiation/Review", None), ("Встреча проведена", None), ("Wonderland", None),
    ],
)  # fmt: skip
def test_status_by_stage_words(word: str, meaning: str | None) -> None:
    assert STATUS.meaning(word) == meaning


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("organic_search", "marketing"), ("paid_search", "marketing"), ("email", "marketing"), ("Сайт", "marketing"),
        ("Выставка", "marketing"), ("Яндекс.Директ", "marketing"), ("Холодный звонок", "self"), ("Cold call", "self"),
        ("Outbound", "self"), ("Рекомендация", "referral"), ("Employee Referral", "referral"), ("Partner", "partner"),
        ("Партнёр", "partner"), ("Existing Customer", "customer"), ("Действующий клиент", "customer"),
        ("unknown", "unknown"), ("Другое", "unknown"), ("Xyz", None),
    ],
)  # fmt: skip
def test_origin_by_source_words(word: str, meaning: str | None) -> None:
    assert ORIGIN.meaning(word) == meaning


def test_kinds_outcomes_and_meeting_words() -> None:
    assert TOUCH_KIND.meaning("Исходящий звонок") == "call"
    assert TOUCH_KIND.meaning("E-mail") == "email"
    assert OUTCOME.meaning("Недозвон") == "no_answer"
    assert OUTCOME.meaning("Not connected") == "no_answer"
    assert OUTCOME.meaning("Connected") == "connected"
    assert MEETING_STATUS.meaning("No Show") == "no_show"
    assert MEETING_STATUS.meaning("Проведена") == "held"


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("Acquisition", "acquisition"), ("Winning customers", "acquisition"), ("Keeping customers", "retention"),
        ("New customers", "acquisition"), ("Marketing", "acquisition"),
        ("Привлечение", "acquisition"), ("Новые клиенты", "acquisition"), ("Реклама", "acquisition"),
        ("Retention", "retention"), ("Customer success", "retention"), ("Marketing to existing customers", "retention"),
        ("Удержание", "retention"), ("Работа с текущими клиентами", "retention"), ("Taxi", None), ("Аренда", None),
    ],
)  # fmt: skip
def test_purpose_of_a_cost_by_its_words(word: str, meaning: str | None) -> None:
    assert COST_PURPOSE.meaning(word) == meaning


@pytest.mark.parametrize(("table", "column"), sorted(CHOICES))
def test_a_choice_answers_only_words_of_its_fact_column(table: str, column: str) -> None:
    choice = CHOICES[table, column]
    allowed = TABLES[table].column(column).choices
    assert {meaning for __, meaning in choice.patterns} <= set(allowed)
    assert choice.otherwise is None or choice.otherwise in allowed


def test_every_choice_column_that_can_be_exported_is_understood() -> None:
    columns = {(t.name, c.name) for t in TABLES.values() for c in t.own_columns if c.choices}
    assert columns - set(CHOICES) == {("deal_changes", "evidence")}


def test_a_translation_lists_the_words_seen_that_say_something() -> None:
    assert translation(STATUS, ["Demo", "Сделка успешна", "won"]) == {
        "Won": "won", "Closed Won": "won", "Lost": "lost", "Closed Lost": "lost", "Сделка успешна": "won",
    }  # fmt: skip
