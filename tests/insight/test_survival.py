"""Cumulative incidence against published tables, against its definition worked out case by case, and against laws."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from merilo.insight.survival import Curve, Followed, curves

# Freireich et al. 1963, Blood 21, 699-716: weeks of remission on 6-mercaptopurine; the second twelve were censored.
_ENDED = [6, 6, 6, 7, 10, 13, 16, 22, 23]
_CENSORED = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
_REMISSION = Followed.of([*_ENDED, *_CENSORED], [1] * 9 + [0] * 12)

_cases = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(0, 2)).map(
        lambda t: (float(min(t[:2])), float(max(t[:2])), t[2])
    ),
    min_size=1,
    max_size=40,
)


def _followed(cases: list[tuple[float, float, int]], *, late: bool = True) -> Followed:
    entries = [entry if late else 0.0 for entry, _exit, _outcome in cases]
    return Followed.of([case[1] for case in cases], [case[2] for case in cases], entries)


def test_kaplan_meier_is_that_of_the_published_table() -> None:
    """Klein & Moeschberger, Survival Analysis (2nd ed.), table 4.1B: S(t) and its standard error."""
    published = {6: (0.857, 0.0764), 7: (0.807, 0.0869), 10: (0.753, 0.0963), 13: (0.690, 0.1068),
                 16: (0.627, 0.1141), 22: (0.538, 0.1282), 23: (0.448, 0.1346)}  # fmt: skip
    found = {t: (_REMISSION.curve.still(t), _REMISSION.curve.deviation(t)) for t in published}
    assert {t: (round(s, 3), round(d, 4)) for t, (s, d) in found.items()} == published
    assert _REMISSION.curve.still(5) == 1.0


def test_the_median_is_where_half_are_reached_and_has_no_upper_end_where_the_data_do_not_say() -> None:
    """R's survfit of the same data: median 23, its upper limit NA. A quarter: S(t) ≤ 0.75 first at 13."""
    curve = _REMISSION.curve
    assert (curve.quantile(0.5, of_all=True), curve.quantile(0.25, of_all=True)) == (23, 13)
    assert curve.quantile_interval(0.5, of_all=True) is None
    assert curve.quantile(0.9, of_all=True) is None


def test_the_interval_is_the_transformed_one_worked_by_hand() -> None:
    """
    At 23: F = 0.552, standard error 0.1346: exp(1.96 · 0.1346 / (0.552 · ln 0.552)) = 0.4474
    F^0.4474 = 0.766 and F^(1 / 0.4474) = 0.265
    """
    interval = _REMISSION.curve.interval(23)
    assert interval is not None
    assert (round(interval.low, 3), round(interval.high, 3)) == (0.265, 0.766)


def test_competing_ends_worked_by_hand() -> None:
    """
    age | Y | won | lost | open | S before |  F1               | F2
     1  | 6 |  1  |      |      |  1       |  1/6              |
     2  | 5 |     |  1   |  1   |  5/6     |  1/6              | 5/6 · 1/5 = 1/6
     4  | 3 |  1  |      |      |  4/6     |  1/6 + 4/6 · 1/3 = 7/18
     5  | 2 |     |  1   |  1   |  8/18    |                   | 1/6 + 8/18 · 1/2 = 7/18
    naive: won / (won + lost) = 1/2; won / all = 1/3; 1 - Kaplan-Meier with lost as censored = 1 - 5/6 · 2/3 = 4/9
    """
    curve = Followed.of([1, 2, 2, 4, 5, 5], [1, 2, 0, 1, 2, 0]).curve
    assert [curve.share(t) for t in (0, 1, 3, 4, 9)] == pytest.approx([0, 1 / 6, 1 / 6, 7 / 18, 7 / 18])
    assert (curve.lost(), curve.still()) == pytest.approx((7 / 18, 4 / 18))
    assert list(curve.at_risk) == [6, 5, 3, 2]
    # Of those won, half are reached by age 4: 1/6 < 7/36 <= 7/18.
    assert (curve.quantile(0.5), curve.quantile(0.25)) == (4, 1)


