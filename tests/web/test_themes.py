"""Time to close and Retention: several KPIs on a page, each the same as on its own page."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from merilo.core.time import Period
from merilo.kpis.question import Question
from merilo.reports.answer import answer
from merilo.reports.pages import kpi_page
from merilo.reports.win_probability import ageing
from tests.web.site import Site

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]

START, END = date(2026, 7, 1), date(2026, 9, 30)


def _parts(text: str) -> list[str]:
    return [html.unescape(found) for found in re.findall(r'hx-get="(/kpi/[^"]+/answer/[^"]*)"', text)]


@pytest.mark.parametrize("path", ["/time-to-close/", "/retention/"])
@pytest.mark.parametrize("who", ["seller", "manager", "analyst"])
def test_each_part_is_answered(site: Site, path: str, who: str) -> None:
    parts = _parts(site.client(who).get(path).text)
    assert len(parts) >= 5
    assert {part: site.client(who).get(part).status for part in parts} == dict.fromkeys(parts, 200)


def test_a_page_about_one_seller_asks_each_part_about_him(site: Site) -> None:
    parts = _parts(site.client("manager").get(f"/retention/?seller={site.seller}").text)
    assert len(parts) == 8
    assert all("seller=" in part for part in parts)


def test_the_steps_of_a_movement_lead_from_opening_to_closing(site: Site) -> None:
    """Opening plus what came minus what went is the closing: the steps as they are drawn, added up here."""
    part = next(part for part in _parts(site.client("analyst").get("/retention/").text) if "revenue_movements" in part)
    text = site.client("analyst").get(part).text
    spec = re.search(r'<script[^>]*id="steps-revenue_movements-spec"[^>]*>(.*?)</script>', text, re.DOTALL)
    assert spec, text[:2000]
    steps = json.loads(spec[1])["data"]["values"]
    amounts = {step["step"]: step["amount"] for step in steps}
    opening, *between, closing = amounts.values()
    assert opening > 0
    assert opening + sum(between) == pytest.approx(closing, abs=0.01)
    assert amounts["Contraction"] <= 0
    assert amounts["Churn"] <= 0 <= amounts["New"]
    for before, after in pairwise(steps[:-1]):
        assert after["from"] == pytest.approx(before["to"])


def test_a_movement_that_does_not_add_up_is_not_drawn(site: Site) -> None:
    found = answer(site.place, Question("revenue_movements", every=Period.QUARTER, start=START, end=END))
    [line] = found.lines
    figure = line.figure
    assert kpi_page.movement(found)
    wrong = replace(figure, parts={**figure.parts, "closing": float(figure.parts["closing"] or 0) + 1000})
    with pytest.raises(ValueError, match="do not make"):
        kpi_page.movement(replace(found, total=None, lines=(replace(line, figure=wrong),)))


def test_a_kpi_without_a_movement_has_no_steps(site: Site) -> None:
    assert kpi_page.movement(answer(site.place, Question("touches"))) == []


def test_the_chances_by_age_are_those_of_the_command(site: Site) -> None:
    """The points drawn are the lines of `merilo ageing` that are not too few, each within its range."""
    site.renew("ageing")
    text = site.client("seller").get("/time-to-close/").text
    spec = re.search(r'<script[^>]*id="chances-spec"[^>]*>(.*?)</script>', text, re.DOTALL)
    assert spec
    drawn = json.loads(spec[1])
    found = ageing(site.place)
    told = {(line["age"], line["within_30"]) for line in found.records() if not line["too_few"] and line["within_30"]}
    points = drawn["data"]["values"]
    assert {(each["age"], each["value"]) for each in points if each["what"] == "Won within 30 days"} >= told
    assert all(each["low"] <= each["value"] <= each["high"] for each in points)
    assert found.acceptable
    assert drawn["layer"][-1]["data"]["values"] == [{"age": found.acceptable.days}]


def test_the_cohorts_are_a_map_of_cohort_and_period(site: Site) -> None:
    part = next(part for part in _parts(site.client("analyst").get("/retention/").text) if "/cohorts/" in part)
    spec = re.search(r'<script[^>]*id="map-cohorts-spec"[^>]*>(.*?)</script>', site.client("analyst").get(part).text,
                     re.DOTALL)  # fmt: skip
    assert spec
    cells = {(each["group"], each["period"]): each["value"] for each in json.loads(spec[1])["data"]["values"]}
    first = [value for (group, period), value in cells.items() if group == period]
    assert first
    assert set(first) == {1.0}
    assert all(period >= group for group, period in cells)
