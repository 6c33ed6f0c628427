"""Natural limits: exact tails against scipy, XmR against Wheeler's arithmetic, what starts new limits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from merilo.insight.change import Level, change, change_point
from merilo.insight.limits import Charts, watch
from merilo.insight.predictive import Floats, count_tails, share_tails, value_tails
from merilo.insight.rules import Rule, Rules, cusum_limit
from merilo.insight.season import season
from merilo.insight.series import Kind, Stack, dispersion, togetherness

_SEED = 4


def _stack(kind: Kind, *rows: list[float], size: float | list[list[float]] = 5.0, group: bool = False) -> Stack:
    value = np.array(rows, dtype=np.float64)
    sizes = np.full(value.shape, size) if isinstance(size, float) else np.array(size, dtype=np.float64)
    return Stack(kind, value, sizes, np.zeros(len(rows), dtype=np.int64) if group else None)


def _poisson(mean: float, series: int, points: int, seed: int = _SEED) -> Floats:
    return np.random.default_rng(seed).poisson(mean, (series, points)).astype(np.float64)


def _counts(value: Floats, *, group: bool = False) -> Charts:
    return watch(Stack(Kind.COUNTS, value, np.full(value.shape, 5.0), np.zeros(len(value), int) if group else None))


@given(st.integers(0, 200), st.floats(0.1, 150), st.floats(1e-6, 2))
@settings(max_examples=200, deadline=None)
def test_tails_of_a_count_are_those_of_the_negative_binomial(x: int, mean: float, spread: float) -> None:
    r = 1 / spread
    tails = count_tails(np.array([float(x)]), np.array([mean]), np.array([spread]))
    known = stats.nbinom(r, r / (r + mean))
    assert tails.lower[0] == pytest.approx(known.cdf(x), rel=1e-6, abs=1e-10)
    assert tails.upper[0] == pytest.approx(known.sf(x - 1), rel=1e-6, abs=1e-10)


@given(st.integers(1, 120).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.floats(0.02, 0.98),
       st.floats(0.001, 0.5))  # fmt: skip
@settings(max_examples=200, deadline=None)
def test_tails_of_a_share_are_those_of_the_beta_binomial(case: tuple[int, int], share: float, rho: float) -> None:
    x, n = case
    tails = share_tails(np.array([float(x)]), np.array([float(n)]), np.array([share]),
                        np.array([share * (1 - share) * rho]))  # fmt: skip
    together = 1 / rho - 1
    known = stats.betabinom(n, share * together, (1 - share) * together)
    assert tails.lower[0] == pytest.approx(known.cdf(x), rel=1e-5, abs=1e-9)
    assert tails.upper[0] == pytest.approx(known.sf(x - 1), rel=1e-5, abs=1e-9)


def test_shares_of_very_many_cases_come_close_to_the_exact_ones() -> None:
    tails = share_tails(np.array([900.0]), np.array([2000.0]), np.array([0.47]), np.array([0.0001]))
    together = 0.47 * 0.53 / 0.0001 - 1
    assert tails.lower[0] == pytest.approx(stats.betabinom(2000, 0.47 * together, 0.53 * together).cdf(900), abs=0.005)


def test_scores_are_those_of_the_middle_probability() -> None:
    """Student's t with 9 degrees of freedom: P(T ≤ −2.262157) = 0.025, Φ⁻¹(0.025) = −1.959964."""
    tails = value_tails(np.array([-2.262157, 0.0, -1e9]), np.array([9.0, 9.0, 9.0]))
    assert tails.z == pytest.approx([-1.959964, 0.0, -8.0], abs=1e-5)


def test_limits_of_a_count_are_exact_and_wide_while_the_past_is_short() -> None:
    """After many weeks of 100 the limits are Poisson's at 0.00135 a side (scipy); after six they are wider."""
    (chart,) = [_counts(np.full((1, 3000), 100.0)).chart(0)]
    low, high = stats.poisson(100).ppf(0.00135), stats.poisson(100).isf(0.00135)
    assert abs(chart.low[-1] - low) <= 1
    assert abs(chart.high[-1] - high) <= 1
    assert np.isnan(chart.middle[:6]).all()
    assert chart.low[6] <= low - 2
    assert chart.high[6] >= high + 2


