"""The scorecard over time says of every seller, KPI and period what the KPI itself says when asked alone."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from merilo.core.errors import UsageError
from merilo.core.time import Period
from merilo.insight.shrinkage import shrink_shares
from merilo.reports.asking import Desk
from merilo.reports.kept import Kept
from merilo.reports.score_series import COLUMNS, ScoreSeries, Who, series_at
from tests.kpis.company import Company, company

pytestmark = pytest.mark.slow
FIRST, LAST = date(2024, 1, 1), date(2024, 6, 30)
SELLERS = "abcd"


def _deals() -> list[dict[str, Any]]:
    return [
        {"seller": who, "account": f"{who}{place % 7}", "status": ("won", "lost", "open")[(place + shift) % 3],
         "amount": 100 + 10 * place + 3 * shift, "created_at": f"2024-0{1 + place % 5}-03",
         "closed_at": None if (place + shift) % 3 == 2 else f"2024-0{1 + place % 5}-{10 + place % 15}"}
        for shift, who in enumerate(SELLERS) for place in range(20 + 9 * shift)
    ]  # fmt: skip


def _touches() -> list[dict[str, Any]]:
    outcomes = ("connected", "no_answer", "unknown", "replied")
    return [
        {"seller": who, "account": f"{who}{place % 7}", "outcome": outcomes[(place * (1 + shift)) % 4],
         "at": f"2024-0{1 + place % 6}-{1 + place % 27:02} 10:{place:02}"}
        for shift, who in enumerate(SELLERS) for place in range(30 + 5 * shift)
    ]  # fmt: skip


def _meetings() -> list[dict[str, Any]]:
    return [
        {"seller": who, "account": f"{who}{place}", "starts_at": f"2024-0{1 + place % 6}-{1 + place % 27:02} 12:00",
         "status": "held" if place % 4 else "no_show"}
        for who in SELLERS for place in range(16)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def shop() -> Iterator[Company]:
    """Four sellers in two teams over half a year, with customers who pay by the month."""
    built = company(
        today="2024-07-10",
        sellers=[{"id": who, "name": who.upper() * 3} for who in SELLERS],
        memberships=[{"seller": who, "team": "North" if who in "ab" else "South"} for who in SELLERS],
        deals=[*_deals(), {"seller": "a", "created_at": "2024-07-08"}], touches=_touches(), meetings=_meetings(),
        revenue=[
            {"account": f"{who}{place}", "seller": who, "amount": 10 * (1 + place), "kind": "recurring", "per": "month",
             "starts_on": "2024-01-01", "ends_on": f"2024-0{4 + place % 3}-30" if place % 3 else "2024-07-31"}
            for who in SELLERS for place in range(7)
        ],
        targets=[{"kpi": "won_amount", "subject": who, "low": 500.0, "starts_on": "2024-01-01", "ends_on": "2024-01-31"}
                 for who in SELLERS],
    )  # fmt: skip
    yield built
    built.engine.close()


@pytest.fixture(scope="module")
def whole(shop: Company) -> ScoreSeries:
    return series_at(shop.desk, Period.MONTH, (FIRST, LAST), everything=True)


def test_every_figure_is_that_of_the_kpi_asked_alone(shop: Company, whole: ScoreSeries) -> None:
    """Value, n and interval of all KPIs, sellers and months; made as columns here, one by one there."""
    compared = set()
    for track in whole.tracks:
        kpi = track.kpi
        if kpi.anchor == "as_of" and kpi.series is None:
            continue
        answered = shop.ask(kpi.name, by=("seller",), every=Period.MONTH, start=FIRST, end=LAST)
        lines = {(line.keys["seller"], line.period): line.figure for line in answered.lines if line.keys["seller"]}
        rows = {(row["seller"], row["period"]): row for row in whole.records() if row["kpi"] == kpi.name}
        assert rows.keys() == lines.keys(), kpi.name
        for key, figure in lines.items():
            _same(rows[key], figure, f"{kpi.name} {key}")
            compared.add(kpi.name)
    assert {"touches", "win_rate", "average_deal", "time_to_close", "grr", "nrr", "churn", "pipeline"} <= compared
    assert len(compared) > 20


def _same(row: dict[str, Any], figure: Any, where: str) -> None:
    assert row["n"] == figure.n, where
    assert row["too_few"] == figure.too_few, where
    if figure.value is None:
        assert row["value"] is None, where
        return
    assert row["value"] == pytest.approx(float(figure.value), rel=1e-9), where
    if figure.interval is None:
        assert row["low"] is None, where
    else:
        assert (row["low"], row["high"]) == pytest.approx((figure.interval.low, figure.interval.high), rel=1e-7), where


def test_each_period_s_sellers_are_drawn_together_by_themselves(shop: Company, whole: ScoreSeries) -> None:
    rows = [r for r in whole.records() if r["kpi"] == "connect_rate" and r["period"] == "2024-03"]
    figures = {line.labels["seller"]: line.figure for line in shop.ask(
        "connect_rate", by=("seller",), start="2024-03-01", end="2024-03-31").lines}  # fmt: skip
    parts = [figures[row["name"]].parts for row in rows]
    names = [*parts[0]]
    expected = shrink_shares([p[names[0]] for p in parts], [p[names[1]] for p in parts])
    assert [row["shrunk"] for row in rows] == pytest.approx(expected.value.tolist())
    assert [row["shrunk_high"] for row in rows] == pytest.approx(expected.high.tolist())


def test_an_unfinished_period_has_nothing_that_would_compare_it(shop: Company) -> None:
    found = series_at(shop.desk, Period.MONTH, (date(2024, 6, 1), date(2024, 7, 10)), everything=True)
    july = [row for row in found.records() if row["period"] == "2024-07"]
    assert {row["whole"] for row in july} == {False}
    assert {row["value"] for row in july if row["kpi"] in ("grr", "nrr", "churn")} <= {None}
    assert found.periods[found.last_whole][0] == "2024-06"


def test_the_few_are_the_scorecard_s_own_and_of_twelve_periods(shop: Company) -> None:
    found = series_at(shop.desk, Period.QUARTER)
    assert "cadence" not in {track.kpi.name for track in found.tracks}
    assert (len(found.periods), found.periods[-1][0]) == (12, "2024Q3")


def test_one_team_or_seller_keeps_its_standing_among_all(whole: ScoreSeries, shop: Company) -> None:
    north = series_at(shop.desk, Period.MONTH, (FIRST, LAST), Who(team="north"), everything=True)
    assert {row["name"] for row in north.records()} == {"AAA", "BBB"}
    assert len(north) == sum(row["team"] == "North" for row in whole.records())
    key = ("seller", "kpi", "period")
    expected = {tuple(row[k] for k in key): row for row in whole.records()}
    assert all(row == expected[tuple(row[k] for k in key)] for row in north.records())
    assert {r["name"] for r in series_at(shop.desk, Period.MONTH, (FIRST, LAST), Who("aaa")).records()} == {"AAA"}
    with pytest.raises(UsageError, match="no team West"):
        series_at(shop.desk, Period.MONTH, (FIRST, LAST), Who(team="West"))
    with pytest.raises(UsageError, match="after the last"):
        series_at(shop.desk, Period.MONTH, (LAST, FIRST))


def test_the_json_has_every_row_under_the_columns(whole: ScoreSeries) -> None:
    document = whole.to_json()
    assert document["columns"] == list(COLUMNS)
    assert len(document["rows"]) == len(whole)
    assert not any(isinstance(v, float) and math.isnan(v) for row in document["rows"] for v in row.values())


def test_what_was_made_before_is_not_asked_again(
    shop: Company, whole: ScoreSeries, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask(state: int) -> ScoreSeries:
        return series_at(shop.desk, Period.MONTH, (FIRST, LAST), everything=True, kept=Kept(tmp_path / "cache", state))

    first = ask(1)
    assert first.records() == whole.records()
    made: list[object] = []
    inquiry = Desk.inquiry
    monkeypatch.setattr(Desk, "inquiry", lambda self, *asked, **how: made.append(asked) or inquiry(self, *asked, **how))
    assert ask(1).records() == whole.records()
    assert not made
    # Another state of the facts: nothing that is kept is good any more, nor kept any longer.
    assert ask(2).records() == whole.records()
    assert made
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_a_damaged_or_unwritable_keep_costs_time_only(shop: Company, whole: ScoreSeries, tmp_path: Path) -> None:
    asked = (shop.desk, Period.MONTH, (FIRST, LAST))
    few = series_at(*asked).records()
    kept = Kept(tmp_path / "cache", 1)
    series_at(*asked, kept=kept)
    for file in (tmp_path / "cache").rglob("*.arrow"):
        file.write_bytes(b"cut off")
    assert series_at(*asked, kept=kept).records() == few
    (tmp_path / "file").write_text("no folder")
    assert series_at(*asked, kept=Kept(tmp_path / "file", 1)).records() == few
