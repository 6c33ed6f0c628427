from __future__ import annotations

from typing import Any

import pytest

from merilo.core.settings import Settings
from merilo.core.time import Period
from tests.kpis.conftest import Build

_LONG_AFTER = {"at": "2024-12-31"}  # the data reach the end of the year


def _lead(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "owner": "owner", **more}


def _touches(lead: str, *days: str, **more: Any) -> list[dict[str, Any]]:
    """Unanswered touches in January 2024 on these days."""
    return [{"lead": lead, "at": f"2024-01-{day}", "seller": "ann", "outcome": "no_answer", **more} for day in days]


def _inbound(lead: str, day: str) -> dict[str, Any]:
    return {"lead": lead, "at": f"2024-01-{day}", "direction": "inbound", "outcome": "connected"}


def test_touches_are_counted_until_the_first_answer_or_giving_up(facts: Build) -> None:
    """
    lead  January                                         touches  ended
    a     no answer on 2, connected on 3, again on 4      2        answered; the one on the 4th is after
    b     written to on 2 and 3, writes on 4, again 5     2        answered by a touch of its own
    c     2, 3, qualified on 4 with no answer logged, 10  2        answered, became a prospect
    d     2, 3, 4, disqualified on 5                      3        given up
    e     2, then nothing for the rest of the year        1        given up: silent for 30 days
    f     it called on 1, we on 2                         1        given up: its call came before ours
    11 touches of 6 leads; 3 answered, 1 prospect. (All touches are 14.)
    """
    company = facts(
        leads=[
            _lead("a"), _lead("b"), _lead("c", qualified_at="2024-01-04"), _lead("d", disqualified_at="2024-01-05"),
            _lead("e"), _lead("f"),
        ],
        touches=[
            *_touches("a", "02", "04"), *_touches("a", "03", outcome="connected"), *_touches("b", "02", "03", "05"),
            _inbound("b", "04"), *_touches("c", "02", "03", "10"), *_touches("d", "02", "03", "04"),
            *_touches("e", "02"), _inbound("f", "01"), *_touches("f", "02"), _LONG_AFTER,
        ],
    )  # fmt: skip
    figure = company.figure("cadence")
    assert figure.parts == {
        "threads": 6, "touches": 11, "ended": 6, "ended_touches": 11, "answered": 3, "dropped": 3, "converted": 1,
        "going": 0,
    }  # fmt: skip
    assert figure.value == pytest.approx(11 / 6)
    assert figure.interval is not None
    shares = {name: estimate.value for name, estimate in figure.beside.items()}
    assert shares == {"answered_share": 0.5, "dropped_share": 0.5, "converted_share": 1 / 6, "per_converted": 11.0}
    assert company.figure("cadence", policies={"counted": "all"}).parts["touches"] == 14
    by_touch = {
        line.keys["touch"]: (line.figure.parts["answered"], line.figure.parts["dropped"])
        for line in company.ask("cadence", by="touch").lines
    }
    assert by_touch == {1: (0, 2), 2: (3, 0), 3: (0, 1)}


def test_who_may_still_answer_is_in_no_share(facts: Build) -> None:
    """Data to 31 January: last touched on the 17th (14 days) or on the 18th (13 days), with 14 quiet days."""
    company = facts(
        leads=[_lead("over"), _lead("going")],
        touches=[*_touches("over", "17"), *_touches("going", "02", "18"), {"at": "2024-01-31"}],
    )
    answer = company.ask("cadence", policies={"quiet": "14"})
    assert answer.total is not None
    parts = answer.total.figure.parts
    assert (parts["threads"], parts["ended"], parts["ended_touches"], parts["going"]) == (2, 1, 1, 1)
    assert answer.total.figure.value == 1.0
    assert any(note.startswith("1 are still going") for note in answer.notes)
    assert company.figure("cadence").value is None


def test_a_lead_is_of_the_cadence_seller_and_team_of_its_first_touch(facts: Build) -> None:
    """The second touch is by Bob, in another cadence; Ann has changed teams since. An average of both cadences' means
    were (2 + 1) / 2; over leads it is (2 + 1 + 1) / 3."""
    company = facts(
        sellers=[{"id": "ann", "name": "Ann"}, {"id": "bob", "name": "Bob"}],
        memberships=[
            {"seller": "ann", "team": "North", "valid_to": "2024-01-20"},
            {"seller": "ann", "team": "South", "valid_from": "2024-01-21"},
        ],
        leads=[_lead("a"), _lead("b"), _lead("c")],
        touches=[
            *_touches("a", "02", cadence="Cold 8"), *_touches("a", "25", cadence="Warm", seller="bob"),
            *_touches("b", "25", cadence="Warm"), *_touches("c", "25", cadence="Warm"), _LONG_AFTER,
        ],
    )  # fmt: skip
    assert company.values("cadence", by="cadence") == {"Cold 8": 2.0, "Warm": 1.0}
    assert company.values("cadence", by="team") == {"North": 2.0, "South": 1.0}
    assert company.values("cadence", by="seller") == {"Ann": pytest.approx(4 / 3)}
    assert company.figure("cadence").value == pytest.approx(4 / 3)
    assert company.values("cadence", by="cadence", policies={"thread": "cadence"}) == {"Cold 8": 1.0, "Warm": 1.0}


def test_meetings_and_deals_do_not_multiply_touches(facts: Build) -> None:
    """Two held meetings and a deal after two touches: one prospect, two touches."""
    company = facts(
        leads=[_lead("a", deal="D")],
        touches=[*_touches("a", "02", "03"), _LONG_AFTER],
        meetings=[{"lead": "a", "starts_at": f"2024-01-{day}"} for day in ("08", "15")],
        deals=[{"id": "D", "created_at": "2024-01-09"}],
    )
    parts = company.figure("cadence").parts
    assert (parts["threads"], parts["touches"], parts["answered"], parts["converted"]) == (1, 2, 1, 1)


