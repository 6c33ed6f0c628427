from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from merilo.core.settings import Settings
from merilo.core.time import Period
from tests.kpis.conftest import Build

Row = dict[str, Any]


def _deal(status: str, closed: str | None = None, created: str = "2024-01-01", **more: Any) -> Row:
    return {"status": status, "created_at": created, "closed_at": closed, "seller": "a", **more}


def test_open_deals_times_win_rate_times_average_deal_over_cycle(facts: Build) -> None:
    """
    3 open; closed: won 100 in 31 days (1 February), won 300 in 60 days (1 March), 2 lost.
    3 × 2 / 4 × (400 / 2) / (91 / 2) = 3 × 0.5 × 200 / 45.5 = 6.593 per day
    """
    deals = [_deal("won", "2024-02-01", amount=100), _deal("won", "2024-03-01", amount=300)]
    deals += [_deal("lost", "2024-03-02", amount=900)] * 2 + [_deal("open", amount=500)] * 3
    figure = facts(deals=deals).figure("sales_velocity")
    assert figure.value == pytest.approx(3 * 0.5 * 200 / 45.5)
    assert figure.interval is None
    assert figure.beside["win_share"].value == 0.5


def test_a_blank_amount_and_an_impossible_cycle_are_left_out_of_their_own_factor_only(facts: Build) -> None:
    """
    won: 100 in 31 days; blank in 31 days; 300 in -10 days (dates to mend). 1 open.
    1 × 3 / 3 × 400 / 2 × 2 / 62 = 200 / 31: the blank is no zero, the impossible no shorter cycle.
    """
    deals = [
        _deal("won", "2024-02-01", amount=100),
        _deal("won", "2024-02-01"),
        _deal("won", "2024-02-01", "2024-02-11", amount=300),
        _deal("open"),
    ]
    answer = facts(deals=deals).ask("sales_velocity")
    assert answer.total is not None
    assert answer.total.figure.value == pytest.approx(200 / 31)
    assert "1 won deals (33%) have no known days from creation to won." in answer.notes
    assert "1 won deals (33%) have no amount; the average rests on the others." in answer.notes


def test_the_total_is_the_product_of_the_sums_not_the_sum_of_the_sellers_products(facts: Build) -> None:
    """
    Ann: 1 open, won 1 of 1, 100 in 10 days: 10 a day.   Bob: 1 open, won 1 of 2, 300 in 30 days: 5 a day.
    Sum 15 (wrong). Together: 2 × 2 / 3 × 400 / 2 × 2 / 40 = 13.33 (right).
    """
    deals = [
        _deal("won", "2024-01-11", amount=100),
        _deal("open"),
        _deal("won", "2024-01-31", amount=300, seller="b"),
        _deal("lost", "2024-01-31", seller="b"),
        _deal("open", seller="b"),
    ]
    company = facts(deals=deals)
    assert company.values("sales_velocity", by="seller") == {"a": 10.0, "b": 5.0}
    assert company.figure("sales_velocity", by="seller").value == pytest.approx(40 / 3)


@pytest.mark.parametrize(("closed", "counts"), [("2024-10-02", 0), ("2024-10-03", 1), ("2024-12-31", 1)])
def test_only_what_was_closed_in_the_days_before_counts(facts: Build, closed: str, counts: int) -> None:
    """90 days up to and with 31 December 2024 begin on 3 October."""
    deals = [_deal("won", closed, amount=100), _deal("lost", "2024-12-31")]
    figure = facts(deals=deals).figure("sales_velocity", policies={"back": "90"}, as_of="2024-12-31")
    assert (figure.parts["won"], figure.parts["closed"]) == (counts, 1 + counts)


def test_old_data_are_looked_at_from_their_own_end(facts: Build) -> None:
    """Data end in 2017, asked in 2030: the last year is 2017, not an empty one."""
    deals = [_deal("won", "2017-02-01", "2017-01-02", amount=60), _deal("open", created="2017-01-05")]
    assert facts(deals=deals).figure("sales_velocity").value == 2.0


def test_each_period_s_end_has_its_own_open_and_closed_deals(facts: Build) -> None:
    """
    31 January: d and e open, nothing closed: no rate at all.
    29 February: d won on 10 February (100 in 40 days), e open: 1 × 1 × 100 / 40 = 2.5.
    31 March: e lost on 5 March, f open: 1 × 1 / 2 × 100 / 40 = 1.25.
    """
    deals = [
        _deal("won", "2024-02-10", amount=100, id="d"),
        _deal("lost", "2024-03-05", id="e"),
        _deal("open", created="2024-03-20", id="f"),
    ]
    company = facts(deals=deals, today="2024-04-30")
    values = company.values("sales_velocity", every=Period.MONTH, start="2024-01-01", end="2024-03-31")
    assert values == {"2024-01": None, "2024-02": 2.5, "2024-03": 1.25}


def test_won_deals_take_the_rate_of_their_own_day_and_a_missing_one_is_named(facts: Build) -> None:
    """EUR 100 at 1.5 on 1 February, though it is 9 today; GBP has no rate: left out of the average, not of the wins.

    1 open × 2 / 2 × 150 / 1 × 2 / 62 = 150 / 31
    """
    company = facts(
        settings=Settings(currency="USD"),
        deals=[
            _deal("won", "2024-02-01", amount=100, currency="EUR"),
            _deal("won", "2024-02-01", amount=999, currency="GBP"),
            _deal("open", amount=7, currency="CHF"),
        ],
        rates=[
            {"currency": "EUR", "day": "2024-01-01", "rate": 1.5},
            {"currency": "EUR", "day": "2024-02-02", "rate": 9.0},
        ],
    )
    answer = company.ask("sales_velocity")
    assert answer.total is not None
    assert answer.total.figure.value == pytest.approx(150 / 31)
    assert answer.total.figure.parts["amount"] == Decimal(150)
    assert any("1 rows are left out of amounts" in note and "GBP 1" in note for note in answer.notes)


def test_a_won_deal_counts_for_the_team_of_its_day_and_an_open_one_for_that_of_today(facts: Build) -> None:
    company = facts(
        today="2024-03-31",
        deals=[_deal("won", "2024-02-01", amount=100), _deal("open")],
        memberships=[
            {"seller": "a", "team": "North", "valid_to": "2024-02-29"},
            {"seller": "a", "team": "South", "valid_from": "2024-03-01"},
        ],
    )
    lines = {line.labels["team"]: line.figure.parts for line in company.ask("sales_velocity", by="team").lines}
    assert {team: (parts["open"], parts["won"]) for team, parts in lines.items()} == {"North": (0, 1), "South": (1, 0)}
