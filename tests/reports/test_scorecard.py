from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest

from merilo.core.errors import UsageError
from merilo.reports.scorecard import COLUMNS, score
from tests.kpis.company import Company, company


@pytest.fixture(scope="module")
def shop() -> Iterator[Company]:
    """Data to 10 May 2024: the last whole quarter is the first of 2024."""
    built = company(
        today="2024-05-12",
        sellers=[{"id": "a", "name": "Ann"}, {"id": "b", "name": "Bob"}, {"id": "c", "name": "Cid"}],
        memberships=[
            {"seller": "a", "team": "North"},
            {"seller": "b", "team": "South"},
            {"seller": "c", "team": "North"},
        ],
        deals=[
            {"seller": "a", "status": "won", "amount": 100, "created_at": "2024-01-05", "closed_at": "2024-03-10"},
            {"seller": "a", "status": "lost", "created_at": "2023-09-05", "closed_at": "2023-10-10"},
            {"seller": "b", "status": "won", "amount": 50, "created_at": "2024-01-05", "closed_at": "2024-05-07"},
            {"seller": "b", "status": "open", "created_at": "2024-05-10"},
        ],
        targets=[
            {"kpi": "won_amount", "subject": "a", "low": 200.0, "starts_on": "2024-01-01", "ends_on": "2024-03-31"},
            {"kpi": "won_amount", "subject": "b", "low": 100.0, "starts_on": "2024-01-01", "ends_on": "2024-03-31"},
        ],
    )
    yield built
    built.engine.close()


def test_the_default_is_the_last_whole_quarter_and_says_so(shop: Company) -> None:
    card = score(shop.desk)
    assert (card.period, card.start, card.end) == ("2024Q1", date(2024, 1, 1), date(2024, 3, 31))
    assert tuple(column.kpi.name for column in card.columns) == COLUMNS
    covered = {column.kpi.name: (column.start, column.end) for column in card.columns}
    assert covered["won_amount"] == (date(2024, 1, 1), date(2024, 3, 31))
    assert covered["win_rate"] == (date(2023, 4, 1), date(2024, 3, 31))
    assert covered["pipeline"] == (date(2024, 3, 31), date(2024, 3, 31))


def test_managers_and_people_who_left_before_have_no_empty_line() -> None:
    """Ann sells, Max only manages her, Lea left the year before: the table of the first quarter shows Ann."""
    built = company(
        today="2024-05-12",
        sellers=[
            {"id": "a", "name": "Ann"},
            {"id": "m", "name": "Max"},
            {"id": "l", "name": "Lea", "left_on": "2023-12-31"},
        ],
        memberships=[{"seller": "a", "team": "North", "manager": "m"}],
        deals=[{"seller": "a", "status": "won", "amount": 1, "created_at": "2024-01-05", "closed_at": "2024-05-07"}],
    )
    assert [row.name for row in score(built.desk).rows] == ["Ann"]
    built.engine.close()


def test_a_subscription_that_runs_on_does_not_make_old_data_new() -> None:
    """The last deal closed in May 2023; the subscription runs on to this day: the quarter shown is of 2023."""
    built = company(
        today="2024-05-12",
        sellers=[{"id": "a", "name": "Ann"}],
        deals=[{"seller": "a", "status": "won", "amount": 1, "created_at": "2023-01-05", "closed_at": "2023-05-07"}],
        revenue=[{"account": "x", "amount": 5, "kind": "recurring", "per": "month", "starts_on": "2023-01-01"}],
    )
    assert score(built.desk).period == "2023Q1"
    built.engine.close()


def test_what_several_kpis_say_is_said_once(shop: Company) -> None:
    notes = score(shop.desk).notes
    assert len(notes) == len({note.split(": ", 1)[1] for note in notes})


def test_every_seller_has_a_row_also_without_a_single_deal(shop: Company) -> None:
    card = score(shop.desk)
    assert [(row.name, row.team) for row in card.rows] == [("Ann", "North"), ("Cid", "North"), ("Bob", "South")]
    assert card.rows[1].figures == {}
    ann = card.rows[0].figures
    assert (ann["won_amount"].value, ann["win_rate"].value, ann["attainment"].value) == (100, 0.5, 0.5)
    assert ann["win_rate"].too_few


def test_the_company_s_line_rests_on_sums(shop: Company) -> None:
    """Attainment of 50 % and 0 %: together 100 / 300, not 25 %."""
    assert score(shop.desk).total.figures["attainment"].value == pytest.approx(1 / 3)


def test_a_week_can_be_asked_for_by_any_of_its_days(shop: Company) -> None:
    card = score(shop.desk, week=date(2024, 5, 8))
    assert (card.period, card.start, card.end) == ("2024-W19", date(2024, 5, 6), date(2024, 5, 12))
    bob = next(row for row in card.rows if row.name == "Bob")
    assert bob.figures["won_amount"].value == 50
    assert bob.figures["pipeline"].n == 1


def test_one_seller_or_one_team_can_be_asked_for(shop: Company) -> None:
    assert [row.name for row in score(shop.desk, seller="Ann").rows] == ["Ann"]
    assert [row.name for row in score(shop.desk, team="South").rows] == ["Bob"]
    with pytest.raises(UsageError, match="no team West"):
        score(shop.desk, team="West")
    with pytest.raises(UsageError, match="no seller Zed"):
        score(shop.desk, seller="Zed")


def test_the_json_is_plain(shop: Company) -> None:
    document = json.loads(json.dumps(score(shop.desk).to_json()))
    assert document["rows"][0]["figures"]["won_amount"]["value"] == "100"
    assert document["total"]["figures"]["pipeline"]["n"] == 1
