"""The forecast of a day knows nothing of what came later, is made of sellers, and says on what it rests."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from merilo.insight.forecast.draws import Shared, shared
from merilo.insight.forecast.history import LOST, OPEN, WON, Floats, History
from merilo.insight.forecast.landmarks import landmarks
from merilo.insight.forecast.model import (
    STRAYS,
    Change,
    Model,
    Outlook,
    Step,
    learn,
    look_ahead,
    moved,
    open_deals,
    step_for,
)
from merilo.insight.forecast.straying import UNTRIED, Straying
from tests.insight.forecast.companies import FIRST, calendar, eventful, history, with_truth

AHEAD = np.array([7, 28, 91])


def _learned(known: History, day: int) -> Model:
    return learn(known, landmarks(known, known.upto), calendar(known), day)


def _numbers(whole: History, known: History, day: int) -> list[Floats]:
    model = learn(known, landmarks(known, known.upto), calendar(whole), day)
    ahead = look_ahead(model, known, day + AHEAD)
    return [
        ahead.deals.deal.astype(float), ahead.deals.won, ahead.deals.lost, ahead.open.wins, ahead.open.amount,
        ahead.new.wins, ahead.new.amount, np.array([model.step, model.wins, model.arrivals.level]),
    ]  # fmt: skip


@settings(max_examples=4, deadline=None, phases=(Phase.generate,))
@given(st.integers(0, 1000), st.integers(150, 299))
def test_a_forecast_is_the_same_whether_or_not_what_came_later_is_there(seed: int, day: int) -> None:
    """Of 600 deals with changes of all kinds: the whole history, and only what had happened by the end of the day."""
    whole = eventful(seed, 600, 300)
    cut = whole.cut(FIRST + day)
    for one, other in zip(_numbers(whole, whole, FIRST + day), _numbers(whole, cut, FIRST + day), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-12)


@cache
def _company() -> tuple[History, Model, Outlook]:
    known = with_truth(n=700, days=200)
    model = _learned(known, known.upto)
    return known, model, look_ahead(model, known, known.upto + AHEAD)


def test_the_step_is_the_finest_that_so_many_wins_carry() -> None:
    """
    wins | 0        | 9        | 10      | 29      | 30    | 59    | 60            | 199           | 200
    step | run rate | run rate | company | company | stage | stage | stage and age | stage and age | everything
    """
    told = [step_for(wins).value for wins in (0, 9, 10, 29, 30, 59, 60, 199, 200)]
    assert told == [0, 0, 1, 1, 2, 2, 3, 3, 4]
    assert len({step.label for step in Step}) == 5


def test_with_too_few_wins_there_are_no_chances_and_the_run_rate_is_taken() -> None:
    known = history([(day, WON if day % 7 == 0 else LOST, day + 5) for day in range(60)] + [(60, OPEN, None)], 70)
    model = _learned(known, known.upto)
    assert (model.step, model.wins) == (Step.RUN_RATE, 9)
    assert not look_ahead(model, known, known.upto + AHEAD).open.wins.any()


def test_every_future_of_the_company_is_that_of_its_sellers_and_none_wins_more_deals_than_are_open() -> None:
    _known, _model, ahead = _company()
    open_by_seller = np.bincount(ahead.deals.rows.seller + 1, minlength=4)
    assert ahead.open.wins.shape == (4, 3, 1000)
    assert (ahead.open.wins.sum(axis=1) <= open_by_seller[:, None]).all()
    assert ((ahead.open.wins > 0) == (ahead.open.amount > 0)).all()
    assert ahead.open.wins.sum(axis=(0, 1)).mean() == pytest.approx(ahead.deals.won[:, -1].sum(), rel=0.02)


def test_chances_rise_with_time_and_with_the_stage_and_never_exceed_one() -> None:
    _known, _model, ahead = _company()
    won, lost = ahead.deals.won, ahead.deals.lost
    assert (np.diff(won, axis=1) >= 0).all()
    assert (np.diff(lost, axis=1) >= 0).all()
    assert (won + lost <= 1 + 1e-12).all()
    offered = ahead.deals.rows.codes["stage"] == 2
    assert won[offered].mean() > 1.2 * won[~offered].mean()


def test_the_same_inputs_give_the_same_futures() -> None:
    known, _model, ahead = _company()
    again = look_ahead(_learned(known, known.upto), known, known.upto + AHEAD)
    for one, other in ((ahead.open, again.open), (ahead.new, again.new)):
        assert (one.wins == other.wins).all()
        assert (one.amount == other.amount).all()


def test_what_if_moves_only_what_is_changed() -> None:
    """The same luck: with one deal won at once, every future of the others is what it was."""
    known, model, ahead = _company()
    deal = int(ahead.deals.deal[0])
    owner = int(ahead.deals.rows.seller[0]) + 1
    won = look_ahead(model, known, known.upto + AHEAD, Change(won=(deal,)))
    lost = look_ahead(model, known, known.upto + AHEAD, Change(lost=(deal,)))
    others = [seller for seller in range(4) if seller != owner]
    assert (won.open.wins[others] == ahead.open.wins[others]).all()
    assert set((won.open.wins - lost.open.wins).sum(axis=(0, 1)).tolist()) == {1.0}
    more = look_ahead(model, known, known.upto + AHEAD, Change(arriving=1.5))
    assert more.new.wins.mean() == pytest.approx(1.5 * ahead.new.wins.mean(), rel=0.05)
    assert (more.open.wins == ahead.open.wins).all()


@pytest.mark.parametrize("days", [7, 28, 91])
def test_the_sum_of_wins_strays_as_much_as_told_however_sure_deals_are_to_be_won(days: int) -> None:
    """In "Offer" deals are won at 6 % a day: within 91 days nearly all that ever are, so that a rate which is a tenth
    higher wins hardly more. With a variance of 0.01 told, wins stray by a tenth of their mean within any length.
    """
    known = with_truth(n=700, days=200)
    model = _learned(known, known.upto)
    ahead = np.array([days])
    told, none = (
        look_ahead(model, known, known.upto + ahead, past=Straying(ahead, variance, np.zeros(1), np.full(1, 1e9)))
        for variance in np.array([[0.01], [0.0]])
    )
    wins = [(each.open.wins + each.new.wins).sum(axis=(0, 1)) for each in (told, none)]
    assert wins[0].mean() == pytest.approx(wins[1].mean(), rel=0.01)
    assert (wins[0].var() - wins[1].var()) / wins[1].mean() ** 2 == pytest.approx(0.01, rel=0.25)


def test_what_was_thought_before_is_of_rates_and_what_past_forecasts_tell_of_sums(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Sums of nearly sure wins stray less than rates, so what is told of sums makes rates vary more."""
    known, model, _ahead = _company()
    given: list[Floats] = []

    def taken(rng: np.random.Generator, winning: Floats, arriving: float, bringing: Floats) -> Shared:
        given.append(winning)
        return shared(rng, winning, arriving, bringing)

    monkeypatch.setattr("merilo.insight.forecast.model.shared", taken)
    for past in (UNTRIED, Straying(np.array([91]), np.array([0.01]), np.zeros(1), np.array([1e9]))):
        look_ahead(model, known, known.upto + AHEAD, past=past)
    assert given[0] == pytest.approx(np.interp(AHEAD, STRAYS, model.strays))
    assert ((given[1] > 0.011) & (given[1] < 0.1)).all()


