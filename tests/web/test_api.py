"""The API: the same as the pages, for whom the token belongs to, every fault in one shape; the log keeps it."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote

import pytest

from merilo.kpis.question import Question
from merilo.people.audit.log import Action, Wanted, read_all
from merilo.people.database import opened
from merilo.reports.answer import answer
from merilo.reports.listing import plain_json
from tests.conftest import ROOT
from tests.web.client import Client
from tests.web.site import Site

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]


def token_of(site: Site, who: str, scopes: str = "read:kpis") -> str:
    """A new token of this person, made on the page as he would."""
    client = site.client(who)
    client.get("/tokens/")
    made = client.post("/tokens/", name="a test", days="30", scopes=scopes)
    found = re.search(r"merilo_[\w-]{40,}", made.text)
    assert found, made.words
    assert found.group() not in client.get("/tokens/").text
    return found.group()


def _asked(site: Site, token: str, path: str) -> tuple[int, Any]:
    page = Client(site.base).get(f"/api/v1/{path}", Authorization=f"Bearer {token}")
    document = json.loads(page.text)
    assert page.status < 500, document
    return page.status, document


def test_an_answer_is_of_what_the_owner_sees(site: Site) -> None:
    whole, own = Question("won_amount"), Question("won_amount", where=(("seller", site.seller),))
    for who, question in (("analyst", whole), ("seller", own)):
        status, document = _asked(site, token_of(site, who), "kpis/won_amount")
        told = plain_json(answer(site.place, question).to_json())
        assert (status, document["lines"]) == (200, told["lines"])


def test_what_is_not_his_is_not_there(site: Site) -> None:
    token = token_of(site, "outsider")
    status, document = _asked(site, token, f"kpis/won_amount?where={quote(f'seller={site.seller}')}")
    assert status == 404
    assert set(document["error"]) == {"what", "where", "allowed", "way_out"}
    sellers = _asked(site, token, "sellers")[1]["sellers"]
    assert [each["id"] for each in sellers] == [site.outsider]


def test_a_scope_opens_only_its_own(site: Site) -> None:
    assert _asked(site, token_of(site, "seller"), "kpis/won_amount/rows")[0] == 403
    status, document = _asked(site, token_of(site, "seller", "read:rows"), "kpis/won_amount/rows?limit=1")
    assert (status, len(document["rows"])) == (200, 1)


def test_a_revoked_token_opens_nothing(site: Site) -> None:
    token, client = token_of(site, "mate"), site.client("mate")
    assert _asked(site, token, "kpis")[0] == 200
    ends = re.findall(r"/tokens/\d+/end/", client.get("/tokens/").text)
    assert site.client("outsider").post(ends[0]).status == 404
    assert client.post(ends[0]).status == 200
    assert _asked(site, token, "kpis")[0] == 401


@pytest.mark.parametrize(("path", "status"), [("nothing", 404), ("kpis/no_such", 400), ("kpis/touches?every=x", 400)])
def test_faults_have_one_shape(site: Site, path: str, status: int) -> None:
    found, document = _asked(site, token_of(site, "analyst"), path)
    assert found == status
    assert set(document["error"]) == {"what", "where", "allowed", "way_out"}


def test_the_log_keeps_what_was_done_and_no_secret(site: Site) -> None:
    token = token_of(site, "manager")
    Client(site.base).log_in("ghost@example.com", "not the password")
    site.client("manager").get(f"/team/{quote(site.seller, safe='')}/sheet/")
    with opened(site.place):
        lines = read_all(Wanted(), site.place.settings.calendar.zone)
    done = {(each.who, each.action, each.what) for each in lines}
    assert ("manager@example.com", Action.TOKEN_MADE, "a test") in done
    assert ("manager@example.com", Action.SHEET_OPENED, site.seller) in done
    assert ("", Action.LOG_IN_FAILED, "ghost@example.com") in done
    assert token not in str(lines)
    assert "not the password" not in str(lines)


def test_the_examples_of_the_document_work(site: Site) -> None:
    paths = re.findall(r'/api/v1/([^"`\s]+)"', (ROOT / "docs" / "api.md").read_text(encoding="utf-8"))
    paths = [path for path in paths if not path.startswith(("journal", "imports"))]  # they have tests of their own
    assert len(paths) == 9
    tokens = {scope: token_of(site, "manager", scope) for scope in ("read:kpis", "read:rows")}
    asked = {path: _asked(site, tokens["read:rows" if "/rows" in path else "read:kpis"], path)[0] for path in paths}
    assert asked == dict.fromkeys(paths, 200)


def test_too_many_questions_are_put_off(site: Site) -> None:
    """A token of its own, so that others are not put off with it."""
    token = token_of(site, "other_manager")
    answers = [_asked(site, token, "nothing") for _try in range(125)]
    assert [status for status, _document in answers[:100]] == [404] * 100
    assert answers[-1][0] == 429
    assert set(answers[-1][1]["error"]) == {"what", "where", "allowed", "way_out"}
    assert _asked(site, token_of(site, "analyst"), "nothing")[0] == 404


def test_the_description_is_open_and_names_every_address(site: Site) -> None:
    document = json.loads(Client(site.base).get("/api/v1/openapi.json").text)
    assert "/api/v1/kpis/{name}/rows" in document["paths"]
    assert len(document["paths"]) == 20
