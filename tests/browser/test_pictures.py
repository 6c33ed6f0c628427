"""The pictures of the README, taken from the pages as they are, in both languages.

`make pictures` has them kept in docs/pictures; in any other run they are taken, held to be no empty page, and dropped.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Visit
from tests.web.site import Site

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]

PATIENCE = 180_000
"""Milliseconds: the first to ask in a language waits until its documents are made."""


@dataclass(frozen=True)
class Picture:
    """One picture: whose page, how wide, what must be there before it is taken, and what is pressed."""

    name: str
    who: str
    path: str
    wait_for: str
    width: int = 1200
    height: int = 800
    press: str = ""


PICTURES = (
    Picture("week", "seller", "/week/", ".spark"),
    Picture("team", "manager", "/team/", "tbody tr"),
    Picture("forecast", "manager", "/forecast/", "#record"),
    Picture("kpi", "analyst", "/kpi/touches/?by=seller", "#answer .figure"),
    Picture("log", "seller", "/journal/", "h1", width=390, press="n"),
)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_pictures_of_the_readme(browser: Browser, site: Site, tmp_path: Path, language: str) -> None:
    folder = Path(os.environ.get("MERILO_PICTURES", tmp_path)) / language
    folder.mkdir(parents=True, exist_ok=True)
    for picture in PICTURES:
        visit = Visit(browser, site, picture.who, language=language, width=picture.width)
        visit.page.set_viewport_size({"width": picture.width, "height": picture.height})
        file = folder / f"{picture.name}.png"
        _taken(visit.page, picture, file)
        visit.context.close()
        assert file.stat().st_size > 15_000, f"{picture.name} looks like an empty page"


def _taken(page: Page, picture: Picture, file: Path) -> None:
    page.goto(picture.path)
    while page.locator("p.notice[role=status]").count():  # what other tests logged is being counted
        page.wait_for_timeout(1000)
        page.goto(picture.path)
    expect(page.locator(picture.wait_for).first).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".htmx-request")).to_have_count(0, timeout=PATIENCE)
    expect(page.locator("[data-spec]:not([data-drawn])")).to_have_count(0, timeout=PATIENCE)
    if picture.press:
        page.keyboard.press(picture.press)
        expect(page.locator("dialog[open]")).to_be_visible()
    page.screenshot(path=file)
