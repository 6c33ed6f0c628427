"""What stages should hold by Little's law, on a company whose inflow and stays are known (tests/reports/selling.py)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import pytest

from merilo.core.errors import UsageError
from merilo.reports.balance import Balance, StageBalance, StageLine, Whole, weigh
from merilo.reports.balance.words import sentences
from tests.kpis.company import Company, company
from tests.reports.selling import SETTINGS, START, TODAY, selling, target, working_days


@cache
def _made() -> Company:
    """Two sellers begin a deal on every working day: about 1.43 a day; 20 days of stay, half in each stage."""
    return selling(targets=[target(None, 6570, "company"), target("North", 300, "team"), target("a", 65700)])


@cache
def _weighed(**whole: str) -> StageBalance:
    return weigh(_made().desk, Whole(**whole))


def _stage(found: StageBalance, name: str) -> StageLine:
    return next(line for line in found.lines if line.stage == name)


def test_a_stage_should_hold_what_the_target_lets_in_times_how_long_it_stays() -> None:
    """6,570 in the 92 days of the quarter, 100 per win, every other deal won: 1.428 deals a day, ten days per stage."""
    found = _weighed()
    assert (found.basis, found.target, found.day) == ("the target", 6570, date(2024, 11, 17))
    for stage in ("Talk", "Offer"):
        line = _stage(found, stage)
        assert line.hold is not None
        assert line.hold.should.median == pytest.approx(14.28, rel=0.05)
        assert line.stay.mean == pytest.approx(10.0, abs=0.1)
        assert line.per_win == pytest.approx(2.0, rel=0.05)
        assert line.status is Balance.FITS
    assert [line.stage for line in found.lines] == ["Talk", "Offer"]


def test_a_target_ten_times_as_large_finds_both_stages_short_of_deals() -> None:
    """A holds half of the deals and should carry ten times the company's target."""
    found = _weighed(seller="A")
    assert {line.status for line in found.lines} == {Balance.MISSING}
    line = _stage(found, "Talk")
    assert line.hold is not None
    assert line.holds < line.hold.least


def test_a_small_target_is_more_than_filled_but_that_is_no_clog() -> None:
    found = _weighed(team="North")
    assert {line.status for line in found.lines} == {Balance.MORE}
    assert all(line.clog is None for line in found.lines)


def test_without_a_target_stages_are_held_against_the_deals_that_came() -> None:
    """1.39 deals a day came (two on each of 229 working days of 322 days), ten days in each stage."""
    found = weigh(selling().desk, Whole())
    line = _stage(found, "Talk")
    assert (found.basis, found.target) == ("as deals came", None)
    assert line.hold is not None
    assert line.hold.should.median == pytest.approx(14.2, rel=0.06)
    assert line.status is Balance.FITS
    assert any("No target of money" in note for note in found.notes)


def _slowed(since: date | None) -> Company:
    """A deal a day stays in Talk 4 to 12 days, from `since` on three times as long; then it is lost."""
    deals, changes = [], []
    for number in range(305):
        began = date(2024, 1, 1) + timedelta(days=number)
        stays = (4 + number * 5 % 9) * (3 if since and began >= since else 1)
        closed = began + timedelta(days=stays)
        over = closed <= date(2024, 10, 31)
        deals.append({
            "id": f"d{number}", "pipeline": "P", "stage": "Talk", "status": "lost" if over else "open",
            "created_at": began.isoformat(), "closed_at": closed.isoformat() if over else None,
        })  # fmt: skip
        changes.append({"deal": f"d{number}", "field": "stage", "new": "Talk", "at": began.isoformat()})
    stages = [{"pipeline": "P", "name": "Talk", "position": 1}]
    return company(today="2024-11-01", settings=SETTINGS, deals=deals, deal_changes=changes, stages=stages)


def test_a_stage_in_which_deals_stay_longer_is_clogged_since_that_day() -> None:
    since = date(2024, 8, 1)
    (line,) = weigh(_slowed(since).desk, Whole()).lines
    assert line.status is Balance.CLOGGED
    assert line.clog is not None
    assert abs((line.clog.since - since).days) <= 4
    assert line.clog.longer > 2
    assert line.stay.mean == pytest.approx(8.0, abs=0.3)
    assert line.clog.stay.mean == pytest.approx(24.0, abs=2)


def test_where_nothing_changed_nothing_is_clogged() -> None:
    (line,) = weigh(_slowed(None).desk, Whole()).lines
    assert (line.status, line.clog) == (Balance.FITS, None)


def test_few_visits_say_nothing() -> None:
    deals = [{"id": "d", "pipeline": "P", "stage": "Talk", "created_at": "2024-10-01"},
             {"id": "e", "pipeline": "P", "stage": "Elsewhere", "created_at": "2024-09-01"}]  # fmt: skip
    moved = [{"deal": "d", "field": "stage", "new": "Talk", "at": "2024-10-01"}]
    found = weigh(company(today="2024-11-01", settings=SETTINGS, deals=deals, deal_changes=moved).desk, Whole())
    told = {line.stage: (line.holds, line.hold, line.status) for line in found.lines}
    assert told == {"Talk": (1, None, Balance.CANNOT_TELL), "Elsewhere": (1, None, Balance.CANNOT_TELL)}


def test_a_stage_that_many_deals_never_leave_is_not_held_against_anything() -> None:
    """A tenth and more of all deals have lain there since they came: the days that they stay have no end to be seen."""
    lying = [{"id": f"lying{n}", "seller": "a", "pipeline": "P", "stage": "Talk", "created_at": "2024-02-01"}
             for n in range(80)]  # fmt: skip
    moves = [{"deal": deal["id"], "field": "stage", "new": "Talk", "at": "2024-02-01"} for deal in lying]
    line = _stage(weigh(selling(deals=lying, deal_changes=moves).desk, Whole()), "Talk")
    assert line.stay.staying == pytest.approx(80 / (80 + len(working_days(START, TODAY)) * 2), abs=0.02)
    assert (line.hold, line.status) == (None, Balance.CANNOT_TELL)
    assert "never left it" in sentences(line)[0]


def test_an_empty_company_has_no_stages() -> None:
    assert weigh(company(today="2024-11-01", settings=SETTINGS).desk, Whole()).lines == ()


def test_who_or_what_is_not_there_is_refused() -> None:
    with pytest.raises(UsageError, match="There is no Team West"):
        _weighed(team="West")
    with pytest.raises(UsageError, match="lies in the future"):
        weigh(_made().desk, Whole(), as_of=date(2030, 1, 1))


def test_the_document_holds_every_stage() -> None:
    document = _weighed().to_json()
    stage = document["stages"][0]
    assert (document["day"], stage["stage"], stage["status"], stage["clogged"]) == ("2024-11-17", "Talk", "fits", None)
    assert stage["least"] <= stage["holds"] <= stage["most"]
    assert stage["should_low"] < stage["should"] < stage["should_high"]
