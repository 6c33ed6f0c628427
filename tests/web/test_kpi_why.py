"""Why a KPI moved: the parts of the picture make the change; who sees less is told of less."""

from __future__ import annotations

import html
import json
import re
from datetime import timedelta

import pytest

from merilo.core.time import Period
from merilo.kpis.question import Question
from merilo.reports.why import why
from tests.web.site import Site

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]


def _spec(text: str, cut: str) -> list[dict[str, float]]:
    found = re.search(rf'<script[^>]*id="why-{cut}-spec"[^>]*>(.*?)</script>', text, re.DOTALL)
    assert found
    steps: list[dict[str, float]] = json.loads(html.unescape(found[1]))["data"]["values"]
    return steps


def _months(site: Site) -> tuple[str, str]:
    calendar = site.place.settings.calendar
    after = calendar.start(calendar.start(calendar.today(), Period.MONTH) - timedelta(days=1), Period.MONTH)
    before = calendar.start(after - timedelta(days=1), Period.MONTH)
    return calendar.label(before, Period.MONTH), calendar.label(after, Period.MONTH)


def test_the_last_two_whole_months_are_compared(site: Site) -> None:
    found = why(site.place, Question("touches"), *_months(site))
    text = site.client("analyst").get("/kpi/touches/why/").text
    for cut in found.cuts:
        first, *steps, last = _spec(text, cut.cut)
        assert (first["amount"], last["amount"]) == pytest.approx((found.value_before, found.value_after))
        assert sum(step["amount"] for step in steps) == pytest.approx(found.change, abs=1e-6)


def test_a_seller_reads_of_himself_only(site: Site) -> None:
    own = why(site.place, Question("touches", where=(("seller", site.seller),)), *_months(site))
    page = site.client("seller").get("/kpi/touches/why/")
    assert _spec(page.text, "seller")[-1]["amount"] == pytest.approx(own.value_after)
    assert site.staff["names"][site.outsider] not in page.words


def test_periods_without_a_value_are_no_fault(site: Site) -> None:
    page = site.client("analyst").get("/kpi/win_rate/why/?before=1990-01&after=1990-02")
    assert page.status == 200
    assert "has no value in 1990-01" in page.words
    assert site.client("analyst").get("/kpi/win_rate/why/?span=blink").status == 400
