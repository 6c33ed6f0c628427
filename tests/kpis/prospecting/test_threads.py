"""Laws of threads: however touches lie, they are counted as one would count them by hand, one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kpis.company import company

_BEGIN = datetime(2024, 1, 1, 9)
_HORIZON = {"at": "2024-03-31T12:00"}
_OUTCOMES = ("connected", "replied", "no_answer", "unknown", None)


@dataclass(frozen=True)
class _Lead:
    """A lead by hand: hours since the beginning of each touch, whether it was ours, and its outcome."""

    touches: tuple[tuple[int, bool, str | None], ...]
    qualified: int | None
    disqualified: int | None

    def judged(self) -> tuple[int, bool, bool] | None:
        """Touches until the end, answered, dropped; None when it is no thread or was decided before it began."""
        ours = sorted(hour for hour, out, _outcome in self.touches if out)
        if not ours or (self.qualified is not None and self.qualified < ours[0]):
            return None
        answers = [hour for hour, out, outcome in self.touches if out and outcome in ("connected", "replied")]
        answers += [hour for hour, out, _outcome in self.touches if not out and hour > ours[0]]
        answers += [self.qualified] if self.qualified is not None else []
        if answers:
            return sum(hour <= min(answers) for hour in ours), True, False
        if self.disqualified is not None and self.disqualified >= ours[0]:
            return sum(hour <= self.disqualified for hour in ours), False, True
        last_day = (_BEGIN + timedelta(hours=ours[-1])).date()
        return len(ours), False, (datetime(2024, 3, 31).date() - last_day).days >= 30


_hours = st.integers(0, 24 * 70)
_leads = st.builds(
    _Lead,
    st.lists(st.tuples(_hours, st.booleans(), st.sampled_from(_OUTCOMES)), max_size=6).map(tuple),
    st.none() | _hours,
    st.none() | _hours,
)


def _at(hour: int | None) -> str | None:
    return None if hour is None else (_BEGIN + timedelta(hours=hour)).isoformat()


def _facts(leads: list[_Lead]) -> dict[str, list[dict[str, Any]]]:
    touches = [
        {"lead": f"l{n}", "at": _at(hour), "direction": "outbound" if out else "inbound", "outcome": outcome}
        for n, lead in enumerate(leads)
        for hour, out, outcome in lead.touches
    ]
    rows = [
        {"id": f"l{n}", "qualified_at": _at(lead.qualified), "disqualified_at": _at(lead.disqualified)}
        for n, lead in enumerate(leads)
    ]
    return {"leads": rows, "touches": [*touches, _HORIZON]}


@given(st.lists(_leads, min_size=1, max_size=30))
@settings(max_examples=12)
def test_touches_until_the_end_are_those_counted_one_by_one(leads: list[_Lead]) -> None:
    built = company(**_facts(leads))
    rows = built.ask("cadence", rows=True).rows
    assert rows is not None
    found = {
        row["id"]: (row["touches"], bool(row["answered"]), bool(row["dropped"]))
        for row in rows.to_pylist()
        if row["threads"]
    }
    expected = {f"l{n}": lead.judged() for n, lead in enumerate(leads)}
    assert found == {name: judged for name, judged in expected.items() if judged}
    built.engine.close()


@given(st.lists(_leads, min_size=1, max_size=30))
@settings(max_examples=5)
def test_the_decided_are_answered_or_dropped_and_threads_are_decided_or_going(leads: list[_Lead]) -> None:
    built = company(**_facts(leads))
    for line in (built.ask("cadence").total, *built.ask("cadence", by="touch").lines):
        assert line is not None
        parts = {name: int(number or 0) for name, number in line.figure.parts.items()}
        assert parts["answered"] + parts["dropped"] == parts["ended"]
        assert parts["ended"] + parts["going"] == parts["threads"]
        assert parts["converted"] <= parts["answered"]
        assert parts["ended"] <= parts["ended_touches"] <= parts["touches"]
    built.engine.close()
