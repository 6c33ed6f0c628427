from __future__ import annotations

from typing import Any

import pytest

from merilo.core.settings import Settings
from merilo.core.time import Period
from tests.kpis.conftest import Build

Row = dict[str, Any]


def _met(day: str, seller: str | None = "a", **more: Any) -> Row:
    return {"starts_at": day, "seller": seller, "account": f"{seller}{day}", **more}


def test_per_working_week_of_holidays_absences_and_hire(facts: Build) -> None:
    """Britain, 1 to 14 May 2024: 6 May is a holiday.

    seller | working days                               | held | per week
    Ann    | 1–3, 7–10, 13, 14: 9                       |  3   | 3 / 9 × 5 = 1.667
    Bob    | hired 8 May, away 13 May: 8, 9, 10, 14: 4  |  2   | 2 / 4 × 5 = 2.5
    all    | 13                                         |  5   | 5 / 13 × 5 = 1.923, not the average 2.083
    """
    company = facts(
        sellers=[{"id": "a", "country": "GB", "hired_on": "2020-01-01"},
                 {"id": "b", "country": "GB", "hired_on": "2024-05-08"}],
        absences=[{"seller": "b", "starts_on": "2024-05-13", "ends_on": "2024-05-13"}],
        meetings=[_met("2024-05-01"), _met("2024-05-02"), _met("2024-05-14"), _met("2024-05-08", "b"),
                  _met("2024-05-09", "b")],
        deals=[{"created_at": "2021-01-01"}],
    )  # fmt: skip
    assert company.values("first_meetings", by="seller") == {"a": pytest.approx(5 / 3), "b": 2.5}
    assert company.figure("first_meetings").value == pytest.approx(25 / 13)


def test_a_holiday_week_is_no_fall(facts: Build) -> None:
    """Russia, 2024: in the week of 1 January nobody works until Tuesday 9 January. One meeting on every working day."""
    days = ["2023-12-25", "2023-12-26", "2023-12-27", "2023-12-28", "2023-12-29", "2024-01-09", "2024-01-10",
            "2024-01-11", "2024-01-12"]  # fmt: skip
    company = facts(settings=Settings(country="RU"), sellers=[{"id": "a"}], meetings=[_met(day) for day in days])
    values = company.values("first_meetings", every=Period.WEEK)
    assert values == {"2023-W52": 5.0, "2024-W01": None, "2024-W02": 5.0}


def test_a_week_of_work_without_any_first_meeting_is_zero_not_nothing(facts: Build) -> None:
    company = facts(sellers=[{"id": "a"}], meetings=[_met("2024-05-06"), _met("2024-05-24")])
    assert company.values("first_meetings", every=Period.WEEK) == {
        "2024-W19": 1.0,
        "2024-W20": 0.0,
        "2024-W21": 1.0,
    }


def test_cut_by_origin_there_are_counts_but_no_rate(facts: Build) -> None:
    """Two from marketing, one found: a seller's week cannot be split between them."""
    meetings = [_met("2024-05-06", origin="marketing"), _met("2024-05-07", origin="marketing"),
                _met("2024-05-08", origin="self")]  # fmt: skip
    company = facts(sellers=[{"id": "a"}], meetings=meetings)
    lines = {line.labels["origin"]: line.figure for line in company.ask("first_meetings", by="origin").lines}
    assert {name: (figure.n, figure.value) for name, figure in lines.items()} == {
        "marketing": (2, None),
        "self": (1, None),
    }
    assert company.figure("first_meetings", where={"origin": "self"}).value is None
    assert company.figure("first_meetings", by="seller").value == 5.0


def test_the_past_org_chart_holds_for_meetings_and_for_working_days(facts: Build) -> None:
    """Ann is in North until Friday 10 May and in South from then on: five working days and two meetings in North, five
    days and one meeting in South."""
    company = facts(
        sellers=[{"id": "a"}],
        memberships=[
            {"seller": "a", "team": "North", "valid_to": "2024-05-12"},
            {"seller": "a", "team": "South", "valid_from": "2024-05-13"},
        ],
        meetings=[_met("2024-05-06"), _met("2024-05-07"), _met("2024-05-17")],
    )
    assert company.values("first_meetings", by="team") == {"North": 2.0, "South": 1.0}


def test_booked_ahead_and_booked_but_over_stand_apart_from_what_happened(facts: Build) -> None:
    """Asked on 15 May: a meeting of 20 May is to come, one of today may still take place, one of 14 May should have
    been updated. None of them is held or missed."""
    company = facts(
        today="2024-05-15",
        sellers=[{"id": "a"}],
        meetings=[
            _met("2024-05-13"),
            _met("2024-05-14", status="booked"),
            _met("2024-05-15", status="booked"),
            _met("2024-05-20", status="booked"),
        ],
    )
    answer = company.ask("first_meetings")
    assert answer.total is not None
    parts = answer.total.figure.parts
    assert (parts["held"], parts["due"], parts["not_updated"], parts["planned"]) == (1, 1, 1, 2)
    assert "1 first meetings are still booked though their day is over: mend their status." in answer.notes
    assert any(note.startswith("2 first meetings are booked for later") for note in answer.notes)


def test_what_is_booked_does_not_lengthen_the_time_that_the_data_reach(facts: Build) -> None:
    """Data end on Friday 10 May with a meeting booked for 24 May; asked in June. One meeting in five working days, not
    in fifteen."""
    company = facts(
        today="2024-06-15",
        sellers=[{"id": "a"}],
        meetings=[_met("2024-05-06"), _met("2024-05-10", status="no_show"), _met("2024-05-24", status="booked")],
    )
    figure = company.figure("first_meetings")
    assert (figure.parts["working_days"], figure.value) == (5, 1.0)


def test_working_days_begin_with_the_first_meeting_that_is_known(facts: Build) -> None:
    """Deals go back to 2021, meetings only to Monday 6 May 2024: five working days, not three years."""
    company = facts(
        sellers=[{"id": "a", "hired_on": "2021-01-01"}],
        deals=[{"created_at": "2021-01-01"}],
        meetings=[_met("2024-05-06"), _met("2024-05-10")],
    )
    assert company.figure("first_meetings").value == 2.0


def test_the_interval_is_that_of_a_poisson_count(facts: Build) -> None:
    """Ten meetings in ten working days, two weeks: half the exact limits of a count of ten, 4.795389 and 18.390356."""
    days = [f"2024-05-{day:02}" for day in (6, 7, 8, 9, 10, 13, 14, 15, 16, 17)]
    figure = facts(sellers=[{"id": "a"}], meetings=[_met(day) for day in days]).figure("first_meetings")
    assert figure.value == 5.0
    assert (figure.interval.low, figure.interval.high) == (
        pytest.approx(4.795389 / 2, rel=1e-6),
        pytest.approx(18.390356 / 2, rel=1e-6),
    )
