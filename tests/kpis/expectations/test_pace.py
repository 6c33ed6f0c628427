"""Where a seller should be today: working days, absences, hiring and leaving, roles and those who are still new.

Russia, May 2024: 20 working days (the 1st and the 9th are holidays, the 10th is off for a worked Saturday). By the end
of the 14th seven of them are over: 2, 3, 6, 7, 8, 13, 14.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import holidays
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from merilo.core.settings import Settings
from tests.kpis.company import Company, company
from tests.kpis.conftest import Build

_RUSSIA = Settings(country="RU", time_zone="Europe/Moscow")
_ROLE = {"scope": "role"}


def _may(subject: str, low: float, **more: Any) -> dict[str, Any]:
    return {"subject": subject, "starts_on": "2024-05-01", "ends_on": "2024-05-31", "low": low, **more}


def _sale(who: str, day: str, amount: float) -> dict[str, Any]:
    return {"seller": who, "account": "x", "starts_on": day, "amount": amount}


def _russia(facts: Build, today: str = "2024-05-14", **tables: Any) -> Company:
    """Early on the morning after: the day itself is over."""
    return facts(today=str(date.fromisoformat(today) + timedelta(1)), settings=_RUSSIA, **tables)


def _hunters(built: Company, part: str = "expected", **policies: str) -> dict[Any, Any]:
    lines = built.ask("attainment", by="seller", policies=_ROLE | policies).lines
    return {line.keys["seller"]: line.figure.parts[part] for line in lines if line.figure.n}


def test_a_holiday_week_is_no_delay(facts: Build) -> None:
    """Target 100 for May; by the 14th 7 of 20 working days are over: 35 are due, and 35 were sold: pace 1.

    By plain weekdays (10 of 23) 43.5 would be due, by days of the month (14 of 31) 45.2: pace 0.8 for no fault of his.
    """
    built = _russia(facts, sellers=[{"id": "a"}], targets=[_may("a", 100)], revenue=[_sale("a", "2024-05-03", 35)])
    figure = built.figure("attainment")
    assert (figure.parts["due"], figure.beside["pace"].value, figure.value) == (35, 1.0, 0.35)


def test_each_seller_s_pace_goes_by_the_holidays_of_his_own_country(facts: Build) -> None:
    """Britain, May 2024: 21 working days, the 6th and the 27th are holidays; 9 are over by the 14th."""
    sellers = [{"id": "ru"}, {"id": "gb", "country": "GB"}, {"id": "x", "country": "??"}]
    built = _russia(facts, sellers=sellers, targets=[_may("ru", 20), _may("gb", 21), _may("x", 23)])
    due = {line.keys["seller"]: line.figure.parts["due"] for line in built.ask("attainment", by="seller").lines}
    assert due == {"ru": 7, "gb": 9, "x": 10}


def test_an_absence_moves_the_pace_but_never_a_seller_s_own_target(facts: Build) -> None:
    """Away 2–8 May (5 working days, two absences that overlap): of his 15 days only the 13th and 14th are over."""
    built = _russia(
        facts,
        sellers=[{"id": "a"}],
        targets=[_may("a", 150)],
        absences=[
            {"seller": "a", "starts_on": "2024-05-02", "ends_on": "2024-05-07"},
            {"seller": "a", "starts_on": "2024-05-06", "ends_on": "2024-05-08"},
        ],
        revenue=[_sale("a", "2024-05-13", 20)],
    )
    figure = built.figure("attainment")
    assert (figure.parts["expected"], figure.parts["due"], figure.beside["pace"].value) == (150, 20, 1.0)


def test_who_is_away_for_the_whole_period_owes_his_own_target_only_at_its_end(facts: Build) -> None:
    away = [{"seller": "a", "starts_on": "2024-04-01", "ends_on": "2024-06-30"}]
    tables = {"sellers": [{"id": "a"}], "targets": [_may("a", 150)], "absences": away}
    assert _russia(facts, **tables).figure("attainment").parts["due"] == 0
    assert _russia(facts, **tables).figure("attainment").beside["pace"].value is None
    assert _russia(facts, today="2024-05-31", **tables).figure("attainment").parts["due"] == 150


def test_today_is_due_only_when_it_is_over_or_asked_for_by_its_date(facts: Build) -> None:
    """On 14 May, the 7th working day of 20, at any hour: 6/20 are due; asked of the 14th itself, 7/20."""
    built = facts(today="2024-05-14", settings=_RUSSIA, sellers=[{"id": "a"}], targets=[_may("a", 100)])
    assert built.figure("attainment").parts["due"] == 30
    assert built.figure("attainment", as_of="2024-05-14").parts["due"] == 35


def test_when_the_period_is_over_all_of_it_is_due(facts: Build) -> None:
    built = _russia(facts, today="2024-06-01", sellers=[{"id": "a"}], targets=[_may("a", 99.99)])
    assert built.figure("attainment").parts["due"] == Decimal("99.99")


def test_team_and_company_go_by_the_workspace_s_calendar(facts: Build) -> None:
    """Ann works in Britain and is away; her team's 20 are due by Russian days: 7 of 20."""
    built = _russia(
        facts,
        sellers=[{"id": "a", "country": "GB"}],
        memberships=[{"seller": "a", "team": "North"}],
        absences=[{"seller": "a", "starts_on": "2024-05-02", "ends_on": "2024-05-08"}],
        targets=[_may("North", 20, scope="team"), _may("", 40, scope="company")],
    )
    assert built.figure("attainment", policies={"scope": "team"}).parts["due"] == 7
    assert built.figure("attainment", policies={"scope": "company"}).parts["due"] == 14


