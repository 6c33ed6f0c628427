"""What sellers and managers see first: the right people, the right numbers, and what to do when there is nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from merilo.kpis.question import Question
from merilo.people.journal.kinds import SOURCE
from merilo.reports.answer import answer
from merilo.reports.prepared import Prepared
from tests.web.site import Site

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]


def test_my_week_is_about_me(site: Site) -> None:
    page = site.client("seller").get("/week/")
    assert page.title == "My week"
    weeks = Prepared(site.place, "en").made_now("weeks")
    touches = weeks["kpis"]["touches"]["seller"][site.seller]["value"][-1]
    assert f"Touches {touches:,.0f} usual" in page.words
    assert site.staff["names"][site.outsider] not in page.words


def test_the_last_week_on_the_page_is_that_of_the_facts(site: Site) -> None:
    """The sparkline's last point, asked anew: the touches of the last whole week of this seller."""
    weeks = Prepared(site.place, "en").made_now("weeks")
    kpi = weeks["kpis"]["touches"]
    found = answer(
        site.place,
        Question("touches", start=_day(kpi["points"][-1]), end=_day(weeks["end"]), where=(("seller", site.seller),)),
    )
    assert found.total is not None
    assert found.total.figure.parts["touches"] == kpi["seller"][site.seller]["value"][-1]


def test_my_week_says_what_is_next_for_me(site: Site) -> None:
    """The steps and deals of the prepared document, of this seller and of nobody else.

    The journal's own steps are on the page as they are at this moment, which facts come to know a little later.
    """
    words, found = _while_it_stands(site)
    mine = [each for each in found["deals"] if each["seller"] == site.seller]
    assert "Deals that need me" in words
    assert not [each for each in mine[:8] if " ".join((each["account_name"] or "").split()) not in words]
    steps = [each for each in found["steps"] if each["seller"] == site.seller]
    elsewhere = [each for each in steps if not each["id"].startswith(f"{SOURCE}:")]
    assert elsewhere
    assert not [each for each in elsewhere if (each["subject"] or "") not in words]
    others = {each["account_name"] for each in found["deals"] if each["seller"] != site.seller} - {None}
    assert not any(name in words for name in others - {each["account_name"] for each in [*mine, *steps]})


def _while_it_stands(site: Site) -> tuple[str, Any]:
    """The page and the document that it shows: what others log has the document made anew now and then."""
    for _turn in range(20):
        found = Prepared(site.place, "en").made_now("next_up")
        words = site.client("seller").get("/week/").words
        sheet = Prepared(site.place, "en").sheet("next_up")
        if sheet and sheet.content == found and not sheet.older:
            return words, found
    raise AssertionError("the document was made anew again and again")


def _day(text: str) -> date:
    return date.fromisoformat(text)


def test_the_board_shows_those_whom_the_manager_leads(site: Site) -> None:
    words = site.client("manager").get("/team/").words
    assert site.staff["names"][site.seller] in words
    assert site.staff["names"][site.mate] in words
    assert site.staff["names"][site.outsider] not in words
    everybody = site.client("analyst").get("/team/").words
    assert all(site.staff["names"][who] in everybody for who in site.staff["sellers"])


def test_the_pipeline_of_a_day_holds_what_the_kpi_says(site: Site) -> None:
    yesterday = site.staff["day"]
    words = site.client("analyst").get(f"/pipeline/?as_of={yesterday}").words
    found = answer(site.place, Question("pipeline", by=("stage",), as_of=_day(yesterday)))
    for line in found.lines:
        n = int(line.figure.value or 0)
        assert f"{line.labels['stage']} {n:,} deal" in words


def test_who_is_nobody_in_the_facts_is_told_so(site: Site) -> None:
    client = site.client("nobody")
    assert client.get("/plan/").status == 200
    assert "no target for this period" in client.get("/plan/").words
    assert client.get("/kpi/touches/answer/").status == 404


def test_problems_show_a_seller_nobody_else_s(site: Site) -> None:
    words = site.client("seller").get("/problems/").words
    others = [site.staff["names"][who] for who in site.staff["sellers"] if who != site.seller]
    assert not [name for name in others if name in words]
    assert "Too few prospects" in words
