"""The journal's pages as owner, team mate and outsider use them: logged, moved, changed by two at once, undone."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest

from tests.web.client import Client, Page
from tests.web.site import Site

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]


def made(page: Page) -> str:
    """The path of the record that a form has just made."""
    assert page.status == 200, page.words[:500]
    return "/journal/" + page.url.partition("/journal/")[2]


def hidden(page: Page, name: str) -> str:
    """What a form on the page sends without asking."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    assert found, f"no field {name}"
    return found.group(1)


def _touches_today(who: Client) -> int:
    """How many touches My week counts today; others of these tests log some, too."""
    found = re.search(r"Today in the journal (\d+) touch", who.get("/week/").words)
    assert found
    return int(found.group(1))


def new_deal(who: Client, name: str, stage: str = "Qualification") -> str:
    """A deal in the demo's pipeline."""
    where = urlencode({"pipeline": "Corporate", "stage": stage})
    return made(who.post("/journal/new/deal/", name=name, amount="1200.50", stage=where))


def test_a_call_with_a_new_customer_and_its_next_step_are_logged_and_undone_as_one(site: Site) -> None:
    seller = site.client("seller")
    before = _touches_today(seller)
    sent = {"what": "call", "who": "Amber & Söhne <b>", "about": "new", "outcome": "connected", "then": "Send offer"}
    page = seller.post("/journal/log/", **sent, due="3")
    assert "Call logged: Amber & Söhne <b>." in page.words
    assert "<b>" not in page.text  # what people type is shown, not obeyed
    assert "Send offer" in page.words
    assert _touches_today(seller) == before + 1  # My week counts it at once
    assert [seller.post("/journal/undo", deeds=word).status for word in ("abc", "", "1-x")] == [400, 400, 400]
    again = seller.post("/journal/undo", deeds=hidden(page, "deeds"))
    assert "Undone: 3 records are as they were." in again.words
    assert "Nobody found." in seller.get("/journal/find/?q=Amber+Sohne").words


def test_what_cannot_be_kept_is_told_and_nothing_typed_is_lost(site: Site) -> None:
    seller = site.client("seller")
    page = seller.post("/journal/log/", what="call", who="Nobody of this name", note="a long talk")
    assert page.status == 422
    assert "Nobody is called Nobody of this name." in page.words
    assert "a long talk" in page.text
    assert "New account: Nobody of this name" in page.words  # the way out stands beside it
    page = seller.post("/journal/new/deal/", name="Half a deal", amount="many", note="keep me")
    assert page.status == 422
    assert 'value="many"' in page.text
    assert "keep me" in page.text


def test_a_deal_is_lost_only_with_a_reason_and_moves_by_its_version(site: Site) -> None:
    seller = site.client("seller")
    path = new_deal(seller, "Moved about")
    asked = seller.post(f"{path}move", stage="Lost", version="1")
    assert asked.status == 422
    assert asked.title == "Why was it lost?"
    page = seller.post(f"{path}move", stage="Lost", version="1", lost_reason="No budget this year")
    assert "Moved about is now in Lost." in page.words
    late = seller.post(f"{path}move", stage="Demo", version="1")
    assert "You have changed" in late.words or "has changed this record" in late.words
    assert "No budget this year" in seller.get(path).words


def test_two_people_change_one_deal_both_versions_are_shown(site: Site) -> None:
    seller, manager = site.client("seller"), site.client("manager")
    path = new_deal(seller, "Wanted by two")
    form = seller.get(f"{path}edit/")
    same = {"version": hidden(form, "version"), "was-name": "Wanted by two", "was-amount": "1200.5"}
    done = manager.post(f"{path}edit/", **same, name="Wanted by two", amount="2000")
    assert "Saved: Wanted by two." in done.words
    page = seller.post(f"{path}edit/", **same, name="Wanted by one", amount="1200.5")
    assert page.status == 409
    assert page.title == "Changed by two at once"
    assert 'value="Wanted by one"' in page.text  # mine, kept
    assert 'value="2000"' in page.text  # theirs, where I changed nothing
    kept = seller.post(f"{path}edit/", version=hidden(page, "version"), name="Wanted by one",
                       **{"was-name": "Wanted by two", "was-amount": "2000"}, amount="2000")  # fmt: skip
    assert kept.title == "Wanted by one"
    assert "2,000.00" in kept.words