def test_the_pipelines_of_a_company_add_up_to_it_in_every_future() -> None:
    """What is won of each alone, whatever the others do: the same luck, the same common factors."""
    known = eventful(3, 600, 300)
    model = _learned(known, known.upto)
    whole, *parts = (look_ahead(model, known, known.upto + AHEAD, Change(pipeline=each)) for each in (None, 0, 1))
    for name in ("open", "new"):
        assert (sum(getattr(part, name).wins for part in parts) == getattr(whole, name).wins).all()
        assert all(getattr(part, name).wins.any() for part in parts)


def test_over_age_deals_fall_out_by_their_own_hazard() -> None:
    """A third are won at the age of 10, a third lost at 20, the rest stay open for ever: of those of 100 days and more
    none was ever won, so that their chance is next to nothing, while a young deal has one of a third.
    """
    ends = ((WON, 10), (LOST, 20), (OPEN, None))
    known = history(
        [(born, ends[born % 3][0], None if (life := ends[born % 3][1]) is None or born + life > 330 else born + life)
         if ends[born % 3][1] is None or born + (ends[born % 3][1] or 0) <= 330 else (born, OPEN, None)
         for day in range(330) for born in (day,) * 3], 330)  # fmt: skip
    found = open_deals(_learned(known, known.upto), known, known.upto + AHEAD)
    age = known.upto - known.created[found.deal]
    assert found.won[age > 100].max() < 0.02
    assert found.won[age < 5, 1].mean() == pytest.approx(1 / 3, abs=0.06)


def test_what_moves_a_deal_is_held_against_the_mean_of_all_open_ones() -> None:
    """In "Offer" a deal is won more often than others, in "Talk" less often; what tells nothing is not named."""
    _known, model, ahead = _company()
    times, stage = moved(model, ahead.deals), ahead.deals.rows.codes["stage"]
    assert times["stage"][stage == 2].min() > 1 > times["stage"][stage == 1].max()
    assert all(each.mean() == pytest.approx(1.0) for each in times.values())
    assert not {"stage_stay", "touches", "next_step"} & set(times)
