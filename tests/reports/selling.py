"""A small company whose ratios are known: what a plan, a balance and suggestions are held against.

Every working day each seller touches ten leads and holds one first meeting; a deal begins on the day after it, moves
from Talk to Offer ten days later, and is closed twenty days after it began; every other one is won, for 100.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from merilo.core.settings import Settings
from tests.kpis.company import Company, company

START, TODAY = date(2024, 1, 1), date(2024, 11, 18)
SETTINGS = Settings(currency="EUR", time_zone="UTC")
STAGES = [
    {"pipeline": "P", "name": "Talk", "position": 1},
    {"pipeline": "P", "name": "Offer", "position": 2},
]


def working_days(start: date, end: date) -> list[date]:
    days = [start + timedelta(days=n) for n in range((end - start).days)]
    return [day for day in days if day.weekday() < 5]


def selling(
    sellers: tuple[str, ...] = ("a", "b"), *, sellers_too: list[dict[str, Any]] | None = None, **more: Any
) -> Company:
    """The company, with people who did nothing yet (`sellers_too`); tables in `more` are added to its own."""
    tables: dict[str, list[dict[str, Any]]] = {
        "sellers": [*({"id": who, "name": who.upper()} for who in sellers), *(sellers_too or [])],
        "memberships": [{"seller": who, "team": "North" if who == "a" else "South"} for who in sellers],
        "stages": STAGES,
        "touches": [],
        "meetings": [],
        "deals": [],
        "deal_changes": [],
    }
    for who in sellers:
        for place, day in enumerate(working_days(START, TODAY)):
            _work(tables, who, place, day)
    for name, rows in more.items():
        tables[name] = tables.get(name, []) + rows
    return company(today=TODAY.isoformat(), settings=SETTINGS, **tables)


def _work(tables: dict[str, list[dict[str, Any]]], who: str, place: int, day: date) -> None:
    account, deal = f"{who}{place}", f"deal-{who}{place}"
    tables["touches"] += [{"seller": who, "at": day.isoformat(), "account": account}] * 10
    tables["meetings"].append({"seller": who, "starts_at": day.isoformat(), "account": account})
    began = day + timedelta(days=1)
    if began >= TODAY:
        return
    moved, closed = began + timedelta(days=10), began + timedelta(days=20)
    won, over = place % 2 == 0, closed < TODAY
    stage = "Offer" if moved < TODAY else "Talk"
    tables["deals"].append({
        "id": deal, "seller": who, "account": account, "pipeline": "P", "stage": stage, "amount": 100,
        "created_at": began.isoformat(), "status": "open" if not over else "won" if won else "lost",
        "closed_at": closed.isoformat() if over else None,
    })  # fmt: skip
    moves = [("Talk", began), ("Offer", moved)] if moved < TODAY else [("Talk", began)]
    tables["deal_changes"] += [{"deal": deal, "field": "stage", "new": to, "at": on.isoformat()} for to, on in moves]


def target(subject: str | None, low: float, scope: str = "seller", **more: Any) -> dict[str, Any]:
    """A target of money to be won in the last quarter of 2024."""
    span = {"starts_on": "2024-10-01", "ends_on": "2024-12-31"}
    return {"kpi": "won_amount", "scope": scope, "subject": subject, "low": low, **span, **more}