def test_a_role_s_target_is_asked_of_each_person_by_his_time_there(facts: Build) -> None:
    """Hunters are asked 200 for May's 20 days, 10 a day.

    person  there                     days  asked  by the 14th
    all     the whole month             20    200           70
    new     hired on the 13th           15    150           20
    gone    left on the 8th              5     50           50
    away    away 2–8 May, listed twice  15    150           20
    never   a Hunter away all May        0      –            –
    other   a Farmer                     –      –            –
    """
    built = _russia(
        facts,
        sellers=[
            {"id": "all", "role": "Hunter"},
            {"id": "new", "role": "Hunter", "hired_on": "2024-05-13"},
            {"id": "gone", "role": "Hunter", "left_on": "2024-05-08"},
            {"id": "away", "role": "Hunter"},
            {"id": "never", "role": "Hunter"},
            {"id": "other", "role": "Farmer"},
        ],
        absences=[
            {"seller": "away", "starts_on": "2024-05-02", "ends_on": "2024-05-07"},
            {"seller": "away", "starts_on": "2024-05-06", "ends_on": "2024-05-08"},
            {"seller": "never", "starts_on": "2024-04-02", "ends_on": "2024-06-08"},
        ],
        targets=[_may("Hunter", 200, scope="role")],
        revenue=[_sale("new", "2024-05-14", 30)],
    )
    assert _hunters(built) == {"all": 200, "new": 150, "gone": 50, "away": 150}
    assert _hunters(built, "due") == {"all": 70, "new": 20, "gone": 50, "away": 20}
    new = next(ln for ln in built.ask("attainment", by="seller", policies=_ROLE).lines if ln.keys["seller"] == "new")
    assert (new.figure.value, new.figure.beside["pace"].value) == (0.2, 1.5)


def test_a_change_of_role_in_the_middle_splits_the_month(facts: Build) -> None:
    """Ann hunts until 8 May (5 of 20 days) and farms from the 9th (15 of 20); what she sells counts for the role that
    she has on that day. Her job title says nothing while a membership says what she does.
    """
    built = _russia(
        facts,
        sellers=[{"id": "a", "role": "Farmer"}],
        memberships=[{"seller": "a", "team": "North", "role": "Hunter", "valid_to": "2024-05-08"}],
        targets=[_may("Hunter", 200, scope="role"), _may("Farmer", 400, scope="role")],
        revenue=[_sale("a", "2024-05-07", 20), _sale("a", "2024-05-14", 60)],
    )
    lines = {line.keys["role"]: line.figure for line in built.ask("attainment", by="role", policies=_ROLE).lines}
    assert {role: figure.parts["expected"] for role, figure in lines.items()} == {"Hunter": 50, "Farmer": 300}
    assert {role: figure.value for role, figure in lines.items()} == {"Hunter": 0.4, "Farmer": 0.2}
    assert {role: figure.parts["due"] for role, figure in lines.items()} == {"Hunter": 50, "Farmer": 40}
    assert _hunters(built) == {"a": 350}


def test_a_new_person_s_share_belongs_to_the_team_that_he_came_to(facts: Build) -> None:
    """A role's target begins on 1 May, Ann on the 13th, in North: on the first of May she was in no team at all."""
    built = _russia(
        facts,
        sellers=[{"id": "a", "role": "Hunter", "hired_on": "2024-05-13"}],
        memberships=[{"seller": "a", "team": "North", "valid_from": "2024-05-13"}],
        targets=[_may("Hunter", 200, scope="role")],
        revenue=[_sale("a", "2024-05-14", 30)],
    )
    assert built.values("attainment", by="team", policies=_ROLE) == {"North": 0.2}