def test_amounts_have_wheelers_limits() -> None:
    """Mean ± 2.66 · mean moving range of the list; Student's t and the estimated mean make them a little wider."""
    values = [39, 41, 41, 41, 43, 44, 41, 42, 40, 41, 44, 40, 41, 43, 40, 41] * 40
    chart = watch(_stack(Kind.AMOUNTS, [*map(float, values), 41.0], size=1.0)).chart(0)
    ranges = np.abs(np.diff(values)).mean()
    assert chart.low[-1] == pytest.approx(np.mean(values) - 2.66 * ranges, abs=0.1)
    assert chart.high[-1] == pytest.approx(np.mean(values) + 2.66 * ranges, abs=0.1)


def test_a_holiday_is_no_point_and_a_short_week_no_fall() -> None:
    """Two days instead of five and 40 instead of 100, then a week away: nothing to say; 40 in five days is a fall."""
    weeks, sizes = [100.0] * 30 + [40.0, 0.0, 100.0], [5.0] * 30 + [2.0, 0.0, 5.0]
    quiet = watch(_stack(Kind.COUNTS, weeks, size=[sizes]))
    assert quiet.signals == ((),)
    assert np.isnan(quiet.chart(0).middle[31])
    assert quiet.chart(0).middle[30] == pytest.approx(40, abs=0.2)
    (signal,) = watch(_stack(Kind.COUNTS, weeks[:31])).signals[0]
    assert (signal.rule, signal.at, signal.direction, signal.shift) == (Rule.OUTSIDE, 30, -1, False)
    assert signal.chance < 1e-6


def test_one_wild_week_does_not_start_new_limits_two_do() -> None:
    calm = [100.0, 104.0, 97.0, 101.0, 99.0] * 6
    once = watch(_stack(Kind.COUNTS, [*calm, 30.0, *calm]))
    assert [signal.shift for signal in once.signals[0]] == [False]
    assert once.standing(0) is None
    twice = watch(_stack(Kind.COUNTS, [*calm, 30.0, 31.0, *[30.0, 28.0] * 6]))
    shift = next(signal for signal in twice.signals[0] if signal.shift)
    assert (shift.rule, shift.at, shift.since, shift.direction) == (Rule.AGAIN, 31, 30, -1)
    assert twice.chart(0).shifts == (30,)
    assert twice.chart(0).middle[-1] == pytest.approx(30, abs=1.5)


def test_a_lasting_drop_is_told_with_its_first_week_and_its_size() -> None:
    value = _poisson(130, 1, 80)
    value[:, 50:] = _poisson(91, 1, 30, seed=9)
    found = _counts(value).standing(0)
    assert found is not None
    signal, moved = found
    assert signal.since == 50
    assert signal.at <= 53
    assert moved.ratio == pytest.approx(0.7, abs=0.05)
    assert moved.interval is not None
    assert moved.interval.low < 0.7 < moved.interval.high
    assert moved.chance < 1e-6


def test_a_small_step_does_not_hide_the_large_one_before_it() -> None:
    """From 130 to 40, and after ten weeks to 43: the fall from 130 is what holds; and no step at all is no shift."""
    value = np.concatenate([np.tile([128.0, 132.0, 130.0], 10), np.tile([39.0, 41.0], 5), np.tile([44.0, 46.0], 6)])
    found = _counts(value[None, :]).standing(0)
    assert found is not None
    signal, moved = found
    assert (signal.since, signal.direction) == (30, -1)
    assert moved.before.points == 30
    assert moved.after.points == 22


def test_a_small_lasting_drop_of_a_rare_thing_is_found_by_the_sum() -> None:
    """20 % fewer of 40 a week, 1.2 deviations: no week is outside, yet the level has moved."""
    value = np.tile([40.0, 36.0, 44.0, 38.0, 42.0], 10)
    value = np.concatenate([value, np.tile([32.0, 34.0, 30.0], 8)])[None, :]
    signals = _counts(value).signals[0]
    assert {signal.rule for signal in signals} <= {Rule.DRIFT, Rule.RUN, Rule.NEAR}
    assert signals[0].since == 50


