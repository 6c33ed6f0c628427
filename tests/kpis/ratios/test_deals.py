from __future__ import annotations

from decimal import Decimal

import pytest

from merilo.core.settings import Settings
from merilo.core.time import Period
from tests.kpis.conftest import Build


def _deal(
    seller: str, status: str, day: str | None = "2024-03-05", amount: object = None, **more: object
) -> dict[str, object]:
    return {"seller": seller, "status": status, "closed_at": day, "amount": amount, **more}


def test_win_rate_of_a_team_is_not_the_average_of_its_sellers_rates(facts: Build) -> None:
    """
    seller | won | lost | rate        average of rates: (100 % + 25 %) / 2 = 62.5 %  (wrong)
    Ann    |  1  |  0   | 100 %       the team:          2 / 5             = 40 %    (right)
    Bob    |  1  |  3   |  25 %
    """
    company = facts(
        deals=[_deal("a", "won"), _deal("b", "won"), *[_deal("b", "lost")] * 3, _deal("b", "open", None)],
        memberships=[{"seller": "a", "team": "North"}, {"seller": "b", "team": "North"}],
    )
    assert company.values("win_rate", by="team") == {"North": 0.4}
    assert company.figure("win_rate", by="seller").value == 0.4


def test_open_deals_are_neither_won_nor_lost(facts: Build) -> None:
    company = facts(deals=[_deal("a", "won"), _deal("a", "open", None), _deal("a", "open", None)])
    figure = company.figure("win_rate")
    assert (figure.n, figure.value, figure.parts) == (1, 1.0, {"won": 1, "closed": 1, "open": 0})


def test_by_creation_a_deal_counts_in_the_period_in_which_it_was_created(facts: Build) -> None:
    """
    created  | won in      | by closing: January -, February 1 / 2, March 1 / 1
    January  | February    | by creation, decided: January 1 / 1 (wrong: one is open still), February 1 / 2
    January  | (open)
    February | March
    February | (lost) February
    """
    created = {"created_at": "2024-01-10"}
    company = facts(
        deals=[
            _deal("a", "won", "2024-02-10", **created),
            _deal("a", "open", None, **created),
            _deal("a", "won", "2024-03-10", created_at="2024-02-05"),
            _deal("a", "lost", "2024-02-10", created_at="2024-02-05"),
        ]
    )
    assert company.values("win_rate", every=Period.MONTH) == {"2024-02": 0.5, "2024-03": 1.0}
    answer = company.ask("win_rate", every=Period.MONTH, policies={"cohort": "created"})
    assert {
        line.period: (line.figure.value, line.figure.beside["of_decided"].value, line.figure.parts["open"])
        for line in answer.lines
    } == {"2024-01": (None, 1.0, 1), "2024-02": (0.5, 0.5, 0)}
    assert [line.figure.too_early for line in answer.lines] == [True, False]
    assert "1 are still open: they are neither won nor lost yet." in answer.notes


def test_by_creation_open_deals_count_as_far_as_they_were_followed(facts: Build) -> None:
    """
    created 1 January, the data end on 21 January (day 20)
    day  5: 2 of 12 lost   S = 10/12
    day 10: created 11 January, 2 are open and followed to day 10 only
    day 15: 4 of 8 won     F1 = 10/12 · 4/8 = 5/12     S = 5/12
    day 20: 4 of 4 won     F1 = 10/12; naively of all 8/12, of those decided 8/10 (both wrong)
    """
    deals = [_deal("a", "lost", "2024-01-06")] * 2 + [
        _deal("a", "won", "2024-01-16"),
        _deal("a", "won", "2024-01-21"),
    ] * 4
    deals = [{**deal, "created_at": "2024-01-01"} for deal in deals]
    young = [_deal("a", "open", None, created_at="2024-01-11")] * 2
    figure = facts(deals=deals + young).figure("win_rate", policies={"cohort": "created"})
    assert figure.value == pytest.approx(10 / 12)
    assert figure.beside["of_decided"].value == 0.8
    assert figure.interval.low < 10 / 12 < figure.interval.high


