"""The plans as a page shows them: one line per scope that the person may see, its needs by step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from merilo.reports.seen import Seen

Record = Mapping[str, Any]


@dataclass(frozen=True)
class PlanRow:
    """One plan: the record, and its steps by name."""

    record: Record
    needs: Mapping[str, Record]


@dataclass(frozen=True)
class Plans:
    """The plans of one period as of a day."""

    day: str
    period: str
    start: str
    end: str
    currency: str
    rows: tuple[PlanRow, ...]
    notes: tuple[str, ...]


def plans(seen: Seen) -> Plans:
    """The prepared plans, filtered by what the person may see."""
    found = seen.sheet("plan").content
    lines = [line for line in found["lines"] if seen.reach.sees(line["scope"], line["subject"])]
    rows = tuple(PlanRow(line, {need["step"]: need for need in line["needs"]}) for line in lines)
    return Plans(
        found["day"], found["period"], found["from"], found["to"], found["currency"], rows, tuple(found["notes"])
    )  # fmt: skip
