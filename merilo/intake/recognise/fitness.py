"""Can these values stand in that fact column? A factor for the header's likeness: 0 never, 1 as expected."""

from __future__ import annotations

from collections.abc import Callable

from merilo.facts.schema import Kind
from merilo.intake.recognise.choices import CHOICES, understood
from merilo.intake.recognise.evidence import Evidence, Shape
from merilo.intake.recognise.reading import kind_of

_NO_VALUES = 0.97
_FEW = 60
_ENOUGH_ROWS = 20
_PEOPLE_ROWS = ("deals", "revenue", "touches", "meetings", "leads", "targets", "next_steps")

_BY_SHAPE: dict[Kind, dict[Shape, float]] = {
    Kind.TIME: {Shape.DATE: 1.0},
    Kind.DAY: {Shape.DATE: 1.0},
    Kind.MONEY: {Shape.NUMBER: 1.0, Shape.FLAG: 0.7},
    Kind.NUMBER: {Shape.NUMBER: 1.0, Shape.FLAG: 0.9},
    Kind.COUNT: {Shape.NUMBER: 1.0, Shape.FLAG: 0.9},
    Kind.FLAG: {Shape.FLAG: 1.0},
    Kind.REF: {Shape.TEXT: 1.0, Shape.NUMBER: 1.0, Shape.EMAIL: 1.0, Shape.FLAG: 0.3},
    Kind.TEXT: {Shape.TEXT: 1.0, Shape.NUMBER: 0.9, Shape.EMAIL: 0.8, Shape.FLAG: 0.5},
    Kind.CHOICE: {Shape.TEXT: 1.0, Shape.FLAG: 0.4, Shape.NUMBER: 0.4},
    Kind.CURRENCY: {Shape.TEXT: 1.0},
}


def fitness(table: str, column: str, evidence: Evidence) -> float:
    """How well the values fit fact column `table.column`, 0 to about 1.05."""
    if evidence.shape is Shape.EMPTY:
        return _NO_VALUES
    factor = _BY_SHAPE[kind_of(table, column)].get(evidence.shape, 0.0)
    special = _SPECIAL.get(column)
    return factor * special(table, evidence) if special and factor else factor


def _identity(table: str, evidence: Evidence) -> float:
    if table == "sellers" and evidence.shape is Shape.TEXT and evidence.distinct < evidence.looked / 2:
        return 0.6
    share = evidence.distinct / max(evidence.looked, 1)
    # Exports of several days in one folder repeat the same ids, so a repeated id is less sure, not impossible.
    return 1.0 if share >= 0.95 else 0.85 if share >= 0.5 else 0.5


def _seller(table: str, evidence: Evidence) -> float:
    # Someone who sells has more than one deal: a column where everybody occurs once names something else.
    unlikely = table in _PEOPLE_ROWS and evidence.looked >= _ENOUGH_ROWS and evidence.distinct > evidence.looked / 2
    return 0.5 if unlikely else 1.0


def _few_words(table: str, evidence: Evidence) -> float:
    many = evidence.distinct > _FEW or (evidence.unique and evidence.looked >= _ENOUGH_ROWS)
    return 0.4 if many else 1.0


def _status(table: str, evidence: Evidence) -> float:
    known = understood(CHOICES[table, "status"], evidence.words)
    return _few_words(table, evidence) * (1.05 if known >= 0.5 else 0.9)


def _purpose(table: str, evidence: Evidence) -> float:
    # A "type" or "category" of costs may as well say what they were spent on.
    return 1.05 if understood(CHOICES[table, "purpose"], evidence.words) >= 0.5 else 0.5


def _email(table: str, evidence: Evidence) -> float:
    return {Shape.EMAIL: 1.05, Shape.TEXT: 0.3}.get(evidence.shape, 0.0)


def _currency(table: str, evidence: Evidence) -> float:
    return 1.0 if evidence.distinct <= _FEW and all(len(word) <= 4 for word in evidence.words) else 0.2


def _name(table: str, evidence: Evidence) -> float:
    return 0.3 if evidence.shape in {Shape.NUMBER, Shape.FLAG} else 1.0


_SPECIAL: dict[str, Callable[[str, Evidence], float]] = {
    "source_id": _identity,
    "seller": _seller,
    "owner": _seller,
    "stage": _few_words,
    "pipeline": _few_words,
    "status": _status,
    "purpose": _purpose,
    "email": _email,
    "currency": _currency,
    "base": _currency,
    "name": _name,
    "team": _few_words,
}
