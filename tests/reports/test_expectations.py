"""Targets held against what was reached: below, within, above, not to be told, and who needs help.

Russia, May 2024: 20 working days, 7 of them over by the 14th (see tests/kpis/expectations/test_pace.py).
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from merilo.core.errors import UsageError
from merilo.core.settings import Settings
from merilo.insight.intervals import Interval
from merilo.kpis.declaration import Better
from merilo.reports.expectations import Expectation, Expectations, Wanted, expect
from merilo.reports.judgement import Status, distance, needs_help, of_amount, of_value
from tests.kpis.company import Company
from tests.kpis.conftest import Build

_RUSSIA = Settings(country="RU", time_zone="Europe/Moscow")
_ANN_AND_BOB = [{"id": "a", "name": "Ann", "role": "Hunter"}, {"id": "b", "name": "Bob", "role": "Hunter"}]


def _may(subject: str, low: float, **more: Any) -> dict[str, Any]:
    return {"subject": subject, "starts_on": "2024-05-01", "ends_on": "2024-05-31", "low": low, **more}


def _sale(who: str, day: str, amount: float) -> dict[str, Any]:
    return {"seller": who, "account": "x", "starts_on": day, "amount": amount}


def _deals(who: str, won: int, lost: int, day: str = "2024-05-06") -> list[dict[str, Any]]:
    """Decided deals, by which the data reach the 14th."""
    return [
        {"seller": who, "status": status, "amount": 10, "created_at": "2024-04-01", "closed_at": day}
        for status, n in (("won", won), ("lost", lost))
        for _each in range(n)
    ]


def _russia(facts: Build, today: str = "2024-05-14", **tables: Any) -> Company:
    return facts(today=today, settings=_RUSSIA, **({"sellers": _ANN_AND_BOB} | tables))


def _expect(built: Company, as_of: str | None = None, **wanted: str) -> Expectations:
    return expect(built.desk, Wanted(**wanted), as_of=date.fromisoformat(as_of) if as_of else None)


def _one(found: Expectations) -> Expectation:
    (line,) = found.lines
    return line


def test_an_amount_is_held_against_what_is_due_today_not_against_the_whole_month(facts: Build) -> None:
    """Ann: 35 of 100, 35 due: within. Bob: 34 of 100: below. Both would be "below" against the whole month."""
    built = _russia(
        facts,
        targets=[_may("a", 100), _may("b", 100)],
        revenue=[_sale("a", "2024-05-13", 35), _sale("b", "2024-05-13", 34)],
    )
    found = _expect(built, "2024-05-14")
    told = {line.who: (line.held.status, line.held.pace, line.help) for line in found.lines}
    assert told == {"Bob": (Status.BELOW, 34 / 35, True), "Ann": (Status.WITHIN, 1.0, False)}
    assert [line.who for line in found.lines] == ["Bob", "Ann"]
    assert (_expect(built, seller="Ann").lines[0].period, found.problems, found.notes) == ("2024-05", (), ())


def test_above_the_upper_end_is_told_and_needs_no_help(facts: Build) -> None:
    """40–60 for May: by the 14th 14–21; 22 is above it."""
    built = _russia(facts, targets=[_may("a", 40, high=60.0)], revenue=[_sale("a", "2024-05-13", 22)])
    line = _one(_expect(built, "2024-05-14"))
    assert (line.held.status, line.help, line.held.due) == (Status.ABOVE, False, 14.0)


def test_every_period_of_an_amount_has_its_own_sum(facts: Build) -> None:
    """A month within a quarter: the sale of May is in both, that of April only in the quarter's; Bob's in neither."""
    quarter = {"starts_on": "2024-04-01", "ends_on": "2024-06-30"}
    built = _russia(
        facts,
        targets=[_may("a", 100), _may("a", 300) | quarter],
        revenue=[_sale("a", "2024-05-13", 35), _sale("a", "2024-04-02", 20), _sale("b", "2024-05-14", 500)],
    )
    assert {line.period: line.held.value for line in _expect(built).lines} == {"2024-05": 35, "2024Q2": 55}


def test_a_role_s_target_is_one_line_for_each_person_with_his_share(facts: Build) -> None:
    """10 a day: Ann the whole month, Bob from the 13th (15 of 20 days): 150 asked, 20 due."""
    sellers = [_ANN_AND_BOB[0], _ANN_AND_BOB[1] | {"hired_on": "2024-05-13"}]
    built = _russia(
        facts,
        sellers=sellers,
        targets=[_may("Hunter", 200, scope="role", high=400.0)],
        revenue=[_sale("a", "2024-05-13", 69), _sale("b", "2024-05-14", 20)],
    )
    told = {
        line.who: (line.held.low, line.held.high, line.held.due, line.held.status)
        for line in _expect(built, "2024-05-14").lines
    }
    assert told == {"Ann": (200, 400, 70, Status.BELOW), "Bob": (150, 300, 20, Status.WITHIN)}


def test_team_and_company_have_one_line_each(facts: Build) -> None:
    built = _russia(
        facts,
        memberships=[{"seller": "a", "team": "North"}],
        targets=[_may("North", 20, scope="team"), _may("", 40, scope="company")],
        revenue=[_sale("a", "2024-05-13", 7), _sale("b", "2024-05-13", 7)],
    )
    told = {line.who: (line.held.value, line.held.due, line.held.status) for line in _expect(built, "2024-05-14").lines}
    assert told == {"North": (7, 7, Status.WITHIN), "The whole company": (14, 14, Status.WITHIN)}
    assert [line.who for line in _expect(built, team="North").lines] == ["North"]


def test_a_rate_is_only_told_when_its_whole_interval_is_on_one_side(facts: Build) -> None:
    """Expected: 30 % or more. Ann won 2 of 40: 1–17 %, below. Bob won 10 of 40: 14–40 %, reaches over the edge."""
    built = _russia(
        facts,
        deals=_deals("a", 2, 38) + _deals("b", 10, 30),
        targets=[_may(who, 0.3, kpi="win_rate") for who in "ab"],
    )
    found = _expect(built)
    assert [(line.who, line.held.status, line.help) for line in found.lines] == [
        ("Ann", Status.BELOW, True),
        ("Bob", Status.CANNOT_TELL, False),
    ]
    assert found.lines[1].held.value == 0.25


def test_too_few_cases_tell_nothing(facts: Build) -> None:
    """None of 19 decided deals won is far below 90 %, but fewer than the 20 that the KPI asks for."""
    built = _russia(facts, deals=_deals("a", 0, 19), targets=[_may("a", 0.9, kpi="win_rate")])
    assert _one(_expect(built)).held.status is Status.CANNOT_TELL


def test_the_rate_is_that_of_the_target_s_own_period_and_person(facts: Build) -> None:
    """Ann won all 30 in April and none of 30 in May; Bob won all of May's."""
    deals = _deals("a", 30, 0, "2024-04-10") + _deals("a", 0, 30) + _deals("b", 30, 0)
    april = {"starts_on": "2024-04-01", "ends_on": "2024-04-30"}
    built = _russia(
        facts, deals=deals, targets=[_may("a", 0.5, kpi="win_rate"), _may("a", 0.5, kpi="win_rate") | april]
    )
    assert _one(_expect(built)).held.value == 0.0
    assert _one(_expect(built, period="2024-04")).held.value == 1.0
    quarter = _expect(built, period="2024Q2").lines
    assert [(line.period, line.held.status) for line in quarter] == [
        ("2024-05", Status.BELOW),
        ("2024-04", Status.WITHIN),
    ]