def test_who_was_a_prospect_before_the_first_touch_is_left_out_and_said(facts: Build) -> None:
    company = facts(leads=[_lead("a", qualified_at="2024-01-01")], touches=[*_touches("a", "02"), _LONG_AFTER])
    answer = company.ask("cadence")
    assert answer.total is not None
    assert (answer.total.figure.n, answer.total.figure.parts["touches"]) == (0, 0)
    assert "1 were decided before their first touch: they are left out." in answer.notes


def test_a_lead_given_up_once_and_touched_anew_is_judged_by_the_new_touches(facts: Build) -> None:
    company = facts(leads=[_lead("a", disqualified_at="2023-06-01")], touches=_touches("a", "02", "03"))
    assert company.figure("cadence").parts["going"] == 1


def test_the_gap_is_the_mean_of_a_lead_s_own_pauses(facts: Build) -> None:
    """a: 2, 4 and 10 January, pauses 2 and 6, mean 4. b: 2 and 4 January, 2. c: one touch, no pause. Median 3."""
    company = facts(
        leads=[_lead(name) for name in "abc"],
        touches=[
            *_touches("a", "10", "02", "04"), *_touches("b", "02", "04"), *_touches("c", "02"), _LONG_AFTER,
        ],
    )  # fmt: skip
    spread = company.figure("cadence").spreads["gap"]
    assert (spread.n, spread.median) == (2, 3.0)


def test_a_pause_over_a_change_of_the_clock_is_as_long_as_it_was(facts: Build) -> None:
    """Berlin, noon to noon over 31 March 2024: 23 hours."""
    company = facts(
        settings=Settings(time_zone="Europe/Berlin"),
        leads=[_lead("a")],
        touches=[{"lead": "a", "at": f"2024-03-{day}T12:00"} for day in (30, 31)] + [_LONG_AFTER],
    )
    assert company.figure("cadence").spreads["gap"].median == pytest.approx(23 / 24)


def test_two_touches_at_one_instant_are_two(facts: Build) -> None:
    at = {"at": "2024-01-02T10:00", "lead": "a"}
    company = facts(
        leads=[_lead("a")],
        touches=[{"id": "2", "outcome": "replied", **at}, {"id": "1", "outcome": "bounced", **at}, _LONG_AFTER],
    )
    assert company.figure("cadence").value == 2.0


def test_the_cohort_s_day_is_the_local_day_of_the_first_outbound_touch(facts: Build) -> None:
    company = facts(
        settings=Settings(time_zone="Europe/Moscow"),
        leads=[_lead("a")],
        touches=[_inbound("a", "05"), {"lead": "a", "at": "2024-01-31T22:30+00:00"}, _LONG_AFTER],
    )
    assert list(company.values("cadence", every=Period.MONTH)) == ["2024-02"]


def test_of_a_past_day_only_what_had_happened_by_then_is_known(facts: Build) -> None:
    """By 10 January: one touch, no answer, going. The answer of the 11th and the next touch come later."""
    company = facts(
        leads=[_lead("a", qualified_at="2024-01-20")],
        touches=[*_touches("a", "09", "12"), *_touches("a", "11", outcome="connected"), _LONG_AFTER],
    )
    then = company.figure("cadence", as_of="2024-01-10").parts
    assert (then["touches"], then["answered"], then["converted"], then["going"]) == (1, 0, 0, 1)
    now = company.figure("cadence").parts
    assert (now["touches"], now["answered"], now["converted"], now["going"]) == (2, 1, 1, 0)


def test_touches_of_deals_count_until_they_close(facts: Build) -> None:
    """
    deal  touches                                    closed       until the end  all
    won   2, 3, and one of care on 20 January        10 January   2              3
    lost  2                                          5 January    1              1
    open  2, 3, 4                                    -            3              3
    shut  20 January only                            10 January   left out       1
    Decided: 3 touches of 2 deals. A won deal costs all the work there was, that on the open one too: 6 / 1.
    """
    company = facts(
        deals=[
            {"id": "won", "status": "won", "closed_at": "2024-01-10"},
            {"id": "lost", "status": "lost", "closed_at": "2024-01-05"},
            {"id": "open"},
            {"id": "shut", "status": "lost", "closed_at": "2024-01-10"},
        ],
        touches=[
            {"deal": deal, "at": f"2024-01-{day}"}
            for deal, days in {"won": "02 03 20", "lost": "02", "open": "02 03 04", "shut": "20"}.items()
            for day in days.split()
        ],
    )
    figure = company.figure("cadence", policies={"unit": "deal"})
    assert figure.parts == {
        "threads": 3, "touches": 6, "ended": 2, "ended_touches": 3, "answered": 0, "dropped": 1, "converted": 1,
        "going": 1,
    }  # fmt: skip
    assert figure.value == 1.5
    assert figure.beside["converted_share"].value == 0.5
    assert figure.beside["per_converted"].value == 6.0
    parts = company.figure("cadence", policies={"unit": "deal", "counted": "all"}).parts
    assert (parts["threads"], parts["touches"], parts["ended"], parts["ended_touches"]) == (4, 8, 3, 5)
    then = company.figure("cadence", policies={"unit": "deal"}, as_of="2024-01-07").parts
    assert (then["converted"], then["dropped"], then["going"]) == (0, 1, 2)
