"""Who sees what: a seller his own, a manager his teams for the time in which he led them, the others everything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from merilo.kpis.question import Question
from merilo.kpis.registry import ALL
from merilo.people.roles import Person, Role
from merilo.reports.access import NotAllowedError, Reach, led, only, reach_of
from merilo.reports.answer import ask
from tests.kpis.company import Company, company

TODAY = date(2024, 5, 12)


@pytest.fixture(scope="module")
def shop() -> Iterator[Company]:
    """
    Ann was in Mia's North to the end of March and is in Max's South from April on; Bob is in North all the time.
    Each won one deal in February and one in April: Ann 100 and 10, Bob 40 and 4. Mia sold one for 7 herself.
    """

    def won(seller: str, day: str, amount: int) -> dict[str, Any]:
        return {"seller": seller, "status": "won", "amount": amount, "created_at": "2024-01-05", "closed_at": day}

    built = company(
        today=TODAY.isoformat(),
        sellers=[{"id": each, "name": each} for each in ("ann", "bob", "mia", "max")],
        memberships=[
            {"seller": "ann", "team": "North", "manager": "mia", "valid_to": "2024-03-31"},
            {"seller": "ann", "team": "South", "manager": "max", "valid_from": "2024-04-01"},
            {"seller": "bob", "team": "North", "manager": "mia"},
        ],
        deals=[
            won("ann", "2024-02-10", 100), won("ann", "2024-04-10", 10), won("bob", "2024-02-10", 40),
            won("bob", "2024-04-10", 4), won("mia", "2024-04-11", 7),
        ],
    )  # fmt: skip
    yield built
    built.engine.close()


def _reach(shop: Company, role: Role, seller: str = "") -> Reach:
    return reach_of(Person(1, "x@example.com", "X", role, seller), led(shop.desk), TODAY)


def _won(shop: Company, reach: Reach, *where: tuple[str, str]) -> float:
    total = ask(shop.desk, reach.narrowed(Question("won_amount", where=where))).total
    return float(total.figure.value or 0) if total else 0.0


def test_a_seller_s_question_is_about_his_own_rows(shop: Company) -> None:
    reach = _reach(shop, Role.SELLER, "ann")
    assert _won(shop, reach) == 110
    assert _won(shop, reach, ("seller", "ann")) == 110
    with pytest.raises(NotAllowedError):
        _won(shop, reach, ("seller", "bob"))
    with pytest.raises(NotAllowedError):
        _won(shop, reach, ("seller", "ann"), ("seller", "bob"))


def test_a_manager_sees_a_seller_for_the_time_in_which_he_led_him(shop: Company) -> None:
    """The trap: Ann left North in March, so Mia sees 100 of hers and not the 10 of April; Max the other way."""
    mia, max_ = _reach(shop, Role.MANAGER, "mia"), _reach(shop, Role.MANAGER, "max")
    assert (_won(shop, mia), _won(shop, max_)) == (144, 10)
    assert (_won(shop, mia, ("seller", "ann")), _won(shop, max_, ("seller", "ann"))) == (100, 10)
    assert _won(shop, mia, ("seller", "mia")) == 7
    for reach, seller in ((max_, "bob"), (mia, "max")):
        with pytest.raises(NotAllowedError):
            _won(shop, reach, ("seller", seller))


def test_a_manager_cannot_ask_by_another_manager(shop: Company) -> None:
    """Two values of one cut mean either: the other's name beside his own would open the other's teams."""
    mia = _reach(shop, Role.MANAGER, "mia")
    for asked in ((("manager", "max"),), (("manager", "mia"), ("manager", "max"))):
        with pytest.raises(NotAllowedError):
            mia.narrowed(Question("won_amount", where=asked))


def test_present_sheets_show_whom_he_leads_now(shop: Company) -> None:
    mia = _reach(shop, Role.MANAGER, "mia")
    assert (mia.sellers, mia.teams) == ({"mia", "bob"}, {"North"})
    assert mia.ever == {"mia", "ann", "bob"}
    assert (mia.sees_seller("ann"), mia.sees_seller("ann", ever=True)) == (False, True)
    rows = [
        {"scope": "seller", "subject": "ann"},
        {"scope": "team", "subject": "North"},
        {"scope": "company", "subject": ""},
    ]
    assert only(rows, mia) == [rows[1]]


@pytest.mark.parametrize("role", [Role.ANALYST, Role.ADMIN])
def test_analysts_and_administrators_see_everything(shop: Company, role: Role) -> None:
    reach = _reach(shop, role)
    assert (_won(shop, reach), reach.sees("company", ""), reach.sees_seller("bob")) == (161, True, True)


def test_a_seller_who_leads_teams_still_sees_only_his_own_as_a_seller(shop: Company) -> None:
    reach = _reach(shop, Role.SELLER, "mia")
    assert (reach.sellers, reach.ever, _won(shop, reach)) == ({"mia"}, {"mia"}, 7)


@pytest.mark.parametrize("role", [Role.SELLER, Role.MANAGER])
def test_who_is_nobody_in_the_facts_sees_nothing(shop: Company, role: Role) -> None:
    reach = _reach(shop, role)
    assert (reach.sellers, reach.sees_seller(""), reach.sees("company", "")) == (frozenset(), False, False)
    with pytest.raises(NotAllowedError):
        reach.narrowed(Question("won_amount"))


def test_every_kpi_can_be_narrowed_to_a_person() -> None:
    assert [kpi.name for kpi in ALL if not {"seller", "manager"} <= set(kpi.cuts)] == []
