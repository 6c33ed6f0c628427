"""Sellers and managers, teams and absences as columns."""

from __future__ import annotations

import pyarrow as pa

from merilo.demo.clock import Ints
from merilo.demo.columns import Columns
from merilo.demo.company import Company
from merilo.demo.staff import DOMAIN, ROLE


def sellers(company: Company, rows: Ints) -> Columns:
    """Managers, then sellers; small, so `rows` is not looked at."""
    managers, truths = company.staff.teams, company.truth.sellers
    since = company.truth.start
    n = len(managers)
    return {
        "source_id": pa.array([t.manager_id for t in managers] + [s.id for s in truths]),
        "name": pa.array([t.manager.name for t in managers] + [s.name for s in truths]),
        "email": pa.array([f"{t.manager.mailbox}@{DOMAIN}" for t in managers] + [s.email for s in truths]),
        "role": pa.array(["Head of sales team"] * n + ["Account executive"] * len(truths)),
        "hired_on": pa.array([since.replace(year=since.year - 3, day=1)] * n + [s.hired_on for s in truths]),
        "left_on": pa.array([None] * n + [s.left_on for s in truths], pa.date32()),
        "country": pa.array([t.country for t in managers] + [s.country for s in truths]),
    }


def memberships(company: Company, rows: Ints) -> Columns:
    """Who was in which team when; small, so `rows` is not looked at."""
    found = [(seller.id, spell) for seller in company.truth.sellers for spell in seller.spells]
    return {
        "source_id": pa.array([f"{seller}|{spell.first}" for seller, spell in found]),
        "seller": pa.array([seller for seller, _ in found]),
        "team": pa.array([spell.team for _, spell in found]),
        "manager": pa.array([spell.manager for _, spell in found]),
        "role": pa.array([ROLE] * len(found)),
        "valid_from": pa.array([spell.first for _, spell in found], pa.date32()),
        "valid_to": pa.array([spell.last for _, spell in found], pa.date32()),
    }


def absences(company: Company, rows: Ints) -> Columns:
    """All absences; small, so `rows` is not looked at."""
    found = company.truth.absences
    return {
        "source_id": pa.array([f"{a.seller}|{a.first}" for a in found], pa.string()),
        "seller": pa.array([a.seller for a in found], pa.string()),
        "starts_on": pa.array([a.first for a in found], pa.date32()),
        "ends_on": pa.array([a.last for a in found], pa.date32()),
        "reason": pa.array([a.reason for a in found], pa.string()),
    }
