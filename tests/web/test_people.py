"""People: invited by a link, changed, shut out at once; the last administrator stays; the log tells of it."""

from __future__ import annotations

import csv
import html
import io
import re
from urllib.parse import urlsplit

import pytest

from merilo.people.accounts import accounts, change_person, people, shut_out
from merilo.people.audit.log import Action, Wanted, read_all
from merilo.people.database import opened
from merilo.people.roles import Role
from tests.web.client import Client
from tests.web.site import Site

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]


def _number(site: Site, email: str) -> int:
    with opened(site.place):
        return next(each.person.id for each in accounts() if each.person.email == email)


def _invite(site: Site, email: str, role: str = "seller", seller: str = "") -> str:
    client = site.client("admin")
    client.get("/people/")
    page = client.post("/people/invite", email=email, name="New One", role=role, seller=seller)
    found = re.search(r'<code class="long">([^<]+)</code>', page.text)
    assert found, page.words
    assert found[1] not in client.get("/people/").text
    return urlsplit(html.unescape(found[1])).path


def test_an_invited_person_sets_a_password_and_sees_his_own(site: Site) -> None:
    link = _invite(site, "new@example.com", seller=site.seller)
    client = Client(site.base)
    form = client.get(link)
    assert form.status == 200, form.words
    action = re.search(r'<form[^>]*action="([^"]+)"', form.text)
    client.post(urlsplit(html.unescape(action[1] if action else form.url)).path,
                password1="harvest moon 77", password2="harvest moon 77")  # fmt: skip
    entered = Client(site.base).log_in("new@example.com", "harvest moon 77")
    assert entered.get("/week/").status == 200
    assert entered.get("/people/").status == 404
    again = Client(site.base).get(link)
    assert "password1" not in again.text, "a link is good once"


def test_who_is_shut_out_is_out_at_once(site: Site) -> None:
    client = site.client("admin")
    number = _number(site, "nobody@example.com")
    other = Client(site.base).log_in("nobody@example.com", "a password of the tests")
    assert other.get("/kpi/").status == 200
    client.post(f"/people/{number}/shut")
    assert "/account/login/" in other.get("/kpi/").url
    client.post(f"/people/{number}/open")
    assert other.get("/kpi/").status == 200


def test_somebody_changed_sees_what_his_new_role_sees(site: Site) -> None:
    _invite(site, "turn@example.com")
    client, number = site.client("admin"), _number(site, "turn@example.com")
    client.post(f"/people/{number}/change", name="Turned", role="analyst", seller="", language="ru")
    turned = next(each for each in people(site.place) if each.email == "turn@example.com")
    assert (turned.name, turned.role, turned.language) == ("Turned", Role.ANALYST, "ru")


@pytest.mark.parametrize(
    ("path", "fields", "said"),
    [
        ("invite", {"email": "seller@example.com", "name": "Twice", "role": "seller"}, "has the address"),
        ("invite", {"email": "no address", "name": "X", "role": "seller"}, "no e-mail address"),
        ("invite", {"email": "x@example.com", "name": " ", "role": "seller"}, "needs a name"),
        ("invite", {"email": "x@example.com", "name": "X", "role": "king"}, "no such role"),
        ("invite", {"email": "x@example.com", "name": "X", "role": "seller", "seller": "demo:?"}, "no such seller"),
        ("99999/shut", {}, "no such person"),
        ("{admin}/shut", {}, "only administrator"),
        ("{admin}/change", {"name": "A", "role": "seller"}, "only administrator"),
    ],
)
def test_what_cannot_be_is_refused_in_words(site: Site, path: str, fields: dict[str, str], said: str) -> None:
    client = site.client("admin")
    client.get("/people/")
    page = client.post("/people/" + path.format(admin=_number(site, "admin@example.com")), **fields)
    assert page.status == 400
    assert said in page.words
    assert "x@example.com" not in {each.email for each in people(site.place)}


@pytest.mark.parametrize("path", ["invite", "1/change", "1/link", "1/shut", "1/open"])
def test_only_an_administrator_changes_people(site: Site, path: str) -> None:
    client = site.client("analyst")
    client.get("/kpi/")
    before = people(site.place)
    assert client.post(f"/people/{path}", email="y@example.com", name="Y", role="admin").status == 404
    assert people(site.place) == before


def test_with_two_administrators_one_may_go(site: Site) -> None:
    _invite(site, "second@example.com", role="admin")
    number = _number(site, "second@example.com")
    with opened(site.place):
        change_person(number, name="Second", role=Role.ADMIN, seller="", language="")
        shut_out(number)
        assert [each.open for each in accounts() if each.person.id == number] == [False]


def test_the_log_tells_who_did_what_and_goes_along_as_csv(site: Site) -> None:
    _invite(site, "noted@example.com", seller=site.seller)
    client = site.client("admin")
    page = client.get("/audit/?action=person_invited&who=admin")
    assert "noted@example.com" in page.words
    assert "Logged in" not in re.sub(r"<select.*?</select>", "", page.text, flags=re.DOTALL)
    rows = list(csv.DictReader(io.StringIO(client.get("/audit/log.csv").text.removeprefix("\ufeff"))))
    assert {"person_invited", "log_in"} <= {row["action"] for row in rows}
    with opened(site.place):
        zone = site.place.settings.calendar.zone
        [latest, *_rest] = read_all(Wanted(action=Action.EXPORT), zone)
    assert (latest.who, latest.what) == ("admin@example.com", "log ")


@pytest.mark.parametrize(("query", "said"), [("action=theft", "no action theft"), ("from=soon", "soon is no day")])
def test_a_wrong_question_to_the_log_is_said(site: Site, query: str, said: str) -> None:
    page = site.client("admin").get(f"/audit/?{query}")
    assert page.status == 400
    assert said in page.words


@pytest.mark.parametrize("cut", ["team", "manager", "origin", "account", "pipeline", "stage"])
def test_an_unknown_value_names_nobody_whom_he_does_not_see(site: Site, cut: str) -> None:
    for where in (f"/kpi/pipeline/answer/?where_{cut}=no-such", f"/kpi/pipeline/rows/?where_{cut}=no-such"):
        words = site.client("seller").get(where).words
        assert site.staff["names"][site.outsider] not in words
        assert site.staff["names"][site.mate] not in words
