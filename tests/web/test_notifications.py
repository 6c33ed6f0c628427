"""Notifications as people use them: the bell, reading, putting off, choosing, and mails ended without log-in."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import Request

import pytest

from merilo.people.accounts import people
from merilo.people.database import opened
from merilo.people.noticed import Kind, Told, Way, mark_read, tell_one, ways_of
from merilo.people.roles import Person
from tests.web.site import Site

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]


def _person(site: Site, who: str) -> Person:
    return next(each for each in people(site.place) if each.email == f"{who}@example.com")


def _tell(site: Site, who: str, told: Told) -> None:
    with opened(site.place):
        mark_read(_person(site, who))
        assert tell_one(_person(site, who), told, week=date(2026, 3, 2))


def _signal(site: Site, subject: str, kpi: str) -> Told:
    values = {"who": site.staff["names"][subject], "kpi": kpi, "sentence": f"It <b>fell</b>: {kpi}."}
    return Told(f"signal:seller:{subject}:{kpi}:down:2020-01-06", Kind.WARNING, values, "seller", subject)


def _number(page: str) -> str:
    found = re.search(r"/notifications/(\d+)/change", page)
    assert found is not None
    return found[1]


def test_read_put_off_and_called_back(site: Site) -> None:
    _tell(site, "manager", _signal(site, site.seller, "win_rate"))
    manager = site.client("manager")
    assert "Notifications, 1 unread" in manager.get("/kpi/").words
    page = manager.get("/notifications/")
    assert f"{site.staff['names'][site.seller]}, to look at: Win rate" in page.words
    assert "&lt;b&gt;fell" in page.text
    number = _number(page.text)
    for other in ("seller", "other_manager", "admin"):  # somebody else's notice is as one that is not there
        assert site.client(other).get(f"/notifications/{number}/").status == 404
        assert site.client(other).post(f"/notifications/{number}/change", what="read").status == 404
    assert "Call back" in manager.post(f"/notifications/{number}/change", what="7").words
    assert "unread" not in manager.get("/kpi/").words
    assert "1 unread" in manager.post(f"/notifications/{number}/change", what="unread").words
    assert manager.get(f"/notifications/{number}/").url.endswith(f"/week/{site.seller}/")
    assert "unread" not in manager.get("/kpi/").words


def test_the_bell_asks_for_itself_and_hears_only_of_changes(site: Site) -> None:
    _tell(site, "seller", _signal(site, site.seller, "first_meetings"))
    seller = site.client("seller")
    assert seller.get("/notifications/bell?n=1").status == 204
    assert 'hx-get="/notifications/bell?n=1"' in seller.get("/notifications/bell?n=0").text
    assert "Nothing new." in seller.post("/notifications/read").words


def test_nobody_is_told_about_whom_he_may_not_see(site: Site) -> None:
    _tell(site, "manager", _signal(site, site.outsider, "touches"))  # as if he had led him before
    page = site.client("manager").get("/notifications/")
    assert "Nothing new." in page.words
    assert site.staff["names"][site.outsider] not in page.words


def test_chosen_and_kept(site: Site) -> None:
    mate = site.client("mate")
    page = mate.get("/notifications/choices/")
    assert "Imports that I began" not in page.words
    assert "It is kept." in mate.post("/notifications/choices/", digest="mail", warning="off").words
    with opened(site.place):
        ways = ways_of(_person(site, "mate"))
    assert (ways[Kind.DIGEST], ways[Kind.WARNING], ways[Kind.STEP]) == (Way.MAIL, Way.OFF, Way.APP)
    assert mate.post("/notifications/choices/", digest="pigeon").status == 400


def test_a_mail_s_link_ends_it_without_log_in(site: Site, tmp_path: Path) -> None:
    site.client("mate").post("/notifications/choices/", digest="mail")
    target = tmp_path / "digest.eml"
    command = [sys.executable, "-m", "merilo", "digest", "--preview", "mate@example.com", "--out", str(target)]
    subprocess.run([*command, "-w", str(site.place.root)], check=True, capture_output=True)
    mail = message_from_bytes(target.read_bytes(), policy=default)
    path = urlsplit(mail["List-Unsubscribe"].strip("<>")).path
    stranger = site.client()
    assert "Shall mate@example.com get no more" in stranger.get(path).words
    with opened(site.place):  # opening the link ends nothing: programs open links too
        assert ways_of(_person(site, "mate"))[Kind.DIGEST] is Way.MAIL
    # As a mail program sends it: without a token of ours.
    one_click = Request(site.base + path, b"List-Unsubscribe=One-Click", {"Accept-Language": "en"})
    assert "gets no more of these mails" in stranger._sent(one_click).words
    with opened(site.place):
        assert ways_of(_person(site, "mate"))[Kind.DIGEST] is Way.APP
    assert stranger.get(path[:-3] + "x/").status == 404


def test_administrators_see_mails(site: Site) -> None:
    assert "Every mail was sent." in site.client("admin").get("/notifications/mails/").words
