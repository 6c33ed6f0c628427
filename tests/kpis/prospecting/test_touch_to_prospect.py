from __future__ import annotations

from typing import Any

import pytest

from merilo.core.settings import Settings
from merilo.core.time import Period
from tests.kpis.conftest import Build

_LONG_AFTER = {"lead": None, "at": "2024-12-31"}  # the data reach the end of the year


def _lead(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "owner": "a", "created_at": "2023-12-01", **more}


def _touch(lead: str, day: str = "2024-01-10", **more: Any) -> dict[str, Any]:
    return {"lead": lead, "at": day, **more}


def test_a_prospect_is_qualified_met_or_dealt_with_in_time(facts: Build) -> None:
    """
    lead  first touch 10 January, within 90 days (to 9 April)
    q     qualified 9 April (day 90)          yes
    late  qualified 10 April (day 91)         no
    m     meeting held 1 February             yes
    n     meeting not held                    no
    d     deal created 5 March                yes
    w     deal without creation, won 5 March  yes
    x     nothing                             no        4 / 7
    """
    company = facts(
        leads=[
            _lead("q", qualified_at="2024-04-09"), _lead("late", qualified_at="2024-04-10"), _lead("m"), _lead("n"),
            _lead("d", deal="D"), _lead("w", deal="W"), _lead("x"),
        ],
        touches=[_touch(name) for name in ("q", "late", "m", "n", "d", "w", "x")] + [_LONG_AFTER],
        meetings=[
            {"lead": "m", "starts_at": "2024-02-01"},
            {"lead": "n", "starts_at": "2024-02-01", "status": "no_show"},
        ],
        deals=[{"id": "D", "created_at": "2024-03-05"}, {"id": "W", "status": "won", "closed_at": "2024-03-05"}],
    )  # fmt: skip
    figure = company.figure("touch_to_prospect")
    assert figure.parts == {"prospects": 4, "leads": 7, "immature": 0, "followed": 7}
    assert company.figure("touch_to_prospect", policies={"within": "30"}).parts["prospects"] == 1
    assert company.figure("touch_to_prospect", policies={"within": "ever"}).parts["prospects"] == 5


def test_a_cohort_without_its_time_is_shown_apart_not_as_a_fall(facts: Build) -> None:
    """Data to 9 April. Touched 10 January: 90 days are just over. Touched 11 January: not yet, though already won."""
    company = facts(
        leads=[_lead("old"), _lead("young", qualified_at="2024-01-12")],
        touches=[_touch("old"), _touch("young", "2024-01-11"), {"at": "2024-04-09"}],
    )
    answer = company.ask("touch_to_prospect")
    assert answer.total is not None
    assert answer.total.figure.parts == {"prospects": 0, "leads": 1, "immature": 1, "followed": 2}
    assert any("1 of them still have time" in note for note in answer.notes)
    assert company.figure("touch_to_prospect", policies={"within": "ever"}).parts == {
        "prospects": 1,
        "leads": 2,
        "immature": 0,
        "followed": 2,
    }


def test_a_lead_belongs_to_the_period_of_its_first_outbound_touch(facts: Build) -> None:
    """Many touches do not multiply a lead; an inbound one does not begin it; it became a prospect in February."""
    company = facts(
        leads=[_lead("l", qualified_at="2024-02-20", origin="partner")],
        touches=[
            _touch("l", "2024-01-02", direction="inbound"),
            *[_touch("l", "2024-02-01")] * 3,
            _touch("l"),
            _LONG_AFTER,
        ],
    )
    assert company.values("touch_to_prospect", every=Period.MONTH) == {"2024-01": 1.0}
    assert company.values("touch_to_prospect", by="origin") == {"partner": 1.0}


def test_untouched_leads_and_touches_of_nobody_are_named(facts: Build) -> None:
    company = facts(leads=[_lead("l"), _lead("u")], touches=[_touch("l"), _LONG_AFTER])
    answer = company.ask("touch_to_prospect")
    assert answer.total is not None
    assert answer.total.figure.n == 1
    assert "1 leads were never touched and are in no cohort." in answer.notes
    assert "1 outbound touches name no lead: nobody's first touch." in answer.notes


def test_a_cohort_can_be_of_creation_instead(facts: Build) -> None:
    company = facts(leads=[_lead("l", qualified_at="2023-12-20"), _lead("u")], touches=[_LONG_AFTER])
    answer = company.ask("touch_to_prospect", policies={"start": "created"}, every=Period.MONTH)
    assert [(line.period, line.figure.value) for line in answer.lines] == [("2023-12", 0.5)]
    assert not any("touch" in note and "never" in note for note in answer.notes)


def test_the_cohort_s_day_is_the_local_day(facts: Build) -> None:
    """22:30 UTC on 31 January is 1 February in Moscow."""
    company = facts(
        settings=Settings(time_zone="Europe/Moscow"),
        leads=[_lead("l")],
        touches=[_touch("l", "2024-01-31T22:30+00:00"), _LONG_AFTER],
    )
    assert list(company.values("touch_to_prospect", every=Period.MONTH)) == ["2024-02"]


def test_a_prospect_before_the_first_touch_counts_and_is_named(facts: Build) -> None:
    company = facts(leads=[_lead("l", qualified_at="2024-01-08")], touches=[_touch("l"), _LONG_AFTER])
    answer = company.ask("touch_to_prospect")
    assert answer.total is not None
    assert answer.total.figure.value == 1.0
    assert any("1 of them were prospects before" in note for note in answer.notes)


