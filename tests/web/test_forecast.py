"""Forecast: the range that the command tells, of whom the person sees; naive figures beside it are their KPIs'."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest

from merilo.core.numbers import short_money
from merilo.core.time import Period
from merilo.kpis.question import Question
from merilo.people.accounts import people
from merilo.reports.answer import answer
from merilo.reports.forecast.document import forecast
from merilo.reports.forecast.foreseen import Asked, Foreseen
from merilo.reports.forecast.open_deals import chances_of
from merilo.reports.pages.foreseen_page import foreseen_of_all
from merilo.reports.seen import Seen
from tests.web.site import Site

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]


@pytest.fixture(scope="module", autouse=True)
def foreseen(site: Site) -> Foreseen:
    site.renew("forecast", "forecast_deals")
    return forecast(site.place)


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


def test_the_page_tells_what_the_command_tells_of_whom_the_person_sees(site: Site, foreseen: Foreseen) -> None:
    line = foreseen.line(Period.QUARTER, 0, "seller", site.seller)
    currency = site.place.settings.currency
    shown = [short_money(line.amount.at(at), currency).replace("\u00a0", " ") for at in (0.1, 0.9)]
    page = site.client("seller").get("/forecast/").words
    assert f"With 80 % between {shown[0]} and {shown[1]}" in page
    assert "The whole company" not in page
    assert "The whole company" in site.client("analyst").get("/forecast/").words


@pytest.mark.parametrize(
    ("who", "address", "status"),
    [
        ("seller", "/forecast/?whom=company%7C", 404),
        ("seller", "/forecast/?whom=seller%7C{outsider}", 404),
        ("seller", "/forecast/what/?whom=seller%7C{outsider}&winning=10", 404),
        ("seller", "/forecast/what/?won=crm%3Anobody", 404),
        ("seller", "/forecast/what/?winning=much", 400),
        ("seller", "/forecast/what/?target=-5", 400),
        ("manager", "/forecast/?whom=seller%7C{seller}", 200),
    ],
)
def test_nobody_sees_another_ones_forecast(site: Site, who: str, address: str, status: int) -> None:
    path = address.format(seller=site.seller, outsider=site.outsider)
    assert site.client(who).get(path).status == status


def test_what_if_moves_the_range_as_the_command_says(site: Site) -> None:
    name = site.staff["names"][site.seller]
    supposed = forecast(site.place, Asked(seller=name, winning=1.5, target=1e6)).line(
        Period.QUARTER, 0, "seller", site.seller
    )
    currency = site.place.settings.currency
    words = site.client("seller").get("/forecast/what/?winning=50&target=1000000").words
    assert short_money(supposed.amount.at(0.5), currency).replace("\u00a0", " ") in words
    assert f"{100 * (supposed.reaching or 0.0):.1f} %" in words


def test_the_file_holds_only_whom_the_person_sees(site: Site) -> None:
    rows = list(csv.DictReader(io.StringIO(site.client("seller").get("/forecast.csv").text)))
    assert {row["subject"] for row in rows} == {site.seller}
    assert {row["every"] for row in rows} == {"week", "month", "quarter"}


def test_a_deal_s_page_tells_its_chance_and_the_api_what_the_owner_sees(site: Site, foreseen: Foreseen) -> None:
    deal = chances_of(foreseen, [site.seller])[0]
    words = site.client("seller").get(f"/journal/deal/{deal.id}/").words
    assert f"This quarter {100 * deal.chances[1]:.1f} %" in words
    assert all(f"{what} ×{times:.2f}" in words for what, times in deal.reasons)
    owner = next(person for person in people(site.place) if person.seller == site.seller)
    document = foreseen_of_all(Seen(site.place, owner))
    assert {line["subject"] for line in document["lines"]} == {site.seller}
    assert {each["seller"] for each in document["open_deals"]} == {site.seller}
    assert not {"mean", "pinball", "crps"} & set(document["record"]["lines"][0])
