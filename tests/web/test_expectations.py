"""Expectations as people use them: a manager asks for a range, his seller accepts it, a change asks again."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest

from merilo.reports.expectations import expectations
from tests.web.client import Page
from tests.web.site import Site

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]


def _ask(site: Site, who: str, whom: str, low: str, high: str = "", kpi: str = "touches") -> Page:
    year = site.staff["day"][:4]
    return site.client(who).post("/expectations/ask", whom=whom, kpi=kpi, period=year, low=low, high=high)


def _own(page: Page, low: str) -> tuple[str, str]:
    """The id and the terms of the expectation that begins at `low`, as the form on the page has them."""
    terms = dict(re.findall(r'name="terms-([^"]+)" value="([^"]+)"', page.text))
    return next(each for each in terms.items() if f" | {low}.." in each[1])


def test_asked_accepted_changed_and_asked_again(site: Site) -> None:
    manager, seller = site.client("manager"), site.client("seller")
    whom = f"seller|{site.seller}"
    assert "It is asked now" in _ask(site, "manager", whom, "4001", "5 000").words

    page = seller.get("/expectations/")
    assert "Touches : 4,001–5,000" in page.words
    target, terms = _own(page, "4001")
    accepted = seller.post("/expectations/accept", **{"target": target, f"terms-{target}": terms})
    assert "1 expectation accepted." in accepted.words

    assert "4,002–5,000" in _ask(site, "manager", whom, "4002", "5000").words
    again = seller.get("/expectations/")
    old = seller.post("/expectations/accept", **{"target": target, f"terms-{target}": terms})
    assert "has changed since you opened the page" in old.words
    assert _own(again, "4002")[0] == target

    held = [line for line in expectations(site.place).records() if line["id"] == target]
    assert [(line["low"], line["high"], line["seller"]) for line in held] == [(4002.0, 5000.0, site.seller)]

    number = target.partition(":")[2]
    assert "not asked any more" in manager.post(f"/expectations/{number}/withdraw").words
    assert target not in [line["id"] for line in expectations(site.place).records()]
    assert "4,002" not in seller.get("/expectations/").words


def test_nobody_asks_of_those_whom_he_does_not_lead(site: Site) -> None:
    assert _ask(site, "manager", f"seller|{site.outsider}", "1").status == 404
    assert _ask(site, "manager", "company|", "1").status == 404
    assert _ask(site, "seller", f"seller|{site.seller}", "1").status == 404
    assert _ask(site, "seller", f"seller|{site.mate}", "1").status == 404
    assert _ask(site, "analyst", "team|no such team", "1").status == 404


def test_nobody_accepts_for_another(site: Site) -> None:
    _ask(site, "manager", f"seller|{site.mate}", "4100")
    target, terms = _own(site.client("mate").get("/expectations/"), "4100")
    refused = site.client("seller").post("/expectations/accept", **{"target": target, f"terms-{target}": terms})
    assert refused.status == 404
    assert site.client("other_manager").post(f"/expectations/{target.partition(':')[2]}/withdraw").status == 404


def test_what_an_import_asks_is_not_asked_twice(site: Site) -> None:
    known = next(line for line in expectations(site.place).records() if line["scope"] == "seller")
    fields = {"kpi": known["kpi"], "whom": f"seller|{known['subject']}", "period": known["period"], "low": "1"}
    answer = site.client("analyst").post("/expectations/ask", **fields)
    assert answer.status == 400
    assert "An import asks that of them already" in answer.words


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [("", "", "The lower end is empty"), ("ten", "", "ten is no number"), ("9", "8", "is no range"),
     ("-1", "", "is no range"), ("inf", "", "inf is no number"), ("nan", "", "nan is no number")],
)  # fmt: skip
def test_a_range_that_is_none(site: Site, low: str, high: str, said: str) -> None:
    answer = _ask(site, "manager", f"seller|{site.seller}", low, high)
    assert answer.status == 400
    assert said in answer.words


def test_the_hint_is_the_suggestion(site: Site) -> None:
    whom = quote(f"seller|{site.seller}")
    words = site.client("manager").get(f"/expectations/hint/?whom={whom}&kpi=touches&period=2026Q3").words
    # July to September 2026 in the company's country: 13 weeks and a day without holidays.
    assert re.search(r"From his own history: [\d.,]+–[\d.,]+ in a working week", words)