def test_a_case_that_was_old_when_first_seen_is_at_risk_only_from_then_on() -> None:
    """
    a: 0 -> 2 won, b: 0 -> 4 lost, c: known from age 3, won at 5
    age 2: Y = 2 (a, b); age 4: Y = 2 (b, c); age 5: Y = 1        F1 = 1/2 + 1/4 · 1 = 3/4
    with c taken as followed from 0 (wrong): 1/3 + 1/3 = 2/3
    """
    curve = Followed.of([2, 4, 5], [1, 2, 1], [0, 0, 3]).curve
    assert list(curve.at_risk) == [2, 2, 1]
    assert curve.share() == pytest.approx(3 / 4)


def test_when_all_of_the_few_known_early_end_those_who_enter_later_still_count() -> None:
    """The one case known at age 1 is lost at once; by definition S would be 0 for ever, and nine wins at 5 nothing."""
    curve = Followed.of([1, *[5] * 9], [2, *[1] * 9], [0, *[3] * 9]).curve
    assert (curve.share(), curve.lost()) == pytest.approx((1.0, 0.0))


def test_a_case_that_ended_before_it_was_known_is_in_nothing() -> None:
    curve = Followed.of([2, 5], [1, 2], [3, 0]).curve
    assert (curve.n, curve.share(), curve.lost()) == (1, 0.0, 1.0)


def _by_definition(cases: list[tuple[float, float, int]], until: float) -> tuple[float, float, float]:
    """The product-limit, case by case, age by age."""
    surviving, shares = 1.0, {1: 0.0, 2: 0.0}
    for age in sorted({exit_ for _entry, exit_, _outcome in cases if exit_ <= until}):
        there = [case for case in cases if case[0] <= age <= case[1]]
        ended = [case[2] for case in there if case[1] == age and case[2]]
        if len(ended) == len(there) and any(case[0] > age for case in cases):
            continue
        for outcome in ended:
            shares[outcome] += surviving / len(there)
        surviving *= 1 - len(ended) / len(there)
    return shares[1], shares[2], surviving


@given(_cases, st.integers(0, 12))
def test_it_is_what_the_definition_gives_case_by_case(cases: list[tuple[float, float, int]], until: int) -> None:
    curve = _followed(cases).curve
    age = min(float(until), curve.reach)
    assert (curve.share(age), curve.lost(age), curve.still(age)) == pytest.approx(_by_definition(cases, age), abs=1e-9)


@given(_cases)
def test_all_shares_together_are_one_and_never_fall(cases: list[tuple[float, float, int]]) -> None:
    curve = _followed(cases).curve
    assert curve.happened + curve.otherwise + curve.surviving == pytest.approx(np.ones(len(curve.age)), abs=1e-9)
    assert (np.diff(curve.happened) >= -1e-12).all()
    assert (np.diff(curve.otherwise) >= -1e-12).all()


@given(_cases, st.integers(0, 12))
def test_without_censoring_it_is_the_plain_share_with_its_plain_error(
    cases: list[tuple[float, float, int]], until: int
) -> None:
    ended = [(entry, exit_, outcome or 1) for entry, exit_, outcome in cases]
    curve, n = _followed(ended, late=False).curve, len(ended)
    plain = sum(exit_ <= until and outcome == 1 for _entry, exit_, outcome in ended) / n
    assert curve.share(until) == pytest.approx(plain, abs=1e-9)
    assert curve.deviation(until) ** 2 == pytest.approx(plain * (1 - plain) / n, abs=1e-9)
    assert curve.knows(math.inf)


@given(_cases, _cases)
def test_many_groups_at_once_are_each_group_alone(
    one: list[tuple[float, float, int]], other: list[tuple[float, float, int]]
) -> None:
    groups = [_followed(one), Followed.of([], []), _followed(other)]
    together = curves(Followed.pooled(groups), np.array([group.n for group in groups]))
    for found, group in zip(together, groups, strict=True):
        assert found.n == group.curve.n
        for name in ("age", "at_risk", "happened", "otherwise", "surviving", "sums"):
            assert getattr(found, name) == pytest.approx(getattr(group.curve, name), abs=1e-9)


