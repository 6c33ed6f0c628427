"""My week where something that it shows cannot be made."""

from __future__ import annotations

from typing import Any, cast

import pytest

from merilo.core.errors import MeriloError
from merilo.reports.pages.my_week import plan_of
from merilo.reports.seen import NotReadyError, Seen


class _Refusing:
    def __init__(self, error: MeriloError) -> None:
        self._error = error

    def sheet(self, _name: str) -> Any:
        raise self._error


def test_a_company_without_targets_has_no_plan_and_the_page_opens() -> None:
    assert plan_of(cast(Seen, _Refusing(MeriloError("There is no target of money."))), "a") is None


def test_figures_that_are_being_computed_are_waited_for() -> None:
    with pytest.raises(NotReadyError):
        plan_of(cast(Seen, _Refusing(NotReadyError("The figures are being computed."))), "a")
