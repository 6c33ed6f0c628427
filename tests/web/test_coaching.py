"""Coaching as people use it: agreed on, changed, ended; a seller sees his own and changes nothing."""

from __future__ import annotations

import time

import pytest

from merilo.people.coaching import actions
from tests.web.site import Site

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]


def test_agreed_reworded_ended(site: Site) -> None:
    manager, seller = site.client("manager"), site.client("seller")
    fields = {"seller": site.seller, "kpi": "touches", "start": "", "note": "Two hours of calls <b>each</b> morning"}
    page = manager.post("/coaching/agree", **fields)
    assert "It is kept." in page.words
    assert "<b>each</b>" not in page.text
    made = next(each for each in actions(site.place) if each.seller == site.seller)
    assert (made.kpi, made.agreed_by) == ("touches", site.staff["names"][site.manager])

    _wait_for(site, "It has not begun yet.", "Cannot be told yet")
    assert "Two hours of calls" in seller.get("/coaching/").words
    assert "Two hours of calls" not in site.client("mate").get("/coaching/").words
    assert "Two hours of calls" not in site.client("other_manager").get("/coaching/").words

    changed = manager.post(f"/coaching/{made.id}/reword", note="One hour of calls")
    assert "Two hours of calls" in changed.words  # what it was before is told
    assert "One hour of calls" in changed.words
    early = manager.post(f"/coaching/{made.id}/end", on="2020-01-01")
    assert early.status == 400
    assert "before the action began" in early.words
    assert "It is over" in manager.post(f"/coaching/{made.id}/end", on="").words


def _wait_for(site: Site, *said: str) -> None:
    """Until the worker has told what became of it."""
    for _try in range(240):
        words = site.client("manager").get("/coaching/").words
        if any(each in words for each in said):
            return
        time.sleep(0.5)
    raise AssertionError(words)


def test_only_who_leads_agrees(site: Site) -> None:
    fields = {"seller": site.seller, "kpi": "touches", "start": "", "note": "x"}
    assert site.client("seller").post("/coaching/agree", **fields).status == 404
    assert site.client("other_manager").post("/coaching/agree", **fields).status == 404
    site.client("analyst").post("/coaching/agree", **(fields | {"note": "of the analyst"}))
    number = str(next(each.id for each in actions(site.place) if each.note == "of the analyst"))
    for who in ("seller", "mate", "other_manager"):
        assert site.client(who).post(f"/coaching/{number}/reword", note="mine").status == 404
        assert site.client(who).post(f"/coaching/{number}/end", on="").status == 404
    assert site.client("manager").post("/coaching/agree", **(fields | {"kpi": "pipeline"})).status == 400
    assert site.client("manager").post("/coaching/agree", **(fields | {"start": "soon"})).status == 400
