from __future__ import annotations

from typing import Any

import pytest

from merilo.core.settings import Settings
from merilo.core.time import Period
from tests.kpis.conftest import Build

# In Britain 6 and 27 May 2024 were holidays; weekends were 4-5, 11-12, 18-19 and 25-26 May.
_ANN = {"id": "ann", "name": "Ann", "country": "GB"}


def _touch(day: str, kind: str = "call", **more: Any) -> dict[str, Any]:
    return {"seller": "ann", "at": day, "kind": kind, **more}


def test_the_rate_is_per_week_worked_not_per_week_of_the_calendar(facts: Build) -> None:
    """Ann, Wednesday 1 to Tuesday 14 May: ten weekdays without the holiday on the 6th are 9, less 3 days of absence.

    day    1  2  3  6        7  8  9  10  13  14
           w  w  w  holiday  away     w   w   w        6 working days
    4 calls, 2 mails: 6 / 6 × 5 = 5 touches, 3.333 calls, 1.667 mails per week. By weeks of the calendar it were 3.
    """
    company = facts(
        sellers=[_ANN],
        absences=[{"seller": "ann", "starts_on": "2024-05-07", "ends_on": "2024-05-09"}],
        touches=[
            _touch("2024-05-01"), _touch("2024-05-02"), _touch("2024-05-02", "email", id="m"),
            _touch("2024-05-03T08:00"), _touch("2024-05-13", "email"), _touch("2024-05-14"),
        ],
    )  # fmt: skip
    figure = company.figure("touches")
    assert (figure.parts["touches"], figure.parts["calls"], figure.parts["working_days"]) == (6, 4, 6)
    assert figure.value == pytest.approx(5)
    assert figure.beside["calls_per_week"].value == pytest.approx(20 / 6)
    assert figure.beside["emails_per_week"].value == pytest.approx(10 / 6)
    assert figure.interval.low < 5 < figure.interval.high


def test_a_holiday_week_is_no_fall(facts: Build) -> None:
    """Two touches on each working day of April's last week (5 days) and of that of 6 May (4 days): 10 per week both."""
    days = [*range(22, 27), *range(29, 31)]
    touches = [_touch(f"2024-04-{day}T0{hour}:00") for day in days for hour in (8, 9)]
    touches += [_touch(f"2024-05-{day:02}T0{hour}:00") for day in (1, 2, 3, 7, 8, 9, 10) for hour in (8, 9)]
    company = facts(sellers=[_ANN], touches=touches)
    found = company.values("touches", every=Period.WEEK)
    assert found == {"2024-W17": 10.0, "2024-W18": 10.0, "2024-W19": 10.0}


def test_one_mail_to_many_counts_once(facts: Build) -> None:
    """
    three rows of one mail (same sender, channel, instant)       1
    a call at the same instant                                   1
    the same instant by another sender                           1
    a mail one second later                                      1
    two mails of a source that knows days only (local midnight)  2    6 touches, 2 copies
    """
    instant = "2024-05-02T10:00:00"
    company = facts(
        settings=Settings(time_zone="Europe/Moscow"),
        sellers=[_ANN, {"id": "bob", "country": "GB"}],
        touches=[
            *[_touch(instant, "email", contact=f"c{n}") for n in range(3)],
            _touch(instant),
            _touch(instant, "email", seller="bob"),
            _touch("2024-05-02T10:00:01", "email"),
            *[_touch("2024-05-03T00:00", "email", contact=f"d{n}") for n in range(2)],
        ],
    )
    answer = company.ask("touches", rows=True)
    assert answer.total is not None
    assert answer.total.figure.parts["touches"] == 6
    assert answer.total.figure.parts["emails"] == 5
    assert "2 touches are the same mail to further people and are not counted again." in answer.notes
    assert answer.rows is not None
    copies = [row["id"] for row in answer.rows.to_pylist() if row["copies"]]
    assert copies == ["touches-001", "touches-002"]


