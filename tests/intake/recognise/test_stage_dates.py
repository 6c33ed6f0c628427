from __future__ import annotations

import pytest

from merilo.intake.recognise.evidence import Evidence, Shape
from merilo.intake.recognise.stage_dates import find_stage_dates

DATES = Evidence(Shape.DATE, 9, 9, 9, 9, ("2026-01-02",))
WORDS = Evidence(Shape.TEXT, 9, 9, 9, 9, ("abc",))


def found(*columns: str, stages: tuple[str, ...] = ()) -> dict[str, str]:
    picks = find_stage_dates(columns, dict.fromkeys(columns, DATES), stages, ())
    return {stage: pick.columns[0] for stage, pick in picks.items() if pick.confidence >= 0.6}


@pytest.mark.parametrize(
    ("header", "stage"),
    [
        ('Date entered "Demo held"', "Demo held"),
        ("Date entered Appointment scheduled", "Appointment scheduled"),
        ("Entered Negotiation on", "Negotiation"),
        ("Дата перехода на этап Встреча", "Встреча"),
    ],
)
def test_a_header_that_says_entered_is_a_stage_date(header: str, stage: str) -> None:
    assert found(header) == {stage: header}


def test_a_header_that_names_a_known_stage_is_its_date_whatever_its_form() -> None:
    assert found("engage_date", stages=("Prospecting", "Engaging", "Won")) == {"Engaging": "engage_date"}
    assert found("Дата переговоры", stages=("Переговоры",)) == {"Переговоры": "Дата переговоры"}


def test_two_dates_named_after_steps_are_a_stage_history_but_a_lone_one_is_asked() -> None:
    assert found("Date demo held", "proposal sent date") == {
        "demo held": "Date demo held", "proposal sent": "proposal sent date",
    }  # fmt: skip
    assert found("Date demo held") == {}


@pytest.mark.parametrize(
    "header",
    [
        "Дата создания", "Дата изменения", "Дата закрытия", "Дата начала", "Дата рождения", "Дата договора",
        "Дата Оплаты", "Дата последнего звонка", "Дата регистрации", "Created date", "Close Date", "Last activity date",
        "Date of birth", "Date created", "Won date", "Дата создана", "Дата закрыта", "Дата Создания",
    ],
)  # fmt: skip
def test_dates_of_the_record_itself_are_no_stages(header: str) -> None:
    assert found(header, 'Date entered "A"', "Date demo held", "Date offer sent").keys() == {
        "A",
        "demo held",
        "offer sent",
    }


def test_a_column_of_words_is_no_stage_date() -> None:
    assert find_stage_dates(["Date entered A"], {"Date entered A": WORDS}, (), ()) == {}
