"""Who somebody is to Merilo: seller, manager, analyst or administrator."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from merilo.core.text import N_


class Role(StrEnum):
    """What a person came for, which decides what he may see."""

    SELLER = "seller"
    MANAGER = "manager"
    ANALYST = "analyst"
    ADMIN = "admin"


LABELS: dict[Role, str] = {
    Role.SELLER: N_("Seller"),
    Role.MANAGER: N_("Sales manager"),
    Role.ANALYST: N_("Analyst"),
    Role.ADMIN: N_("Administrator"),
}


@dataclass(frozen=True)
class Person:
    """Somebody who may log in. `seller`: his id among the sellers of the facts, empty when he is none of them."""

    id: int
    email: str
    name: str
    role: Role
    seller: str = ""
    language: str = ""
