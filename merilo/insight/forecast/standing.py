"""How deals stood at the end of a day, as factors: each a small whole number per deal, from what was known then."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from merilo.core.text import N_
from merilo.insight.forecast.history import NEVER, NONE, Bools, Floats, History, Ints, Told
from merilo.insight.forecast.recording import amount_known, expected_known, stage_known

AGES = (3, 7, 14, 21, 28, 42, 56, 84, 126, 182, 273, 365)
STAYS = (2, 5, 9, 14, 21, 28, 42, 63, 98, 182)
_TOUCHED, _MET = (3, 7, 14, 28, 56), (7, 14, 28, 56)
_LATELY = 28
_COUNTS = (0, 1, 3, 6)
_DUE = (-31, -1, 7, 14, 30, 60, 120)
_AMOUNTS = (-1.5, -0.5, 0.5, 1.5)  # natural logarithms of the amount over the pipeline's usual one


@dataclass(frozen=True)
class Factor:
    """One thing about a deal that may move its chance. `label`: what it is, in words; `short_lived`: what it tells
    about the next days may differ from what it tells about the next months; `by_band`: even from band to band, as who
    is in the first stage is won in the second month as often as others, but not in the first week.
    """

    name: str
    label: str
    short_lived: bool = False
    by_band: bool = False


FACTORS = (
    Factor("stage", N_("stage"), short_lived=True, by_band=True),
    Factor("stay", N_("time in the stage"), short_lived=True),
    Factor("stage_stay", N_("time in this stage"), short_lived=True),
    Factor("age", N_("age of the deal"), short_lived=True),
    Factor("pipeline", N_("pipeline")),
    Factor("amount", N_("amount")),
    Factor("origin", N_("origin")),
    Factor("seller", N_("seller")),
    Factor("last_touch", N_("time since the last touch"), short_lived=True),
    Factor("touches_lately", N_("touches in four weeks")),
    Factor("touches", N_("touches so far")),
    Factor("last_meeting", N_("time since the last meeting")),
    Factor("next_step", N_("next step")),
    Factor("due", N_("expected closing day"), short_lived=True),
    Factor("pushes", N_("closing day pushed")),
    Factor("moved_back", N_("stepped back")),
)
BY_NAME = {factor.name: factor for factor in FACTORS}
PLAIN = ("stage", "stay", "stage_stay", "age", "pipeline")
"""What is known of every deal in every system: the table of stage by age."""


@dataclass(frozen=True)
class Standing:
    """Deals on days: `deal` and `day` per row, the `amount`, whose it was, and the code of every factor.

    `levels`: how many codes a factor has.
    """

    deal: Ints
    day: Ints
    codes: dict[str, Ints]
    levels: dict[str, int]
    amount: Floats
    seller: Ints

    @property
    def n(self) -> int:
        """How many rows there are."""
        return len(self.deal)

    def chosen(self, keep: Bools | Ints) -> Standing:
        """Only these rows."""
        codes = {name: codes[keep] for name, codes in self.codes.items()}
        return Standing(self.deal[keep], self.day[keep], codes, self.levels, self.amount[keep], self.seller[keep])


def standing(history: History, deal: Ints, day: Ints) -> Standing:
    """How these deals stood at the end of these days (pairs), by what was known then."""
    # As it stands now an amount is known in any case.
    amount = np.where(day >= history.upto, history.amount_then(deal, day), amount_known(history, deal, day))
    seller = history.seller_then(deal, day)
    codes: dict[str, Ints] = {}
    levels: dict[str, int] = {}

    def put(name: str, values: Ints, n: int) -> None:
        codes[name], levels[name] = values.astype(np.int32), n

    stage = stage_known(history, deal, day)
    stays = _banded(day - _entered(history, deal, day), STAYS)
    put("stage", stage + 1, len(history.stages) + 1)
    put("stay", stays, len(STAYS) + 1)
    put("stage_stay", (stage + 1) * (len(STAYS) + 1) + stays, (len(history.stages) + 1) * (len(STAYS) + 1))
    put("age", _banded(day - history.created[deal], AGES), len(AGES) + 1)
    put("pipeline", history.pipeline[deal] + 1, len(history.pipelines) + 1)
    put("origin", history.origin[deal] + 1, len(history.origins) + 1)
    put("seller", seller + 1, len(history.sellers) + 1)
    put("last_touch", _since(history.touched, deal, day, _TOUCHED), len(_TOUCHED) + 2)
    lately = history.touched.count(deal, day, day - _LATELY)
    put("touches_lately", _banded(lately, _COUNTS), len(_COUNTS) + 1)
    put("touches", _banded(history.touched.count(deal, day), _COUNTS), len(_COUNTS) + 1)
    put("last_meeting", _since(history.met, deal, day, _MET), len(_MET) + 2)
    put("next_step", _next_step(history, deal, day), 3)
    put("due", _due(history, deal, day), len(_DUE) + 2)
    pushed = history.expected_told.chosen(history.expected_told.new > history.expected_told.old)
    put("pushes", np.minimum(pushed.count(deal, day), 3), 4)
    put("moved_back", _moved_back(history, deal, day), 2)
    return Standing(deal, day, codes, levels, amount, seller)


def _banded(values: Ints | Floats, ends: tuple[int, ...]) -> Ints:
    """The band that each value is in: 0 up to the first end (inclusive), and so on."""
    return np.searchsorted(np.asarray(ends), values, side="left")


def _entered(history: History, deal: Ints, day: Ints) -> Ints:
    at, there = history.stage_told.last(deal, day)
    if not len(history.stage_told.deal):
        return history.created[deal]
    entered: Ints = np.where(there, history.stage_told.day[np.maximum(at, 0)], history.created[deal])
    return entered


def _since(told: Told, deal: Ints, day: Ints, ends: tuple[int, ...]) -> Ints:
    """Time since the last of these events in bands from 1 on; 0: there was none."""
    at, there = told.last(deal, day)
    if not len(told.day):
        return np.zeros(len(deal), dtype=np.int64)
    banded: Ints = np.where(there, _banded(day - told.day[np.maximum(at, 0)], ends) + 1, 0)
    return banded


def usual_amounts(rows: Standing) -> Floats:
    """The middle amount of each pipeline's rows (by its code; nan: no amount is known)."""
    usual = np.full(rows.levels["pipeline"], np.nan)
    for code in range(len(usual)):
        own = rows.amount[(rows.codes["pipeline"] == code) & (rows.amount > 0)]
        usual[code] = np.median(own) if len(own) else np.nan
    return usual


