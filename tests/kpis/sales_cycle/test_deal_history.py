"""A series of states equals the state asked for each of its days."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merilo.core.errors import UsageError
from merilo.core.settings import Settings
from merilo.core.time import Period
from merilo.reports.answer import Answer
from tests.kpis.company import Company, company
from tests.kpis.conftest import Build

_VALUES: dict[str, tuple[str | None, ...]] = {
    "stage": ("Lead", "Demo", "Offer", None),
    "amount": ("1.5", "20", "no number", None),
    "seller": ("a", "b", "c", None),
    "status": ("open", "won", "lost", None),
    "expected_close_on": ("2024-03-01", "2024-05-05", None),
}


def _instant(rng: random.Random) -> str:
    """Few days and few clock times, so that instants repeat; near midnight, where days differ by time zone."""
    day = f"2024-{rng.randint(1, 5):02}-{rng.choice((1, 2, 15, 28)):02}"
    return f"{day}T{rng.choice(('00:30', '12:00', '20:59', '21:00', '23:30'))}+00:00"


def _maybe(rng: random.Random, value: Any, often: float = 0.85) -> Any:
    return value if rng.random() < often else None


def random_company(seed: int, currencies: tuple[str, ...] = ("USD", "EUR", "GBP")) -> Company:
    """Deals that close and reopen, repeats, unknown olds, changes before creation, after today and at one instant."""
    rng = random.Random(seed)
    deals = [
        {
            "id": f"d{n}", "seller": rng.choice(_VALUES["seller"]), "stage": rng.choice(_VALUES["stage"]),
            "status": rng.choice(("open", "open", "won", "lost")), "amount": _maybe(rng, rng.randint(0, 10**6) / 100),
            "currency": rng.choice(currencies), "created_at": _maybe(rng, _instant(rng)),
            "closed_at": _maybe(rng, _instant(rng), 0.6),
            "expected_close_on": rng.choice(_VALUES["expected_close_on"]),
        }
        for n in range(14)
    ]  # fmt: skip
    changes = []
    for _step in range(60):
        field = rng.choice(list(_VALUES))
        old, new = rng.choice(_VALUES[field]), rng.choice(_VALUES[field])
        deal = f"d{rng.randint(0, 15)}"
        changes.append({"deal": deal, "field": field, "old": old, "new": new, "at": _instant(rng)})
    memberships = [
        {"seller": "a", "team": "North", "valid_to": "2024-02-15"},
        {"seller": "a", "team": "South", "valid_from": "2024-02-16"},
    ]
    return company(
        today="2024-05-10", settings=Settings(time_zone="Europe/Moscow", week_start="sunday"),
        deals=deals, deal_changes=changes, memberships=memberships,
        rates=[{"currency": "EUR", "day": "2024-01-20", "rate": 1.5}, {"currency": "EUR", "day": "2024-03-01",
               "rate": 2.0}],
    )  # fmt: skip


def _figures(answer: Answer) -> dict[Any, Any]:
    """Every line's figure by period and group; distributions are compared as well."""
    return {(line.period, *line.keys.values()): line.figure for line in answer.lines if line.figure.n}


_SPANS = (("2024-01-10", "2024-05-10"), ("2024-02-01", "2024-04-17"), (None, "2024-03-31"))


@given(
    st.integers(0, 10**6),
    st.sampled_from([Period.DAY, Period.WEEK, Period.MONTH, Period.QUARTER]),
    st.sampled_from(_SPANS),
    st.sampled_from(["", "stage", "seller", "team", "stage,seller", "currency"]),
)
@settings(max_examples=10)
def test_every_period_end_of_a_series_is_the_answer_for_that_day(
    seed: int, every: Period, span: tuple[str | None, str], by: str
) -> None:
    built = random_company(seed)
    if every is Period.DAY:
        span = ("2024-02-20", "2024-03-03")
    series = built.ask("pipeline", every=every, start=span[0], end=span[1], by=tuple(by.split(",")) if by else ())
    found = _figures(series)
    last = date.fromisoformat(span[1])
    ends = {line.period: line.end for line in series.lines if line.end}
    for label, end in random.Random(seed).sample(sorted(ends.items()), k=min(len(ends), 4)):
        one = built.ask("pipeline", as_of=min(end, last), by=tuple(by.split(",")) if by else ())
        expected = {(label, *key[1:]): value for key, value in _figures(one).items()}
        assert {key: value for key, value in found.items() if key[0] == label} == expected
    built.engine.close()


