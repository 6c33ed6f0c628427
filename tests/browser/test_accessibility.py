"""Every page of the menu, and those behind it, as axe-core judges them: nothing serious, by light and in the dark."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Visit
from tests.web.site import Site
from tests.web.test_data import CSV

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
GRAVE = ("serious", "critical")
BEHIND = {
    "seller": (
        "/kpi/win_rate/?every=quarter",
        "/kpi/pipeline/?by=stage",
        "/kpi/touches/rows/",
        "/tokens/",
        "/notifications/",
        "/notifications/choices/",
    ),
    "manager": ("/team/{seller}/sheet/", "/week/{seller}/", "/journal/pipelines/"),
    "admin": (),
}
"""Addresses that no menu shows."""


@pytest.mark.parametrize("who", list(BEHIND))
def test_axe_finds_nothing_serious(browser: Browser, site: Site, who: str) -> None:
    visit = Visit(browser, site, who)
    menu = visit.page.eval_on_selector_all(".ways a", "all => all.map(each => each.getAttribute('href'))")
    assert len(menu) > 5
    seller = quote(site.seller, safe="")
    faults = []
    for path in (*menu, *(each.format(seller=seller) for each in BEHIND[who])):
        visit.page.goto(path)
        faults += [f"{path}: {fault}" for fault in _faults(visit.page, "{}")]
        visit.page.emulate_media(color_scheme="dark")
        faults += [f"{path} in the dark: {fault}" for fault in _faults(visit.page, "{runOnly: ['color-contrast']}")]
        visit.page.emulate_media(color_scheme="light")
    assert not faults, "\n".join(faults)


def test_axe_finds_nothing_serious_on_the_way_of_a_file(browser: Browser, site: Site) -> None:
    """What is proposed, what became of it, and the table in which what was refused is mended."""
    analyst = site.client("analyst")
    text = CSV.replace("Acme", "Axis").replace("Beta", "Gamma")
    path = analyst.upload("/data/upload", "axe.csv", text).url.removeprefix(site.base)
    analyst.until(path, "What it would bring")
    page = Visit(browser, site, "analyst").page
    page.goto(path)
    faults = _faults(page, "{}")
    analyst.post(f"{path}run")
    rejects = re.search(r"/data/rejects/([\w-]+)\.csv", analyst.until(path, "It is imported").text)
    assert rejects
    for after in (path, f"/data/rejects/{rejects[1]}/"):
        page.goto(after)
        faults += [f"{after}: {fault}" for fault in _faults(page, "{}")]
    assert page.locator("input[name^=cell-]").count()
    assert not faults, "\n".join(faults)


def test_axe_sees_a_fault_where_there_is_one(browser: Browser, site: Site) -> None:
    """The same judge on a page that is at fault: else the test above could not fail."""
    page = Visit(browser, site, "seller").page
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<input><img src=\"data:,\">')")
    assert {fault.split()[1] for fault in _faults(page, "{}")} == {"image-alt", "label"}


def _faults(page: Page, options: str) -> list[str]:
    page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate(f"axe.run({options})")["violations"]
    return [f"{each['impact']} {each['id']} {each['nodes'][0]['html'][:200]}" for each in found
            if each["impact"] in GRAVE]  # fmt: skip