def test_deals_from_before_the_first_known_closing_are_followed_from_then_on(facts: Build) -> None:
    """
    An export holds closings from 1 March on. 30 deals were created on 1 January (day 60 then), of which 15 are won on
    day 70 and 15 are lost on day 80; those that ended sooner are not in it. Of 40 created on 1 March, 30 were lost on
    day 10 and 10 on day 65.
    followed from creation (wrong): 15 / 70 = 0.21
    day 10: 30 of 40 lost, S = 1/4; day 65: 10 of 10 + 30, S = 1/4 · 3/4; day 70: 15 of 30 won: F1 = 3/16 / 2 = 3/32
    """
    old = [_deal("a", "won", "2024-03-11"), _deal("a", "lost", "2024-03-21")] * 15
    new = [_deal("a", "lost", "2024-03-11")] * 30 + [_deal("a", "lost", "2024-05-05")] * 10
    first = _deal("a", "lost", "2024-03-01", created_at="2024-03-01")
    deals = [{**deal, "created_at": "2024-01-01"} for deal in old] + [{**d, "created_at": "2024-03-01"} for d in new]
    built = facts(deals=[*deals, first])
    figure = built.figure("win_rate", policies={"cohort": "created"})
    assert figure.value == pytest.approx(40 / 41 * 1 / 4 * 3 / 4 * 1 / 2)
    january = built.figure("win_rate", end="2024-01-31", policies={"cohort": "created"})
    assert (january.value, january.too_early, january.beside["of_decided"].value) == (None, True, 0.5)


def test_by_creation_a_deal_closed_after_the_day_looked_at_was_open(facts: Build) -> None:
    """Created in January, won on 10 and lost on 11 February; on 10 February one is won and one open, not 1 / 2."""
    deals = [_deal("a", "won", "2024-02-10"), _deal("a", "lost", "2024-02-11")]
    company = facts(deals=[{**deal, "created_at": "2024-01-05"} for deal in deals])
    figure = company.figure("win_rate", as_of="2024-02-10", policies={"cohort": "created"})
    assert figure.parts == {"won": 1, "closed": 1, "open": 1}


def test_nobody_is_divided_by_no_deals(facts: Build) -> None:
    figure = facts(deals=[]).figure("win_rate")
    assert (figure.n, figure.value, figure.interval, figure.too_few) == (0, None, None, True)


def test_few_deals_are_marked_as_too_few_to_say(facts: Build) -> None:
    assert facts(deals=[_deal("a", "won")] * 19).figure("win_rate").too_few
    assert not facts(deals=[_deal("a", "won")] * 20).figure("win_rate").too_few


def test_average_deal_leaves_blanks_out_and_counts_zeros(facts: Build) -> None:
    """
    won amounts: 100, 0, blank      100 / 3 = 33 (blank as zero, wrong)    100 / 1 (zero as blank, wrong)
                                    (100 + 0) / 2 = 50 (right)
    A lost deal's 0 has no part in it.
    """
    company = facts(
        deals=[
            _deal("a", "won", amount=100),
            _deal("a", "won", amount=0),
            _deal("a", "won"),
            _deal("a", "lost", amount=0),
        ]
    )
    answer = company.ask("average_deal")
    assert answer.total is not None
    assert (answer.total.figure.value, answer.total.figure.n) == (50.0, 2)
    assert any("1 won deals (33%) have no amount" in note for note in answer.notes)


def test_average_deal_of_all_is_weighted_by_deals(facts: Build) -> None:
    """Ann: 100. Bob: 10, 10, 10. Average of averages 55 (wrong); 130 / 4 = 32.5 (right), and its interval is that of
    all four amounts: s = 45, t(3) = 3.182446, half = 71.605."""
    company = facts(deals=[_deal("a", "won", amount=100), *[_deal("b", "won", amount=10)] * 3])
    figure = company.figure("average_deal", by="seller")
    assert figure.value == 32.5
    assert figure.interval.high - 32.5 == pytest.approx(3.182446 * 45 / 2, rel=1e-6)


def test_won_amount_is_blank_where_nothing_is_known_and_zero_where_it_is_zero(facts: Build) -> None:
    company = facts(deals=[_deal("a", "won"), _deal("b", "won", amount=0)])
    assert company.values("won_amount", by="seller") == {"a": None, "b": Decimal(0)}


