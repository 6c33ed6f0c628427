"""Movements of revenue of three data sets that other people made: every period, every category, to the cent."""

from __future__ import annotations

from typing import Any

import pytest

from merilo.core.time import Period
from tests.datasets.asking import by_label, desk, moves
from tests.datasets.conftest import Imported, Reference

_RATES = ("nrr", "grr", "logo_churn")


def _close(found: dict[str, Any], known: dict[str, Any]) -> None:
    for name, value in found.items():
        assert value == pytest.approx(known[name], abs=1e-6), name


def _case(data: str, folder: str, name: str, every: Period) -> Any:
    group = data.removesuffix("_gross")
    return pytest.param(data, folder, name, every, marks=pytest.mark.xdist_group(group), id=name)


@pytest.mark.parametrize(
    ("data", "folder", "name", "every"),
    [
        _case("mrr_playbook", "mrr_playbook", "movements", Period.MONTH),
        _case("online_retail", "online_retail_uci", "net_movements", Period.MONTH),
        _case("online_retail_gross", "online_retail_uci", "gross_movements", Period.MONTH),
        _case("adventureworks", "adventureworks", "reseller_movements_quarter", Period.QUARTER),
    ],
)
def test_every_movement_of_every_period(
    imported: Imported, reference: Reference, data: str, folder: str, name: str, every: Period
) -> None:
    """Net figures count a customer's month below zero as nothing: our default policy, and the reference's."""
    known = reference(folder)[name]
    with desk(imported(data)[0]) as ask:
        answer = ask("revenue_movements", every=every)
        found = moves(answer)
        assert found.keys() == known.keys()
        for period, figures in found.items():
            _close(figures, known[period])
        for kpi in _RATES:
            values = by_label(ask(kpi, every=every))
            for period, figures in known.items():
                if kpi in figures:
                    value = values[period].value
                    assert (None if value is None else round(value, 6)) == figures[kpi], (kpi, period)


@pytest.mark.xdist_group("online_retail")
def test_the_last_nine_days_of_retail_are_no_whole_month(imported: Imported) -> None:
    with desk(imported("online_retail_gross")[0]) as ask:
        partial = {line.period: line.partial for line in ask("churn").lines}
    assert [period for period, part in partial.items() if part] == ["2011-12"]


@pytest.mark.xdist_group("online_retail")
def test_retail_revenue_with_and_without_customers(imported: Imported, reference: Reference) -> None:
    known = reference("online_retail_uci")
    with desk(imported("online_retail")[0]) as ask:
        total = ask("revenue").total
        assert total is not None
        assert float(total.figure.value or 0) == pytest.approx(known["net_total_all_rows"], abs=1e-6)
        notes = ask("revenue_movements").notes
    assert any(note.startswith("135080 rows of revenue name no customer") for note in notes)
