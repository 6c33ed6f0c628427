"""What goes wrong is told in words, in the page's frame; what is empty is no fault."""

from __future__ import annotations

import time
from urllib.request import Request

import pytest

from merilo.web.beside import Beside
from tests.web.site import Site

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]


def test_the_list_of_own_log_ins_opens(site: Site) -> None:
    assert site.client("seller").get("/account/sessions/").status == 200


def test_an_address_that_there_is_not_is_said_so(site: Site) -> None:
    page = site.client("seller").get("/nosuch/")
    assert (page.status, page.title) == (404, "There is nothing at this address.")


def test_a_form_left_open_too_long_is_told_what_to_do(site: Site) -> None:
    seller = site.client("seller")
    page = seller._sent(Request(f"{site.base}/journal/log/", data=b"kind=call", headers=seller._headers))
    assert (page.status, page.title) == (403, "This form is out of date.")


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
def test_rows_of_nothing_are_a_file_of_headings(site: Site, form: str) -> None:
    page = site.client("analyst").get(f"/kpi/win_rate/rows.{form}?from=2020-01-01&to=2020-01-31")
    assert page.status == 200
    if form == "csv":
        (headings,) = page.text.removeprefix("\ufeff").splitlines()
        assert {"id", "seller_name", "won"} <= set(headings.split(","))


def test_what_ends_beside_the_pages_is_followed_by_another() -> None:
    """A module that ends at once stands for a process that was killed."""
    beside = Beside(["platform"])
    try:
        first, until = beside._running["platform"].pid, time.monotonic() + 60
        while beside._running["platform"].pid == first and time.monotonic() < until:
            time.sleep(0.1)
        assert beside._running["platform"].pid != first
    finally:
        beside.stop()
    assert beside._running["platform"].poll() is not None
