"""BPI 2012: outcomes, win rate, amounts, days, months of submission and what is open at the end of the log.

Not covered by these KPIs: counts of events, cases_reaching and win_rate_of_offers_sent (stage conversion), days other
than submitted to activated, calls per case, per won case and per employee, work_seconds, multiple offers, and the
amount of lost cases. The month of submission is no cut of a KPI: the rows behind are grouped by it.
"""

from __future__ import annotations

from collections import Counter

import pytest

from merilo.core.time import Period
from tests.datasets.conftest import Imported, Query, Reference
from tests.datasets.figures import asked, behind, by_period, days, lines, part, rounded, total

pytestmark = pytest.mark.xdist_group("bpi2012")
_OUTCOMES = {"A_ACTIVATED": "won", "A_DECLINED": "declined", "A_CANCELLED": "cancelled"}


def test_outcomes_and_win_rate(imported: Imported, reference: Reference) -> None:
    workspace, __ = imported("bpi2012")
    figures = reference("bpi2012_loan")
    outcomes = figures["outcomes"]
    ended = {stage: line.figure for stage, line in lines(asked(workspace, "win_rate", "stage")).items()}
    assert {stage: figure.n for stage, figure in ended.items()} == {
        "A_ACTIVATED": outcomes["won_activated"],
        "A_DECLINED": outcomes["declined"],
        "A_CANCELLED": outcomes["cancelled"],
    }
    rate = total(asked(workspace, "win_rate"))
    assert (rate.n, part(rate, "won")) == (sum(f.n for f in ended.values()), outcomes["won_activated"])
    assert rounded(rate.value) == figures["win_rate_closed"]


def test_amounts(imported: Imported, reference: Reference) -> None:
    workspace, __ = imported("bpi2012")
    figures = reference("bpi2012_loan")
    won = total(asked(workspace, "won_amount"))
    assert (won.n, part(won, "amount")) == (figures["outcomes"]["won_activated"], figures["amount"]["won"])
    average = figures["amount"]["won"] / figures["outcomes"]["won_activated"]
    assert rounded(total(asked(workspace, "average_deal")).value) == round(average, 6)


def test_days_between_two_instants_and_between_two_dates(imported: Imported, reference: Reference) -> None:
    """The reference counts days of 24 hours; by default we count calendar days, 16.774265 against 16.658855."""
    workspace, __ = imported("bpi2012")
    expected = reference("bpi2012_loan")["days"]["submitted_to_activated"]
    spread = days(total(asked(workspace, "time_to_close", days="elapsed")))
    found = {name: rounded(getattr(spread, name)) for name in ("mean", "median", "p90")}
    assert found | {"n": spread.n} == expected
    calendar = days(total(asked(workspace, "time_to_close")))
    assert (rounded(calendar.mean), expected["mean"]) == (16.774265, 16.658855)


def test_by_month_of_submission_from_the_rows_behind(imported: Imported, reference: Reference, query: Query) -> None:
    workspace, __ = imported("bpi2012")
    months: dict[str, str] = dict(query(workspace, "SELECT id, strftime(created_at, '%Y-%m') FROM deals"))
    found = {month: Counter(submitted=n) for month, n in Counter(months.values()).items()}
    for deal, stage in behind(asked(workspace, "win_rate", rows=True), "id", "stage"):
        found[months[deal]][_OUTCOMES[stage]] += 1
    for (deal,) in behind(asked(workspace, "pipeline", rows=True), "id"):
        found[months[deal]]["open"] += 1
    assert found == {month: Counter(each) for month, each in reference("bpi2012_loan")["by_submission_month"].items()}


def test_what_is_open_when_the_log_ends(imported: Imported, reference: Reference) -> None:
    """As of the log's last day the open cases stand where they stand now; the age counts from that day."""
    workspace, __ = imported("bpi2012")
    then, now = (asked(workspace, "pipeline", "stage", as_of=day) for day in ("2012-03-14", ""))
    expected = reference("bpi2012_loan")["outcomes"]["still_open_at_log_end"]
    assert total(then).n == total(now).n == expected
    assert {stage: line.figure.parts for stage, line in lines(then).items()} == {
        stage: line.figure.parts for stage, line in lines(now).items()
    }


def test_the_pipeline_of_a_past_day_is_what_was_submitted_and_not_yet_closed(imported: Imported, query: Query) -> None:
    """No figure of the reference, but all of its log: at each month's end, in the stage last reached by then."""
    workspace, __ = imported("bpi2012")
    series = by_period(asked(workspace, "pipeline", "stage", every=Period.MONTH, end="2012-02-29"))
    for month, last_day in (("2011-10", "2011-10-31"), ("2011-12", "2011-12-31"), ("2012-02", "2012-02-29")):
        expected = query(
            workspace,
            'SELECT reached, count(*) FROM (SELECT c.deal, arg_max(c."new", c.at) AS reached FROM deal_changes c '
            f"WHERE c.field = 'stage' AND c.evidence = 'history' AND c.at::date <= '{last_day}' GROUP BY c.deal) "
            f"JOIN deals d ON d.id = deal WHERE d.closed_at IS NULL OR d.closed_at::date > '{last_day}' GROUP BY 1",
        )
        assert {stage: figure.n for stage, figure in series[month].items()} == dict(expected), month
