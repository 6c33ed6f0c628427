"""The balance of the stages of a bank's loan applications (BPI Challenge 2012): half a year, no targets."""

from __future__ import annotations

from datetime import date

import pytest

from merilo.reports.balance import StageBalance, balance
from tests.datasets.conftest import Imported

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("bpi2012")]


@pytest.fixture(scope="module")
def found(imported: Imported) -> StageBalance:
    workspace, _report = imported("bpi2012")
    return balance(workspace, today=date(2012, 3, 15))


def test_stages_hold_what_came_in_times_how_long_it_stayed(found: StageBalance) -> None:
    """No target is known: of all stages with enough visits the number there follows from the applications a day."""
    assert (found.basis, found.target) == ("as deals came", None)
    told = [line for line in found.lines if line.hold is not None]
    assert len(told) >= 3
    for line in told:
        assert line.hold is not None
        # A status that is passed on its own day holds nothing.
        assert (line.hold.should.median > 0) == (line.stay.mean > 0)
        assert line.hold.should.median < 5000


def test_only_lasting_changes_are_called_clogs(found: StageBalance) -> None:
    for line in found.lines:
        if line.clog is not None:
            assert line.clog.longer >= 1.25
            assert line.clog.earliest <= line.clog.since <= line.clog.latest <= found.day
            assert line.clog.p * len(found.lines) <= 0.01
