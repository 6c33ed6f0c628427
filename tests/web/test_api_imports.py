"""Imports through the API: files sent, looked at, brought in; by analysts alone, with a token that is good for it."""

from __future__ import annotations

import json
import time
from typing import Any
from urllib.request import Request

import pytest

from merilo.kpis.question import Question
from merilo.reports.answer import answer
from tests.web.client import MULTIPART, Client, multipart
from tests.web.site import Site
from tests.web.test_api import token_of

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]

CSV = "Deal ID,Company,Owner,Stage,Value,Created,Closed\n" + "".join(
    f"api-{n},Byte {n},Ann,Won,{n}00.50,2026-01-{n + 12},2026-02-{n + 12}\n" for n in range(1, 15)
)


def _sent(site: Site, token: str, path: str, method: str = "GET", file: str = "", body: Any = None) -> tuple[int, Any]:
    headers = {"Authorization": f"Bearer {token}"}
    data = None
    if file:
        headers["Content-Type"], data = MULTIPART, multipart("byte.csv", file)
    elif body is not None:
        headers["Content-Type"], data = "application/json", json.dumps(body).encode()
    page = Client(site.base)._sent(Request(f"{site.base}/api/v1/{path}", data=data, headers=headers, method=method))
    return page.status, json.loads(page.text)


def _until(site: Site, token: str, number: int, *phases: str) -> Any:
    for _try in range(240):
        found = _sent(site, token, f"imports/{number}")[1]
        if found["phase"] in (*phases, "failed"):
            return found
        time.sleep(0.5)
    raise AssertionError(found)


def test_files_come_in_by_the_steps_of_the_page(site: Site) -> None:
    token = token_of(site, "analyst", "write:imports")
    status, begun = _sent(site, token, "imports", "POST", CSV)
    assert (status, begun["files"]) == (202, ["byte.csv"])
    number = begun["id"]
    shown = _until(site, token, number, "shown")
    assert shown["to_run"], shown
    assert "[" in shown["mapping"]
    wrong = _sent(site, token, f"imports/{number}/mapping", "PUT", body={"mapping": "no mapping"})
    assert wrong[0] == 400, wrong
    assert _sent(site, token, f"imports/{number}/mapping", "PUT", body={"mapping": shown["mapping"]})[0] == 202
    assert _until(site, token, number, "shown")["to_run"]
    before = answer(site.place, Question("won_amount")).total
    assert _sent(site, token, f"imports/{number}/run", "POST")[0] == 202
    done = _until(site, token, number, "done")
    assert (done["phase"], done["error"]) == ("done", None)
    after = answer(site.place, Question("won_amount")).total
    assert before is not None
    assert after is not None
    assert float(after.figure.value) - float(before.figure.value) == pytest.approx(sum(range(1, 15)) * 100 + 7)
    assert _sent(site, token, f"imports/{number}", "DELETE")[0] == 200
    assert _sent(site, token, f"imports/{number}")[0] == 404


def test_nobody_else_gets_a_file_in(site: Site) -> None:
    """A seller may make such a token, and it opens nothing; an analyst's for reading is told what is missing."""
    assert _sent(site, token_of(site, "seller", "write:imports"), "imports", "POST", CSV)[0] in (400, 404)
    status, told = _sent(site, token_of(site, "analyst", "read:kpis"), "imports", "POST", CSV)
    assert (status, told["error"]["allowed"]) == (403, "write:imports")
    assert not list((site.place.root / "uploads").glob("*/files/byte.csv"))
