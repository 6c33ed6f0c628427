"""What is foreseen: it adds up, peeks at nothing, and moves as what is supposed says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from merilo.core.errors import UsageError
from merilo.core.time import Period, number_of_day
from merilo.core.workspace import Workspace
from merilo.insight.forecast.model import Step
from merilo.reports.asking import Desk
from merilo.reports.forecast.document import document, record_document
from merilo.reports.forecast.foreseen import Asked, Foreseen, foresee
from merilo.reports.forecast.history import deals_known
from merilo.reports.forecast.open_deals import chances_of
from merilo.reports.forecast.tried import track_record
from tests.reports.selling import SETTINGS, TODAY, selling

_DAY = date(2024, 9, 30)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return Workspace.init(tmp_path_factory.mktemp("foreseen") / "ws", SETTINGS)


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    company = selling()
    yield company.desk
    company.engine.close()


@pytest.fixture(scope="module")
def found(desk: Desk, place: Workspace) -> Foreseen:
    return foresee(desk, place)


def test_sellers_add_up_to_teams_and_teams_to_the_company_in_every_part(found: Foreseen) -> None:
    for every in (Period.WEEK, Period.MONTH, Period.QUARTER):
        for ahead in range(3):
            whole = found.line(every, ahead)
            teams = [found.line(every, ahead, "team", team) for team in ("North", "South")]
            sellers = [found.line(every, ahead, "seller", who) for who in ("a", "b")]
            for part in ("mean", "won", "open", "new"):
                for parts in (teams, sellers):
                    told = sum(getattr(each.wins, part) for each in parts)
                    if whole.wins.method == "model" or part != "mean":
                        assert told == pytest.approx(getattr(whole.wins, part), rel=1e-6, abs=1e-9)


def test_what_is_won_so_far_is_counted_and_the_month_is_part_of_its_quarter(found: Foreseen) -> None:
    """By 17 November: deals begun on working days, every other won twenty days later, for 100 each, two sellers."""
    quarter = found.line(Period.QUARTER)
    won = found.deals.history
    since = (won.status == 1) & (won.closed >= number_of_day(date(2024, 10, 1)))
    assert quarter.wins.won == since.sum() > 0
    assert quarter.amount.won == 100 * since.sum()
    assert found.line(Period.MONTH).amount.won < quarter.amount.won
    assert quarter.amount.quantiles == tuple(sorted(quarter.amount.quantiles))
    assert quarter.amount.quantiles[0] >= quarter.amount.won


def test_in_a_company_without_chance_but_one_the_range_holds_what_came(desk: Desk, place: Workspace) -> None:
    """As of 30 September nobody knew the wins of October; those known since lie within the 90 % range."""
    then = foresee(desk, place, Asked(as_of=_DAY))
    now = deals_known(desk, date(2024, 11, 17)).history
    came = (
        (now.status == 1) & (now.closed > number_of_day(_DAY)) & (now.closed <= number_of_day(date(2024, 10, 31)))
    ).sum()
    month = then.line(Period.MONTH).wins
    assert month.quantiles[0] <= came <= month.quantiles[-1]
    assert then.step is Step.STAGE_AND_AGE


def test_a_past_day_is_answered_as_it_was_then(desk: Desk, place: Workspace) -> None:
    """The same lines from a workspace in which nothing after that day is known, and from the whole one."""
    company = selling()
    over = "2024-10-01"
    company.engine.keep("deals", f"created_at < '{over}'")
    company.engine.keep("deal_changes", f"\"at\" < '{over}'")
    company.engine.keep("touches", f"\"at\" < '{over}'")
    company.engine.keep("meetings", f"starts_at < '{over}'")
    company.engine._con.execute(  # what was closed later was open then
        f"UPDATE deals SET status = 'open', closed_at = NULL WHERE closed_at >= '{over}' OR closed_at IS NULL"
    )
    then = foresee(Desk(company.engine, SETTINGS, date(2024, 10, 1)), place, Asked(as_of=_DAY))
    whole = foresee(desk, place, Asked(as_of=_DAY))
    assert len(then.lines) == len(whole.lines)
    for one, other in zip(then.lines, whole.lines, strict=True):
        assert one.label == other.label
        assert one.amount.quantiles == pytest.approx(other.amount.quantiles)
        assert one.wins.mean == pytest.approx(other.wins.mean)
    company.engine.close()


def test_a_deal_taken_for_won_brings_its_amount_and_one_for_lost_nothing(desk: Desk, place: Workspace) -> None:
    as_is = foresee(desk, place, Asked(winning=1.0000001))
    deal = chances_of(as_is)[0]
    won, lost = (foresee(desk, place, Asked(**{name: (deal.id,)})) for name in ("won", "lost"))
    means = [each.line(Period.QUARTER).amount.open for each in (lost, as_is, won)]
    assert means[2] - means[1] == pytest.approx(100 * (1 - deal.chances[1]), abs=4)
    assert means[1] - means[0] == pytest.approx(100 * deal.chances[1], abs=4)


def test_more_wins_or_more_deals_move_the_range_and_the_chance_of_a_target(desk: Desk, place: Workspace) -> None:
    asked = [Asked(target=4_000.0, winning=times) for times in (0.5, 1.0, 2.0)]
    reached = [foresee(desk, place, each).line(Period.QUARTER, 1).reaching for each in asked]
    assert reached == sorted(reached, key=lambda each: each or 0.0)
    twice, once = (foresee(desk, place, Asked(arriving=times)).line(Period.QUARTER, 1) for times in (2.0, 1.0000001))
    assert twice.amount.new == pytest.approx(2 * once.amount.new, rel=0.05)


def test_one_pipeline_is_all_where_there_is_but_one(desk: Desk, place: Workspace) -> None:
    of_one = foresee(desk, place, Asked(pipeline="p")).line(Period.QUARTER)
    whole = foresee(desk, place, Asked(winning=1.0000001)).line(Period.QUARTER)
    assert of_one.wins.open == pytest.approx(whole.wins.open, rel=0.02)


def test_a_deal_of_the_offer_stage_is_likelier_this_month_and_is_told_why(found: Foreseen) -> None:
    deals = chances_of(found)
    stages = {stage: np.mean([deal.chances[0] for deal in deals if deal.stage == stage]) for stage in ("Talk", "Offer")}
    assert stages["Offer"] > stages["Talk"]
    assert any("Offer" in what or "days" in what for deal in deals for what, _times in deal.reasons)
    assert chances_of(found, only=deals[3].id) == [deals[3]]
    assert {deal.seller for deal in chances_of(found, ["a"])} == {"a"}
    assert len(chances_of(found, most=2)) == 4


def test_the_record_is_kept_and_tried_anew_when_its_past_has_changed(desk: Desk, place: Workspace) -> None:
    deals = deals_known(desk, date(2024, 11, 17))
    tried: list[int] = []
    first = track_record(desk, place, deals, lambda done, _of: tried.append(done))
    again = track_record(desk, place, deals, lambda done, _of: tried.append(done))
    assert record_document(first) == record_document(again)
    assert [repr(each) for each in first.backtest.tried] == [repr(each) for each in again.backtest.tried]
    before = len(tried)
    history = replace(deals.history, amount=deals.history.amount * 2)
    other = track_record(desk, place, replace(deals, history=history), lambda done, _of: tried.append(done))
    assert len(tried) > before
    assert record_document(other)["lines"][1]["wmape"] == pytest.approx(record_document(first)["lines"][1]["wmape"])
    kept = next(Path(place.root / "cache" / "forecast").glob("*.json"))
    kept.write_text("{", encoding="utf-8")
    assert record_document(track_record(desk, place, deals)) == record_document(first)


def test_deals_of_unknown_days_are_left_out_and_said(place: Workspace) -> None:
    more = [{"id": "x", "status": "won", "amount": 9, "created_at": "2024-02-01"}, {"id": "y", "amount": 9}]
    company = selling(deals=more)
    told = foresee(company.desk, place)
    assert told.deals.left_out == 2
    assert not {"x", "y"} & set(told.deals.history.ids)
    assert any("2" in note for note in told.notes)
    company.engine.close()


@pytest.mark.parametrize(
    "asked",
    [Asked(seller="Nobody"), Asked(team="Nowhere"), Asked(pipeline="Q"), Asked(won=("deal-a0",)), Asked(winning=0.0)],
)
def test_what_does_not_exist_is_refused_with_what_does(desk: Desk, place: Workspace, asked: Asked) -> None:
    with pytest.raises(UsageError) as refused:
        foresee(desk, place, asked)
    assert refused.value.allowed


def test_the_document_is_plain_and_the_same_every_time(desk: Desk, place: Workspace, found: Foreseen) -> None:
    again = document(foresee(Desk(desk.engine, SETTINGS, TODAY), place))
    assert document(found) == again
    assert again["lines"][0]["scope"] == "company"


def test_a_rate_of_later_days_moves_no_amount_of_an_earlier_one() -> None:
    """A deal of 10 USD opened at 0.9 EUR is worth 9 while it is open, whatever the dollar is worth when it is won: 12.

    Won at 1.2 it brought 12: that is what is counted as won, as in the KPI.
    """
    days = {}
    for later in (1.2, 5.0):
        rates = [{"currency": "USD", "base": "EUR", "day": day, "rate": rate}
                 for day, rate in (("2024-01-01", 0.9), ("2024-06-01", later))]  # fmt: skip
        deal = {"id": "x", "seller": "a", "amount": 10, "currency": "USD", "created_at": "2024-02-01", "status": "won",
                "closed_at": "2024-07-01", "pipeline": "P"}  # fmt: skip
        euros = {"id": "y", "seller": "a", "amount": 7, "currency": "EUR", "created_at": "2024-02-02", "pipeline": "P"}
        company = selling((), sellers_too=[{"id": "a", "name": "A"}], deals=[deal, euros], rates=rates)
        then, now = (deals_known(company.desk, day).history for day in (date(2024, 5, 31), date(2024, 7, 31)))
        place = now.ids.index("x")
        days[later] = (then.amount.tolist(), float(now.brought(np.array([place]), np.array([now.upto]))[0]))
        company.engine.close()
    assert days[1.2][0] == days[5.0][0] == pytest.approx([9, 7])
    assert (days[1.2][1], days[5.0][1]) == pytest.approx((12, 50))


def test_a_run_rate_has_its_spread_and_deals_no_chance_of_their_own(place: Workspace) -> None:
    """Nothing was ever won: a rate of Jeffreys' prior, not "0 with 90 %", and no chance of any deal."""
    deals = [{"id": f"d{n}", "seller": "a", "amount": 5, "created_at": f"2024-10-{n:02}", "pipeline": "P"}
             for n in range(1, 21)]  # fmt: skip
    company = selling((), sellers_too=[{"id": "a", "name": "A"}], deals=deals)
    told = foresee(company.desk, place)
    assert told.step is Step.RUN_RATE
    wins = told.line(Period.QUARTER, 1).wins
    assert wins.quantiles[0] == 0 < wins.quantiles[-1]
    assert chances_of(told)[0].chances == (None, None, None)
    company.engine.close()
