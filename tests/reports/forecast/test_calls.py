"""People's calls as of a day: the last one holds, a manager's own figure stands beside, money in one currency."""

from __future__ import annotations

from datetime import date
from typing import Any

from merilo.core.settings import Settings
from merilo.people.calls.book import Category
from merilo.reports.forecast.calls import PersonsCall, Place, calls_until, standing
from tests.kpis.conftest import Build

_MOSCOW = Settings(time_zone="Europe/Moscow", currency="RUB")


def _call(amount: float | None, at: str, **more: Any) -> dict[str, Any]:
    days = {"starts_on": "2026-01-01", "ends_on": "2026-01-31"}
    return {"seller": "a", "category": "commit", "amount": amount, "currency": "RUB", "submitted_at": at} | days | more


def _january(scope: str, subject: str, *, override: bool = False) -> Place:
    return Place(scope, subject, override, date(2026, 1, 1), date(2026, 1, 31), Category.COMMIT)


def _worths(found: dict[Place, PersonsCall]) -> dict[Place, float | None]:
    return {place: call.worth for place, call in found.items()}


def test_the_last_call_by_the_end_of_the_local_day_stands_and_an_override_stands_beside(facts: Build) -> None:
    """21:30 UTC of the 10th is the 11th in Moscow; the manager's 70 replaces neither 100 nor, next day, 120."""
    built = facts(
        settings=_MOSCOW,
        forecast_calls=[
            _call(120, "2026-01-10T21:30:00+00:00"),
            _call(100, "2026-01-05T09:00:00+00:00"),
            _call(70, "2026-01-06T09:00:00+00:00", given_by="m"),
            _call(None, "2026-01-07T09:00:00+00:00"),
            _call(300, "2026-01-06T10:00:00+00:00", seller=None, team="North", given_by="m"),
            _call(900, "2026-01-06T11:00:00+00:00", seller=None),
        ],
    )
    own, other = _january("seller", "a"), _january("seller", "a", override=True)
    rest = {other: 70, _january("team", "North"): 300, _january("company", ""): 900}
    assert _worths(standing(calls_until(built.desk, date(2026, 1, 10)))) == {own: 100, **rest}
    assert _worths(standing(calls_until(built.desk))) == {own: 120, **rest}
    assert _worths(standing(calls_until(built.desk), date(2026, 1, 5))) == {own: 100}
    assert {call.place: call.whose for call in calls_until(built.desk)} == {
        own: "a", other: "m", _january("team", "North"): "m", _january("company", ""): "",
    }  # fmt: skip


def test_a_call_is_worth_what_it_was_by_the_rate_of_its_day_and_nothing_without_one(facts: Build) -> None:
    built = facts(
        settings=_MOSCOW,
        rates=[{"currency": "EUR", "base": "RUB", "day": "2026-01-02", "rate": 90.0},
               {"currency": "EUR", "base": "RUB", "day": "2026-01-09", "rate": 95.0}],
        forecast_calls=[_call(10, "2026-01-08", currency="EUR"), _call(10, "2026-01-09", currency="EUR"),
                        _call(10, "2026-01-10", currency="GBP"), _call(10, "2026-01-11", currency=None)],
    )  # fmt: skip
    told = [(call.worth, call.amount, call.currency) for call in calls_until(built.desk)]
    assert told == [(900, 10, "EUR"), (950, 10, "EUR"), (None, 10, "GBP"), (10, 10, "RUB")]
