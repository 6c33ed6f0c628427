"""BPI 2012: outcomes, win rate, amounts, days, months of submission, stages and what is open at the end of the log.

Not covered by these KPIs: counts of events, calls (they are in test_bpi2012_calls), work_seconds, multiple offers, and
the amount of lost cases. Days between two stages that are not neighbours are taken from the history of the cases that
are behind.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from merilo.core.time import Period
from merilo.insight.spread import Values
from merilo.reports.figures import Spread
from tests.datasets.conftest import Imported, Query, Reference
from tests.datasets.figures import asked, behind, by_period, days, lines, part, rounded, total

pytestmark = pytest.mark.xdist_group("bpi2012")
_BETWEEN = {
    "submitted_to_first_offer": ("A_SUBMITTED", "O_SENT"),
    "submitted_to_activated": ("A_SUBMITTED", "A_ACTIVATED"),
    "submitted_to_declined": ("A_SUBMITTED", "A_DECLINED"),
    "submitted_to_cancelled": ("A_SUBMITTED", "A_CANCELLED"),
    "first_offer_to_activated": ("O_SENT", "A_ACTIVATED"),
}
_FIRST_ENTRIES = 'SELECT deal, "new", epoch(min("at")) / 86400 FROM deal_changes WHERE field = \'stage\' GROUP BY 1, 2'
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


def test_by_month_of_submission(imported: Imported, reference: Reference) -> None:
    """The cohorts of deals created in a month: how many were decided, how, and how many are open still."""
    workspace, __ = imported("bpi2012")
    answered = asked(workspace, "win_rate", "stage", every=Period.MONTH, cohort="created")
    found: dict[str, Counter[str]] = {}
    for month, stages in by_period(answered).items():
        counted = found[month] = Counter()
        for stage, figure in stages.items():
            counted["submitted"] += figure.n + int(part(figure, "open"))
            counted["open"] += int(part(figure, "open"))
            if figure.n:
                counted[_OUTCOMES[stage]] += figure.n
    expected = reference("bpi2012_loan")["by_submission_month"]
    assert found == {month: Counter(each) for month, each in expected.items()}
    won = {month: part(line.figure, "won") for month, line in
           lines(asked(workspace, "win_rate", every=Period.MONTH, cohort="created")).items()}  # fmt: skip
    assert won == {month: each["won"] for month, each in expected.items()}


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


def test_cases_that_ever_reached_each_stage(imported: Imported, reference: Reference) -> None:
    """Also the share of offers sent that were won: of all of them, though some are still open, 2246 of 5015."""
    workspace, __ = imported("bpi2012")
    figures = reference("bpi2012_loan")
    found = lines(asked(workspace, "stage_conversion", "stage"))
    reached = {stage: part(line.figure, "deals") for stage, line in found.items()}
    assert len(reached) == 9
    assert reached.items() <= figures["cases_reaching"].items()
    assert rounded(reached["A_ACTIVATED"] / reached["O_SENT"]) == figures["win_rate_of_offers_sent"]
    still = sum(part(line.figure, "open") for line in found.values())
    assert still == figures["outcomes"]["still_open_at_log_end"]


def test_days_between_stages_from_the_history_of_the_cases_behind(
    imported: Imported, reference: Reference, query: Query
) -> None:
    """Rows behind have days, the reference counts instants: so the first entries are read from the history itself,
    and the visits marked as first are exactly those.
    """
    workspace, __ = imported("bpi2012")
    entered: dict[str, dict[str, float]] = {}
    for deal, stage, at in query(workspace, _FIRST_ENTRIES):
        entered.setdefault(stage, {})[deal] = at
    visits = asked(workspace, "stage_conversion", rows=True)
    firsts = {(stage, deal) for deal, stage, first in behind(visits, "id", "stage", "deals") if first}
    assert firsts == {(stage, deal) for stage, deals in entered.items() for deal in deals}
    expected = reference("bpi2012_loan")["days"]
    for name, (start, end) in _BETWEEN.items():
        ended = {deal: at - entered[start][deal] for deal, at in entered[end].items() if deal in entered[start]}
        spread = Spread.of(Values(np.array(list(ended.values()))))
        found = {"n": spread.n, "mean": spread.mean, "median": spread.median, "p90": spread.p90}
        assert found == pytest.approx(expected[name], abs=1e-6), name


def test_time_in_a_stage_is_the_gap_between_neighbouring_events(imported: Imported, query: Query) -> None:
    """No figure of the reference, but all of its log: median days from each stage to whatever came next."""
    workspace, __ = imported("bpi2012")
    found = lines(asked(workspace, "stage_time", "stage", days="elapsed", repeats="each"))
    expected = query(
        workspace,
        'SELECT "new", count(gap), median(gap) FROM (SELECT "new", (epoch_us(lead("at") OVER (PARTITION BY deal '
        'ORDER BY "at", id)) - epoch_us("at")) / 86400e6 AS gap FROM deal_changes WHERE field = \'stage\') '
        "WHERE \"new\" IN ('A_SUBMITTED', 'A_PREACCEPTED', 'O_SENT', 'O_SENT_BACK') GROUP BY 1",
    )
    assert len(expected) == 4
    for stage, n, median in expected:
        spread = days(found[stage].figure)
        assert (spread.n, rounded(spread.median)) == (n, rounded(median)), stage
