from __future__ import annotations

from collections.abc import Iterator

import pytest

from merilo.insight.shrinkage import shrink_shares
from merilo.kpis.declaration import Better
from merilo.kpis.registry import kpi_named
from merilo.reports.scorecard import score
from merilo.reports.standing import is_good, standings
from tests.kpis.company import Company, company

NAMES = {"a": "Ann", "b": "Bob", "c": "Cid", "d": "Dot"}
WON = {"a": (5, 40), "b": (12, 40), "c": (13, 40), "d": (32, 40)}


@pytest.fixture(scope="module")
def shop() -> Iterator[Company]:
    """Ann wins 5 of 40 deals, Bob 12, Cid 13, Dot 32; Ann and Bob are the team North."""
    deals = [
        {"seller": who, "status": "won" if place < won else "lost", "amount": 100 + 10 * (place % 3),
         "created_at": "2024-01-05", "closed_at": "2024-02-10"}
        for who, (won, n) in WON.items() for place in range(n)
    ]  # fmt: skip
    built = company(
        today="2024-05-12",
        sellers=[{"id": key, "name": name} for key, name in NAMES.items()],
        memberships=[{"seller": key, "team": "North" if key in "ab" else "South"} for key in NAMES],
        deals=[*deals, {"seller": "a", "status": "open", "created_at": "2024-05-10"}],
    )
    yield built
    built.engine.close()


def _win_rates(shop: Company, **asked: str) -> dict[str, dict[str, object]]:
    document = score(shop.desk, **asked).to_json()
    return {row["name"]: row["figures"]["win_rate"] for row in document["rows"]}


def test_each_share_is_shown_with_what_all_sellers_say_of_it(shop: Company) -> None:
    expected = shrink_shares([5, 12, 13, 32], [40] * 4)
    found = _win_rates(shop)
    assert [found[name]["value"] for name in NAMES.values()] == [0.125, 0.3, 0.325, 0.8]
    assert [found[name]["standing"]["value"] for name in NAMES.values()] == pytest.approx(expected.value.tolist())
    assert [found[name]["standing"]["high"] for name in NAMES.values()] == pytest.approx(expected.high.tolist())


def test_only_who_can_be_told_apart_is_marked_and_ranked(shop: Company) -> None:
    found = {name: figure["standing"] for name, figure in _win_rates(shop).items()}
    assert [found[name]["apart"] for name in NAMES.values()] == ["below", None, None, "above"]
    assert [found[name]["good"] for name in NAMES.values()] == [False, None, None, True]
    places = [(found[name]["best_place"], found[name]["worst_place"]) for name in NAMES.values()]
    assert places == [(4, 4), (2, 3), (2, 3), (1, 1)]


def test_one_team_is_held_against_all(shop: Company) -> None:
    """Asked for the team alone, everyone stands where he stood among all."""
    everyone, north = _win_rates(shop), _win_rates(shop, team="North")
    assert north.keys() == {"Ann", "Bob"}
    assert north["Ann"]["standing"] == everyone["Ann"]["standing"]


def test_means_are_drawn_together_and_sums_are_not(shop: Company) -> None:
    """Average deals of 100 to 120 differ by nothing but chance; a sum is a census."""
    document = score(shop.desk).to_json()
    columns = {column["kpi"]: column for column in document["columns"]}
    assert (columns["average_deal"]["spread"], columns["average_deal"]["sellers_differ"]) == (0, False)
    assert (columns["win_rate"]["sellers_differ"], columns["won_amount"]["pooled"]) == (True, None)
    figures = {row["name"]: row["figures"] for row in document["rows"]}
    assert figures["Dot"]["won_amount"]["standing"] is None
    assert figures["Dot"]["average_deal"]["standing"]["value"] == pytest.approx(columns["average_deal"]["pooled"])


def test_too_few_cases_are_never_marked() -> None:
    """3 of 3 among shares of 10 %: however far off, three cases are too few to say."""
    built = company(
        deals=[
            {"seller": who, "status": "won" if place < won else "lost", "created_at": "2024-01-05",
             "closed_at": "2024-02-10"}
            for who, won, n in (("a", 20, 200), ("b", 21, 200), ("c", 100, 200), ("d", 3, 3)) for place in range(n)
        ]
    )  # fmt: skip
    found = standings(kpi_named("win_rate"), {line.keys["seller"]: line.figure for line in built.ask(
        "win_rate", by="seller").lines})  # fmt: skip
    built.engine.close()
    assert found
    assert found.of["d"].apart == 0
    assert found.of["d"].value < 1
    assert found.of["c"].apart == 1


def test_what_is_good_depends_on_the_kpi() -> None:
    churn, win_rate = kpi_named("logo_churn"), kpi_named("win_rate")
    assert (churn.better, is_good(churn, 1), is_good(churn, -1)) == (Better.LOWER, False, True)
    assert (is_good(win_rate, 1), is_good(win_rate, 0), is_good(kpi_named("pipeline"), 1)) == (True, None, None)


def test_kpis_by_seller_are_listed_by_name_not_as_a_league_table(shop: Company) -> None:
    assert [line.labels["seller"] for line in shop.ask("win_rate", by="seller").lines] == ["Ann", "Bob", "Cid", "Dot"]
