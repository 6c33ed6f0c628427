"""The days on which people could work: weekends, holidays, absences, hiring and leaving."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from merilo.core.settings import Settings
from merilo.core.time import Calendar
from merilo.kpis.declaration import Context
from merilo.kpis.working_time import working_time
from tests.kpis.company import Company
from tests.kpis.conftest import Build

_CONTEXT = Context(
    Calendar(), date(2024, 5, 14), date(2024, 5, 14), "USD", since=date(2024, 5, 1), countries=("RU", "GB")
)


def _days(built: Company, **context: Any) -> dict[str, list[int]]:
    facts = built.engine.facts
    events = facts.touches.select("seller", day=facts.touches["at"].cast("date"))
    found: dict[str, list[int]] = {}
    for row in built.desk.records(working_time(facts, replace(_CONTEXT, **context), events)):
        found.setdefault(row["seller"], []).append(row["day"].day)
    return {seller: sorted(days) for seller, days in found.items()}


def test_weekends_and_the_holidays_of_the_seller_s_own_country_are_not_worked(facts: Build) -> None:
    """1–14 May 2024. Russia: 1 and 9 May are holidays, 10 May is a day off for a worked Saturday, 27 April.

    Britain: only 6 May. A country that is not known counts as Monday to Friday, an empty one as the workspace's own.
    """
    built = facts(
        sellers=[
            {"id": "ru", "country": "RU"},
            {"id": "gb", "country": "GB"},
            {"id": "own"},
            {"id": "x", "country": "??"},
        ]
    )
    russian = [2, 3, 6, 7, 8, 13, 14]
    assert _days(built) == {
        "ru": russian,
        "own": russian,
        "gb": [1, 2, 3, 7, 8, 9, 10, 13, 14],
        "x": [1, 2, 3, 6, 7, 8, 9, 10, 13, 14],
    }


def test_nobody_works_before_he_is_hired_after_he_left_or_while_he_is_away(facts: Build) -> None:
    """Two absences overlap; a day away counts once."""
    built = facts(
        sellers=[
            {"id": "new", "country": "GB", "hired_on": "2024-05-08"},
            {"id": "gone", "country": "GB", "left_on": "2024-05-02"},
            {"id": "away", "country": "GB"},
        ],
        absences=[
            {"seller": "away", "starts_on": "2024-05-02", "ends_on": "2024-05-09"},
            {"seller": "away", "starts_on": "2024-05-08", "ends_on": "2024-05-13"},
        ],
    )
    assert _days(built) == {"new": [8, 9, 10, 13, 14], "gone": [1, 2], "away": [1, 14]}


def test_without_a_hiring_day_a_seller_begins_with_what_he_did_first(facts: Build) -> None:
    """A stranger who is in no list of sellers is there from his first to his last touch; a manager who never touched
    anyone is no seller."""
    built = facts(
        sellers=[{"id": "a", "country": "GB"}, {"id": "boss", "country": "GB"}],
        memberships=[{"seller": "a", "team": "T", "manager": "boss"}],
        touches=[
            {"seller": "a", "at": "2024-05-09"},
            {"seller": "stranger", "at": "2024-05-02"},
            {"seller": "stranger", "at": "2024-05-07"},
        ],
    )
    assert _days(built, countries=("GB",)) == {"a": [9, 10, 13, 14], "stranger": [2, 3, 7]}


def test_days_are_those_between_the_first_and_the_last_that_the_data_reach(facts: Build) -> None:
    built = facts(sellers=[{"id": "a"}], settings=Settings())
    assert _days(built, since=date(2024, 5, 6), horizon=date(2024, 5, 7), countries=("",)) == {"a": [6, 7]}


def test_where_nothing_was_ever_done_nobody_is_known_to_have_worked(facts: Build) -> None:
    assert _days(facts(sellers=[{"id": "a", "country": "GB"}]), since=None) == {}
