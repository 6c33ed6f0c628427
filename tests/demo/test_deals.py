"""A deal's history leads to the deal as it stands."""

from __future__ import annotations

import duckdb
import numpy as np
import pytest

from merilo.demo import Company
from merilo.demo.parameters import CORPORATE, SMALL_BUSINESS


@pytest.mark.parametrize("field", ["stage", "amount", "expected_close_on", "seller", "status"])
def test_the_last_change_is_how_the_deal_stands(sql: duckdb.DuckDBPyConnection, field: str) -> None:
    value = "CAST(CAST(d.amount AS BIGINT) AS VARCHAR)" if field == "amount" else f"CAST(d.{field} AS VARCHAR)"
    differing, all_ = sql.execute(
        f"""SELECT count(*) FILTER (last_new <> {value}), count(*)
        FROM (SELECT deal, arg_max("new", "at") AS last_new FROM deal_changes WHERE field = '{field}' GROUP BY deal) h
        JOIN deals d ON d.id = h.deal"""
    ).fetchall()[0]
    assert differing == 0
    assert all_ > 1


def test_every_change_begins_where_the_one_before_ended(sql: duckdb.DuckDBPyConnection) -> None:
    broken = sql.execute(
        """SELECT count(*) FROM (
        SELECT "old" AS former, lag("new") OVER (PARTITION BY deal, field ORDER BY "at") AS before FROM deal_changes)
        WHERE before IS NOT NULL AND before <> former"""
    ).fetchall()
    assert broken == [(0,)]


def test_changes_lie_between_creation_and_close(sql: duckdb.DuckDBPyConnection) -> None:
    outside = sql.execute(
        """SELECT count(*) FROM deal_changes c JOIN deals d ON d.id = c.deal
        WHERE c."at" < d.created_at OR c."at" > d.closed_at"""
    ).fetchall()
    assert outside == [(0,)]


def test_closed_deals_have_a_closing_time_and_lost_ones_a_reason(sql: duckdb.DuckDBPyConnection) -> None:
    wrong = sql.execute(
        """SELECT count(*) FROM deals WHERE (closed_at IS NULL) <> (status = 'open')
        OR (lost_reason IS NULL) = (status = 'lost') OR closed_at < created_at"""
    ).fetchall()
    assert wrong == [(0,)]


def test_there_is_everything_that_makes_a_pipeline_hard(sql: duckdb.DuckDBPyConnection) -> None:
    """Skips, steps back, pushed dates, changed amounts, both pipelines, both currencies, every origin and status."""
    skips, backs, pushes, amounts = sql.execute(
        """WITH s AS (SELECT d.pipeline, name, position FROM stages d),
        m AS (SELECT n.position - o.position AS step FROM deal_changes c JOIN deals d ON d.id = c.deal
              JOIN s o ON o.pipeline = d.pipeline AND o.name = c."old"
              JOIN s n ON n.pipeline = d.pipeline AND n.name = c."new" AND n.name NOT IN ('Won', 'Lost')
              WHERE c.field = 'stage')
        SELECT (SELECT count(*) FROM m WHERE step = 2), (SELECT count(*) FROM m WHERE step = -1),
        count(*) FILTER (field = 'expected_close_on' AND "new" > "old"), count(*) FILTER (field = 'amount')
        FROM deal_changes"""
    ).fetchall()[0]
    assert min(skips, backs, pushes, amounts) > 30
    kinds = sql.execute(
        "SELECT count(DISTINCT pipeline), count(DISTINCT currency), count(DISTINCT origin), count(DISTINCT status)"
        " FROM deals"
    ).fetchall()
    assert kinds == [(2, 2, 4, 3)]


def test_every_currency_has_a_rate_on_every_day(sql: duckdb.DuckDBPyConnection, demo: Company) -> None:
    days, least, most = sql.execute("SELECT count(DISTINCT day), min(rate), max(rate) FROM rates").fetchall()[0]
    assert days == demo.staff.clock.days
    assert 60 < least < 95 < most < 150


@pytest.mark.parametrize("facts", [CORPORATE, SMALL_BUSINESS])
@pytest.mark.parametrize("loss", [0.7, 1.0, 1.4])
def test_the_exact_win_rate_is_that_of_a_simple_walk(facts: object, loss: float) -> None:
    """100,000 walks, one deal at a time in plain Python's terms, against the solved equations."""
    assert hasattr(facts, "moves")
    rng = np.random.default_rng(1)
    limits, last = np.cumsum(facts.moves(loss), axis=1), len(facts.stages)
    at = np.zeros(100_000, dtype=int)
    while (going := at < last).any():
        here = at[going]
        way = (rng.random(len(here))[:, None] >= limits[here, :3]).sum(axis=1)
        at[going] = np.choose(way, [here + 1, np.minimum(here + 2, last), np.maximum(here - 1, 0), last + 1])
    assert (at == last).mean() == pytest.approx(facts.win_rate(loss), abs=0.007)


@pytest.mark.parametrize("facts", [CORPORATE, SMALL_BUSINESS])
def test_chances_add_to_one(facts: object) -> None:
    assert hasattr(facts, "moves")
    for loss in (0.5, 1.0, 2.0):
        assert facts.moves(loss).sum(axis=1) == pytest.approx(1)
        assert (facts.moves(loss) >= 0).all()
