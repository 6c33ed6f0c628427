"""Who is warned, who is praised, who is left alone; causes and consequences, snoozing, and the invented company."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from merilo.core.errors import UsageError
from merilo.core.settings import Settings
from merilo.demo import company as invented
from merilo.demo.truth import Truth
from merilo.insight.intervals import Interval
from merilo.insight.rules import Rule
from merilo.reports.asking import Desk
from merilo.reports.signals import COLUMNS, Signals, signal
from merilo.reports.signals.causes import Root, roots
from merilo.reports.signals.finding import Finding, Subject
from merilo.reports.signals.watched import WATCHED, history
from merilo.reports.signals.words import command, sentence
from tests.kpis.company import Company, MemoryEngine, company

_MONDAY, _WEEKS = date(2025, 1, 6), 70
_SUNDAY = _MONDAY + timedelta(weeks=_WEEKS, days=-1)
_PEOPLE = {"a": "Ann", "b": "Bob", "c": "Cid", "d": "Dan"}


def _touches(seller: str, per_week: list[int]) -> list[dict[str, Any]]:
    """So many calls in each week, spread over its five days; one of six is answered."""
    rows = []
    for week, n in enumerate(per_week):
        days = [_MONDAY + timedelta(weeks=week, days=k * 5 // n) for k in range(n)]
        rows += [{"seller": seller, "at": day.isoformat(), "account": f"{seller}{k % 7}",
                  "outcome": "connected" if k % 6 == 0 else "no_answer"} for k, day in enumerate(days)]  # fmt: skip
    return rows


def _calm(level: int, seed: int) -> list[int]:
    return [int(n) for n in np.random.default_rng(seed).poisson(level, _WEEKS)]


def _made(**weeks: list[int]) -> Company:
    """Ann, Bob, Cid and Dan in two teams; calm weeks of 40 touches for whoever is not given others."""
    touches = [
        row for place, who in enumerate(_PEOPLE) for row in _touches(who, weeks.get(who) or _calm(40, place + 1))
    ]
    return company(
        today=(_SUNDAY + timedelta(days=1)).isoformat(),
        settings=Settings(currency="EUR"),
        sellers=[{"id": who, "name": name} for who, name in _PEOPLE.items()],
        memberships=[{"seller": who, "team": "North" if who in "ab" else "South"} for who in _PEOPLE],
        touches=touches,
    )


@pytest.fixture(scope="module")
def fallen() -> Iterator[Company]:
    """Ann has 15 touches a week in the last ten weeks."""
    built = _made(a=[*_calm(40, 1)[:-10], *[15, 14, 16, 15, 15, 13, 17, 15, 16, 14]])
    yield built
    built.engine.close()


@pytest.fixture(scope="module")
def warned(fallen: Company) -> Signals:
    return signal(fallen.desk)


@pytest.fixture(scope="module")
def polaris() -> Iterator[tuple[Desk, Truth]]:
    made = invented(until=date(2026, 11, 22), sellers=12, teams=3, years=2, seed=1)
    engine = MemoryEngine({}, made.settings.time_zone)
    for name, table in made.tables().items():
        engine.replace(name, table)
    yield Desk(engine, made.settings, date(2026, 11, 23)), made.truth  # type: ignore[arg-type]
    engine.close()


@pytest.fixture(scope="module")
def heard(polaris: tuple[Desk, Truth]) -> Signals:
    return signal(polaris[0])


def test_whoever_falls_is_warned_with_the_first_week_and_nobody_else(warned: Signals) -> None:
    found = warned
    (warning,) = found.warnings
    finding = warning.root.finding
    assert (warning.who, warning.team, finding.watched.name) == ("Ann", "North", "touches")
    assert finding.since == _MONDAY + timedelta(weeks=_WEEKS - 10)
    assert finding.after == pytest.approx(15, abs=0.2)
    assert finding.before == pytest.approx(40, abs=2)
    assert finding.interval is not None
    assert finding.interval.low < 15 / 40 < finding.interval.high
    assert set(found.quiet) >= {"Bob", "Cid", "Dan"} - {one.who for one in found.signals}
    assert found.day == _SUNDAY


def test_calm_people_hear_nothing() -> None:
    built = _made()
    found = signal(built.desk)
    assert found.warnings == ()
    assert set(found.quiet) <= set(_PEOPLE.values())
    built.engine.close()


def test_a_week_that_was_bad_for_all_accuses_nobody_but_the_company() -> None:
    """In the last week everybody has half: said of the company, of no person and no team."""
    built = _made(**{who: [*_calm(40, place + 1)[:-1], 18] for place, who in enumerate(_PEOPLE)})
    found = signal(built.desk)
    assert [one.root.finding.subject.scope for one in found.warnings] == ["company"]
    assert found.warnings[0].root.finding.rule == Rule.OUTSIDE
    built.engine.close()


def test_as_at_the_end_of_an_earlier_week_it_was_not_there_yet(fallen: Company) -> None:
    week = _SUNDAY - timedelta(weeks=12)
    found = signal(fallen.desk, week=week)
    assert found.day == week
    assert found.warnings == ()


def test_only_a_seller_or_a_team(fallen: Company) -> None:
    assert [one.who for one in signal(fallen.desk, team="north").warnings] == ["Ann"]
    assert signal(fallen.desk, seller="Bob").quiet in {("Bob",), ()}
    with pytest.raises(UsageError, match="Zoe"):
        signal(fallen.desk, seller="Zoe")


def test_a_snoozed_signal_is_counted_not_shown_until_its_day_is_over(fallen: Company, warned: Signals) -> None:
    (warning,) = warned.warnings
    assert warning.key == f"seller:a:touches:down:{warning.root.finding.since}"
    later = signal(fallen.desk, snoozed={warning.key: _SUNDAY + timedelta(days=30)})
    assert (later.warnings, later.snoozed) == ((), 1)
    assert "Ann" not in later.quiet
    assert len(signal(fallen.desk, snoozed={warning.key: _SUNDAY - timedelta(days=1)}).warnings) == 1


def test_the_document_and_the_table_have_every_column(warned: Signals) -> None:
    found = warned
    document = json.loads(json.dumps(found.to_json()))
    first = document["signals"][0]
    assert tuple(first) == COLUMNS
    assert (first["kind"], first["who"], first["direction"]) == ("warning", "Ann", -1)
    assert all(tuple(record) == COLUMNS for record in found.records())


def test_the_command_lists_the_rows_of_the_time_since(fallen: Company, warned: Signals) -> None:
    (warning,) = warned.warnings
    since = warning.root.finding.since
    assert warning.rows == f"merilo kpi touches --from {since} --where seller=a --rows"
    answer = fallen.ask("touches", start=since.isoformat(), where={"seller": "a"}, rows=True)
    assert answer.total is not None
    assert answer.total.figure.value == pytest.approx(warning.root.finding.after, rel=0.02)


def test_without_data_there_is_nothing_to_watch() -> None:
    built = company(sellers=[{"id": "a", "name": "Ann"}])
    found = signal(built.desk)
    assert (found.day, found.signals, len(found.notes)) == (None, (), 1)


def _finding(kpi: str, since: str, direction: int = -1, **more: Any) -> Finding:
    day = date.fromisoformat(since)
    known = Finding(Subject("seller", "a"), WATCHED[kpi], Rule.DRIFT, direction, direction > 0, day,
                    day + timedelta(days=20), 10.0, 5.0, 0.5, Interval(0.4, 0.62), 1e-5)  # fmt: skip
    return replace(known, **more)


def test_what_follows_from_a_change_is_told_with_it() -> None:
    cause, effect = _finding("touches", "2025-03-03"), _finding("first_meetings", "2025-03-24")
    (root,) = roots([effect, cause])
    assert (root.finding, root.consequences) == (cause, (effect,))
    assert "First meetings −50 %" in sentence(root, "EUR")
    third = _finding("won_amount", "2025-05-01")
    assert [r.consequences for r in roots([cause, effect, third])] == [(effect, third)]


@pytest.mark.parametrize(
    "other",
    [
        _finding("first_meetings", "2025-01-06"),  # began before its would-be cause
        _finding("first_meetings", "2025-03-24", 1),  # the other way
        _finding("win_rate", "2025-03-24"),  # more touches win no deal
    ],
)
def test_what_cannot_follow_stands_by_itself(other: Finding) -> None:
    assert len(roots([_finding("touches", "2025-03-03"), other])) == 2


def test_a_sentence_says_what_since_when_and_how_sure() -> None:
    said = sentence(Root(_finding("touches", "2025-03-03")), "EUR")
    assert said == (
        "Touches: 5.0 a week since 2025-03-03, 10.0 a week before (−50 %). 95 % sure between −60 % and −38 %; "
        "chance alone makes that in fewer than one of 90,000 such histories."
    )
    once = _finding("won_amount", "2025-03-03", 1, rule=Rule.OUTSIDE, after=900.0, low=-20.0, high=500.0, interval=None)
    assert sentence(Root(once), "EUR") == (
        "Won amount: 900 EUR from 2025-03-03 to 2025-03-23, where 10 EUR was to be expected. "
        "Natural limits: 0 EUR – 500 EUR."
    )


def test_the_command_names_the_policy_and_a_team_but_not_the_company() -> None:
    finding = _finding("touch_to_prospect", "2025-03-03", subject=Subject("team", "North West"))
    assert command(finding) == (
        "merilo kpi touch_to_prospect --from 2025-03-03 --where 'team=North West' --policy within=30 "
        "--policy young=left_out --rows"
    )
    assert "--where" not in command(replace(finding, subject=Subject("company", "")))


def test_one_query_per_kpi_however_many_sellers(fallen: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    run, count = fallen.engine.execute, 0

    def counted(expr: Any) -> Any:
        nonlocal count
        count += 1
        return run(expr)

    monkeypatch.setattr(fallen.engine, "execute", counted)
    past = history(Desk(fallen.engine, Settings(), fallen.desk.today))  # type: ignore[arg-type]
    assert past is not None
    assert len(past.sellers) == 4
    # One per KPI, and those that say how far the data reach.
    assert count < 4 * len(WATCHED)


@pytest.mark.slow
def test_the_seller_who_collapses_is_found_with_his_day_and_what_follows(
    heard: Signals, polaris: tuple[Desk, Truth]
) -> None:  # fmt: skip
    truth = polaris[1]
    (since,) = [shift.since for shift in truth.seller(str(truth.collapses)).shifts]
    (warning,) = heard.warnings
    finding = warning.root.finding
    assert finding.subject.id.endswith(str(truth.collapses))
    assert (finding.watched.name, finding.direction) == ("touches", -1)
    assert abs((finding.since - since).days) < 7
    assert finding.interval is not None
    assert finding.interval.low < 0.3 < finding.interval.high + 0.03
    assert "first_meetings" in {each.watched.name for each in warning.root.consequences}
    assert (warning.root.money or 0) > 1_000_000


@pytest.mark.slow
def test_the_seller_who_improves_is_praised_for_both(heard: Signals, polaris: tuple[Desk, Truth]) -> None:
    truth = polaris[1]
    mine = [one.root.finding for one in heard.recognitions
            if one.root.finding.subject.id.endswith(str(truth.improves)) and one.root.finding.shift]  # fmt: skip
    assert {finding.watched.name for finding in mine} >= {"touches", "touch_to_prospect"}
    (touches,) = [finding for finding in mine if finding.watched.name == "touches"]
    assert touches.ratio == pytest.approx(1.35, abs=0.06)