def test_eight_in_a_row_on_one_side_and_three_of_four_near_a_limit() -> None:
    rules = Rules(drift=1e12)
    level = [99.0, 100.0, 100.0, 101.0] * 8
    run = watch(_stack(Kind.COUNTS, [*level, *[94.0] * 8]), rules).signals[0]
    assert [(s.rule, s.at) for s in run] == [(Rule.RUN, 39)]
    near = watch(_stack(Kind.COUNTS, [*level, 80.0, 80.0, 104.0, 80.0]), rules).signals[0]
    assert [(s.rule, s.at) for s in near] == [(Rule.NEAR, 35)]


def test_what_all_do_in_a_week_accuses_nobody_and_what_one_does_accuses_one() -> None:
    value = _poisson(100, 12, 60)
    value[:, 40] = np.round(value[:, 40] * 0.5)
    alone = _counts(value)
    assert all(any(s.at == 40 for s in signals) for signals in alone.signals)
    compared = _counts(value, group=True)
    assert not any(s.since == 40 for signals in compared.signals for s in signals)
    assert np.abs(compared.tails.z[:, 40]).max() < 2
    value[3, 45:] = np.round(value[3, 45:] * 0.4)
    last = _counts(value, group=True)
    standing = [last.standing(place) for place in range(12)]
    accused = [place for place, found in enumerate(standing) if found and found[1].chance < 1e-3]
    assert accused == [3]


def test_overdispersion_is_measured_and_widens_the_limits() -> None:
    """Counts of mean 50 whose level itself varies by ω = 0.04: variance 50 + 0.04 · 2500 = 150."""
    rng = np.random.default_rng(_SEED)
    value = rng.poisson(50 * rng.gamma(25, 1 / 25, (100, 100))).astype(np.float64)
    stack = Stack(Kind.COUNTS, value, np.full(value.shape, 5.0))
    assert np.median(dispersion(stack)) == pytest.approx(0.04, rel=0.15)
    assert dispersion(Stack(Kind.COUNTS, _poisson(50, 100, 100), stack.size)).max() < 0.015
    outside = [s for signals in watch(stack).signals for s in signals if s.rule is Rule.OUTSIDE]
    assert len(outside) < 2.5 * 2 * 0.00135 * 100 * 94


def test_overdispersed_shares_are_measured_too() -> None:
    rng = np.random.default_rng(_SEED)
    chance = rng.beta(0.3 * 19, 0.7 * 19, (100, 60))
    stack = Stack(Kind.SHARES, rng.binomial(80, chance).astype(np.float64), np.full((100, 60), 80.0))
    assert np.median(dispersion(stack)) == pytest.approx(0.05, rel=0.15)


def test_common_moves_are_measured_only_where_there_are_others() -> None:
    value = _poisson(100, 12, 100) * np.random.default_rng(1).choice([0.8, 1.2], 100)
    value = np.asarray(np.round(value), dtype=np.float64)
    size = np.full(value.shape, 5.0)
    assert togetherness(Stack(Kind.COUNTS, value, size, np.zeros(12, int))) == pytest.approx(0.04, rel=0.1)
    assert togetherness(Stack(Kind.COUNTS, value, size)) == 0
    assert togetherness(Stack(Kind.COUNTS, value[:2], size[:2], np.zeros(2, int))) == 0


@given(st.integers(0, 2**16))
@settings(max_examples=10, deadline=None)
def test_each_series_is_judged_by_itself(seed: int) -> None:
    """Without a group a series has the same signals alone as among others (no overdispersion to share)."""
    value = _poisson(60, 4, 60, seed=seed)
    value[2, 30:] *= 2
    together = _counts(value)
    for series in range(4):
        alone = _counts(value[series : series + 1])
        if alone.dispersion[0] == together.dispersion[series] == 0:
            assert alone.signals[0] == together.signals[series]


