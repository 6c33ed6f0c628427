"""What is to be done next: steps that are due, and open deals that need somebody, each with the reason why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from merilo.core.text import _
from merilo.kpis.question import Question
from merilo.kpis.sales_cycle.deal_state import typed
from merilo.reports.answer import ask
from merilo.reports.asking import Desk

Record = dict[str, Any]
AHEAD = timedelta(days=7)
"""Steps due within so many days from today are shown."""
PUSHED = 2
"""A closing day that was put off so often is a wish; once may happen to anybody."""
OLD = timedelta(days=90)
"""Steps that are overdue for longer are forgotten rather than to be done; they are counted, not listed."""


def next_up(desk: Desk) -> Record:
    """Steps not yet done (by day) and the open deals that need somebody (by amount), of all sellers, as of today.

    A deal needs somebody when it is past its acceptable age (`over_age`, days past), when its day of closing has passed
    (`close_passed`, the day) or was put off again and again (`pushed`, how many times), when its next step is overdue
    (`overdue`, the day), or when nothing is planned for it (`no_next_step`): neither an open step of the deal or of its
    account alone, nor a meeting booked from today on.
    Where no steps are kept at all, the last two are not said of anybody.
    """
    facts, today = desk.engine.facts, desk.today
    steps = desk.records(
        facts.next_steps.filter(facts.next_steps.done_at.isnull()).select(
            "id", "seller", "account", "deal", "due_on", "subject"
        )
    )
    kept = bool(steps) or bool(desk.records(facts.next_steps.count().name("n").as_table())[0]["n"])
    deals = _rows(desk, "pipeline")
    past = {row["id"]: row["past"] for row in _rows(desk, "over_age")}
    closing, pushed = _closing(desk), _pushed(desk)
    planned = _planned(steps, _booked(desk), today)
    found = []
    for deal in deals:
        why = _late(past.get(deal["id"]), closing.get(deal["id"]), today)
        why += [{"what": "pushed", "times": pushed[deal["id"]]}] if deal["id"] in pushed else []
        why += _unplanned(deal, planned, today) if kept else []
        if why:
            shown = ("id", "seller", "account", "account_name", "stage", "amount", "age_days")
            found.append({name: deal[name] for name in shown} | {"why": why})
    notes = [] if kept else [_("No next steps are kept, so nothing is said of deals without one.")]
    near = [step for step in steps if today - OLD <= step["due_on"] <= today + AHEAD]
    names = desk.names_of("accounts", pa.chunked_array([[step["account"] for step in near]], pa.string())).to_pylist()
    due = [step | {"account_name": name or step["account"]} for step, name in zip(near, names, strict=True)]
    return {
        "day": today,
        "currency": desk.settings.currency,
        "deals": sorted(found, key=lambda each: (-(each["amount"] or 0), each["id"])),
        "steps": sorted(due, key=lambda each: (each["due_on"], each["id"])),
        "forgotten": _counted(step["seller"] for step in steps if step["due_on"] < today - OLD),
        "notes": notes,
    }


def _rows(desk: Desk, kpi: str) -> list[Record]:
    rows = ask(desk, Question(kpi), rows=True).rows
    return rows.to_pylist() if rows is not None else []


def _closing(desk: Desk) -> dict[str, date]:
    deals = desk.engine.facts.deals
    rows = desk.records(deals.filter(deals.expected_close_on.notnull()).select("id", "expected_close_on"))
    return {row["id"]: row["expected_close_on"] for row in rows}


def _pushed(desk: Desk) -> dict[str, int]:
    """The open deals whose day of closing was moved to a later one at least `PUSHED` times, and how often."""
    deals, changes = desk.engine.facts.deals, desk.engine.facts.deal_changes
    told = changes.filter(changes.field == "expected_close_on")
    later = told.filter(typed(told.new, "expected_close_on") > typed(told.old, "expected_close_on"))
    open_ones = later.semi_join(deals.filter(deals.status == "open"), later.deal == deals.id)
    times = open_ones.group_by("deal").agg(times=open_ones.count())
    return {row["deal"]: row["times"] for row in desk.records(times.filter(times.times >= PUSHED))}


def _booked(desk: Desk) -> list[Record]:
    """Meetings booked that are still to come, with their day in the workspace's time zone."""
    meetings, zone = desk.engine.facts.meetings, desk.settings.calendar.zone
    rows = desk.records(meetings.filter(meetings.status == "booked").select("account", "deal", "starts_at"))
    found = [row | {"due_on": row["starts_at"].astimezone(zone).date()} for row in rows]
    return [row for row in found if row["due_on"] >= desk.today]


def _planned(steps: Iterable[Record], meetings: Iterable[Record], today: date) -> dict[tuple[str, str], date]:
    """The earliest day still open per deal, and per account for what names no deal; what is to come counts first."""
    found: dict[tuple[str, str], date] = {}
    for each in [*steps, *meetings]:
        key = ("deal", each["deal"]) if each["deal"] else ("account", each["account"])
        day = each["due_on"]
        known = found.get(key)
        if key[1] and (known is None or _sooner(day, known, today)):
            found[key] = day
    return found


def _sooner(day: date, known: date, today: date) -> bool:
    """Whether a day says more of what is planned: any day to come before those that passed, then the earlier."""
    return (day < today, day) < (known < today, known)


def _late(past: float | None, closing: date | None, today: date) -> list[Record]:
    why: list[Record] = []
    if past is not None:
        why.append({"what": "over_age", "days": int(past)})
    if closing is not None and closing < today:
        why.append({"what": "close_passed", "day": closing})
    return why


def _unplanned(deal: Mapping[str, Any], planned: Mapping[tuple[str, str], date], today: date) -> list[Record]:
    days = [planned[key] for key in (("deal", deal["id"]), ("account", deal["account"])) if key in planned]
    if not days:
        return [{"what": "no_next_step"}]
    if any(day >= today for day in days):
        return []
    return [{"what": "overdue", "day": min(days)}]


def _counted(sellers: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for seller in sellers:
        found[seller] = found.get(seller, 0) + 1
    return found
