"""A seller's day in the journal: by keyboard, by mouse, on a phone, in Russian; also when the line is dead."""

from __future__ import annotations

import re
import time
from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Visit
from tests.web.site import Site

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]


def account(site: Site, name: str) -> str:
    """The path of a new account of the seller."""
    page = site.client("seller").post("/journal/new/account/", name=name)
    return "/journal/" + page.url.partition("/journal/")[2]


def deal(site: Site, name: str) -> None:
    """A new deal of the seller in the first stage of the demo's pipeline."""
    where = urlencode({"pipeline": "Corporate", "stage": "Qualification"})
    assert site.client("seller").post("/journal/new/deal/", name=name, amount="5000", stage=where).status == 200


def stage(page: Page, name: str) -> Locator:
    """A column of the board."""
    return page.locator(f'#board [data-stage="{name}"]')


def touches(page: Page) -> int:
    """How many touches My week counts today."""
    return int(page.locator("#counted p").inner_text().split(" ", maxsplit=1)[0])


def faults(page: Page) -> list[str]:
    """What axe finds serious or critical."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found
            if each["impact"] in ("serious", "critical")]  # fmt: skip


def test_a_call_is_logged_with_three_keys_and_a_name_and_undone(browser: Browser, site: Site) -> None:
    account(site, "Quartz Instruments")
    visit = Visit(browser, site, "seller")
    page = visit.page
    expect(page.get_by_role("heading", level=1)).to_have_text("My week")
    before = touches(page)
    begun = time.monotonic()
    page.keyboard.press("n")
    page.keyboard.type("Quartz Ins")
    page.keyboard.press("Enter")  # before the list has come: it is taken when it comes
    expect(page.get_by_role("dialog").get_by_label("With whom")).to_have_value("Quartz Instruments")
    page.keyboard.press("Enter")
    toast = page.locator(".toast")
    expect(toast).to_contain_text("Call logged: Quartz Instruments.")
    assert time.monotonic() - begun < 10
    expect(page.locator("#counted")).to_contain_text(f"{before + 1} touch")  # on this very page
    toast.get_by_role("button", name="Undo").click()
    expect(page.locator(".toast")).to_contain_text("Undone")
    expect(page.locator("#counted")).to_contain_text(f"{before} touch")
    assert visit.complaints == []


def test_the_dialog_keeps_what_was_typed_and_gives_the_focus_back(browser: Browser, site: Site) -> None:
    visit = Visit(browser, site, "seller")
    page = visit.page
    page.goto("/journal/")
    page.get_by_role("link", name="Log it").press("Enter")
    box = page.get_by_role("dialog")
    expect(box.get_by_label("With whom")).to_be_focused()
    assert faults(page) == []
    box.get_by_label("With whom").fill("Nobody of that name")
    box.get_by_label("Note").fill("a long talk")
    box.get_by_role("button", name="Save").click()
    expect(box.get_by_role("alert")).to_contain_text("Nobody is called")
    page.context.set_offline(True)
    box.get_by_role("button", name="Save").click()
    expect(box.get_by_role("alert")).to_contain_text("The server cannot be reached")
    expect(box.get_by_label("Note")).to_have_value("a long talk")
    page.context.set_offline(False)
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(page.get_by_role("link", name="Log it")).to_be_focused()
    told = ("status of 422", "ERR_INTERNET", "htmx:")  # the browser's own words for what the page has told
    assert all(any(word in each for word in told) for each in visit.complaints), visit.complaints


def test_a_deal_is_dragged_moved_by_key_and_lost_with_a_reason(browser: Browser, site: Site) -> None:
    deal(site, "Onyx fittings")
    visit = Visit(browser, site, "seller")
    page = visit.page
    page.goto("/journal/deals/?pipeline=Corporate")
    card = page.locator(".deal", has_text="Onyx fittings")
    card.drag_to(stage(page, "Discovery"))
    expect(stage(page, "Discovery")).to_contain_text("Onyx fittings")
    expect(page.locator(".toast").first).to_contain_text("Onyx fittings is now in Discovery.")
    link = page.get_by_role("link", name="Onyx fittings")
    expect(link).to_be_focused()  # also after the board was drawn anew
    page.keyboard.press("Shift+ArrowRight")
    expect(stage(page, "Demo")).to_contain_text("Onyx fittings")
    card.locator("summary").press("Enter")
    card.get_by_role("button", name="Lost", exact=True).click()
    why = page.get_by_role("dialog", name="Why was it lost?")
    why.get_by_label("Reason").fill("Too dear")
    page.keyboard.press("Enter")
    expect(stage(page, "Lost")).to_contain_text("Too dear")
    page.locator(".toast").first.get_by_role("button", name="Undo").click()
    expect(stage(page, "Demo")).to_contain_text("Onyx fittings")
    assert faults(page) == []
    assert visit.complaints == []


def test_who_is_slower_is_told_and_sees_the_board_as_it_is(browser: Browser, site: Site) -> None:
    deal(site, "Beryl pumps")
    visit = Visit(browser, site, "seller")
    page = visit.page
    page.goto("/journal/deals/?pipeline=Corporate")
    number = page.locator(".deal", has_text="Beryl pumps").get_attribute("data-id")
    site.client("manager").post(f"/journal/deal/{number}/move", stage="Proposal", version="1")
    page.locator(".deal", has_text="Beryl pumps").drag_to(stage(page, "Discovery"))
    expect(page.locator(".toast.bad")).to_contain_text("has changed this record")
    expect(stage(page, "Proposal")).to_contain_text("Beryl pumps")
    assert all("409" in each for each in visit.complaints)


def test_search_by_the_slash_and_the_arrows(browser: Browser, site: Site) -> None:
    path = account(site, "Topaz Shipping")
    visit = Visit(browser, site, "outsider")  # companies are found by everybody, so that nobody is called twice
    page = visit.page
    page.keyboard.press("/")
    page.keyboard.type("topaz")
    expect(page.get_by_role("option", name=re.compile("Topaz Shipping"))).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Topaz Shipping")
    assert page.url.endswith(path)
    assert visit.complaints == []


def test_on_a_phone_in_russian(browser: Browser, site: Site) -> None:
    path = account(site, "Яшма и партнёры с очень длинным названием общества с ограниченной ответственностью")
    visit = Visit(browser, site, "seller", language="ru", width=390)
    page = visit.page
    page.goto("/journal/")
    expect(page.locator(".tabs")).to_be_visible(timeout=120_000)  # documents in Russian are made when first asked for
    for each in ("/journal/", "/journal/deals/", "/journal/leads/", "/journal/new/deal/", "/journal/search/?q=а", path):
        page.goto(each)
        expect(page.locator("#main h1")).to_be_visible()
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{each} is {wide} pixels too wide for a phone"
        assert faults(page) == [], each
    page.get_by_role("link", name="Записать").last.click()  # on the account's page: for this account
    box = page.get_by_role("dialog")
    expect(box.get_by_label("С кем")).to_have_value(re.compile("Яшма"))
    box.get_by_role("radio", name="Встреча").check(force=True)
    box.get_by_label("О чём").fill("Знакомство")
    box.get_by_label("Что дальше?").fill("Отправить предложение")
    box.get_by_role("radio", name="через 3 дня").check(force=True)
    box.get_by_role("button", name="Сохранить").click()
    expect(page.locator(".toast")).to_contain_text("Встреча записана")
    expect(page.locator(".timeline")).to_contain_text("Знакомство")
    page.locator(".tick").first.click()
    expect(page.locator(".timeline")).to_contain_text("Отправить предложение")
    assert [each for each in visit.complaints if "202" not in each] == []
