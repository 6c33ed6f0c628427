"""What a source does not tell of the past is not known of it: what a field says now may have been written later."""

from __future__ import annotations

import numpy as np

from merilo.insight.forecast.history import LOST, NONE, OPEN, WON
from merilo.insight.forecast.recording import amount_known, expected_known, recorded_from, stage_known
from tests.insight.forecast.companies import FIRST, deals_at, history, told

_DEALS = [(0, WON, 20), (0, LOST, 20), (0, OPEN, None), (0, OPEN, None)]


def test_a_closed_deals_stage_says_how_it_ended_and_is_unknown_before() -> None:
    """
    deal | now   | told                 | on day 10
      0  | Won   | nothing              | unknown (it was not "Won")
      1  | Lost  | nothing              | unknown
      2  | Offer | day 5: Talk to Offer | Offer
      3  | Talk  | nothing              | Talk: by then deals are told to leave it
    on day 4 nobody had left any stage: that deals are told to leave "Talk" was not known
    """
    known = history(_DEALS, 30, stage=np.array([2, 3, 1, 0]), stage_told=told([(2, 5, 0, 1)]))
    assert list(stage_known(known, *deals_at(10, 0, 1, 2, 3))) == [NONE, NONE, 1, 0]
    assert list(stage_known(known, *deals_at(4, 0, 1, 2, 3))) == [NONE] * 4


def test_without_a_history_no_stage_is_known() -> None:
    known = history(_DEALS, 30, stage=np.array([2, 3, 1, 0]))
    assert list(stage_known(known, *deals_at(10, 0, 1, 2, 3))) == [NONE] * 4


def test_one_reopened_deal_makes_won_no_stage_that_deals_leave() -> None:
    """In 200 moves one leaves "Won": fewer than one in a hundred."""
    moves = [(deal, 1, 0, 1) for deal in range(1, 200)] + [(0, 2, 2, 1)]
    known = history(
        [(0, OPEN, None)] * 200 + [(0, WON, 20)], 30, stage=np.array([1] * 200 + [2]), stage_told=told(moves)
    )
    assert list(stage_known(known, *deals_at(10, 1, 200))) == [1, NONE]


def test_an_amount_written_at_the_win_was_not_there_before() -> None:
    """As in Maven's data: won deals have amounts, open and lost ones none."""
    known = history(_DEALS, 30, amount=np.array([500.0, np.nan, np.nan, np.nan]))
    assert np.isnan(amount_known(known, *deals_at(10, 0, 1, 2, 3))).all()


def test_amounts_that_open_deals_have_too_were_there_and_so_were_those_of_which_changes_are_told() -> None:
    assert list(amount_known(history(_DEALS, 30), *deals_at(10, 0, 2))) == [100, 100]
    amounts = np.array([500.0, np.nan, np.nan, 70.0])
    known = history(_DEALS, 30, amount=amounts, amount_told=told([(0, 8, 300, 500)]))
    assert list(amount_known(known, *deals_at(10, 0, 3))) == [500, 70]
    assert np.isnan(amount_known(known, *deals_at(7, 0, 3))).all()


def test_an_expected_day_set_to_the_day_of_closing_is_not_known_before() -> None:
    expected = np.full(4, FIRST + 20.0)
    assert np.isnan(expected_known(history(_DEALS, 30, expected=expected), *deals_at(10, 0, 2))).all()
    changes = told([(0, 5, FIRST + 15, FIRST + 40), (0, 20, FIRST + 40, FIRST + 20)])
    known = history(_DEALS, 30, expected=expected, expected_told=changes)
    assert list(expected_known(known, *deals_at(10, 0, 2)) - FIRST) == [40, 20]


def test_closings_are_recorded_from_the_day_on_before_which_some_are_surely_missing() -> None:
    """Three deals a day, each won at the age of 10; the first closing recorded is on day 60: of the 50 days of closings
    before it 150 are missing. Where the first deal is born on day 0 and closings begin on day 10, none is.
    """
    all_ = [(day, WON, day + 10) for day in range(100) for _each in range(3)]
    late = [deal if deal[2] >= 60 else (deal[0], OPEN, None) for deal in all_]
    whole, cut_off = history(all_, 110), history(late, 110)
    assert recorded_from(whole, whole.ended(whole.upto), whole.upto) == FIRST
    assert recorded_from(cut_off, cut_off.ended(cut_off.upto), cut_off.upto) == FIRST + 60
    # As known on day 30, when nothing had been recorded yet, they may begin at once.
    assert recorded_from(cut_off, cut_off.ended(FIRST + 30), FIRST + 30) == FIRST
