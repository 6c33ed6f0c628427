"""Measures with a command of their own stand in the dictionary, and asked as a KPI name their command."""

from __future__ import annotations

import pytest

from merilo.core.errors import UsageError
from merilo.kpis.registry import ALL
from merilo.reports.catalogue import catalogue, entry
from merilo.reports.derived import BY_NAME, DERIVED, dictionary, entry_named, refuse_derived


def test_every_kpi_and_every_derived_measure_is_in_the_dictionary_once_by_family() -> None:
    found = dictionary()
    assert sorted(each.name for each in found) == sorted([*(kpi.name for kpi in ALL), *BY_NAME])
    families = [each.family for each in found]
    assert len(set(families)) == sum(1 for n, family in enumerate(families) if family is not families[n - 1])
    assert {"plan", "first_meeting_range", "stage_balance", "win_probability_by_age"} <= BY_NAME.keys()


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_asked_as_a_kpi_it_names_its_command(name: str) -> None:
    with pytest.raises(UsageError) as refused:
        refuse_derived(name)
    assert BY_NAME[name].command in str(refused.value.way_out)


def test_a_kpi_is_not_refused() -> None:
    for kpi in ALL:
        refuse_derived(kpi.name)
        assert entry_named(kpi.name) is kpi


def test_an_unknown_name_is_told_all_names() -> None:
    with pytest.raises(UsageError, match="There is no KPI luck") as refused:
        entry_named("luck")
    assert "stage_balance" in str(refused.value.allowed)


@pytest.mark.parametrize("derived", DERIVED, ids=lambda each: each.name)
def test_its_entry_says_formula_traps_and_command(derived: object) -> None:
    words = dict(entry(derived))  # type: ignore[arg-type]
    assert words["Command"].startswith("`merilo ")
    assert {"Formula", "Unit", "Trap", "What to do"} <= words.keys()


def test_the_page_lists_them() -> None:
    page = catalogue()
    for name in BY_NAME:
        assert page.count(f"#### `{name}`") == 2
