"""The rates of ends against closed forms, a plain Poisson regression and laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize

from merilo.insight.forecast.hazards import BANDS, Ahead, Hazards, band_of, brought_up, chances, fit, strays
from merilo.insight.forecast.standing import Standing

_N = 4000


def _rows(**codes: np.ndarray) -> Standing:  # type: ignore[type-arg]
    n = len(next(iter(codes.values())))
    levels = {name: int(own.max()) + 1 for name, own in codes.items()}
    return Standing(np.arange(n), np.arange(n) % 70, codes, levels, np.full(n, 1.0), np.zeros(n, dtype=np.int64))


def _one_band(ends: np.ndarray, exposure: np.ndarray, band: int = 0) -> Ahead:  # type: ignore[type-arg]
    n = len(ends)
    return Ahead(band, np.arange(n), ends.astype(float), exposure.astype(float), np.ones(n))


def _simulated(seed: int, log_rate: np.ndarray) -> Ahead:  # type: ignore[type-arg]
    rng = np.random.default_rng(seed)
    exposure = rng.uniform(1, 3, len(log_rate))
    return _one_band(rng.poisson(np.exp(log_rate) * exposure), exposure)


def test_one_factor_with_plenty_of_data_has_the_rates_of_occurrence_over_exposure() -> None:
    """
    level | ends | days of exposure | rate
      0   |  500 |      5,000       | 0.1
      1   | 2000 |      4,000       | 0.5
    """
    origin = np.repeat([0, 1], [1000, 1000])
    ends = np.concatenate([np.tile([0, 1], 500), np.full(1000, 2)])
    rows = _rows(origin=origin)
    found = fit(rows, [_one_band(ends, np.repeat([5.0, 4.0], 1000))], ["origin"])
    assert found.rates(rows, 0)[[0, 1999]] == pytest.approx([0.1, 0.5], rel=0.005)


def test_the_effects_are_those_of_a_penalised_poisson_regression_maximised_by_another_hand() -> None:
    """Σ(d·η − e·exp η) − Σβ²/2σ², with the variances that were found, by BFGS on the whole design."""
    rng = np.random.default_rng(5)
    codes = {"origin": rng.integers(0, 3, _N), "seller": rng.integers(0, 8, _N)}
    truth = -2 + np.array([0.0, 0.8, -0.5])[codes["origin"]] + rng.normal(0, 0.4, 8)[codes["seller"]]
    rows, ahead = _rows(**codes), _simulated(6, truth)
    found = fit(rows, [ahead], list(codes))
    design = np.column_stack([np.ones(_N)] + [np.eye(n)[codes[name]] for name, n in (("origin", 3), ("seller", 8))])
    penalty = np.repeat([1e-6, 1 / found.variances["origin", -1], 1 / found.variances["seller", -1]], [1, 3, 8])

    def worse(beta: np.ndarray) -> tuple[float, np.ndarray]:  # type: ignore[type-arg]
        mean = ahead.exposure * np.exp(design @ beta)
        value = ahead.ends @ (design @ beta) - mean.sum() - penalty @ beta**2 / 2
        return -value, -(design.T @ (ahead.ends - mean) - penalty * beta)

    best = optimize.minimize(worse, np.zeros(12), jac=True, method="BFGS", options={"gtol": 1e-6}).x
    told = np.concatenate([found.bands[:1], found.effects["origin", -1], found.effects["seller", -1]])
    assert told == pytest.approx(best, abs=1e-4)


@pytest.mark.parametrize("seed", range(3))
def test_what_is_expected_in_each_band_is_what_happened_in_it(seed: int) -> None:
    """The score equations of the intercepts, which are not penalised: Σ rate × exposure = Σ ends."""
    rng = np.random.default_rng(seed)
    rows = _rows(origin=rng.integers(0, 4, _N), stage=rng.integers(0, 3, _N))
    ahead = [_one_band(rng.poisson(0.05, _N), rng.uniform(1, 4, _N), band) for band in range(len(BANDS) - 1)]
    found = fit(rows, ahead, ["origin", "stage"])
    for each in ahead:
        assert each.exposure @ found.rates(rows, each.band) == pytest.approx(each.ends.sum(), rel=1e-5)


def test_a_factor_that_is_noise_fades_and_one_that_tells_stays() -> None:
    rng = np.random.default_rng(3)
    codes = {"origin": rng.integers(0, 4, _N), "seller": rng.integers(0, 40, _N)}
    found = fit(_rows(**codes), [_simulated(4, -1 + np.array([0, 0.5, 1, -0.5])[codes["origin"]])], list(codes))
    assert found.variances.get(("seller", -1), 0.0) < 0.005
    assert found.variances["origin", -1] > 0.1


def test_a_seller_with_few_deals_is_drawn_to_the_team() -> None:
    """All sellers but one have 200 deals; the one with three deals won all, at ten times the rate of others."""
    rng = np.random.default_rng(2)
    seller = np.concatenate([np.repeat(np.arange(19), 200), np.full(3, 19)])
    log_rate = -2 + rng.normal(0, 0.3, 20)[seller]
    ahead = _simulated(8, log_rate)
    ahead.ends[seller == 19] = 2
    rows = _rows(seller=seller)
    rate = fit(rows, [ahead], ["seller"]).rates(rows, 0)
    own = ahead.ends[seller == 19].sum() / ahead.exposure[seller == 19].sum()
    team = ahead.ends.sum() / ahead.exposure.sum()
    assert team < rate[-1] < team + 0.5 * (own - team)


def test_bands_that_nothing_has_reached_yet_are_like_the_last_and_levels_never_seen_like_the_others() -> None:
    rows = _rows(stage=np.array([0, 0, 1, 1]))
    found = fit(rows, [_one_band(np.array([1, 0, 1, 1]), np.ones(4), 1)], ["stage"])
    assert np.isneginf(found.bands[0])
    assert (found.bands[2:] == found.bands[1]).all()
    unseen = Standing(rows.deal, rows.day, {"stage": np.full(4, 2)}, {"stage": 3}, rows.amount, rows.seller)
    wide = Hazards(found.bands, {key: np.append(own, 0.0) for key, own in found.effects.items()}, found.variances)
    assert wide.rates(unseen, 1) == pytest.approx(np.exp(found.bands[1]))


def test_chances_of_two_constant_rates_are_the_closed_form() -> None:
    """a = 0.05, b = 0.03 a day: by day t a win has the chance 0.05/0.08 · (1 − e^(−0.08 t)), whatever the spans."""
    rows = _rows(stage=np.zeros(2, dtype=np.int64))
    won, lost = (Hazards(np.full(len(BANDS) - 1, np.log(rate)), {}, {}) for rate in (0.05, 0.03))
    edges = np.array([3, 7, 20, 28, 200])
    spans = np.diff(edges, prepend=0).astype(float)
    found = chances(won, lost, rows, (spans, spans), band_of(edges))
    over = 1 - np.exp(-0.08 * edges)
    assert found.won[0] == pytest.approx(0.05 / 0.08 * over)
    assert found.lost[1] == pytest.approx(0.03 / 0.08 * over)


@given(st.lists(st.floats(-9, 3), min_size=8, max_size=8), st.lists(st.floats(-9, 3), min_size=8, max_size=8))
def test_chances_rise_and_both_together_never_exceed_one(win: list[float], loss: list[float]) -> None:
    rows = _rows(stage=np.zeros(1, dtype=np.int64))
    spans = np.diff(np.array(BANDS)).astype(float)
    ends = np.array(BANDS[1:])
    found = chances(
        Hazards(np.array(win), {}, {}), Hazards(np.array(loss), {}, {}), rows, (spans, spans), band_of(ends)
    )
    assert (np.diff(found.won[0]) >= 0).all()
    assert (np.diff(found.lost[0]) >= 0).all()
    assert (found.won + found.lost <= 1 + 1e-9).all()


def test_a_day_belongs_to_the_band_that_it_ends() -> None:
    """Bands end after 3, 7, 14, … 365 days: the 3rd day is in the first one, the 4th in the second; beyond: last."""
    assert list(band_of(np.array([1, 3, 4, 7, 8, 365, 900]))) == [0, 0, 1, 1, 2, 7, 7]


def test_weeks_that_stray_together_are_told_from_chance() -> None:
    """Σ((d − E)² − E) / ΣE²: ten weeks of E = 100, half of them d = 130, half 70: (900 − 100) / 100² = 0.08.

    Of the variance of single days 231/343 is left over spans of seven days that begin on seven days.
    """
    week = np.repeat(np.arange(10), 100)
    rows = Standing(week, week * 7, {}, {}, week * 1.0, week)
    ends = np.where(week % 2 == 0, 1.3, 0.7)
    hazards = Hazards(np.zeros(len(BANDS) - 1), {}, {})
    assert strays(hazards, rows, [_one_band(ends, np.ones(1000))], 7) == pytest.approx(0.08 * 343 / 231)
    assert strays(hazards, rows, [_one_band(np.ones(1000), np.ones(1000))], 7) == 0.0


def _fitted(factor: str, levels: int) -> Hazards:
    return Hazards(np.full(len(BANDS) - 1, np.log(0.1)), {(factor, -1): np.zeros(levels)}, {})


def test_where_deals_lie_longer_in_one_stage_of_late_the_others_go_on_as_before() -> None:
    """
    stage | days of exposure since | expected at 0.1 | ends
      0   |  5,000                 |  500            |  500
      1   |  5,000                 |  500            |  250
      2   |      0.1               |    0.01         |    0
    all: 750 of 1000 at a variance of 0.01, that is (750 + 100)/(1000 + 100) = 0.7727 times as many; the first two
    stages share these 772.7 as 2 to 1; of the third next to nothing is known: it is like the mean of both.
    """
    stage = np.repeat([0, 1, 2], [500, 500, 1])
    ends = np.concatenate([np.ones(500), np.tile([0, 1], 250), [0]])
    rows = _rows(stage=stage)
    ahead = [_one_band(ends, np.repeat([10.0, 0.1], [1000, 1]), band) for band in (0, 3)]
    found = brought_up(_fitted("stage", 3), rows, ahead, 0, variance=0.01, factors=["stage"]).rates(rows, 0)
    assert found[[0, 500]] == pytest.approx([0.1 * 1.03, 0.05 * 1.03], rel=0.02)
    assert found[0] / found[500] == pytest.approx(2, rel=0.02)
    assert 0.06 < found[1000] < 0.09


def test_stages_that_do_not_differ_of_late_are_brought_up_together_and_nothing_before_the_day_counts() -> None:
    rows = _rows(stage=np.repeat([0, 1], 500))
    late = [_one_band(np.full(1000, 1.5), np.full(1000, 10.0))]
    found = brought_up(_fitted("stage", 2), rows, late, 0, variance=0.01, factors=["stage"]).rates(rows, 0)
    assert found == pytest.approx(np.full(1000, 0.1 * (1500 + 100) / (1000 + 100)), rel=1e-6)
    assert brought_up(_fitted("stage", 2), rows, late, 70, variance=0.01, factors=["stage"]).rates(
        rows, 0
    ) == pytest.approx(np.full(1000, 0.1))


def test_stages_are_told_apart_of_late_also_where_they_were_all_alike_before_but_only_if_they_are_asked_for() -> None:
    """500 ends in the one stage and none in the other, of whom the fit had found no difference and kept no effect."""
    rows = _rows(stage=np.repeat([0, 1], 500))
    late = [_one_band(np.repeat([1, 0], 500), np.full(1000, 5.0))]
    bare = Hazards(np.full(len(BANDS) - 1, np.log(0.1)), {}, {})
    told, alike = (
        brought_up(bare, rows, late, 0, variance=1e-4, factors=factors).rates(rows, 0)
        for factors in (["stage"], ["age"])
    )
    assert told[0] > 50 * told[999]
    assert alike[0] == alike[999]


def test_a_landmark_that_stands_for_ten_is_one_case_in_telling_stages_apart() -> None:
    """Four of four and none of four prove nothing, however many each of them stands for."""
    rows = _rows(stage=np.repeat([0, 1], 4))
    one = _one_band(np.repeat([1, 0], 4), np.full(8, 5.0))
    ten = Ahead(0, one.rows, one.ends, one.exposure, np.full(8, 10.0))
    ratios = []
    for each in (one, ten):
        rates = brought_up(_fitted("stage", 2), rows, [each], 0, variance=1e-4, factors=["stage"]).rates(rows, 0)
        ratios.append(rates[0] / rates[7])
    assert ratios[1] == pytest.approx(ratios[0], rel=0.01)
