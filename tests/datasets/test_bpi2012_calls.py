"""BPI 2012: calls per case, per won case and per employee, and the win rate by the number of calls.

Not covered: cases and won cases per employee (a case belongs to one seller here, calls to whoever made them), and
work_seconds. The nine cases with an offer and no call have no touch and are in no KPI of touches.
"""

from __future__ import annotations

from collections import Counter

import pytest

from tests.datasets.conftest import Imported, Query, Reference
from tests.datasets.figures import asked, behind, lines, part, reference_name, rounded, total

pytestmark = pytest.mark.xdist_group("bpi2012")
_OFFERS = (("cadence", "W_Nabellen offertes"),)
# A case's calls about its offers, all of them: 40 were made to 3 cases after they were closed.
_PER_CASE = {"unit": "deal", "thread": "cadence", "counted": "all"}


def _bin(calls: int) -> str:
    for last, name in ((3, str(calls)), (5, "4-5"), (10, "6-10")):
        if calls <= last:
            return name
    return "11+"


def test_calls_of_each_kind(imported: Imported, reference: Reference) -> None:
    calls = reference("bpi2012_loan")["calls"]
    found = lines(asked(imported("bpi2012")[0], "touches", "cadence"))
    assert {name: part(line.figure, "touches") for name, line in found.items()} == {
        "W_Nabellen offertes": calls["offer_follow_up_calls"],
        "W_Nabellen incomplete dossiers": calls["incomplete_file_calls"],
        "W_Afhandelen leads": calls["lead_handling"],
    }
    assert all(line.figure.value is None for line in found.values())


def test_offer_calls_by_employee(imported: Imported, reference: Reference) -> None:
    expected = reference("bpi2012_loan")["offer_calls_by_employee"]
    found = lines(asked(imported("bpi2012")[0], "touches", "seller", where=_OFFERS))
    assert {reference_name(name, "(blank)"): part(line.figure, "calls") for name, line in found.items()} == {
        employee: row["calls"] for employee, row in expected.items()
    }


def test_calls_per_won_case(imported: Imported, reference: Reference) -> None:
    """Every call about an offer, those of cases lost or open too, over the cases won."""
    figures = reference("bpi2012_loan")
    found = total(asked(imported("bpi2012")[0], "cadence", where=_OFFERS, **_PER_CASE))
    assert part(found, "touches") == figures["calls"]["offer_follow_up_calls"]
    assert part(found, "converted") == figures["outcomes"]["won_activated"]
    assert rounded(found.beside["per_converted"].value, 3) == figures["calls"]["calls_per_won_case_overall"]


def test_win_rate_by_number_of_calls(imported: Imported, reference: Reference) -> None:
    """The reference divides by all cases with an offer; we show those still open apart, not in the share."""
    expected = reference("bpi2012_loan")["calls"]["by_number_of_calls"]
    found: dict[str, Counter[str]] = {}
    for label, line in lines(asked(imported("bpi2012")[0], "cadence", "touch", where=_OFFERS, **_PER_CASE)).items():
        own = found.setdefault(_bin(int(label)), Counter())
        own.update({name: int(part(line.figure, name)) for name in ("threads", "converted", "ended")})
    uncalled = expected.pop("0")
    assert uncalled["won"] == 0
    assert {name: (own["threads"], own["converted"]) for name, own in found.items()} == {
        name: (row["cases"], row["won"]) for name, row in expected.items()
    }
    rates = {name: rounded(own["converted"] / own["threads"]) for name, own in found.items()}
    assert rates == {name: row["win_rate"] for name, row in expected.items()}


def test_mean_calls_by_outcome(imported: Imported, reference: Reference, query: Query) -> None:
    """From the rows behind; a lost case was cancelled by the customer or declined by the bank. Nine had no call."""
    workspace, __ = imported("bpi2012")
    reasons: dict[str, str] = dict(query(workspace, "SELECT id, coalesce(lost_reason, status) FROM deals"))
    calls: dict[str, list[int]] = {}
    for deal, touches in behind(asked(workspace, "cadence", where=_OFFERS, rows=True, **_PER_CASE), "id", "touches"):
        calls.setdefault(reasons[deal], []).append(touches)
    expected = reference("bpi2012_loan")["calls"]
    assert rounded(sum(calls["won"]) / len(calls["won"]), 4) == expected["mean_calls_won"]
    uncalled = 0
    names = {
        "cancelled by the customer": "mean_calls_cancelled",
        "declined by the bank": "mean_calls_declined_with_offer",
    }
    for reason, name in names.items():
        cases = round(sum(calls[reason]) / expected[name])
        uncalled += cases - len(calls[reason])
        assert rounded(sum(calls[reason]) / cases, 4) == expected[name]
    assert 0 <= uncalled <= expected["by_number_of_calls"]["0"]["cases"]


def test_forty_calls_came_after_the_end(imported: Imported, reference: Reference) -> None:
    """By default only the touches until a deal closed count."""
    found = total(asked(imported("bpi2012")[0], "cadence", where=_OFFERS, unit="deal", thread="cadence"))
    assert part(found, "touches") == reference("bpi2012_loan")["calls"]["offer_follow_up_calls"] - 40


def test_calls_per_week_worked(imported: Imported, query: Query) -> None:
    """Calls by employee over the weekdays from his first piece of telephone work to the log's last day, times five."""
    workspace, __ = imported("bpi2012")
    counted = query(
        workspace,
        "SELECT seller, count(*) FILTER (kind = 'call'), (SELECT count(*) FROM range(min(\"at\")::date, "
        "DATE '2012-03-15', INTERVAL 1 DAY) d(day) WHERE isodow(day) < 6) FROM touches GROUP BY seller",
    )
    expected = {seller: 5 * calls / days for seller, calls, days in counted if seller}
    found = {
        line.keys["seller"]: line.figure.value
        for line in asked(workspace, "touches", "seller", kind="call").lines
        if line.keys["seller"] in expected
    }
    assert found == pytest.approx(expected)


def test_nothing_is_known_of_what_came_of_the_calls(imported: Imported) -> None:
    answered = asked(imported("bpi2012")[0], "connect_rate")
    assert total(answered).value is None
    assert any("no known outcome" in note for note in answered.notes)
