"""Maven CRM: how a deal ends does not get worse with its age; those that nobody decides are told apart from that."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from merilo.reports.win_probability import ageing
from tests.datasets.conftest import Imported

pytestmark = pytest.mark.xdist_group("maven_crm")


def _days(shared_data: Path) -> dict[str, list[int]]:
    """Straight from the file: days from engaging to closing, of won and of lost deals."""
    (file,) = (shared_data / "maven_crm").rglob("sales_pipeline.csv")
    found: dict[str, list[int]] = {"Won": [], "Lost": []}
    with file.open(encoding="utf-8-sig", newline="") as rows:
        for row in csv.DictReader(rows):
            if row["deal_stage"] in found:
                took = date.fromisoformat(row["close_date"]) - date.fromisoformat(row["engage_date"])
                found[row["deal_stage"]].append(took.days)
    return found


def _open_longer(shared_data: Path, longest: int) -> int:
    """Straight from the file: deals without an end that were engaged longer before the last day of it."""
    (file,) = (shared_data / "maven_crm").rglob("sales_pipeline.csv")
    with file.open(encoding="utf-8-sig", newline="") as rows:
        deals = list(csv.DictReader(rows))
    days = [date.fromisoformat(row[name]) for row in deals for name in ("engage_date", "close_date") if row[name]]
    began = [date.fromisoformat(row["engage_date"]) for row in deals if row["deal_stage"] == "Engaging"]
    return sum((max(days) - day).days > longest for day in began)


def test_age_does_not_lose_deals_and_old_ones_are_left_lying(imported: Imported, shared_data: Path) -> None:
    """In 58 % of pairs of a won and a lost deal the won one took longer; after 138 days nothing was ever decided."""
    took = _days(shared_data)
    won, lost = took["Won"], took["Lost"]
    pairs = sum((w > x) + (w == x) / 2 for w in won for x in lost) / (len(won) * len(lost))
    longest = max(won + lost)
    workspace, _report = imported("maven_crm")
    found = ageing(workspace)
    assert found.acceptable is not None
    assert found.acceptable.auc == pytest.approx(1 - pairs, abs=1e-9)
    assert found.acceptable.learned
    assert not found.acceptable.loses_deals
    assert found.acceptable.days < longest
    forgotten = _open_longer(shared_data, longest)
    assert (found.acceptable.longest, found.acceptable.forgotten) == (longest, forgotten)
    # One paragraph: first what age tells, then who is forgotten, and only then the age that follows.
    (note,) = found.notes
    verdict, lying = note.index("Age does not matter here"), note.index(f"{forgotten:,} deals are open for longer")
    assert verdict < note.index(f"{longest} days") < note.index(f"{pairs:.0%}") < lying
    assert lying < note.index(f"past {found.acceptable.days:.0f} days")
    (group,) = found.groups
    old = [each for each in group.outlook if each.age > longest]
    assert old
    assert all(each.n > 30 and each.within[30] is not None and each.within[30][0] == 0.0 for each in old[:3])
