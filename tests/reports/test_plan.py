"""A plan goes back from a target through ratios that are known (tests/reports/selling.py) to work per week."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from merilo.core.errors import UsageError
from merilo.reports.plan import Plan, Planned, make_plan
from merilo.reports.plan.making import PlanLine
from tests.kpis.company import Company, company
from tests.reports.selling import selling, target


@cache
def _made() -> Company:
    return selling(targets=[target(None, 8000, "company"), target("North", 5000, "team"), target("a", 5000),
                            target("b", 3000, high=4000)])  # fmt: skip


@cache
def _plan(built: Company | None = None, **planned: object) -> Plan:
    return make_plan((built or _made()).desk, Planned(**planned))  # type: ignore[arg-type]


def _line(found: Plan, who: str) -> PlanLine:
    return next(line for line in found.lines if line.who == who)


def test_every_target_of_the_running_quarter_has_a_line_the_company_first() -> None:
    found = _plan()
    assert (found.period, found.day, found.currency) == ("2024Q4", date(2024, 11, 17), "EUR")
    assert [line.who for line in found.lines] == ["The whole company", "North", "A", "B"]
    assert [line.target for line in found.lines] == [8000, 5000, 5000, 3000]


def test_what_carries_the_target_week_by_week_is_worked_out_by_hand() -> None:
    """A, last quarter of 2024: 66 working days (13.2 weeks, no holidays known), 5,000 at 100 each: 50 wins.

    Half of deals are won: 100 deals; each first meeting brings one: 100 first meetings, 7.6 a week; ten touches each.
    """
    needs = _line(_plan(), "A").needs
    meetings, touches = needs["first_meetings"], needs["touches"]
    assert meetings.carries is not None
    assert touches.carries is not None
    assert meetings.carries.median == pytest.approx(100 / 13.2, rel=0.05)
    assert touches.carries.median == pytest.approx(1000 / 13.2, rel=0.06)
    assert meetings.carries.low < 100 / 13.2 < meetings.carries.high
    assert meetings.now == pytest.approx(5.0)
    assert touches.now == pytest.approx(50.0)


def test_what_is_won_and_open_is_taken_off_before_anything_new_is_asked() -> None:
    """A by the 17th of November: of deals closed since the 1st of October every other was won.

    33 were closed from October 1 on; open ones (begun in the last twenty days, 14 or 15) are all decided in the
    period, half of them won: about 700.
    """
    line = _line(_plan(), "A")
    won = sum(1 for _ in range(34) if _ % 2 == 0)
    assert line.won == pytest.approx(100 * won, abs=100)
    assert line.open is not None
    assert line.open_deals in (13, 14, 15)
    assert line.open.median == pytest.approx(50 * line.open_deals, abs=150)
    assert line.left.median == pytest.approx(line.target - line.won - line.open.median, abs=1)
    assert line.needs["wins"].total is not None
    assert line.needs["wins"].total.median == pytest.approx(line.left.median / 100, rel=0.02)


def test_only_what_pays_in_time_counts_so_more_is_needed_of_it() -> None:
    """A win comes 21 days after its first meeting: of those from November 18 on, those up to December 10 pay in time.

    17 of the 32 working days left: so 32/17 as many first meetings as deals are needed.
    """
    line = _line(_plan(), "A")
    assert line.weeks == pytest.approx(32 / 5)
    assert line.in_time == pytest.approx(17 / 32)
    deals, meetings = line.needs["deals"].total, line.needs["first_meetings"].total
    assert deals is not None
    assert meetings is not None
    assert meetings.median == pytest.approx(deals.median * 32 / 17, rel=0.05)
    per_week = line.needs["first_meetings"].per_week
    assert per_week is not None
    assert per_week.median == pytest.approx(meetings.median / 6.4)


def test_at_the_end_nothing_new_can_pay_and_that_is_said() -> None:
    """On the 12th of December no first meeting pays by the 31st."""
    found = make_plan(_made().desk, Planned(period="2024-11", target=5000), as_of=date(2024, 11, 17))
    (line,) = found.lines
    assert line.in_time == 0
    assert line.needs["first_meetings"].total is None
    assert any("only the open deals can still pay" in note for note in line.notes)
    assert line.needs["wins"].total is not None


def test_a_target_given_is_of_whom_was_asked_for() -> None:
    (line,) = _plan(seller="B", target=1.0).lines
    assert (line.scope, line.subject, line.target) == ("seller", "b", 1.0)
    assert line.reached
    assert line.needs["first_meetings"].total is not None
    assert line.needs["first_meetings"].total.high == 0
    assert any("nothing new is needed" in note for note in line.notes)


def test_a_better_win_rate_asks_for_less_work_and_leaves_the_rest_alone() -> None:
    (line,) = _plan(seller="A", what=(("win_rate", "100%"),)).lines
    before, after = line.needs["deals"].total, line.what_if["deals"].total
    assert before is not None
    assert after is not None
    assert after.median == pytest.approx(before.median * line.ratios["win_rate"].value, rel=0.02)
    assert line.what_if["wins"] == line.needs["wins"]


def test_the_range_is_wider_where_less_is_known() -> None:
    """The company knows its ratios from twice the cases that one seller has."""
    found = _plan()
    everyone, alone = (_line(found, who).ratios["touches_per_first_meeting"] for who in ("The whole company", "A"))
    assert everyone.n > alone.n
    assert everyone.range.high - everyone.range.low <= alone.range.high - alone.range.low


def test_few_cases_are_called_too_few_to_say() -> None:
    deals = [{"seller": "a", "status": "won", "amount": 10, "created_at": "2024-10-02", "closed_at": "2024-11-15"}]
    built = company(today="2024-11-18", sellers=[{"id": "a", "name": "A"}], deals=deals, targets=[target("a", 5000)])
    (line,) = _plan(built).lines
    assert line.too_few
    assert any(note.startswith("Too few to say") for note in line.notes)


@pytest.mark.parametrize(
    ("planned", "said"),
    [
        ({"period": "2024-W10"}, "not a period to plan for"),
        ({"period": "2024Q1"}, "period is over"),
        ({"period": "2025Q1"}, "no target of money"),
        ({"seller": "Nobody"}, "There is no Seller Nobody"),
        ({"team": "West"}, "There is no Team West"),
        ({"what": (("luck", "1"),)}, "no ratio luck"),
        ({"what": (("win_rate", "1.5"),)}, "win_rate cannot be 1.5"),
        ({"what": (("average_deal", "much"),)}, "average_deal cannot be much"),
    ],
)
def test_what_cannot_be_planned_is_refused_with_a_reason(planned: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        _plan(**planned)


def test_a_day_to_come_is_refused() -> None:
    with pytest.raises(UsageError, match="lies in the future"):
        make_plan(_made().desk, Planned(), as_of=date(2025, 1, 1))


def test_the_document_holds_every_number() -> None:
    document = _plan(what=(("average_deal", "200"),)).to_json()
    line = document["lines"][2]
    assert document["what_if"] == {"average_deal": 200.0}
    assert {need["step"] for need in line["needs"]} == {"wins", "deals", "first_meetings", "touches"}
    halved = line["what_if"][0]["total"]["median"]
    assert halved == pytest.approx(line["left"]["median"] / 200)
