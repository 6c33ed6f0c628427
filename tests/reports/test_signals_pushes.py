"""Closing days that are put off more, or less, than before: who is told of it, and who is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merilo.core.settings import Settings
from merilo.core.text import set_language
from merilo.core.time import Period
from merilo.demo import company as invented
from merilo.insight.intervals import Interval
from merilo.insight.limits import watch
from merilo.insight.rules import Rule
from merilo.kpis.declaration import Better
from merilo.kpis.question import Question
from merilo.reports.answer import ask
from merilo.reports.asking import Desk
from merilo.reports.signals import Signals, signal
from merilo.reports.signals.causes import Root, driver, money, roots
from merilo.reports.signals.finding import Finding, Subject, findings
from merilo.reports.signals.praise import growth
from merilo.reports.signals.watched import WATCHED, History, Table, history
from merilo.reports.signals.words import command, sentence
from merilo.reports.weekly import weekly
from tests.kpis.company import Company, MemoryEngine, company

_PUSHES = "close_date_pushes"
_MONDAY, _WEEKS = date(2025, 1, 6), 72
_SUNDAY = _MONDAY + timedelta(weeks=_WEEKS, days=-1)
_PEOPLE = {"a": "Ann", "b": "Bob", "c": "Cid", "d": "Dan"}
_FAR = date(2030, 1, 1)
Row = dict[str, Any]


def _standing(who: str, per_week: list[int]) -> tuple[list[Row], list[Row]]:
    """Ten deals, open all the time; of them so many are put off in each week, by a day."""
    deals = [{"id": f"{who}{k}", "seller": who, "created_at": _MONDAY.isoformat()} for k in range(10)]
    days, changes = [_FAR] * 10, []
    for week, n in enumerate(per_week):
        for k in range(n):
            place = (week + k) % 10
            changes.append(_moved(f"{who}{place}", days[place], days[place] + timedelta(days=1), _day(week, 4)))
            days[place] += timedelta(days=1)
    return [deal | {"expected_close_on": day.isoformat()} for deal, day in zip(deals, days, strict=True)], changes


def _day(week: int, day: int) -> date:
    return _MONDAY + timedelta(weeks=week, days=day)


def _moved(deal: str, old: date, new: date, at: date) -> Row:
    return {"deal": deal, "field": "expected_close_on", "old": old.isoformat(), "new": new.isoformat(),
            "at": at.isoformat()}  # fmt: skip


def _made(parts: list[tuple[list[Row], list[Row]]]) -> Company:
    return company(
        today=(_SUNDAY + timedelta(days=1)).isoformat(),
        settings=Settings(currency="EUR"),
        sellers=[{"id": who, "name": name} for who, name in _PEOPLE.items()],
        memberships=[{"seller": who, "team": "North" if who in "ab" else "South"} for who in _PEOPLE],
        deals=[deal for deals, _changes in parts for deal in deals],
        deal_changes=[change for _deals, changes in parts for change in changes],
    )


def _heard(per_week: Mapping[str, list[int]], usual: int = 1) -> Signals:
    built = _made([_standing(who, per_week.get(who, [usual] * _WEEKS)) for who in _PEOPLE])
    try:
        return signal(built.desk)
    finally:
        built.engine.close()


_LATE = _WEEKS - 12
_MORE = [*[1] * _LATE, *[4] * 12]


def test_whoever_puts_off_more_deals_is_warned_with_the_day_the_levels_and_the_rows() -> None:
    """
    Ann's ten deals   weeks 1–60   weeks 61–72
    put off a week    1            4            1 of 10 = 10 %, then 4 of 10 = 40 %; the other three: 1 of 10

    (The others' days are counted out of hers, by a thousandth.)
    """
    built = _made([_standing(who, _MORE if who == "a" else [1] * _WEEKS) for who in _PEOPLE])
    (warning,) = signal(built.desk).signals
    found = warning.root.finding
    assert (warning.who, warning.warning, found.watched.name, found.direction) == ("Ann", True, _PUSHES, 1)
    assert found.since == _day(_LATE, 0)
    assert [found.before, found.after, found.ratio] == pytest.approx([0.1, 0.4, 4], rel=0.005)
    assert (warning.record["unit"], warning.record["per_quarter"]) == ("share", None)
    assert warning.sentence.startswith(
        "Pushes of the closing day: 40.1 % of open deals put off a week since 2026-03-02, 10.0 % before (+300 %). 95 %"
    )
    assert warning.rows == "merilo kpi close_date_pushes --from 2026-03-02 --where seller=a --every week --rows"
    answer = built.ask(_PUSHES, start="2026-03-02", where={"seller": "a"}, every=Period.WEEK, rows=True)
    assert [line.figure.beside["deals_pushed"].value for line in answer.lines] == [0.4] * 12
    assert answer.rows is not None
    assert answer.rows.num_rows == 12 * 10
    built.engine.close()


def test_a_rise_for_all_is_said_of_the_company_and_of_nobody_else() -> None:
    heard = _heard(dict.fromkeys(_PEOPLE, _MORE))
    assert [(one.root.finding.subject.scope, one.warning) for one in heard.signals] == [("company", True)]


def test_where_nothing_changes_nobody_hears_anything() -> None:
    assert _heard({}).signals == ()


def test_moves_that_were_not_known_yet_are_not_taken_for_none() -> None:
    """Deals of all weeks, but their moves are told only from week 31 on, when the source was first compared."""
    assert _heard({who: [*[0] * 30, *[2] * (_WEEKS - 30)] for who in _PEOPLE}).signals == ()


def test_moves_to_an_earlier_day_are_no_pushes() -> None:
    """All days that were put off are brought forward instead: nothing is put off, however often they move."""
    parts = [_standing(who, _MORE) for who in _PEOPLE]
    back = [(deals, [change | {"old": change["new"], "new": change["old"]} for change in changes])
            for deals, changes in parts]  # fmt: skip
    built = _made(back)
    assert signal(built.desk).signals == ()
    past = history(built.desk)
    assert past is not None
    # The first quarter of what a source tells is left out: all its deals may be new.
    assert past.weeks[0] == _day(13, 0)
    assert set(past.tables[_PUSHES].size.flat) == {10.0}
    assert past.tables[_PUSHES].value.sum() == 0
    built.engine.close()


def _passing(who: str, kinds: Callable[[int], list[str]]) -> tuple[list[Row], list[Row]]:
    """Three deals come each week and are won in their fourth. `pushed`: their day is in the second week, and put off
    to the fourth; `early`: it was the fourth from the beginning; `left`: it is in the second, and left there.
    """
    deals, changes = [], []
    for week in range(-3, _WEEKS):
        soon, moved, won, end = _day(week + 1, 4), _day(week + 1, 2), _day(week + 3, 3), _day(week + 3, 4)
        for k, kind in enumerate(kinds(week)):
            name, put_off = f"{who}{week}-{k}", kind == "pushed" and moved <= _SUNDAY
            day = end if kind == "early" or put_off else soon
            state = {"status": "won", "closed_at": won.isoformat()} if won <= _SUNDAY else {}
            deals.append({"id": name, "seller": who, "created_at": _day(week, 0).isoformat(),
                          "expected_close_on": day.isoformat(), **state})  # fmt: skip
            if state:
                changes.append({"deal": name, "field": "status", "old": "open", "new": "won", "at": won.isoformat()})
            if put_off:
                changes.append(_moved(name, soon, end, moved))
    return deals, changes


_USUAL = ["pushed"] * 3


@pytest.mark.parametrize("instead", ["early", "left"])
def test_fewer_pushes_are_praised_unless_days_are_left_to_pass(instead: str) -> None:
    """
    Ann's 12 open deals   weeks until 48   since then
    put off               3 of 12 = 25 %   1 of 12 in every second week = 4 %
    not put off                            their days were better (early): praised; or nobody looks at them any more
                                           and they are left past their day: 3 or 2 of 12 instead, no improvement
    """
    fewer = [[instead] * 3, ["pushed", instead, instead]]
    ann = _passing("a", lambda week: fewer[week % 2] if week >= 48 else _USUAL)
    built = _made([ann, *(_passing(who, lambda _week: _USUAL) for who in "bcd")])
    mine = [one.root.finding for one in signal(built.desk).signals if one.root.finding.watched.name == _PUSHES]
    assert [(found.subject.id, found.good, found.direction) for found in mine] == [("a", True, -1)] * (
        instead == "early"
    )
    assert [found.after for found in mine] == [pytest.approx(1 / 24, rel=0.1)] * (instead == "early")
    built.engine.close()


def _known(deals_put_off: list[float], kpi: str = _PUSHES) -> History:
    """One seller with 10 deals a week; of so many in each four weeks it is told."""
    value = np.repeat(np.array(deals_put_off), 4)[None, :] / 4
    weeks = tuple(_MONDAY + timedelta(weeks=place) for place in range(value.shape[1]))
    return History(weeks, ("a",), {kpi: Table(WATCHED[kpi], value, np.full(value.shape, 10.0))})


@pytest.mark.parametrize(("first", "then", "told"), [(12.0, 5.0, True), (5.0, 12.0, False)])
def test_growth_of_what_is_better_low_is_a_fall(first: float, then: float, told: bool) -> None:
    """Of 40 a block 12 were put off a year ago and 5 now: praised; the other way round it is not."""
    past = _known([*[first] * 16, *[then] * 10])
    found = growth(past, WATCHED[_PUSHES], watch(past.stack(_PUSHES)), 0, Subject("seller", "a"))
    assert (found is not None) == told
    if found:
        assert (found.direction, found.good) == (-1, True)
        assert found.ratio == pytest.approx(5 / 12)


@given(st.lists(st.integers(0, 40), min_size=14, max_size=39))
@settings(max_examples=60, deadline=None)
def test_what_is_bad_of_one_kpi_is_good_of_one_that_is_better_high(series: list[int]) -> None:
    """The same numbers give the same changes with the same limits; only what they are worth is turned round."""
    numbers = [float(n) for n in series]
    told = {}
    for kpi in (_PUSHES, "next_step_rate"):
        past = _known(numbers, kpi)
        told[kpi] = findings(past, WATCHED[kpi], watch(past.stack(kpi)), [Subject("seller", "a")])
    turned = [replace(found, watched=WATCHED[_PUSHES], good=not found.good) for found in told["next_step_rate"]]
    assert told[_PUSHES] == turned
    assert all(found.good == (found.direction < 0) for found in told[_PUSHES])


@pytest.fixture(scope="module")
def polaris() -> Iterator[Desk]:
    made = invented(until=date(2026, 11, 22), sellers=12, teams=3, years=2, seed=1)
    engine = MemoryEngine({}, made.settings.time_zone)
    for name, table in made.tables().items():
        engine.replace(name, table)
    yield Desk(engine, made.settings, date(2026, 11, 23))  # type: ignore[arg-type]
    engine.close()


@pytest.mark.slow
def test_of_the_invented_company_nobody_is_told_anything_of_pushes(polaris: Desk) -> None:
    """Its deals are put off when they move, not while they stay: what clogs a stage makes them no more frequent."""
    for back in range(0, 52, 13):
        heard = signal(polaris, week=date(2026, 11, 22) - timedelta(weeks=back))
        found = [each for one in heard.signals for each in (one.root.finding, *one.root.consequences)]
        assert [each.subject for each in found if each.watched.name == _PUSHES] == []


@pytest.mark.slow
def test_the_weeks_of_all_sellers_add_up_to_what_the_kpi_answers(polaris: Desk) -> None:
    past = history(polaris)
    assert past is not None
    table = past.tables[_PUSHES]
    answer = ask(polaris, Question(_PUSHES, every=Period.WEEK, start=past.weeks[-40], end=past.end))
    asked = [[int(line.figure.parts[name] or 0) for name in ("pushed_once", "left", "deals")] for line in answer.lines]
    assert table.instead is not None
    summed = [each[:, -40:].sum(axis=0) for each in (table.value, table.instead, table.size)]
    assert asked == np.stack(summed, axis=1).astype(int).tolist()


def _finding(kpi: str, direction: int, since: str, ratio: float) -> Finding:
    day = date.fromisoformat(since)
    good = (direction > 0) == (WATCHED[kpi].kpi.better is Better.HIGHER)
    return Finding(Subject("seller", "a"), WATCHED[kpi], Rule.DRIFT, direction, good, day, day + timedelta(days=27),
                   0.5, 0.5 * ratio, ratio, Interval(ratio * 0.8, ratio * 1.2), 1e-5)  # fmt: skip


def test_fewer_next_steps_and_more_pushes_are_one_signal() -> None:
    cause, effect = _finding("next_step_rate", -1, "2026-01-05", 0.5), _finding(_PUSHES, 1, "2026-02-02", 2.0)
    (root,) = roots([effect, cause])
    assert (root.finding, root.consequences) == (cause, (effect,))
    assert len(roots([_finding("next_step_rate", 1, "2026-01-05", 1.5), effect])) == 2


def test_the_likely_driver_of_more_pushes_is_the_fall_of_next_steps() -> None:
    """Pushes double, next steps fall from 80 % to 40 %: ln 2 against ln 2, the whole of it."""
    steps, pushes = _known([*[32.0] * 16, *[16.0] * 6], "next_step_rate"), _known([*[4.0] * 16, *[8.0] * 6])
    past = replace(pushes, tables={**pushes.tables, **steps.tables})
    charts = {name: watch(past.stack(name)) for name in past.tables}
    found = _finding(_PUSHES, 1, past.weeks[64].isoformat(), 2.0)
    why = driver(found, 0, charts, past)
    assert why is not None
    assert why.watched.name == "next_step_rate"
    assert [why.before, why.after, why.share] == pytest.approx([0.8, 0.4, 1])
    said = sentence(Root(found, driver=why), "EUR")
    assert said.endswith("Likely driver: Next step rate, 80.0 % before and 40.0 % since then.")
    rise = _known([*[16.0] * 16, *[32.0] * 6], "next_step_rate")
    past = replace(pushes, tables={**pushes.tables, **rise.tables})
    assert driver(found, 0, {name: watch(past.stack(name)) for name in past.tables}, past) is None
    assert money(found, 0, charts, past) is None


def test_a_point_outside_is_said_with_its_limits_in_both_languages() -> None:
    once = replace(_finding(_PUSHES, 1, "2026-02-02", 2.0), rule=Rule.OUTSIDE, before=0.05, after=0.2, low=-0.01,
                   high=0.125, interval=None)  # fmt: skip
    assert sentence(Root(once), "EUR") == (
        "Pushes of the closing day: 20.0 % of open deals put off a week from 2026-02-02 to 2026-03-01, where 5.0 % was "
        "to be expected. Natural limits: 0.0 % – 12.5 %."
    )
    set_language("ru")
    try:
        said = sentence(Root(once), "EUR").replace("\xa0", " ")
    finally:
        set_language("en")
    assert "Переносы даты закрытия: за 02.02.2026 – 01.03.2026 — 20,0 % открытых сделок в неделю" in said
    assert command(replace(once, subject=Subject("company", ""))) == (
        "merilo kpi close_date_pushes --from 2026-02-02 --every week --rows"
    )


def test_the_weeks_say_what_the_points_are_and_are_those_of_the_kpi() -> None:
    built = _made([_standing(who, [1] * _WEEKS) for who in _PEOPLE])
    kpi = weekly(built.desk)["kpis"][_PUSHES]
    assert (kpi["label"], kpi["unit"], kpi["kind"], kpi["better"], kpi["weeks"]) == (
        "Closing days pushed", "share", "shares", "lower", 4
    )  # fmt: skip
    assert (kpi["company"]["value"][-1], kpi["company"]["size"][-1]) == (pytest.approx(0.1), 160)
    assert kpi["seller"]["a"]["value"][-1] == pytest.approx(0.1)
    built.engine.close()


def test_facts_read_once_are_not_read_again_for_the_weeks(monkeypatch: pytest.MonkeyPatch) -> None:
    built = _made([_standing(who, [1] * _WEEKS) for who in _PEOPLE])
    desk = built.desk
    first = history(desk)

    def never(_expr: Any) -> Any:
        raise AssertionError("asked again")

    monkeypatch.setattr(built.engine, "execute", never)
    assert history(desk) is first
    built.engine.close()
