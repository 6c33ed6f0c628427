"""Forecast: naive figures named as such, each the same as its KPI's; no forecast is claimed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from merilo.core.numbers import short_money
from merilo.core.time import Period
from merilo.kpis.question import Question
from merilo.reports.answer import answer
from tests.web.site import Site

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]


def test_what_is_won_so_far_is_that_of_the_person(site: Site) -> None:
    settings = site.place.settings
    today = settings.calendar.today()
    start = settings.calendar.start(today, Period.QUARTER)
    question = Question("won_amount", start=start, end=today, where=(("seller", site.seller),))
    total = answer(site.place, question).total
    assert total is not None
    won = short_money(total.figure.value, settings.currency).replace("\u00a0", " ")
    words = site.client("seller").get("/forecast/quarter/").words
    assert f"Won so far {won}" in words
    assert words.count("naive") == 3


def test_last_year_is_the_same_quarter_of_last_year(site: Site) -> None:
    """The company began a year ago, so hardly anything is known of that quarter: it is that figure, or none at all."""
    settings = site.place.settings
    start = settings.calendar.start(settings.calendar.today(), Period.QUARTER)
    end = settings.calendar.next(start, Period.QUARTER)
    before = date(start.year - 1, start.month, 1), date(end.year - 1, end.month, 1) - timedelta(days=1)
    total = answer(site.place, Question("won_amount", start=before[0], end=before[1])).total
    known = total is not None and total.figure.n
    told = short_money(total.figure.value, settings.currency) if total and known else "cannot be told"
    words = site.client("analyst").get("/forecast/quarter/").words
    assert f"Same quarter last year : {told}".replace("\u00a0", " ") in words


def test_the_page_says_that_it_is_no_forecast(site: Site) -> None:
    assert "Merilo makes no forecast of its own yet" in site.client("seller").get("/forecast/").words
