"""A small office that logs: two teams, a few records of another CRM, and everybody's view of it.

Ann and Bob are in North, led by Mia; Eve is in South, led by Max. Root administers, Ada analyses, Nob is no seller.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from merilo.core.settings import Settings
from merilo.core.workspace import Workspace
from merilo.facts.store import FactStore
from merilo.people.accounts import add_person, people
from merilo.people.roles import Role
from merilo.reports.prepared import Prepared
from merilo.reports.seen import Seen
from tests.facts.importing import put

PEOPLE = {
    "ann": Role.SELLER, "bob": Role.SELLER, "eve": Role.SELLER, "mia": Role.MANAGER, "max": Role.MANAGER,
    "root": Role.ADMIN, "ada": Role.ANALYST, "nob": Role.SELLER,
}  # fmt: skip
SELLERS = ("ann", "bob", "eve", "mia", "max")

FACTS: dict[str, list[dict[str, Any]]] = {
    "sellers": [{"source_id": who, "name": who.title()} for who in SELLERS],
    "memberships": [
        {"source_id": f"m-{who}", "seller": f"crm:{who}", "team": team, "manager": f"crm:{leader}"}
        for who, team, leader in (("ann", "North", "mia"), ("bob", "North", "mia"), ("eve", "South", "max"))
    ],
    "accounts": [
        {"source_id": "1", "name": "Ёлки и Палки", "domain": "elki.example", "owner": "crm:eve"},
        {"source_id": "2", "name": "Birch & Co", "domain": "birch.example", "owner": "crm:ann"},
    ],
    "contacts": [
        {"source_id": "c1", "account": "crm:1", "name": "Пётр Ёлкин", "phone": "8 (916) 123-45-67",
         "email": "petr@elki.example"},
    ],
    "deals": [
        {"source_id": "d1", "status": "open", "name": "Supply", "account": "crm:2", "seller": "crm:eve",
         "pipeline": "CRM", "stage": "Talk"},
    ],
}  # fmt: skip


@dataclass(frozen=True)
class Office:
    """The workspace, and how each person sees it."""

    place: Workspace
    seen: dict[str, Seen]

    def __getattr__(self, who: str) -> Seen:
        if who not in PEOPLE:
            raise AttributeError(who)
        return self.seen[who]


def office(folder: Path, **settings: Any) -> Office:
    """Make it in a folder that is not there yet."""
    place = Workspace.init(folder, Settings(time_zone="Europe/Moscow", currency="RUB", **settings))
    with FactStore.create(place.facts).writing("test") as writer:
        for table, rows in FACTS.items():
            put(writer, table, rows)
        writer.commit()
    for who, role in PEOPLE.items():
        seller = f"crm:{who}" if who in SELLERS else ""
        add_person(place, email=f"{who}@example.com", name=who.title(), role=role, seller=seller, password=None)
    Prepared(place, "en").made_now("staff")
    return Office(place, {person.name.lower(): Seen(place, person) for person in people(place)})
