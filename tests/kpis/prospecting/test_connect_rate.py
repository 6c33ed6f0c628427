from __future__ import annotations

from typing import Any

from merilo.core.settings import Settings
from merilo.core.time import Period
from tests.kpis.conftest import Build


def _touch(outcome: str | None, kind: str = "call", **more: Any) -> dict[str, Any]:
    return {"seller": "a", "at": "2024-05-02", "kind": kind, "outcome": outcome, **more}


def test_only_known_outcomes_are_counted(facts: Build) -> None:
    """
    connected, replied     reached      2
    no_answer, bounced     not reached  2    2 / 4
    unknown, empty         not known    2    neither; with them it were 2 / 6
    """
    outcomes = ("connected", "replied", "no_answer", "bounced", "unknown", None)
    company = facts(touches=[_touch(outcome) for outcome in outcomes])
    answer = company.ask("connect_rate")
    assert answer.total is not None
    assert (answer.total.figure.value, answer.total.figure.n) == (0.5, 4)
    assert answer.total.figure.parts == {"answered": 2, "known": 4, "touches": 6}
    assert "2 touches (33%) have no known outcome and are in neither number." in answer.notes


def test_nothing_known_is_no_rate(facts: Build) -> None:
    company = facts(touches=[_touch(None)])
    assert company.figure("connect_rate").value is None


def test_who_calls_us_was_not_reached_by_us(facts: Build) -> None:
    company = facts(touches=[_touch("connected", direction="inbound"), _touch("no_answer")])
    assert company.figure("connect_rate").value == 0.0


def test_a_changed_mix_moves_the_sum_though_no_channel_changed(facts: Build) -> None:
    """Calls answer 1 of 2, mails 0 of 2, in both months; with 4 calls and 2 mails it is 2/6, with 2 and 4 it is 1/6."""
    april, may = {"at": "2024-04-02"}, {"at": "2024-05-02"}
    call = [_touch("connected"), _touch("no_answer")]
    mail = [_touch("no_answer", "email")] * 2
    touches = [row | april for row in call * 2 + mail] + [row | may for row in call + mail * 2]
    company = facts(touches=touches)
    assert company.values("connect_rate", every=Period.MONTH) == {"2024-04": 2 / 6, "2024-05": 1 / 6}
    assert company.values("connect_rate", every=Period.MONTH, by="kind") == {
        ("call", "2024-04"): 0.5, ("call", "2024-05"): 0.5, ("email", "2024-04"): 0.0, ("email", "2024-05"): 0.0,
    }  # fmt: skip


def test_midnight_is_the_local_one(facts: Build) -> None:
    """21:30 UTC on 30 April is 1 May in Moscow."""
    company = facts(settings=Settings(time_zone="Europe/Moscow"), touches=[_touch("connected", at="2024-04-30T21:30Z")])
    assert list(company.values("connect_rate", every=Period.MONTH)) == ["2024-05"]


def test_an_account_of_several_touches_is_not_multiplied_by_its_region(facts: Build) -> None:
    company = facts(
        accounts=[{"id": "x", "region": "EU"}],
        touches=[_touch("connected", account="x"), _touch("no_answer", account="x"), _touch("no_answer")],
    )
    lines = company.ask("connect_rate", by="region").lines
    assert {line.labels["region"]: line.figure.n for line in lines} == {"EU": 2, "(none)": 1}
