"""Everything about one account: of all sources and the journal, as far as the person sees it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from merilo.facts.store import FactStore
from merilo.people.journal.kinds import Kind
from merilo.reports.access import NotAllowedError
from merilo.reports.journal import writing
from merilo.reports.pages.account_page import Standing, account_page
from tests.facts.importing import imported
from tests.reports.journal.office import Office


def test_one_page_has_all_sources_and_what_was_just_logged(desk: Office) -> None:
    touch = writing.log_touch(desk.ann, {"kind": "call", "account": "crm:2"}).record
    deal = writing.add(desk.ann, Kind.DEAL, {"name": "D", "account": "crm:2"}).record
    step = writing.plan_step(desk.ann, {"subject": "S", "due_on": "2026-03-02", "account": "crm:2"}).record
    page = account_page(desk.ann, "crm:2")
    assert (page.account.title, page.may_change, page.standing) == ("Birch & Co", False, Standing.FUTURE)
    assert (page.touches, page.deals, page.steps) == ((touch,), (deal,), (step,))
    assert page.unseen == 1  # Eve's deal in the CRM
    everything = account_page(desk.ada, "crm:2")
    assert ({each.id for each in everything.deals}, everything.unseen) == ({deal.id, "crm:d1"}, 0)


def test_others_touches_are_counted_and_dated_not_shown(desk: Office) -> None:
    """So that nobody calls twice: Bob sees that somebody called an hour ago, not who said what."""
    called = datetime.now(UTC) - timedelta(hours=1)
    writing.log_touch(desk.ann, {"kind": "call", "account": "crm:1", "at": called, "note": "secret"})
    page = account_page(desk.bob, "crm:1")
    assert (page.touches, page.unseen, page.last_touched) == ((), 1, called)


def test_a_customer_is_present_past_or_to_come(desk: Office) -> None:
    """Pays on; stopped two years ago; bought once last month; was won last week without any revenue; nothing yet."""
    today = desk.ann.today
    ago = {n: today - timedelta(days=n) for n in (30, 700, 900)}
    paid = {"kind": "recurring", "per": "month", "amount": 10, "currency": "RUB", "seller": "crm:ann"}
    store = FactStore.open(desk.place.facts)
    imported(store, "accounts", [{"source_id": f"p{n}", "name": f"P{n}", "owner": "crm:ann"} for n in range(3)])
    imported(store, "revenue", [
        {"source_id": "r0", "account": "crm:p0", "starts_on": ago[900]} | paid,
        {"source_id": "r1", "account": "crm:p1", "starts_on": ago[900], "ends_on": ago[700]} | paid,
        {"source_id": "r2", "account": "crm:p2", "starts_on": ago[30]} | paid | {"kind": "one_off", "per": "row"},
    ])  # fmt: skip
    found = {n: account_page(desk.root, f"crm:p{n}") for n in range(3)}
    assert [page.standing for page in found.values()] == [Standing.PRESENT, Standing.PAST, Standing.PRESENT]
    assert [(page.since, page.until) for page in found.values()] == [
        (ago[900], None), (ago[900], ago[700]), (ago[30], ago[30]),
    ]  # fmt: skip
    assert sum(year.amount for year in found[1].years) == pytest.approx(10 * _months(ago[900], ago[700]))
    assert (account_page(desk.eve, "crm:p1").years, found[1].years[0].currency) == ((), "RUB")
    deal = writing.add(desk.ann, Kind.DEAL, {"name": "D", "account": "crm:1"}).record
    assert account_page(desk.ann, "crm:1").standing is Standing.FUTURE
    writing.move_deal(desk.ann, deal.id, "Won", 1)
    assert account_page(desk.eve, "crm:1").standing is Standing.PRESENT


def _months(first: date, end: date) -> int:
    """Month ends on which it ran, by the rule of the KPI `revenue`."""
    days = [first + timedelta(days=n) for n in range((end - first).days)]
    return sum((day + timedelta(days=1)).day == 1 for day in days)


def test_an_account_that_is_not_there_is_not_the_person_s(desk: Office) -> None:
    for number in ("crm:404", "journal:404", "", "x", "journal:"):
        with pytest.raises(NotAllowedError):
            account_page(desk.root, number)