def _deal(**more: Any) -> dict[str, Any]:
    return {"id": "d", "created_at": "2024-01-10", "stage": "Demo", "amount": 300, "seller": "b", **more}


def test_a_series_is_asked_in_one_query(facts: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    company = facts(deals=[_deal()], today="2024-06-30")
    asked: list[Any] = []
    sums = company.desk.sums
    monkeypatch.setattr(company.desk, "sums", lambda inquiry: asked.append(inquiry) or sums(inquiry))
    answer = company.ask("pipeline", every=Period.WEEK, start="2022-01-01", end="2024-06-30", by="seller,stage")
    assert len(asked) == 1
    assert len(answer.lines) == 25


def test_the_rows_behind_a_series_are_deals_by_period(facts: Build) -> None:
    """d: 100 in January, 300 from 5 February, won on 3 March: two rows, of which the second carries the new amount."""
    deal = _deal(status="won", closed_at="2024-03-03", stage="Won")
    changes = [{"deal": "d", "field": "amount", "old": "100", "new": "300", "at": "2024-02-05"}]
    company = facts(deals=[deal], deal_changes=changes)
    answer = company.ask("pipeline", every=Period.MONTH, start="2024-01-01", end="2024-04-30", rows=True)
    assert answer.rows is not None
    rows = [(row["period"], row["day"], row["id"], row["amount"]) for row in answer.rows.to_pylist()]
    assert rows == [
        (date(2024, 1, 1), date(2024, 1, 31), "d", Decimal(100)),
        (date(2024, 2, 1), date(2024, 2, 29), "d", Decimal(300)),
    ]
    assert [(line.period, line.figure.n) for line in answer.lines] == [
        ("2024-01", 1), ("2024-02", 1), ("2024-03", 0), ("2024-04", 0),
    ]  # fmt: skip


def test_each_period_end_is_worth_its_own_day_s_rate(facts: Build) -> None:
    """100 EUR: at 1.5 on 31 January, at 2.0 on 29 February. In the first period's end no rate is known: named once."""
    rates = [{"currency": "EUR", "day": "2024-01-20", "rate": 1.5}, {"currency": "EUR", "day": "2024-02-10", "rate": 2}]
    deals = [_deal(amount=100, currency="EUR", created_at="2023-12-01"), _deal(id="e", amount=1, currency="USD")]
    company = facts(deals=deals, rates=rates, today="2024-02-29")
    answer = company.ask("pipeline", every=Period.MONTH, start="2023-12-01", end="2024-02-29")
    assert [line.figure.parts["amount"] for line in answer.lines] == [None, Decimal(151), Decimal(201)]
    assert [note for note in answer.notes if "no exchange rate" in note] == [
        "2023-12: 1 rows are left out of amounts: their currency has no exchange rate for their day (EUR 1)."
    ]


def test_the_unfinished_period_is_the_state_today_and_marked(facts: Build) -> None:
    deals = [_deal(), _deal(id="e", created_at="2024-02-20"), _deal(id="f", created_at="2024-02-14")]
    answer = facts(deals=deals, today="2024-02-14").ask("pipeline", every=Period.MONTH, start="2024-01-01")
    assert [(line.figure.n, line.partial) for line in answer.lines] == [(1, False), (2, True)]


def test_a_note_speaks_of_one_period_and_is_not_added_over_all(facts: Build) -> None:
    company = facts(deals=[_deal(amount=None), _deal(id="e")], today="2024-06-30")
    answer = company.ask("pipeline", every=Period.MONTH, start="2024-01-01", end="2024-06-30")
    assert "1 open deals (50%) have no amount; the sum rests on the others." in answer.notes


def test_a_team_change_moves_the_deals_from_its_day_on(facts: Build) -> None:
    memberships = [
        {"seller": "b", "team": "North", "valid_to": "2024-02-15"},
        {"seller": "b", "team": "South", "valid_from": "2024-02-16"},
    ]
    company = facts(deals=[_deal()], memberships=memberships, today="2024-03-31")
    values = company.values("pipeline", every=Period.MONTH, start="2024-01-01", end="2024-03-31", by="team")
    assert values == {("North", "2024-01"): 1, ("South", "2024-02"): 1, ("South", "2024-03"): 1}


def test_too_many_periods_and_a_future_span_are_refused(facts: Build) -> None:
    company = facts(deals=[_deal()], today="2024-06-30")
    with pytest.raises(UsageError, match="too many"):
        company.ask("pipeline", every=Period.DAY, start="2010-01-01")
    with pytest.raises(UsageError, match="future"):
        company.ask("pipeline", every=Period.DAY, start="2025-01-01", end="2025-02-01")
