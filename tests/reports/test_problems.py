"""Of all that problems look at, hardly anything may be named by chance; what is there is named."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest
from numpy.typing import NDArray

from merilo.insight.funnel import Loss
from merilo.insight.intervals import Interval
from merilo.insight.shrinkage import Family
from merilo.insight.standing import Counted, scatter
from merilo.reports.problems.declared import (
    CHURN,
    DEALS_PER_MEETING,
    MEETINGS,
    PROBLEMS,
    SLIPPED,
    STEPS,
    STOCK,
    WIN_RATE,
)
from merilo.reports.problems.measured import Level
from merilo.reports.problems.report import Found
from merilo.reports.problems.selection import selected
from merilo.reports.problems.steps import Against, Gap, Sheet, gaps

QUARTERS = 8
PROBLEM_OF = {step: problem for problem in PROBLEMS for step in (*problem.steps, *problem.instead)}
# mean cases a quarter and share
SHARES = {WIN_RATE: (15, 0.4), SLIPPED: (20, 0.08), CHURN: (25, 0.05), DEALS_PER_MEETING: (30, 0.5)}
Table = NDArray[np.float64]


def _quarters(months: Table) -> Table:
    return np.asarray(months.reshape(len(months), -1, 3).sum(2))


def _meetings(months: Table, *, days: Table | None = None, lead: Counted | None = None) -> Sheet:
    """First meetings of sellers by month, 21 working days each unless given."""
    time = np.full(months.shape, 21.0) if days is None else days
    of, over, sellers = _quarters(months), _quarters(time), len(months)
    return Sheet(
        STEPS[MEETINGS], [f"s{i}" for i in range(sellers)], of, over, over[:, -1], (), np.ones(sellers, dtype=bool),
        apart=True, scatter=scatter(Family.RATE, of, over), months=(months, time), lead=lead,
    )  # fmt: skip


def _company(rng: np.random.Generator, sellers: int = 12, differ: float = 0.0) -> Iterable[Sheet]:
    """Sellers whose level never changes, with a season; `differ`: the coefficient of variation of their levels."""

    def levels() -> Table:
        return rng.gamma(1 / differ**2, differ**2, (sellers, 1)) if differ else np.ones((sellers, 1))

    names, active = [f"s{i}" for i in range(sellers)], np.ones(sellers, dtype=bool)
    yield _meetings(rng.poisson(levels() * 10 * rng.uniform(0.8, 1.2, 3 * QUARTERS)).astype(float))
    for name, (cases, share) in SHARES.items():
        over = rng.poisson(cases, (sellers, QUARTERS))
        of = rng.binomial(over, np.clip(share * levels(), 0, 1)).astype(float)
        yield Sheet(STEPS[name], names, of, over.astype(float), np.full(sellers, 30.0), (), active, apart=True)
    for _stage in range(5):
        entered = rng.poisson(8, (sellers, QUARTERS)) + 1.0
        stand = rng.poisson(4 * levels(), (sellers, QUARTERS)).astype(float)
        weight = entered / (entered + stand)
        yield Sheet(
            STEPS[STOCK], names, stand * weight, entered / 91 * weight, np.full(sellers, 1e6), (), active, apart=True,
            relative=True, counted=stand,
        )  # fmt: skip


def _named(sheets: Iterable[Sheet]) -> list[Found]:
    found = [
        Found(Level.SELLER, gap.subject, "", PROBLEM_OF[sheet.step.name], sheet.step, gap, str(place))
        for place, sheet in enumerate(sheets)
        for gap in gaps(sheet, place)
    ]
    return [each for each in selected(found) if each.said]


@pytest.mark.slow
@pytest.mark.parametrize("differ", [0.0, 0.25])
def test_of_sellers_without_a_fault_one_is_named_in_no_more_than_one_company_of_twenty(differ: float) -> None:
    """Twelve sellers, ten steps and stages, each held against colleagues and his own past: 120 looks a company.

    100 companies, so 5 % are 5, and more than 11 had less than one chance in a hundred.
    """
    rng = np.random.default_rng(11)
    accused = sum(bool(_named(_company(rng, differ=differ))) for _company_ in range(100))
    assert accused <= 11


def _gap(subject: str, chance: float) -> Gap:
    return Gap(subject, 1.0, 0.5, 1.5, 2.0, Against.PEERS, 30, Loss(100.0, Interval(50.0, 150.0)), chance)


def _found(subject: str, step: str, chance: float, stage: str = "") -> Found:
    return Found(Level.SELLER, subject, "", PROBLEM_OF[step], STEPS[step], _gap(subject, chance), stage)


def test_what_is_one_in_forty_alone_is_nothing_among_forty() -> None:
    """Trap: each loss has an interval above nothing, which was enough to name somebody. Of forty sellers without fault
    the smallest chance is about 1/40; q/m = 0.05/40 = 0.00125 is asked of it.
    """
    forty = [_found(f"s{i}", MEETINGS, (i + 1) / 41) for i in range(40)]
    assert not any(each.said for each in selected(forty))
    assert [each.said for each in selected([_found("s0", MEETINGS, 1 / 41)])] == [True]


def test_the_rule_by_hand() -> None:
    """Four problems; a stalls in one of two stages: Simes 2·0.004 = 0.008; b 0.03, c 0.2, d 0.6. 0.008 ≤ 0.05/4, but
    0.03 > 2·0.05/4 = 0.025: R = 1, and of a's two stages only that with 2·0.004 ≤ 0.0125 is said.
    """
    found = selected([
        _found("a", STOCK, 0.004, "first"), _found("a", STOCK, 0.2, "second"),
        _found("b", STOCK, 0.03), _found("c", MEETINGS, 0.2), _found("d", MEETINGS, 0.6),
    ])  # fmt: skip
    assert [each.said for each in found] == [True, False, False, False, False]
    # 1 − 0.0125 of a normal is 2.4977 wide, 95 % 1.9600: 100·(50/100)^1.2743
    assert found[0].gap.loss.interval.low == pytest.approx(100 * 0.5 ** (2.4977 / 1.959964), rel=1e-3)
    assert found[1].gap.loss.interval.low == 50


def test_levels_are_judged_each_for_itself() -> None:
    """One chance of 0.02 for the company is a finding, whatever the sellers do."""
    sellers = [_found(f"s{i}", MEETINGS, 0.5) for i in range(20)]
    company = Found(Level.COMPANY, "", "", PROBLEM_OF[MEETINGS], STEPS[MEETINGS], _gap("", 0.02))
    assert [each.said for each in selected([*sellers, company])] == [False] * 20 + [True]


def test_who_falls_to_a_third_is_named() -> None:
    months = np.full((10, 24), 10.0)
    months[3, -4:] = 3
    (named,) = _named([_meetings(months)])
    assert (named.gap.subject, named.gap.against) == ("s3", Against.EARLIER)
    assert named.gap.own == pytest.approx(3 / 21 * 5)
    assert named.gap.benchmark == pytest.approx(10 / 21 * 5, rel=0.01)
    assert named.gap.n == 12


def test_who_once_had_a_better_quarter_is_not_held_against_it() -> None:
    """Trap: the best of eight quarters is the luckiest. 45 once and 30 in all others is no fall to 30."""
    months = np.full((10, 24), 10.0)
    months[3, 12:15] = 15
    assert not _named([_meetings(months)])


def test_who_has_improved_is_not_held_against_a_peak_on_the_way() -> None:
    """From 6 a month to 20, and 15 now: better than his own year before."""
    months = np.full((10, 24), 10.0)
    months[3] = [6] * 15 + [8, 9, 12, 20, 20, 18, 15, 15, 15]
    assert not _named([_meetings(months)])


def test_a_fall_that_was_over_a_year_ago_is_over() -> None:
    months = np.full((10, 24), 10.0)
    months[3, :6] = 40
    assert not _named([_meetings(months)])


def test_a_season_is_nobody_s_fall() -> None:
    months = np.full((10, 24), 12.0)
    months[:, -3:] = 4
    assert not _named([_meetings(months)])


def test_three_quarters_are_below_the_better_quarter_and_that_is_no_fault() -> None:
    """Trap: colleagues who differ from 5 to 15 a month, month after month, with hardly any noise."""
    months = np.repeat(np.linspace(5, 15, 12)[:, None], 24, axis=1)
    assert not _named([_meetings(months)])


def test_unlike_work_is_not_compared() -> None:
    """Six who meet people and six who hardly do: without roles too wide to say anything, with roles each his own."""
    rng = np.random.default_rng(3)
    months = rng.poisson(np.repeat([20.0, 4.0], 6)[:, None], (12, 24)).astype(float)
    assert not _named([_meetings(months)])


def test_colleagues_are_those_of_the_same_role() -> None:
    """The one who does a third of what the other hunters do is named against them; the farmers do as little."""
    rng = np.random.default_rng(4)
    months = rng.poisson(np.repeat([20.0, 6.0], [8, 8])[:, None], (16, 24)).astype(float)
    months[0] = rng.poisson(7.0, 24)
    sheet = _meetings(months)
    assert not _named([sheet])
    sheet = Sheet(**{**vars(sheet), "roles": ["hunter"] * 8 + ["farmer"] * 8})
    (named,) = _named([sheet])
    assert (named.gap.subject, named.gap.against) == ("s0", Against.PEERS)


@pytest.mark.parametrize("cases", [1, 2])
def test_one_or_two_cases_say_nothing(cases: int) -> None:
    """Somebody who never had more than one or two a quarter is held against nobody."""
    months = np.full((10, 24), 10.0)
    months[3] = 0
    months[3, ::3] = cases
    assert "s3" not in {gap.subject for gap in gaps(_meetings(months), 1)}


def test_touches_show_the_fall_sooner_but_meetings_must_have_fallen_too() -> None:
    """Nine a month to five, too little for itself; with touches from 500 to 200 it is said. Touches alone: no loss."""
    months, touches = np.full((10, 24), 9.0), np.full((10, 24), 500.0)
    touches[3, -5:] = 200
    lead = Counted(Family.RATE, touches, np.full((10, 24), 21.0))
    assert not _named([_meetings(months, lead=lead)])
    months[3, -5:] = 4.5
    assert not _named([_meetings(months), *_company(np.random.default_rng(2), 10)])
    (named,) = (
        each for each in _named([_meetings(months, lead=lead), *_company(np.random.default_rng(2), 10)])
    )  # fmt: skip
    assert (named.gap.subject, named.gap.against) == ("s3", Against.LED)


def test_a_month_away_is_no_fall() -> None:
    months, days = np.full((10, 24), 10.0), np.full((10, 24), 21.0)
    months[3, -2:] = days[3, -2:] = 0
    assert not _named([_meetings(months, days=days)])
