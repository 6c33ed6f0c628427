"""A real browser (Debian's Chromium) on the served company; whatever it complains of fails the test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

from tests.web.site import PASSWORD, Site

_QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
          "--disable-component-update", "--disable-sync")  # fmt: skip
_PATIENCE = 60_000  # milliseconds: parts of a page are computed beside it, on a busy machine for long
expect.set_options(timeout=_PATIENCE)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium is installed (Debian: apt-get install chromium)")
    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code in all later tests.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(_QUIET))
        yield opened
        opened.close()


class Visit:
    """One person at a browser. `complaints`: errors of the console, refused by the policy, requests to other hosts."""

    def __init__(self, browser: Browser, place: Site, who: str, language: str = "en", width: int = 1200) -> None:
        self.place = place
        self.context: BrowserContext = browser.new_context(
            locale=language, viewport={"width": width, "height": 900}, base_url=place.base
        )
        self.context.set_default_timeout(_PATIENCE)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._request)
        self.page.goto("/account/login/")
        self.page.fill("input[name=login]", f"{who}@example.com")
        self.page.fill("input[name=password]", PASSWORD)
        self.page.press("input[name=password]", "Enter")
        self.page.wait_for_url(lambda url: "/account/login" not in url)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.place.base, "data:", "blob:")):
            self.complaints.append(f"asked another host: {request.url}")
