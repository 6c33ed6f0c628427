"""Maven: no history of stages or amounts, so deals of one age cannot be told apart, and it says so."""

from __future__ import annotations

from datetime import date

import pytest

from merilo.insight.forecast.backtest import Kind
from merilo.insight.forecast.choice import MODEL, choose
from merilo.reports.forecast.document import record_notes
from merilo.reports.forecast.tried import TrackRecord
from tests.datasets.conftest import Imported
from tests.datasets.test_bpi2012_forecast import back_tested

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("maven_crm")]

_HORIZONS = (28, 91)


def test_deals_cannot_be_told_apart_and_no_worse_method_is_used(imported: Imported) -> None:
    tried = back_tested(imported("maven_crm")[0], date(2017, 12, 31), _HORIZONS, 180, 21)
    found = {days: own for days in _HORIZONS if (own := tried.calibration(days))}
    for own in found.values():
        assert own.auc_alike == pytest.approx(0.5, abs=0.05)
    notes = record_notes(TrackRecord(tried, found))
    assert sum("cannot be told apart" in note for note in notes) == 2
    for days in _HORIZONS:
        score = tried.score(Kind(days=days), 1)
        assert score is not None
        chosen = choose(tried, days, 1)
        used = score.model if chosen.method == MODEL else score.naive[chosen.method]
        assert used.wmape is not None
        assert used.wmape <= min(each.wmape for each in score.naive.values() if each.wmape is not None) + 1e-12