def with_amounts(rows: Standing, usual: Floats) -> Standing:
    """The rows with the factor `amount`: over the usual one of its pipeline, in bands from 1 on; 0: not known."""
    ratio = np.log(np.where(rows.amount > 0, rows.amount, np.nan) / usual[rows.codes["pipeline"]])
    codes: Ints = np.where(np.isfinite(ratio), np.searchsorted(np.asarray(_AMOUNTS), ratio) + 1, 0)
    levels = rows.levels | {"amount": len(_AMOUNTS) + 2}
    return replace(rows, codes=rows.codes | {"amount": codes.astype(np.int32)}, levels=levels)


def _next_step(history: History, deal: Ints, day: Ints) -> Ints:
    """0: none is open, 1: one is open and due later, 2: all that are open are overdue."""
    steps = history.steps
    found = np.zeros(len(deal), dtype=np.int64)
    if not len(steps.deal):
        return found
    order = np.lexsort((steps.made, steps.deal))
    owner, made, due, done = (column[order] for column in (steps.deal, steps.made, steps.due, steps.done))
    first, last = (np.searchsorted(owner, deal, side=side) for side in ("left", "right"))
    for place in range(int((last - first).max(initial=0))):
        at = first + place
        here = at < last
        at = np.minimum(at, len(owner) - 1)
        is_open = here & (made[at] <= day) & (done[at] > day)
        ahead = is_open & (due[at] >= day)
        found = np.where(ahead, 1, np.where(is_open & (found == 0), 2, found))
    return found


def _due(history: History, deal: Ints, day: Ints) -> Ints:
    """Days to the expected closing day in bands from 1 on; 0: none is given."""
    expected = expected_known(history, deal, day)
    given = np.isfinite(expected) & (expected < NEVER)
    banded: Ints = np.where(given, _banded(np.where(given, expected, 0) - day, _DUE) + 1, 0)
    return banded


def _moved_back(history: History, deal: Ints, day: Ints) -> Ints:
    """Whether the last move of stage was to one in which it had been before it (stages are coded in their order)."""
    told = history.stage_told
    if not len(told.deal):
        return np.zeros(len(deal), dtype=np.int64)
    at, there = told.last(deal, day)
    at = np.maximum(at, 0)
    back: Ints = (there & (told.new[at] < told.old[at]) & (told.old[at] > NONE)).astype(np.int64)
    return back
