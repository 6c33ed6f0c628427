"""A forecast and its record as plain values: what pages, programs and files get."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from merilo.core.numbers import number
from merilo.core.text import N_, _, ngettext
from merilo.core.workspace import Workspace
from merilo.facts.engines import open_engine
from merilo.facts.store import FactStore
from merilo.insight.forecast.backtest import Kind
from merilo.insight.forecast.choice import MODEL, method_of
from merilo.insight.forecast.naive import LABELS
from merilo.insight.forecast.scores import Bands, Fault, Score
from merilo.reports.answer import ENGINE
from merilo.reports.asking import Desk
from merilo.reports.forecast.foreseen import AT, EVERYTHING, Asked, Foreseen, Line, Spread, foresee
from merilo.reports.forecast.open_deals import chances_of
from merilo.reports.forecast.tried import Progress, TrackRecord, last_day
from merilo.reports.listing import plain_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

_THIRDS = {1: N_("first third"), 2: N_("second third"), 3: N_("last third")}
_PERIODS = {"month": N_("the running month"), "quarter": N_("the running quarter")}
MEASURES = ("wins", "amount")
BANDS = ("within_50", "within_80", "promised_50", "promised_80")
DEALS, DEALS_OF_ALL = 15, 200
"""Open deals that are told of each seller, those that carry most: beside the forecast, and by themselves."""
_ALIKE = 0.55
"""Below this the model hardly tells deals of one age apart (0.5: not at all)."""


def forecast(
    workspace: Workspace, asked: Asked = EVERYTHING, *, today: date | None = None,
    told: Progress = lambda _done, _all: None,
) -> Foreseen:  # fmt: skip
    """The forecast of a workspace."""
    snapshot, settings = FactStore.open(workspace.facts).snapshot(), workspace.settings
    with open_engine(ENGINE, snapshot, settings.calendar, known_at=asked.as_of) as engine:
        return foresee(Desk(engine, settings, today), workspace, asked, told)


def document(found: Foreseen) -> dict[str, Any]:
    """Everything foreseen, its record and the open deals that carry most, as JSON-ready values."""
    content = {
        "day": found.day,
        "currency": found.currency,
        "step": found.step.name.lower(),
        "step_label": _(found.step.label),
        "wins_known": found.wins_known,
        "lines": [line_record(line) for line in found.lines],
        "record": record_document(found.record),
        "open_deals": [deal.record() for deal in chances_of(found, most=DEALS)],
        "notes": [*found.notes],
    }
    plain: dict[str, Any] = plain_json(content)
    return plain


def deals_document(found: Foreseen) -> dict[str, Any]:
    """The open deals by id, each with its chances and what moves them."""
    deals = {deal.id: deal.record() for deal in chances_of(found, most=DEALS_OF_ALL)}
    plain: dict[str, Any] = plain_json({"day": found.day, "currency": found.currency, "deals": deals})
    return plain


def line_record(line: Line) -> dict[str, Any]:
    """One line in plain values."""
    span = {"period": line.span.label, "every": line.span.every.value, "from": line.span.start, "to": line.span.end}
    own = {"scope": line.scope, "subject": line.subject, "label": line.label} | span
    spreads = {f"{name}_{key}": value for name, spread in (("amount", line.amount), ("wins", line.wins))
               for key, value in _spread(spread).items()}  # fmt: skip
    return own | spreads | {"reaching": line.reaching}


def _spread(spread: Spread) -> dict[str, Any]:
    points = {f"p{round(100 * at)}": value for at, value in zip(AT, spread.quantiles, strict=True)}
    rest = {"mean": spread.mean, "won": spread.won, "open": spread.open, "new": spread.new}
    return points | rest | {"method": spread.method, "method_label": method_label(spread.method)}


def method_label(method: str) -> str:
    """A method in words."""
    return _("model") if method == MODEL else _(LABELS[method])


def kind_label(kind: Kind) -> str:
    """What was forecast, in words."""
    if kind.days:
        return ngettext("the next {n} day", "the next {n} days", kind.days).format(n=kind.days)
    return _("{period}, made in its {third}").format(period=_(_PERIODS[kind.period]), third=_(_THIRDS[kind.third]))


def record_document(record: TrackRecord) -> dict[str, Any]:
    """How right forecasts have been: a line per kind and measure, and calibration by days ahead."""
    return {
        "origins": len(record.backtest.origins),
        "last": last_day(record),
        "lines": list(score_records(record)),
        "calibration": [
            {"days": days, "n": each.n, "won": each.won, "brier": each.brier, "brier_of_all": each.brier_of_all,
             "error": each.error, "noise": each.noise, "auc": each.auc, "auc_alike": each.auc_alike,
             "bins": [{"n": own.n, "said": own.said, "came": own.came, "low": own.interval.low,
                       "high": own.interval.high} for own in each.bins]}
            for days, each in record.calibrations.items()
        ],
        "notes": record_notes(record),
    }  # fmt: skip


def score_records(record: TrackRecord) -> Iterator[dict[str, Any]]:
    """One record per kind of forecast and measure."""
    for kind in sorted(record.backtest.kinds, key=lambda each: (each.days or 10_000, each.period, each.third)):
        for measure, name in enumerate(MEASURES):
            score = record.backtest.score(kind, measure)
            if score is not None and score.model.wmape is not None:
                said = {"kind": kind_label(kind), **asdict(kind), "measure": name}
                yield said | _score(score, name, kind.days) | _of_sellers(record.backtest.seller_bands(kind, measure))


def _score(score: Score, measure: str, days: int) -> dict[str, Any]:
    interval = score.skill_interval
    naive = {f"wmape_{name}": each.wmape for name, each in score.naive.items()}
    return {
        "n": score.n, "too_few": score.too_few, "mean": score.mean,
        "wmape": score.model.wmape, "bias": score.model.bias,
        **{f"wmape_{name}": None for name in LABELS}, **naive,
        "best": score.best, "best_label": method_label(score.best) if score.best else None,
        "skill": score.skill, "skill_low": interval.low if interval else None,
        "skill_high": interval.high if interval else None,
        "pinball": score.pinball, "crps": score.crps,
        **{name: getattr(score.bands, name) for name in BANDS}, **sure(score.bands),
        # Of an amount chance alone leaves more than Poisson's noise: how much is not said.
        "noise": score.noise if measure == "wins" and np.isfinite(score.noise) else None,
        # Only spans of days choose a method; whole periods are shown for what they tell.
        "used": method_of(score) if days else None,
    }  # fmt: skip


def sure(bands: Bands) -> dict[str, Any]:
    """Between which shares the 80 % band holds in the long run, and what is wrong with it beyond chance."""
    interval, fault = bands.interval_80, bands.fault_80
    return {
        "within_80_low": interval.low if interval else None, "within_80_high": interval.high if interval else None,
        "fault_80": fault.value if fault else None,
    }  # fmt: skip


def _of_sellers(found: Bands | None) -> dict[str, Any]:
    """How often the bands of single sellers held."""
    shares = {f"sellers_{name}": getattr(found, name) if found else None for name in BANDS}
    return {"sellers_n": found.n if found else 0} | shares


def record_notes(record: TrackRecord) -> list[str]:
    """What the record says, in sentences."""
    if not len(record.backtest.origins):
        return [_("Too little has been won so far to try forecasts on past weeks, so nothing proves this one.")]
    said = []
    for days, each in record.calibrations.items():
        if each.auc_alike is not None and each.auc_alike < _ALIKE:
            told = _("Within {days} days deals of one age cannot be told apart here: of two, the one with the higher "
                     "chance was won in {share} of pairs, and a coin says 50 %.")  # fmt: skip
            said.append(told.format(days=days, share=f"{100 * each.auc_alike:.0f} %"))
    lengths = [kind for kind in record.backtest.kinds if kind.days]
    scores = {what: {kind: record.backtest.score(kind, measure) for kind in lengths}
              for measure, what in enumerate((_("wins"), _("amount")))}  # fmt: skip
    said += _bands_at_fault(scores)
    for what, own in scores.items():
        used = {kind: method_of(score) for kind, score in own.items()}
        for kind, method in used.items():
            if method != MODEL:
                lost = _("For {kind} ({what}) the model was no better than “{method}”, so that method speaks there.")
                said.append(lost.format(kind=kind_label(kind), what=what, method=method_label(method)))
        if len(set(used.values())) > 1:
            told = _("Where different methods speak ({what}), a week and the month around it need not agree.")
            said.append(told.format(what=what))
    return said


def _bands_at_fault(scores: Mapping[str, Mapping[Kind, Score | None]]) -> Iterator[str]:
    """A sentence for every length whose 80 % bands held more or less often than they promised, beyond chance."""
    says = {
        Fault.NARROW: _("For {kind} ({what}) the 80 % bands held {held} of the time and had promised {promised}, which "
                        "chance does not explain: they are too narrow."),
        Fault.WIDE: _("For {kind} ({what}) the 80 % bands held {held} of the time and had promised {promised}, which "
                      "chance does not explain: they are too wide."),
    }  # fmt: skip
    for what, own in scores.items():
        for kind, score in own.items():
            if score and score.bands.fault_80:
                held, promised = (number(share, "share") for share in (score.bands.within_80, score.bands.promised_80))
                says_so = says[score.bands.fault_80]
                yield says_so.format(kind=kind_label(kind), what=what, held=held, promised=promised)