def test_page_and_siegmund() -> None:
    """k = 0.5, h = 4 and 5: average run lengths 336 and 930 (Montgomery, table 9.3: 168, 465 for both sides)."""
    assert cusum_limit(1.0, 336) == pytest.approx(4.0, abs=0.03)
    assert cusum_limit(1.0, 930) == pytest.approx(5.0, abs=0.03)


def test_a_change_is_compared_on_the_log_scale() -> None:
    """100 in 10 weeks against 60 in 10: ratio 0.6; ln ± 1.96·√(1/100 + 1/60) = 0.436..0.825 (half a case apart)."""
    moved = change(Level(Kind.COUNTS, 100, 10, 10, 10), Level(Kind.COUNTS, 60, 10, 10, 10))
    assert moved.ratio == pytest.approx(0.6)
    assert moved.interval is not None
    assert moved.interval.low == pytest.approx(0.436, abs=0.005)
    assert moved.interval.high == pytest.approx(0.825, abs=0.01)
    assert moved.chance == pytest.approx(stats.norm.cdf(np.log(0.6) / np.sqrt(1 / 100 + 1 / 60)), rel=0.1)
    assert change(moved.before, moved.after, places=10_000).chance == 1
    with pytest.raises(ValueError, match="without any time"):
        change(Level(Kind.COUNTS, 0, 0, 0, 0), moved.after)


@pytest.mark.parametrize("kind", list(Kind))
def test_the_change_point_is_where_the_likelihood_says(kind: Kind) -> None:
    value = np.array([8.0, 7.0, 9.0, 8.0, 8.0, 3.0, 2.0, 3.0])
    assert change_point(kind, value, np.full(8, 10.0), -1) == 5
    assert change_point(kind, value, np.full(8, 10.0), 1) in {3, 7}


def test_a_level_begins_where_there_is_time_on_both_sides() -> None:
    """Three points of a season without any sale (no weight): nothing can have risen from them at the fourth."""
    value, weight = np.array([0.0, 0.0, 0.0, 5.0, 1.0]), np.array([0.0, 0.0, 0.0, 5.0, 5.0])
    assert change_point(Kind.AMOUNTS, value, weight, 1) == 4


def test_a_season_needs_two_years_that_agree() -> None:
    place, year = np.tile(np.arange(12), 2), np.repeat([0, 1], 12)
    shape = np.array([0.9, 1.0, 1.05, 1.05, 0.95, 0.95, 0.8, 0.75, 1.1, 1.1, 1.05, 1.3])
    rng, weight = np.random.default_rng(_SEED), np.full(24, 20.0)
    seen = rng.poisson(2000 * np.tile(shape, 2)).astype(np.float64)
    found = season(seen, weight, place, year)
    assert found is not None
    assert found.years == 2
    assert found.factors == pytest.approx(shape / shape.mean(), abs=0.05)
    assert season(rng.poisson(2000, 24).astype(np.float64), weight, place, year) is None
    assert season(seen[:12], weight[:12], place[:12], year[:12]) is None


def test_wrong_tables_are_refused() -> None:
    with pytest.raises(ValueError, match="same shape"):
        Stack(Kind.COUNTS, np.zeros((1, 3)), np.zeros((1, 4)))
    with pytest.raises(ValueError, match="above one"):
        Stack(Kind.SHARES, np.ones((1, 3)), np.zeros((1, 3)))


@pytest.mark.slow
def test_false_alarms_of_many_calm_years() -> None:
    """600 calm years of 130 touches: at most 0.4 bad signals a year of all rules; a 30 % drop within 3 weeks."""
    value = _poisson(130, 240, 156)
    calm = _counts(value)
    bad = sum(s.direction < 0 for signals in calm.signals for s in signals)
    assert 0.05 < bad / 720 < 0.4
    value[:, 104:] = _poisson(91, 240, 52, seed=8)
    first = [min((s.at for s in signals if s.direction < 0 and s.at >= 104), default=999) - 103
             for signals in _counts(value).signals]  # fmt: skip
    assert np.median(first) <= 3
    assert np.mean(np.array(first) < 20) > 0.99
