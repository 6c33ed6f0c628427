"""Every KPI is complete: texts, parts, cuts, policies and rows fit together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import ibis.expr.operations as ops
import pytest

from merilo.core.time import Calendar, Period
from merilo.facts.schema import TABLES
from merilo.facts.tables import unbound_facts
from merilo.kpis.cuts import CUTS, attach
from merilo.kpis.declaration import Context, Kpi, Share, Unit
from merilo.kpis.registry import ALL, KPIS
from merilo.kpis.sums import summed

_CONTEXT = Context(
    Calendar(), date(2024, 6, 30), date(2024, 6, 30), "USD", dated=True, single_currency=False, every=Period.MONTH
)
each = pytest.mark.parametrize("kpi", ALL, ids=lambda kpi: kpi.name)


def _context(kpi: Kpi) -> Context:
    return replace(_CONTEXT, cuts=frozenset(kpi.cuts), policies={p.name: p.default for p in kpi.policies})


def test_names_are_unique() -> None:
    assert len(KPIS) == len(ALL)


@each
def test_every_text_is_there(kpi: Kpi) -> None:
    texts = [kpi.label, kpi.question, kpi.formula, kpi.n_is, kpi.advice, *kpi.traps]
    texts += [part.label for part in kpi.parts] + [policy.meaning for policy in kpi.policies]
    assert kpi.traps
    assert all(text.strip() == text != "" for text in texts)


@each
def test_rows_have_all_that_the_declaration_promises(kpi: Kpi) -> None:
    facts, context = unbound_facts(), _context(kpi)
    rows = attach(kpi.rows(facts, context), kpi.cuts, facts, context)
    promised = {"fact", "id", "day", *kpi.cuts, *summed(kpi), *(d.column for d in kpi.distributions)}
    assert promised <= set(rows.columns)
    assert rows.day.type().is_date()
    assert all(rows[name].type().is_numeric() for name in summed(kpi))


@each
def test_value_and_n_are_parts(kpi: Kpi) -> None:
    parts = {part.name: part for part in kpi.parts}
    assert parts[kpi.n].unit is Unit.COUNT
    if isinstance(kpi.value, Share):
        assert {kpi.value.of, kpi.value.out_of} <= parts.keys()
        assert kpi.unit is Unit.SHARE


@each
def test_needs_are_the_fact_tables_that_rows_read(kpi: Kpi) -> None:
    context = replace(_context(kpi), cuts=frozenset())
    read: set[str] = set()
    for policy in kpi.policies or [None]:
        for value in policy.allowed if policy else ("",):
            chosen = {**context.policies, policy.name: value} if policy else {}
            rows = kpi.rows(unbound_facts(), replace(context, policies=chosen))
            read |= {table.name for table in rows.op().find(ops.UnboundTable)}
    assert read - {"rates", "memberships", "sellers"} == set(kpi.needs)
    assert set(kpi.money) <= set(kpi.needs) <= TABLES.keys()


@each
def test_cuts_and_policies_exist(kpi: Kpi) -> None:
    assert set(kpi.cuts) <= CUTS.keys()
    assert all(policy.default in policy.allowed for policy in kpi.policies)