def test_a_deal_closed_just_after_local_midnight_counts_on_the_local_day(facts: Build) -> None:
    """23:30 UTC on 31 March is 1 April in Amsterdam, whose summer time began that very morning."""
    company = facts(
        settings=Settings(time_zone="Europe/Amsterdam"),
        deals=[_deal("a", "won", "2024-03-31T23:30+00:00"), _deal("a", "lost", "2024-03-31T21:30+00:00")],
    )
    assert company.values("win_rate", every=Period.MONTH) == {"2024-03": 0.0, "2024-04": 1.0}
    assert company.values("win_rate", every=Period.DAY) == {"2024-03-31": 0.0, "2024-04-01": 1.0}


def test_weeks_begin_on_the_workspace_s_day(facts: Build) -> None:
    """Sunday 3 March 2024 ends a Monday week (W09) and begins a Sunday week."""
    deals = [_deal("a", "won", "2024-03-03"), _deal("a", "lost", "2024-03-04")]
    monday = facts(deals=deals).values("win_rate", every=Period.WEEK)
    sunday = facts(deals=deals, settings=Settings(week_start="sunday")).values("win_rate", every=Period.WEEK)
    assert monday == {"2024-W09": 1.0, "2024-W10": 0.0}
    assert sunday == {"2024-03-03": 0.5}


def test_quarters_follow_the_fiscal_year(facts: Build) -> None:
    """The fiscal year begins in February: January 2024 is the last quarter of FY2024, February the first of FY2025."""
    company = facts(
        deals=[_deal("a", "won", "2024-01-31"), _deal("a", "lost", "2024-02-01")],
        settings=Settings(fiscal_year_start=2),
    )
    assert company.values("win_rate", every=Period.QUARTER) == {"FY2024Q4": 1.0, "FY2025Q1": 0.0}
    assert company.values("win_rate", every=Period.YEAR) == {"FY2024": 1.0, "FY2025": 0.0}


def test_from_and_to_are_both_inclusive(facts: Build) -> None:
    deals = [_deal("a", "won", f"2024-03-0{day}") for day in range(1, 6)]
    assert facts(deals=deals).figure("win_rate", start="2024-03-02", end="2024-03-04").n == 3


def test_deals_without_a_day_are_in_undated_totals_only_and_named(facts: Build) -> None:
    company = facts(deals=[_deal("a", "won", None), _deal("a", "lost")])
    assert company.figure("win_rate").n == 2
    answer = company.ask("win_rate", every=Period.MONTH)
    assert sum(line.figure.n for line in answer.lines) == 1
    assert "1 row has no day and is in no period." in answer.notes


def test_as_of_hides_what_happened_later(facts: Build) -> None:
    company = facts(deals=[_deal("a", "won", "2024-03-01"), _deal("a", "lost", "2024-03-02")])
    assert company.figure("win_rate", as_of="2024-03-01").value == 1.0
    assert company.figure("win_rate", as_of="2024-03-02").value == 0.5


def test_a_month_without_deals_is_shown_as_nothing_not_left_out(facts: Build) -> None:
    company = facts(deals=[_deal("a", "won", "2024-01-10"), _deal("a", "won", "2024-03-10")])
    assert company.values("win_rate", every=Period.MONTH) == {"2024-01": 1.0, "2024-02": None, "2024-03": 1.0}


def test_the_last_month_is_partial_when_the_data_stop_early(facts: Build) -> None:
    """Data to 9 March: March is no whole month. Data to Friday 29 March: the month's last working day is there."""
    early = facts(deals=[_deal("a", "won", "2024-02-10"), _deal("a", "won", "2024-03-09")])
    whole = facts(deals=[_deal("a", "won", "2024-02-10"), _deal("a", "won", "2024-03-29")])
    assert [line.partial for line in early.ask("win_rate", every=Period.MONTH).lines] == [False, True]
    assert [line.partial for line in whole.ask("win_rate", every=Period.MONTH).lines] == [False, False]
    running = facts(deals=[_deal("a", "won", "2024-03-09")], today="2024-03-20")
    assert [line.partial for line in running.ask("win_rate", every=Period.MONTH).lines] == [True]
