from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from merilo.core.errors import UsageError
from merilo.core.time import Period
from tests.kpis.company import Company, company

_CREATED = {"created_at": "2024-01-01"}


@pytest.fixture(scope="module")
def shop() -> Iterator[Company]:
    built = company(
        today="2024-06-30",
        sellers=[{"id": "a", "name": "Ann"}, {"id": "b", "name": "Bob"}],
        deals=[
            {"id": "1", "seller": "a", "status": "won", "amount": "10.5", "closed_at": "2024-01-05", **_CREATED},
            {"id": "2", "seller": "b", "status": "won", "amount": 20, "closed_at": "2024-02-05", **_CREATED},
            {"id": "3", "seller": "b", "status": "lost", "closed_at": "2024-06-28", **_CREATED},
        ],
    )
    yield built
    built.engine.close()


def test_columns_are_the_keys_of_every_record(shop: Company) -> None:
    for name, asked in (("win_rate", {"by": "seller", "every": Period.MONTH}), ("time_to_close", {}), ("pipeline", {})):
        answer = shop.ask(name, **asked)
        assert answer.lines
        assert all(tuple(record) == answer.columns for record in answer.records())


def test_a_line_names_its_group_its_period_and_how_sure_it_is(shop: Company) -> None:
    record = shop.ask("win_rate", by="seller", every=Period.QUARTER).records()[0]
    assert {name: record[name] for name in ("seller", "seller_id", "period", "n", "value", "too_few", "partial")} == {
        "seller": "Ann", "seller_id": "a", "period": "2024Q1", "n": 1, "value": 1.0, "too_few": True, "partial": False,
    }  # fmt: skip
    assert record["low"] < 1 <= record["high"]


def test_the_json_is_plain_exact_and_complete(shop: Company) -> None:
    document: dict[str, Any] = json.loads(json.dumps(shop.ask("won_amount", by="seller", rows=True).to_json()))
    assert document["total"]["value"] == "30.5"
    assert document["lines"][0]["value"] == "10.5"
    assert document["formula"].startswith("sum of the amounts")
    assert document["as_of"] == "2024-06-30"
    assert [row["id"] for row in document["rows"]] == ["1", "2"]
    assert document["rows"][0]["fact"] == "deals"


def test_rows_of_a_dated_question_are_only_those_counted(shop: Company) -> None:
    answer = shop.ask("win_rate", start="2024-02-01", end="2024-02-29", rows=True)
    assert answer.rows is not None
    assert answer.rows["id"].to_pylist() == ["2"]
    assert shop.ask("win_rate").rows is None


def test_policies_in_force_are_said(shop: Company) -> None:
    answer = shop.ask("time_to_close", policies={"start": "created"})
    assert answer.policies == {"cohort": "started", "start": "created", "days": "calendar"}


def test_what_the_engine_has_to_say_is_said(shop: Company) -> None:
    shop.engine.notes = ("reconstructed from history",)
    assert "reconstructed from history" in shop.ask("win_rate").notes
    shop.engine.notes = ()


def test_a_day_in_the_future_is_refused(shop: Company) -> None:
    with pytest.raises(UsageError, match="lies in the future"):
        shop.ask("win_rate", as_of="2099-01-01")


def test_rows_carry_the_names_that_their_ids_stand_for(shop: Company) -> None:
    rows = shop.ask("win_rate", rows=True).rows
    assert rows is not None
    names = shop.desk.names("sellers")
    pairs = zip(rows["seller"].to_pylist(), rows["seller_name"].to_pylist(), strict=True)
    assert all(names.get(who) == name for who, name in pairs)


def test_attainment_is_of_the_kpi_that_the_targets_are_for() -> None:
    target = {"kpi": "won_amount", "subject": "a", "low": 200.0, "starts_on": "2024-01-01", "ends_on": "2024-03-31"}
    built = company(
        today="2024-05-12",
        sellers=[{"id": "a", "name": "Ann"}],
        deals=[{"seller": "a", "status": "won", "amount": 50, "created_at": "2024-01-05", "closed_at": "2024-03-10"}],
        targets=[target],
    )
    answer = built.ask("attainment", every="quarter")
    assert answer.policies["target"] == "won_amount"
    assert answer.lines[0].figure.value == 0.25
    built.engine.close()


def test_nothing_is_zero_and_an_unknown_amount_is_not(shop: Company) -> None:
    """In May nothing was won: 0 of 0 money. An open deal without an amount: one deal, and no known sum."""
    nothing = shop.figure("won_amount", start="2024-05-01", end="2024-05-31")
    assert (nothing.n, nothing.value, nothing.parts["amount"]) == (0, 0, 0)
    built = company(today="2024-06-30", deals=[{"id": "1", "created_at": "2024-01-01"}])
    unknown = built.figure("pipeline")
    assert (unknown.value, unknown.parts["amount"]) == (1, None)
    built.engine.close()


def test_stages_in_which_deals_end_come_after_all_open_ones() -> None:
    """One pipeline ends with its second stage, the other has three open ones before its end."""
    places = {"Short": ["Contact"], "Long": ["Contact", "Demo", "Offer"]}
    stages = [
        {"pipeline": name, "name": stage, "position": place, "kind": "won" if stage == "Won" else "open"}
        for name, open_stages in places.items()
        for place, stage in enumerate([*open_stages, "Won"], 1)
    ]
    deals = [{"status": "open", "stage": stage, "created_at": "2024-01-01"} for stage in ("Won", "Offer", "Contact")]
    built = company(today="2024-06-30", stages=stages, deals=deals)
    assert [line.keys["stage"] for line in built.ask("pipeline", by="stage").lines] == ["Contact", "Offer", "Won"]
    built.engine.close()
