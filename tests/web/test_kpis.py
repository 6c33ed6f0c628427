"""The KPI pages: the same numbers as the command line, only of what the person sees, opened to their rows."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from merilo.kpis.question import Question
from merilo.kpis.registry import ALL
from merilo.reports.answer import answer
from tests.web.site import Site

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]


def _won(site: Site, *where: tuple[str, str]) -> float:
    total = answer(site.place, Question("won_amount", where=where)).total
    return float(total.figure.value or 0) if total else 0.0


def _shown(text: str) -> float:
    found = re.search(r'class="figure">([\d,]+)', text)
    assert found, text[:500]
    return float(found.group(1).replace(",", ""))


@pytest.mark.parametrize("name", [kpi.name for kpi in ALL])
def test_every_kpi_has_a_page_with_its_question(site: Site, name: str) -> None:
    page = site.client("analyst").get(f"/kpi/{name}/")
    assert (page.status, page.title) == (200, next(kpi.label for kpi in ALL if kpi.name == name))


def test_the_answer_is_of_what_the_person_sees(site: Site) -> None:
    """The whole of it for the analyst, his own for the seller, and for the manager his team at the time."""
    seen = {
        who: _shown(site.client(who).get("/kpi/won_amount/answer/").text) for who in ("analyst", "seller", "manager")
    }
    assert seen["analyst"] == pytest.approx(_won(site), abs=1)
    assert seen["seller"] == pytest.approx(_won(site, ("seller", site.seller)), abs=1)
    assert seen["manager"] == pytest.approx(_won(site, ("manager", site.manager)), abs=1)
    assert seen["seller"] < seen["manager"] < seen["analyst"]


def test_a_cut_by_seller_shows_a_manager_his_own_people_only(site: Site) -> None:
    words = site.client("manager").get("/kpi/touches/answer/?by=seller").words
    assert site.staff["names"][site.seller] in words
    assert site.staff["names"][site.outsider] not in words


def test_the_export_has_all_rows_and_adds_up_to_the_number(site: Site) -> None:
    page = site.client("seller").get("/kpi/won_amount/rows.csv")
    assert page.headers["Content-Disposition"] == 'attachment; filename="won_amount.csv"'
    rows = list(csv.DictReader(io.StringIO(page.text.removeprefix("\ufeff"))))
    assert {row["seller_name"] for row in rows} == {site.staff["names"][site.seller]}
    assert sum(float(row["amount"] or 0) for row in rows) == pytest.approx(
        _won(site, ("seller", site.seller)), abs=0.01
    )


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("by=colour", "colour"),
        ("from=yesterday", "yesterday is no day"),
        ("every=blink", "There is no period blink"),
        ("as_of=2099-01-01", "2099-01-01"),
        ("where_seller=x", "not yours to see"),
    ],
)
def test_a_question_that_cannot_be_answered_says_why(site: Site, query: str, said: str) -> None:
    page = site.client("seller").get(f"/kpi/won_amount/answer/?{query}")
    assert page.status in (400, 404)
    assert said in page.words


def test_an_unknown_kpi_is_said(site: Site) -> None:
    assert site.client("analyst").get("/kpi/luck/").status == 400


def test_the_chart_is_the_one_that_fits(site: Site) -> None:
    """Stages as a funnel whose outcomes add up to the visits, days as distributions, shares as bars."""
    analyst = site.client("analyst")
    page = analyst.get("/kpi/stage_conversion/answer/?by=stage")
    spec = json.loads(re.search(r'id="funnel-stage_conversion-spec"[^>]*>(.*?)</script>', page.text, re.DOTALL)[1])  # type: ignore[index]
    found = answer(site.place, Question("stage_conversion", by=("stage",)))
    entered = {line.labels["stage"]: line.figure.parts["visits"] - line.figure.parts["ended"] for line in found.lines}
    shown: dict[str, int] = {}
    for record in spec["data"]["values"]:
        shown[record["group"]] = shown.get(record["group"], 0) + record["n"]
    assert shown == {stage: n for stage, n in entered.items() if n}
    assert list(shown) == [stage for stage, n in entered.items() if n]  # in the order of the pipeline
    assert "spread-stage_time-spec" in analyst.get("/kpi/stage_time/answer/?by=stage").text
    assert "bars-win_rate-spec" in analyst.get("/kpi/win_rate/answer/?by=seller").text