def test_a_role_s_rate_is_asked_of_everyone_who_has_the_role(facts: Build) -> None:
    built = _russia(facts, deals=_deals("a", 2, 38), targets=[_may("Hunter", 0.3, kpi="win_rate", scope="role")])
    told = {line.who: line.held.status for line in _expect(built).lines}
    assert told == {"Ann": Status.BELOW, "Bob": Status.NO_DATA}


def test_a_lower_value_is_the_good_side_where_lower_is_better(facts: Build) -> None:
    """Twelve deals closed 80–91 days after the first meeting, 10–60 days are expected: above is what needs help."""
    deals = [
        {"id": f"d{n}", "seller": "a", "status": "won", "closed_at": "2024-05-07", "created_at": "2024-01-01"}
        for n in range(12)
    ]
    meetings = [{"deal": f"d{n}", "seller": "a", "starts_at": f"2024-02-{n + 6:02}"} for n in range(12)]
    built = _russia(facts, deals=deals, meetings=meetings, targets=[_may("a", 10, kpi="time_to_close", high=60.0)])
    line = _one(_expect(built))
    assert (line.held.status, line.help) == (Status.ABOVE, True)


def test_a_state_is_held_as_it_stands_at_the_end_of_the_period(facts: Build) -> None:
    deals = [{"seller": "a", "status": "open", "amount": 70, "created_at": "2024-04-01"}, *_deals("a", 1, 0)]
    built = _russia(facts, deals=deals, targets=[_may("a", 2, kpi="pipeline")])
    held = _one(_expect(built)).held
    assert (held.value, held.due, held.status) == (1, None, Status.BELOW)  # one open deal, all month long


