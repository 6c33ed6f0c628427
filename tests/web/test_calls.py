"""Calls as people give them: a seller his own, his manager beside him; both see both, an outsider neither."""

from __future__ import annotations

import json
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from merilo.people.audit.log import Action, Wanted, read_all
from merilo.people.database import opened
from tests.web.client import Page
from tests.web.site import Site
from tests.web.test_api import token_of

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]


def _year(site: Site) -> str:
    """The invented company's people call months and quarters, so a year is the tests' own."""
    return str(site.place.settings.calendar.today().year)


def _give(site: Site, who: str, whose: str, commit: str, best_case: str = "", **more: str) -> Page:
    fields = {"whose": whose, "period": _year(site), "commit": commit, "best_case": best_case} | more
    return site.client(who).post("/forecast/calls/give", **fields)


def _api(site: Site, token: str, path: str, body: Any = None) -> tuple[int, Any]:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Accept-Language": "en"}
    data = None if body is None else json.dumps(body).encode()
    try:
        with urlopen(Request(f"{site.base}/api/v1/{path}", data, headers), timeout=60) as answer:
            return answer.status, json.loads(answer.read())
    except HTTPError as error:
        return error.code, json.loads(error.read())


def test_a_seller_calls_for_himself_and_his_manager_beside_him(site: Site) -> None:
    assert "1 call is kept" in _give(site, "seller", f"seller|{site.seller}", "4 100 000").words
    _give(site, "manager", f"manager|{site.seller}", "3200000", "4000000")
    for who in ("seller", "manager", "analyst"):
        words = site.client(who).get("/forecast/calls/").words
        assert ("4.1M" in words, "3.2M" in words) == (True, True), who
    assert "4.1M" not in site.client("outsider").get("/forecast/calls/").words
    rows = [line.split(",") for line in site.client("seller").get("/forecast/calls.csv").text.splitlines()]
    (own,) = [row for row in rows if _year(site) in row]
    assert (own[rows[0].index("commit")], own[rows[0].index("override_commit")]) == ("4100000.0", "3200000.0")
    with opened(site.place):
        log = read_all(Wanted(action=Action.CALL_GIVEN), site.place.settings.calendar.zone)
    assert {each.who for each in log} >= {"seller@example.com", "manager@example.com"}


def test_nobody_calls_for_those_whom_he_does_not_lead(site: Site) -> None:
    team, other = (site.staff["teams"][who] for who in (site.seller, site.outsider))
    tried = [
        ("seller", f"seller|{site.mate}"), ("seller", f"manager|{site.seller}"), ("seller", f"team|{team}"),
        ("seller", "seller|nobody"), ("seller", "company|"), ("manager", f"manager|{site.outsider}"),
        ("manager", f"team|{other}"), ("manager", f"seller|{site.seller}"), ("manager", "company|"),
        ("analyst", f"seller|{site.seller}"), ("admin", "seller|nobody"), ("admin", "team|none"), ("admin", "x|y"),
    ]  # fmt: skip
    assert {each: _give(site, *each, "1").status for each in tried} == dict.fromkeys(tried, 404)
    for who, whose in (("manager", f"team|{team}"), ("admin", "company|"), ("admin", f"manager|{site.outsider}")):
        assert _give(site, who, whose, "5").status == 200


def test_what_is_no_call_is_told_beside_what_was_typed(site: Site) -> None:
    headers = {"HX-Request": "true"}
    client = site.client("mate")
    client.get("/forecast/calls/")
    page = client.post_with("/forecast/calls/give", headers, whose=f"seller|{site.mate}", period=_year(site),
                            commit="9", best_case="8")  # fmt: skip
    assert page.status == 200
    assert "is below the commit" in page.words
    assert 'value="9"' in page.text
    assert _give(site, "mate", f"seller|{site.mate}", "1", period="2020").status == 400
    assert "9" not in [cell for line in client.get("/forecast/calls.csv").text.splitlines() for cell in line.split(",")]


def test_programs_read_and_give_calls_as_their_owner_may(site: Site) -> None:
    token, reader = token_of(site, "outsider", "write:calls"), token_of(site, "outsider")
    call = {"seller": site.outsider, "period": _year(site), "commit": 700}
    assert _api(site, reader, "calls", call)[0] == 403
    status, document = _api(site, token, "calls", call)
    assert (status, [each["amount"] for each in document["calls"]]) == (201, ["700"])
    lines = _api(site, reader, f"calls?period={_year(site)}")[1]["lines"]
    assert [(line["subject"], line["commit"]) for line in lines] == [(site.outsider, 700)]
    for body, refused in (
        (call | {"seller": site.seller}, 404), (call | {"override": True}, 404), (call | {"period": "2020"}, 400),
        (call | {"commit": -1}, 400), (call | {"team": "x"}, 400), (call | {"best_case": 5}, 400),
    ):  # fmt: skip
        assert _api(site, token, "calls", body)[0] == refused, body
    assert _api(site, reader, f"calls?seller={site.seller}")[0] == 404
    status, document = _api(site, reader, "calls/record")
    assert status == 200
    assert {each["id"] for each in document["records"]} == {site.outsider}
