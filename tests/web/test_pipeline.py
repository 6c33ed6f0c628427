"""The pipeline page: the deals of any day, what stages should hold, what moved and what is past its age."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from merilo.kpis.question import Question
from merilo.reports.answer import answer
from merilo.reports.prepared import Prepared
from tests.web.site import Site

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]


def _past(site: Site) -> date:
    return date.fromisoformat(site.staff["day"]) - timedelta(days=90)


def test_a_past_day_is_shown_as_it_was_known_then(site: Site) -> None:
    day = _past(site)
    words = site.client("analyst").get(f"/pipeline/?as_of={day}").words
    found = answer(site.place, Question("pipeline", by=("stage",), as_of=day))
    total = sum(int(line.figure.value or 0) for line in found.lines)
    assert f": {total:,} open deal" in words
    for line in found.lines:
        n = int(line.figure.value or 0)
        assert f"{line.labels['stage']} {n:,} deal" in words


def test_the_slider_swaps_nothing_but_the_board(site: Site) -> None:
    day = _past(site)
    part = site.client("analyst").get(f"/pipeline/?as_of={day}", **{"HX-Request": "true"})
    assert "<html" not in part.text
    assert f"as_of={day}" in part.text
    back = site.client("analyst").get(
        f"/pipeline/?as_of={day}", **{"HX-Request": "true", "HX-History-Restore-Request": "true"}
    )
    assert "<html" in back.text


def test_a_seller_finds_his_own_deals_only(site: Site) -> None:
    own = answer(site.place, Question("pipeline", where=(("seller", site.seller),)), rows=True)
    assert own.total is not None
    page = site.client("seller").get("/pipeline/")
    assert f": {int(own.total.figure.value or 0):,} open deal" in page.words
    assert 'id="seller"' not in page.text
    assert site.client("seller").get(f"/pipeline/?seller={site.outsider}").status == 404


def test_the_balance_is_of_those_whom_the_person_sees(site: Site) -> None:
    """The company's for the analyst, his own for the seller, his team's for the manager; another team's for nobody."""
    company = Prepared(site.place, "en").made_now("stages")["balance"]
    assert company["who"] in site.client("analyst").get("/pipeline/balance/").words
    assert site.staff["names"][site.seller] in site.client("seller").get("/pipeline/balance/").words
    team, other = (site.staff["teams"][who] for who in (site.seller, site.outsider))
    assert team in site.client("manager").get("/pipeline/balance/").words
    assert site.client("manager").get(f"/pipeline/balance/?team={other}").status == 404


def test_over_age_deals_are_those_of_the_kpi(site: Site) -> None:
    found = answer(site.place, Question("over_age"), rows=True)
    words = site.client("analyst").get("/pipeline/old/").words
    rows = found.rows.to_pylist() if found.rows is not None else []
    assert rows
    assert f"{len(rows)} open deal" in words
    assert all(row["account_name"] in words for row in rows[:20])


@pytest.mark.parametrize("query", ["as_of=yesterday", "as_of=2999-01-01", "every=year", "pipeline=%27"])
def test_what_cannot_be_asked_is_told(site: Site, query: str) -> None:
    page = site.client("analyst").get(f"/pipeline/?{query}")
    assert page.status == (200 if query.startswith("pipeline") else 400)
    assert ("No deal was open" in page.words) == query.startswith("pipeline")