def test_mails_of_nobody_are_not_told_to_be_one(facts: Build) -> None:
    company = facts(touches=[_touch("2024-05-02T10:00", "email", seller=None) for _step in range(3)])
    assert company.figure("touches").parts["touches"] == 3


def test_inbound_touches_are_not_the_sellers_work(facts: Build) -> None:
    company = facts(sellers=[_ANN], touches=[_touch("2024-05-02"), _touch("2024-05-02", direction="inbound")])
    assert company.figure("touches").parts["touches"] == 1


def test_one_channel_has_a_rate_by_policy_and_only_counts_by_cut(facts: Build) -> None:
    """Two days, three calls and a mail: 7.5 calls per week by the policy; a cut by kind cannot divide the two days."""
    company = facts(
        sellers=[_ANN],
        touches=[_touch("2024-05-01"), _touch("2024-05-02"), _touch("2024-05-02"), _touch("2024-05-02", "email")],
    )
    assert company.figure("touches", policies={"kind": "call"}).value == pytest.approx(7.5)
    cut = company.ask("touches", by="kind")
    assert {line.labels["kind"]: (line.figure.n, line.figure.value) for line in cut.lines} == {
        "call": (3, None),
        "email": (1, None),
    }
    assert any("4 rows have no rate per week" in note for note in cut.notes)
    assert not any("no rate" in note for note in company.ask("touches", by="seller").notes)


def test_a_seller_who_never_calls_has_a_rate_of_nought_not_none(facts: Build) -> None:
    company = facts(
        sellers=[_ANN, {"id": "bob", "name": "Bob", "country": "GB"}],
        touches=[_touch("2024-05-01"), _touch("2024-05-02"), _touch("2024-05-02", "email", seller="bob")],
    )
    assert company.values("touches", by="seller", policies={"kind": "call"}) == {"Ann": 5.0, "Bob": 0.0}


def test_days_belong_to_the_team_of_that_day(facts: Build) -> None:
    """Ann moves from North to South on 8 May: 1-7 May without the holiday are 4 days, 8-10 May 3; 4 and 6 touches."""
    company = facts(
        sellers=[_ANN],
        memberships=[
            {"seller": "ann", "team": "North", "valid_to": "2024-05-07"},
            {"seller": "ann", "team": "South", "valid_from": "2024-05-08"},
        ],
        touches=[_touch("2024-05-01T08:00")] * 1
        + [_touch(f"2024-05-0{day}") for day in (2, 3, 7)]
        + [_touch(f"2024-05-{day:02}T{hour}:00") for day in (8, 9, 10) for hour in (10, 11)],
    )
    assert company.values("touches", by="team") == {"North": 5.0, "South": 10.0}


def test_a_touch_is_of_its_local_day_also_when_the_clock_changes(facts: Build) -> None:
    """London: 23:30 UTC on Saturday 30 March is still that day; a day later, in summer time, it is already Monday.

    In October 23:30 UTC on Saturday the 26th is Sunday; a day later, in winter time, it is still Sunday.
    """
    company = facts(
        settings=Settings(time_zone="Europe/London"),
        touches=[_touch(f"2024-{day}T23:30+00:00") for day in ("03-30", "03-31", "10-26", "10-27")],
    )
    counts = {line.period: line.figure.n for line in company.ask("touches", every=Period.DAY).lines if line.figure.n}
    assert counts == {"2024-03-30": 1, "2024-04-01": 1, "2024-10-27": 2}


def test_an_average_of_averages_is_not_taken(facts: Build) -> None:
    """Ann: 1 touch on 1 day (5 a week). Bob: 2 on 8 days (1.25). Together 3 on 9 days: 1.667, not 3.125."""
    company = facts(
        sellers=[_ANN | {"hired_on": "2024-05-14"}, {"id": "bob", "name": "Bob", "country": "GB"}],
        touches=[
            _touch("2024-05-14"),
            _touch("2024-05-02", seller="bob"),
            _touch("2024-05-14", seller="bob"),
        ],
    )
    assert company.values("touches", by="seller") == {"Ann": 5.0, "Bob": 1.25}
    assert company.figure("touches").value == pytest.approx(15 / 9)
