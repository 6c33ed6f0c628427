"""What the record says of bands that do not hold what they promise."""

from __future__ import annotations

import numpy as np
import pytest

from merilo.core.text import set_language
from merilo.insight.forecast.backtest import Backtest, Kind, Tried
from merilo.insight.forecast.model import Step
from merilo.insight.forecast.scores import QUANTILES
from merilo.reports.forecast.document import record_document
from merilo.reports.forecast.tried import TrackRecord


def _record(middle: float, apart: int, n: int = 12) -> TrackRecord:
    """So many forecasts of seven days, begun so many days apart; ten came each time; all bands end at the middle and
    promised 70 %.
    """
    said, nobody = np.full((2, len(QUANTILES)), middle), np.zeros((2, 2, 2))
    tried = tuple(
        Tried(Kind(days=7), apart * place, apart * place, apart * place + 7, (10.0, 10.0), said, np.full((2, 2), 0.7),
              (middle, middle), 10.0, {"run_rate": (30.0, 30.0)}, Step.EVERYTHING, 0, nobody)
        for place in range(n)
    )  # fmt: skip
    return TrackRecord(Backtest(apart * np.arange(n), tried), {})


@pytest.mark.parametrize(("middle", "fault", "word"), [(11.0, "narrow", "0.0 %"), (10.0, "wide", "100.0 %")])
def test_bands_that_hold_otherwise_than_promised_are_named_with_both_shares(
    middle: float, fault: str, word: str
) -> None:
    """None of twelve, or all: between 0 and 26 %, between 74 % and 100 % (Clopper and Pearson); 70 % was promised."""
    said = record_document(_record(middle, 7))
    line = said["lines"][0]
    assert line["fault_80"] == fault
    assert (line["within_80_low"], line["within_80_high"]) == pytest.approx(
        (0.0, 0.2646) if fault == "narrow" else (0.7354, 1.0), abs=1e-4
    )
    assert [note for note in said["notes"] if "80 % bands" in note] == [
        f"For the next 7 days ({what}) the 80 % bands held {word} of the time and had promised 70.0 %, which chance "
        f"does not explain: they are too {fault}."
        for what in ("wins", "amount")
    ]


def test_forecasts_whose_spans_overlap_prove_less() -> None:
    """Twelve begun a day apart count as 144 / (12 + 2·896 / 49) = 2.96: 0 to 71 %, which holds the promise of 70 %."""
    said = record_document(_record(11.0, 1))
    line = said["lines"][0]
    assert (line["within_80"], line["fault_80"]) == (0.0, None)
    assert line["within_80_high"] == pytest.approx(1 - 0.025 ** ((12 + 2 * 896 / 49) / 144), abs=1e-6)
    assert not [note for note in said["notes"] if "80 % bands" in note]


def test_of_few_days_nothing_is_called_a_fault() -> None:
    """None of seven, promised 70 %: at most 41 % (Clopper and Pearson), but seven days are too few to say."""
    line = record_document(_record(11.0, 7, n=7))["lines"][0]
    assert (line["too_few"], line["fault_80"]) == (True, None)
    assert line["within_80_high"] == pytest.approx(0.4096, abs=1e-4)


def test_in_russian_the_fault_is_said_too() -> None:
    set_language("ru")
    notes = record_document(_record(11.0, 7))["notes"]
    assert any("полосы слишком узкие" in note and "0,0 %" in note for note in notes)