def test_a_move_between_teams_leaves_each_sale_with_the_team_of_its_day(facts: Build) -> None:
    """Quarter's targets: North 100, South 100. Ann sells 30 in North until 15 May, then 50 in South."""
    quarter = {"starts_on": "2024-04-01", "ends_on": "2024-06-30", "scope": "team", "low": 100.0}
    built = _russia(
        facts,
        today="2024-07-01",
        sellers=[{"id": "a"}],
        memberships=[
            {"seller": "a", "team": "North", "valid_to": "2024-05-15"},
            {"seller": "a", "team": "South", "valid_from": "2024-05-16"},
        ],
        targets=[{"subject": "North", **quarter}, {"subject": "South", **quarter}],
        revenue=[_sale("a", "2024-05-15", 30), _sale("a", "2024-05-16", 50)],
    )
    assert built.values("attainment", by="team", policies={"scope": "team"}) == {"North": 0.3, "South": 0.5}


def test_a_new_person_grows_into_the_role_s_target(facts: Build) -> None:
    """Ramp of 3 months: (k − ½)/3 of 20 a day in month k: 1/6, 3/6, 5/6, then all of it.

    Hired 20 May: 20–31 May is month 1: 10 days × 20 × 1/6 = 33.33. Hired 15 April: until 14 May month 1 (7 days), then
    month 2 (13 days): 7 × 20 × 1/6 + 13 × 20 × 3/6 = 153.33; by the 14th 23.33. Hired 1 February: month 4, all of it.
    """
    hired = {"may": "2024-05-20", "april": "2024-04-15", "long": "2024-02-01", "unknown": None}
    built = _russia(
        facts,
        sellers=[{"id": who, "role": "Hunter", "hired_on": day} for who, day in hired.items()],
        targets=[_may("Hunter", 400, scope="role"), _may("may", 80)],
    )
    assert {who: round(each, 2) for who, each in _hunters(built, ramp="3").items()} == {
        "may": Decimal("33.33"), "april": Decimal("153.33"), "long": 400, "unknown": 400,
    }  # fmt: skip
    assert round(_hunters(built, "due", ramp="3")["april"], 2) == Decimal("23.33")
    assert _hunters(built, ramp="none")["april"] == 400
    assert built.figure("attainment", policies={"ramp": "3"}).parts["expected"] == 80  # his own, as agreed


def test_the_workspace_sets_the_ramp_for_all(facts: Build) -> None:
    built = facts(
        today="2024-05-14",
        settings=Settings(country="RU", policies={"attainment.ramp": "3"}),
        sellers=[{"id": "a", "role": "Hunter", "hired_on": "2024-05-01"}],
        targets=[_may("Hunter", 120, scope="role")],
    )
    assert _hunters(built) == {"a": 20}


def test_both_ends_of_a_target_are_exchanged_and_scaled(facts: Build) -> None:
    """100–160 EUR at 2 USD for the role; hired on the 13th (15 of 20 days): 150–240 USD."""
    built = _russia(
        facts,
        sellers=[{"id": "a", "role": "Hunter", "hired_on": "2024-05-13"}],
        targets=[_may("Hunter", 100, high=160.0, currency="EUR", scope="role")],
        revenue=[{**_sale("a", "2024-05-14", 30), "currency": "USD"}],
        rates=[{"currency": "EUR", "day": "2024-01-01", "rate": 2.0}],
    )
    assert _hunters(built) == {"a": 150}
    assert _hunters(built, "expected_high") == {"a": 240}


def test_a_target_without_a_rate_is_named_and_never_one_to_one(facts: Build) -> None:
    built = _russia(
        facts,
        sellers=[{"id": "a"}],
        targets=[_may("a", 100, currency="EUR"), _may("a", 50, currency="USD")],
        revenue=[{**_sale("a", "2024-05-14", 25), "currency": "USD"}],
    )
    answer = built.ask("attainment")
    assert answer.total is not None
    assert answer.total.figure.parts["expected"] == 50
    assert any("1 rows are left out" in note and "EUR 1" in note for note in answer.notes)


def test_a_target_of_nothing_has_no_attainment_but_its_days_are_covered(facts: Build) -> None:
    built = _russia(facts, sellers=[{"id": "a"}], targets=[_may("a", 0)], revenue=[_sale("a", "2024-05-07", 20)])
    figure = built.figure("attainment")
    assert (figure.value, figure.beside["pace"].value) == (None, None)
    assert (figure.parts["actual"], figure.parts["uncovered"]) == (20, 0)


