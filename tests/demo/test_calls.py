"""What the company's people call: in time, about periods that they are there for, biased as the truth says."""

from __future__ import annotations

import duckdb
import pytest

from merilo.demo import Company


@pytest.fixture(scope="module")
def called(sql: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    sql.execute("CREATE OR REPLACE TEMP VIEW given AS SELECT *, submitted_at::date AS given_on FROM forecast_calls")
    return sql


def test_calls_are_given_within_their_period_by_people_who_are_there(called: duckdb.DuckDBPyConnection) -> None:
    late = """SELECT count(*) FROM given LEFT JOIN sellers s ON s.id = seller
              WHERE given_on NOT BETWEEN starts_on AND ends_on OR hired_on > starts_on OR left_on < ends_on"""
    assert called.execute(late).fetchall() == [(0,)]


def test_a_best_case_is_no_lower_than_the_commit_beside_it(called: duckdb.DuckDBPyConnection) -> None:
    low = """SELECT count(*), count(*) FILTER (b.amount < a.amount) FROM given a JOIN given b
             ON a.seller IS NOT DISTINCT FROM b.seller AND a.team IS NOT DISTINCT FROM b.team
             AND a.given_by = b.given_by AND a.submitted_at = b.submitted_at
             AND (a.starts_on, a.ends_on) = (b.starts_on, b.ends_on)
             AND a.category = 'commit' AND b.category = 'best_case'"""
    pairs, wrong = called.execute(low).fetchall()[0]
    assert (pairs * 2, wrong) == (called.execute("SELECT count(*) FROM given").fetchall()[0][0], 0)


def test_every_team_has_its_manager_s_calls_and_every_seller_his_manager_s_figure(
    demo: Company, called: duckdb.DuckDBPyConnection
) -> None:
    teams = dict(called.execute("SELECT team, any_value(given_by) FROM given WHERE team <> '' GROUP BY 1").fetchall())
    assert teams == {team.name: f"demo:{team.manager_id}" for team in demo.staff.teams}
    led = called.execute("SELECT count(DISTINCT seller) FROM given WHERE given_by <> seller").fetchall()
    assert led == [(len(demo.staff.sellers),)]