def test_a_lead_may_be_asked_to_become_a_won_deal_instead(facts: Build) -> None:
    """Deal created at once, won after 40 days: a prospect within 30 days, won within 60; a lost deal is a prospect."""
    company = facts(
        leads=[_lead("w", deal="W"), _lead("x", deal="X")],
        touches=[_touch("w"), _touch("x"), _LONG_AFTER],
        deals=[
            {"id": "W", "status": "won", "created_at": "2024-01-10", "closed_at": "2024-02-19"},
            {"id": "X", "status": "lost", "created_at": "2024-01-10", "closed_at": "2024-02-19"},
        ],
    )

    def share(within: str, becomes: str) -> float:
        policies = {"within": within, "becomes": becomes}
        value: float = company.figure("touch_to_prospect", policies=policies).value
        return value

    assert (share("30", "prospect"), share("30", "won"), share("60", "won")) == (1.0, 0.0, 0.5)


def test_a_whole_account_may_be_followed_instead_of_its_leads(facts: Build) -> None:
    """
    account  its leads, meetings and deals after the first touch on 10 January        within 90 days
    two      two leads, touched twice each; one qualified on 1 February: one account  yes
    met      a meeting without a lead                                                 yes
    old      a deal of 2020, long before the first touch: counts, and is said         yes
    lost     a meeting that was missed                                                no
    never    no outbound touch                                                        in no cohort   3 / 4
    """
    company = facts(
        accounts=[{"id": name, "owner": "a"} for name in ("two", "met", "old", "lost", "never")],
        leads=[_lead("l1", account="two", qualified_at="2024-02-01"), _lead("l2", account="two")],
        touches=[
            *[_touch(lead, account="two") for lead in ("l1", "l2", "l1", "l2")],
            *[{"account": name, "at": "2024-01-10"} for name in ("met", "old", "lost")],
            {"account": "never", "at": "2024-01-10", "direction": "inbound"}, _LONG_AFTER,
        ],
        meetings=[
            {"account": "met", "starts_at": "2024-02-01"},
            {"account": "lost", "starts_at": "2024-02-01", "status": "no_show"},
        ],
        deals=[{"id": "D", "account": "old", "status": "lost", "created_at": "2020-01-01", "closed_at": "2020-02-01"}],
    )  # fmt: skip
    answer = company.ask("touch_to_prospect", policies={"unit": "account"})
    assert answer.total is not None
    assert answer.total.figure.parts == {"prospects": 3, "leads": 4, "immature": 0, "followed": 4}
    assert "1 of them were prospects before their first day here; they count as prospects." in answer.notes
    assert "1 outbound touches name no account: nobody's first touch." in answer.notes
    assert not any("name no lead" in note for note in answer.notes)
    won = company.figure("touch_to_prospect", policies={"unit": "account", "becomes": "won"})
    assert won.parts["prospects"] == 0


def test_what_happened_after_the_day_looked_at_is_not_known_then(facts: Build) -> None:
    company = facts(leads=[_lead("l", qualified_at="2024-03-01")], touches=[_touch("l"), _LONG_AFTER])
    ever = {"within": "ever"}
    assert company.figure("touch_to_prospect", as_of="2024-02-15", policies=ever).parts["prospects"] == 0
    assert company.figure("touch_to_prospect", as_of="2024-03-15", policies=ever).parts["prospects"] == 1


def test_leads_that_still_have_time_count_as_far_as_they_were_followed(facts: Build) -> None:
    """
    the data end on 30 June; 30 days allowed
    touched   | became            | followed | at risk on day 10: all 6; on day 20: 6 - 1 - 2 = 3 (b, c, d)
    a 1 May   | qualified day 10  |    10    |
    b 1 May   | qualified day 20  |    20    | S(30) = 5/6 · 2/3, so F(30) = 1 - 10/18 = 4/9
    c, d      | no                |    30    | of those whose time is over alone (wrong): a, b of a, b, c, d = 1/2
    e, f      | no, 15 June       |    15    | of all (wrong): 2/6
    """
    touches = [_touch(name, "2024-05-01") for name in "abcd"] + [_touch(name, "2024-06-15") for name in "ef"]
    leads = [_lead("a", qualified_at="2024-05-11"), _lead("b", qualified_at="2024-05-21"), *map(_lead, "cdef")]
    company = facts(leads=leads, touches=[*touches, {"lead": None, "at": "2024-06-30"}])
    figure = company.figure("touch_to_prospect", policies={"within": "30"})
    assert figure.value == pytest.approx(1 - 5 / 6 * 2 / 3)
    assert figure.beside["of_mature"].value == 0.5
    plain = company.figure("touch_to_prospect", policies={"within": "30", "young": "left_out"})
    assert (plain.value, plain.n, plain.beside) == (0.5, 4, {})


def test_a_young_cohort_is_too_early_to_say_and_no_fall(facts: Build) -> None:
    """Touched ten days before the data end: not one of two became a prospect, and nobody can say 0 %."""
    company = facts(
        leads=[_lead("a"), _lead("b")], touches=[_touch("a"), _touch("b"), {"lead": None, "at": "2024-01-20"}]
    )
    figure = company.figure("touch_to_prospect")
    assert (figure.value, figure.too_early, figure.n) == (None, True, 2)