def test_without_targets_everything_is_uncovered(facts: Build) -> None:
    figure = _russia(facts, revenue=[_sale("a", "2024-05-07", 20)]).figure("attainment")
    assert (figure.n, figure.value, figure.parts["uncovered"]) == (0, None, 20)


def test_pace_of_all_is_actual_by_due_not_the_average(facts: Build) -> None:
    """Ann: 70 of 35 due (2.0); Bob: 35 of 350 due (0.1). Together 105 / 385, not the average 1.05."""
    built = _russia(
        facts,
        sellers=[{"id": "a"}, {"id": "b"}],
        targets=[_may("a", 100), _may("b", 1000)],
        revenue=[_sale("a", "2024-05-07", 70), _sale("b", "2024-05-07", 35)],
    )
    assert built.figure("attainment", by="seller").beside["pace"].value == 105 / 385


_DAYS = st.dates(date(2023, 11, 1), date(2024, 12, 31))
_SPAN = st.tuples(_DAYS, st.integers(0, 120)).map(lambda span: (span[0], span[0] + timedelta(span[1])))


@dataclass(frozen=True)
class _Person:
    country: str
    hired: date | None
    left: date | None
    away: tuple[tuple[date, date], ...]
    period: tuple[date, date]

    def works(self, day: date) -> bool:
        there = (self.hired is None or day >= self.hired) and (self.left is None or day <= self.left)
        return there and not any(first <= day <= last for first, last in self.away)


_PEOPLE = st.builds(
    _Person, st.sampled_from(["RU", "GB", "DE", ""]), st.none() | _DAYS, st.none() | _DAYS,
    st.lists(_SPAN, max_size=3).map(tuple), _SPAN,
)  # fmt: skip


def _company_of(people: list[_Person], today: date) -> Company:
    """Everyone has a role, an own target and a role's target of his own, each of 1000."""
    return company(
        today=(today + timedelta(1)).isoformat(),
        sellers=[
            {"id": f"p{n}", "role": f"r{n}", "country": p.country or None, "hired_on": p.hired, "left_on": p.left}
            for n, p in enumerate(people)
        ],
        absences=[
            {"seller": f"p{n}", "starts_on": first, "ends_on": last}
            for n, p in enumerate(people) for first, last in p.away
        ],
        targets=[
            {"subject": f"{scope[0]}{n}", "scope": _SCOPES[scope], "starts_on": p.period[0], "ends_on": p.period[1],
             "low": 1000.0}
            for n, p in enumerate(people) for scope in _SCOPES
        ],
    )  # fmt: skip


_SCOPES = {"person": "seller", "role": "role"}
_ASKED = ("expected", "due")


def _parts(built: Company, scope: str) -> dict[tuple[str, str], float]:
    lines = built.ask("attainment", by="seller", policies={"scope": scope}).lines
    parts: Any = {(line.labels["seller"], name): line.figure.parts[name] for line in lines for name in _ASKED}
    return {key: float(each) for key, each in parts.items()}


@given(people=st.lists(_PEOPLE, min_size=6, max_size=12), today=_DAYS)
@settings(max_examples=4, deadline=None, phases=[Phase.generate])
def test_due_is_what_counting_the_days_one_by_one_gives(people: list[_Person], today: date) -> None:
    """Every day asked of the `holidays` library, both for an own target and for a role's."""
    built = _company_of(people, today)
    own: dict[tuple[str, str], float] = {}
    of_role: dict[tuple[str, str], float] = {}
    for n, person in enumerate(people):
        first, last = person.period
        working = [day for day in _all_days(first, last) if _is_worked(person.country, day)]
        his = [day for day in working if person.works(day)]
        passed = [day for day in his if day <= today]
        if first <= today + timedelta(1):
            share = 1.0 if last <= today else len(passed) / len(his) if his else 0.0
            own |= {(f"p{n}", "expected"): 1000, (f"p{n}", "due"): 1000 * share}
        if first <= today + timedelta(1) and his:
            days = {"expected": len(his), "due": len(passed)}
            of_role |= {(f"p{n}", name): 1000 * count / len(working) for name, count in days.items()}
    assert _parts(built, "seller") == pytest.approx(own, abs=1e-3)
    assert _parts(built, "role") == pytest.approx(of_role, abs=1e-3)
    built.engine.close()


def _all_days(first: date, last: date) -> list[date]:
    return [first + timedelta(n) for n in range((last - first).days + 1)]


def _is_worked(country: str, day: date) -> bool:
    if not country:
        return day.weekday() < 5
    return _calendar(country, day.year).is_working_day(day)


@cache
def _calendar(country: str, year: int) -> holidays.HolidayBase:
    return holidays.country_holidays(country, years=year)