def test_whose_it_is_decides_who_reads_and_who_changes(site: Site) -> None:
    seller = site.client("seller")
    account = made(seller.post("/journal/new/account/", name="Granite of the seller"))
    deal = new_deal(seller, "Seen by few")
    may = {"seller": True, "manager": True, "admin": True, "mate": False, "outsider": False, "other_manager": False}
    for who, allowed in may.items():
        client = site.client(who)
        assert client.get(account).status == 200  # accounts are everybody's to read
        assert client.get(deal).status == (200 if allowed else 404), who
        for path in (deal, account):
            assert client.get(f"{path}edit/").status == (200 if allowed else 404), who
    assert site.client("analyst").get(deal).status == 200
    for who in ("analyst", "outsider"):
        client = site.client(who)
        assert client.post(f"{deal}move", stage="Demo", version="1").status == 404
        assert client.post(f"{deal}delete", version="1").status == 404
        assert client.get(f"{account}merge/").status == 404
    assert "Nobody found." in site.client("outsider").get("/journal/find/?q=Seen+by+few").words
    number = deal.removeprefix("/journal/deal/").rstrip("/")
    foreign = site.client("outsider").post("/journal/log/", what="call", about=f"deal {number}", who="x")
    assert foreign.status == 422
    assert "There is no such record." in foreign.words


def test_what_another_system_keeps_is_shown_and_not_changed(site: Site) -> None:
    seller = site.client("seller")
    found = re.search(r'data-about="account (demo:[^"]+)"', seller.get("/journal/find/?q=%D0%B0%D0%BE").text)
    assert found
    path = f"/journal/account/{found.group(1)}/"
    page = seller.get(path)
    assert "Kept in demo" in page.words
    assert "Delete" not in page.words
    assert seller.post(f"{path}edit/", version="0", name="Mine now").status == 422
    logged = seller.post("/journal/log/", what="email", about=f"account {found.group(1)}", who="them", next=path)
    assert "E-mail logged" in logged.words
    assert logged.title == page.title  # logged right there


def test_duplicates_are_told_merged_with_a_preview_and_parted_again(site: Site) -> None:
    seller = site.client("seller")
    keep = made(seller.post("/journal/new/account/", name="Bluebell Trading", domain="bluebell.example"))
    assert "a very similar name" in seller.get("/journal/likely/account/?name=Bluebell+Trading+Ltd").words
    lose = made(seller.post("/journal/new/account/", name="Bluebell Trading Ltd", phone="+7 495 765 43 21"))
    number = lose.removeprefix("/journal/account/").rstrip("/")
    shown = seller.get(f"{keep}merge/?other={number}")
    assert shown.words.count("+7 495 765 43 21") == 2  # theirs, and what will be kept
    page = seller.post(f"{keep}merge/", other=number, keep=hidden(shown, "keep"), lose=hidden(shown, "lose"))
    assert "are one record now" in page.words
    assert "+7 495 765 43 21" in seller.get(keep).words
    assert seller.get(lose).status == 404
    seller.post("/journal/undo", deeds=hidden(page, "deeds"))
    assert seller.get(lose).status == 200


def test_leaders_set_stages_and_a_stage_in_use_stays(site: Site) -> None:
    manager = site.client("manager")
    page = manager.get("/journal/pipelines/")
    assert "It is kept in another system and changed there." in page.words
    refused = manager.post("/journal/pipelines/", pipeline="Upsell", place="1", name="Talk", kind="open")
    assert refused.status == 422
    assert 'value="Talk"' in refused.text
