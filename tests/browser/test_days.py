"""The days of the three people in a real browser: both languages, a phone, no complaint of the browser."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Visit
from tests.web.site import Site

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]


def test_a_seller_opens_his_week_and_a_number_behind_it(browser: Browser, site: Site) -> None:
    visit = Visit(browser, site, "seller")
    page = visit.page
    expect(page.get_by_role("heading", level=1)).to_have_text("My week")
    page.keyboard.press("g")
    page.keyboard.press("k")
    expect(page.get_by_role("heading", level=1)).to_have_text("KPIs")
    page.get_by_role("link", name="Touches How often").click()
    expect(page.locator("#answer .figure")).to_be_visible()
    expect(page.locator("#limits[data-drawn] canvas")).to_be_visible()
    page.get_by_role("link", name="The rows behind it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The rows behind it")
    assert visit.complaints == []


def test_a_manager_s_day_from_the_board_to_the_sheet(browser: Browser, site: Site) -> None:
    visit = Visit(browser, site, "manager")
    page = visit.page
    expect(page.get_by_role("heading", level=1)).to_have_text("Team")
    rows = page.locator("tbody tr")
    names = rows.locator("th a").first
    before = names.inner_text()
    page.get_by_role("button", name="Seller").click()
    page.get_by_role("button", name="Seller").click()
    expect(page.locator("th[aria-sort=descending]")).to_have_count(1)
    assert before
    page.get_by_role("link", name="1:1 sheet").first.click()
    expect(page.locator("h1")).not_to_have_text("Team")
    for path in ("/problems/", "/pipeline/", "/plan/"):
        page.goto(path)
        expect(page.locator("h1")).to_be_visible()
    assert visit.complaints == []


def test_an_analyst_cuts_and_dates_a_number_by_the_form(browser: Browser, site: Site) -> None:
    visit = Visit(browser, site, "analyst")
    page = visit.page
    page.goto("/kpi/win_rate/")
    page.get_by_label("Every").select_option("quarter")
    page.get_by_role("button", name="Ask").click()
    expect(page.locator("#trend-win_rate[data-drawn] canvas")).to_be_visible()
    assert "every=quarter" in page.url
    assert visit.complaints == []


@pytest.mark.parametrize("who", ["seller", "manager"])
def test_the_same_in_russian_on_a_phone(browser: Browser, site: Site, who: str) -> None:
    """Documents in Russian are made when they are first asked for: until then the page says so and asks again."""
    visit = Visit(browser, site, who, language="ru", width=390)
    page = visit.page
    seller = quote(site.seller, safe="")
    for path, title in ((f"/week/{seller}/", None), ("/kpi/touches/", "Касания"), ("/plan/", "Соотношения и план")):
        page.goto(path)
        if title:
            expect(page.get_by_role("heading", level=1)).to_have_text(title, timeout=120_000)
        else:
            expect(page.locator("section").first).to_be_visible(timeout=120_000)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{path} is {wide} pixels too wide for a phone"
    assert [each for each in visit.complaints if "202" not in each] == []