def test_retention_is_held_for_its_own_whole_period(facts: Build) -> None:
    """April opens with 100 of 50 customers and loses 40 of 20: 60 %.

    From 2 May to 31 May is no period that retention can be told for.
    """
    revenue = [
        {"seller": "a", "account": f"x{n}", "starts_on": "2024-01-01", "amount": 2, "kind": "recurring",
         "per": "month", "ends_on": "2024-04-10" if n < 20 else None}
        for n in range(50)
    ]  # fmt: skip
    april = {"starts_on": "2024-04-01", "ends_on": "2024-04-30"}
    odd = {"starts_on": "2024-05-02", "ends_on": "2024-05-31"}
    built = _russia(
        facts,
        revenue=revenue,
        deals=_deals("a", 1, 0, "2024-05-14"),
        targets=[_may("a", 0.9, kpi="grr") | april, _may("a", 0.9, kpi="grr") | odd],
    )
    line = _one(_expect(built, period="2024-04"))
    assert (line.held.value, line.help) == (0.6, True)
    (problem,) = _expect(built).problems
    assert "whole period" in problem.reason


def test_what_cannot_be_held_is_named_and_never_dropped(facts: Build) -> None:
    built = _russia(
        facts,
        targets=[
            _may("a", 1, kpi="happiness"),
            _may("zoe", 1),
            _may("South", 1, scope="team"),
            _may("a", 5, high=4.0),
            _may("a", 5) | {"starts_on": "2024-06-30", "ends_on": "2024-05-01"},
            _may("a", 5, currency="EUR"),
            _may("a", 5, currency="USD"),
        ],
        revenue=[{**_sale("a", "2024-05-13", 7), "currency": "USD"}],
    )
    found = _expect(built)
    told = {problem.target.id: problem.reason for problem in found.problems}
    assert told == {
        "targets-000": "there is no KPI happiness",
        "targets-001": "there is no Seller zoe",
        "targets-002": "there is no Team South",
        "targets-003": "its lower end 5.0 is above its upper end 4.0",
        "targets-004": "its first day is after its last day",
        "targets-005": "its currency has no exchange rate for its first day",
    }
    assert [line.held.target.id for line in found.lines] == ["targets-006"]


def test_a_target_of_nothing_is_met_by_nothing(facts: Build) -> None:
    built = _russia(facts, targets=[_may("a", 0)], revenue=[_sale("b", "2024-05-13", 1)])
    held = _one(_expect(built)).held
    assert (held.value, held.pace, held.status) == (0, None, Status.WITHIN)


def test_by_default_targets_of_today_and_others_by_their_period(facts: Build) -> None:
    june = {"starts_on": "2024-06-01", "ends_on": "2024-06-30"}
    built = _russia(facts, targets=[_may("a", 100), _may("a", 100) | june], revenue=[_sale("a", "2024-05-13", 1)])
    assert [line.period for line in _expect(built).lines] == ["2024-05"]
    later = _one(_expect(built, period="2024-06"))
    assert (later.held.status, later.held.value, later.help) == (Status.NOT_BEGUN, None, False)
    with pytest.raises(UsageError, match="2026Q1"):
        _expect(built, period="next month")


def test_old_data_are_held_against_the_day_on_which_they_end(facts: Build) -> None:
    """The data end on 14 May 2024; asked in 2026, 35 of 100 is still exactly where Ann should be on that day."""
    built = _russia(facts, today="2026-01-01", targets=[_may("a", 100)], revenue=[_sale("a", "2024-05-14", 35)])
    found = _expect(built)
    assert (found.day, _one(found).held.pace) == (date(2024, 5, 14), 1.0)
    assert "2024-05-14" in found.notes[0]