@given(_cases, st.integers(0, 11))
def test_who_goes_on_after_an_age_has_the_rest_of_the_curve(cases: list[tuple[float, float, int]], age: int) -> None:
    """P(won by t | open after a) = (F1(t) - F1(a)) / S(a)."""
    whole, rest = _followed(cases, late=False), _followed(cases, late=False).open_past(age)
    until = min(whole.curve.reach, rest.curve.reach)
    if rest.n and until > age:
        expected = (whole.curve.share(until) - whole.curve.share(age)) / whole.curve.still(age)
        assert rest.curve.share(until) == pytest.approx(expected, abs=1e-9)


@given(_cases)
def test_intervals_hold_their_value(cases: list[tuple[float, float, int]]) -> None:
    curve = _followed(cases).curve
    for age in (3, 6, math.inf):
        interval = curve.interval(age)
        assert interval is None or interval.low - 1e-9 <= curve.share(age) <= interval.high + 1e-9
    for of_all in (False, True):
        middle, about = curve.quantile(0.5, of_all=of_all), curve.quantile_interval(0.5, of_all=of_all)
        assert about is None or (middle is not None and about.low <= middle <= about.high)


def _simulated(rng: np.random.Generator, n: int, followed_to: float) -> Followed:
    """Won with probability 0.3 after gamma days of mean 60, else lost after a mean of 30; censored at random."""
    won = rng.random(n) < 0.3
    took = np.where(won, rng.gamma(3, 20, n), rng.gamma(2, 15, n))
    known: npt.NDArray[np.float64] = rng.uniform(0, followed_to, n)
    outcome = np.where(took <= known, np.where(won, 1, 2), 0).astype(np.int8)
    return Followed(np.zeros(n), np.minimum(took, known), outcome)


def test_censoring_at_random_does_not_bias_while_the_naive_rate_and_median_are_too_low() -> None:
    """True: 30 % are won, half of them by the median of gamma(3, 20), 53.48 days; F1(40) = 0.3 · 0.3233."""
    cases = _simulated(np.random.default_rng(5), 40_000, 250.0)
    won, lost = cases.outcome == 1, cases.outcome == 2
    assert won.sum() / (won | lost).sum() < 0.28
    assert np.median(cases.exit[won]) < 50
    assert cases.curve.share() == pytest.approx(0.3, abs=0.01)
    assert cases.curve.share(40) == pytest.approx(0.3 * 0.32332, abs=0.006)
    assert cases.curve.quantile(0.5) == pytest.approx(53.48, abs=1.5)


@pytest.mark.slow
def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    """600 times 150 cases; 95 % of the intervals, give or take three standard errors (2.7 %), hold the truth."""
    rng, held = np.random.default_rng(8), np.zeros(3)
    for _time in range(600):
        curve = _simulated(rng, 150, 400.0).curve
        for place, (about, truth) in enumerate(
            [(curve.interval(40), 0.3 * 0.32332), (curve.interval(), 0.3), (curve.quantile_interval(0.5), 53.48)]
        ):
            assert about is not None
            held[place] += about.low <= truth <= about.high
    assert (held / 600 > 0.92).all()
    assert (held / 600 < 0.985).all()


def test_a_curve_ends_where_one_case_would_stand_for_more_than_ten() -> None:
    """20 cases, all open: 19 to age 10, one to age 50. The one cannot speak for twenty."""
    curve = Followed.of([10.0] * 19 + [50.0], [0] * 19 + [1]).curve
    assert (curve.reach, curve.share()) == (10.0, 0.0)
    assert not curve.knows(11)
    assert isinstance(Followed.of([], []).curve, Curve)
    assert Followed.of([], []).curve.interval() is None


def test_all_but_the_last_digit_has_an_interval() -> None:
    """Nearly all of many is all: the exponent of log(−log F₁) would be out of a float's range there."""
    n = 3000
    curve = Followed.of(np.arange(n) % 60, np.ones(n, dtype=int)).curve
    found = curve.interval()
    assert found is not None
    assert 0.99 < found.low <= curve.share() <= found.high