def test_nothing_known_is_not_nothing_done(facts: Build) -> None:
    """On 3 May the last sale known is of 30 April: whether anything was sold in May is not known yet."""
    built = _russia(facts, today="2024-05-03", targets=[_may("a", 100)], revenue=[_sale("a", "2024-04-30", 35)])
    line = _one(_expect(built))
    assert (line.held.status, line.held.value, line.help) == (Status.NO_DATA, None, False)


def test_as_of_a_past_day_only_what_had_happened_by_then_counts(facts: Build) -> None:
    """By the 3rd two of 20 days are over: 10 due; the sale of the 13th had not happened."""
    built = _russia(
        facts, targets=[_may("a", 100)], revenue=[_sale("a", "2024-05-02", 5), _sale("a", "2024-05-13", 50)]
    )
    held = _one(_expect(built, as_of="2024-05-03")).held
    assert (held.value, held.due, held.pace) == (5, 10, 0.5)
    with pytest.raises(UsageError, match="future"):
        _expect(built, as_of="2024-05-15")


def test_names_that_do_not_exist_are_told_what_there_is(facts: Build) -> None:
    built = _russia(facts, targets=[_may("a", 100)])
    for wanted in ({"seller": "Zoe"}, {"team": "West"}, {"role": "Boss"}):
        with pytest.raises(UsageError):
            _expect(built, **wanted)
    assert [line.who for line in _expect(built, role="Hunter").lines] == ["Ann"]


def test_without_targets_there_is_nothing_to_show(facts: Build) -> None:
    found = _expect(_russia(facts, revenue=[_sale("a", "2024-05-13", 1)]))
    assert (found.lines, found.problems) == ((), ())


def test_the_number_of_questions_does_not_grow_with_the_number_of_targets(
    facts: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(sellers: int) -> int:
        ids = [f"s{n}" for n in range(sellers)]
        built = _russia(
            facts,
            sellers=[{"id": name} for name in ids],
            targets=[_may(name, 9.0, kpi=kpi) for name in ids for kpi in ("revenue", "win_rate")],
            deals=_deals("s0", 3, 3),
        )
        run, count = built.engine.execute, 0

        def counted(expr: Any) -> Any:
            nonlocal count
            count += 1
            return run(expr)

        monkeypatch.setattr(built.engine, "execute", counted)
        assert len(_expect(built).lines) == 2 * sellers
        return count

    assert asked(2) == asked(12)


def test_the_document_has_every_line_and_every_problem(facts: Build) -> None:
    built = _russia(facts, targets=[_may("a", 100), _may("a", 1, kpi="happiness")],
                    revenue=[_sale("a", "2024-05-13", 35)])  # fmt: skip
    document = _expect(built, "2024-05-14").to_json()
    (line,), (problem,) = document["lines"], document["problems"]
    assert (line["who"], line["status"], line["pace"], line["start"]) == ("Ann", "within", 1.0, "2024-05-01")
    assert (problem["kpi"], problem["reason"]) == ("happiness", "there is no KPI happiness")


def test_status_by_interval() -> None:
    band = Interval(0.2, 0.4)
    assert of_value(0.3, band, 0.1, 0.5, too_few=False) is Status.WITHIN
    assert of_value(0.3, band, 0.41, None, too_few=False) is Status.BELOW
    assert of_value(0.3, band, 0.0, 0.19, too_few=False) is Status.ABOVE
    assert of_value(0.3, band, 0.25, None, too_few=False) is Status.CANNOT_TELL
    assert of_value(0.3, band, 0.1, 0.35, too_few=False) is Status.CANNOT_TELL
    assert of_value(None, None, 0.1, None, too_few=True) is Status.NO_DATA
    assert of_value(0.3, None, 0.4, None, too_few=False) is Status.BELOW
    assert of_amount(0.1 + 0.2, 0.3, 0.3) is Status.WITHIN
    assert not needs_help(Status.BELOW, Better.LOWER)
    assert needs_help(Status.ABOVE, Better.NEITHER)
    assert (distance(5, 10, 20), distance(30, 10, 20), distance(15, 10, None), distance(-1, 0, None)) == (
        0.5,
        0.5,
        0,
        1,
    )
