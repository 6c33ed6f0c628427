"""The ratios from touches to money of everyone, with what is known of each: sellers' in the light of their colleagues'.

Over the year before the day looked at:

    average deal               won amount / won deals with an amount
    win rate                   won / (won + lost), by the day of closing
    first meetings per deal    of first meetings whose days to become a deal are over, those that did
    touches per first meeting  outbound touches / first meetings held
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.insight.chain import DRAWS, SEED, Known, Pace, Portion, Range, Ratio, Size, Step
from merilo.insight.shrinkage import moderated_variances, shrink_means, shrink_rates, shrink_shares
from merilo.kpis.question import Question, policies_of
from merilo.kpis.registry import kpi_named
from merilo.reports.figures import Sums, added

if TYPE_CHECKING:
    from merilo.reports.asking import Desk

A_YEAR = timedelta(days=365)
NAMES = ("average_deal", "win_rate", "first_meetings_per_deal", "touches_per_first_meeting")
"""The ratios that a plan goes back through, and that a what-if can set."""

_TURNED = ("first_meetings_per_deal", "touches_per_first_meeting")  # told as so many per one, held as one per so many
_POLICIES = {"win_rate": {"cohort": "closed"}}
_BY_SELLER = ("average_deal", "win_rate", "first_meetings_per_deal", "touches", "first_meetings")


@dataclass(frozen=True)
class Told:
    """One ratio of one scope: how it enters the chain, its own cases `n`, and whether all sellers' are too few."""

    name: str
    ratio: Ratio
    n: int
    too_few: bool

    @property
    def value(self) -> float:
        """As people read it: so many meetings per deal, so many touches per meeting."""
        return 1 / self.ratio.middle if self.name in _TURNED else self.ratio.middle

    @property
    def range(self) -> Range:
        """What it may be."""
        draws = self.ratio.draws(np.random.default_rng(SEED), DRAWS)
        return Range.of(1 / draws if self.name in _TURNED else draws)


@dataclass(frozen=True)
class Ratios:
    """The ratios of one scope by name; `met`: the share of deals that came of a first meeting. Missing: no cases."""

    told: Mapping[str, Told]
    met: Ratio

    def steps(self) -> list[Step]:
        """The chain, from money back to touches, as far as its ratios are known."""
        parts = {
            "average_deal": ("wins", Known(1.0)),
            "win_rate": ("deals", Known(1.0)),
            "first_meetings_per_deal": ("first_meetings", self.met),
            "touches_per_first_meeting": ("touches", Known(1.0)),
        }
        found = []
        for name, (step, share) in parts.items():
            if name not in self.told:
                break
            found.append(Step(step, self.told[name].ratio, share))
        return found

    def assuming(self, given: Mapping[str, float]) -> Ratios:
        """The ratios with some of them set, as people read them."""
        told = dict(self.told)
        for name, value in given.items():
            told[name] = Told(name, Known(1 / value if name in _TURNED else value), 0, too_few=False)
        return replace(self, told=told)


def assumed(pairs: Iterable[tuple[str, str]]) -> dict[str, float]:
    """What-ifs as a person gives them: `win_rate=0.35`; raises UsageError for another ratio or an impossible value."""
    found = {}
    for name, text in pairs:
        if name not in NAMES:
            raise UsageError(
                _("A plan has no ratio {name}.").format(name=name), where="--what", allowed=", ".join(NAMES)
            )
        found[name] = _possible(name, text)
    return found


def _possible(name: str, text: str) -> float:
    text = text.strip().replace(",", ".")
    share = name == "win_rate"
    try:
        value = float(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        value = -1.0
    if value > 0 and np.isfinite(value) and (value <= 1 or not share):
        return value
    allowed = _("a share above 0, up to 1, such as 0.35 or 35%") if share else _("a number above 0")
    raise UsageError(_("{name} cannot be {value}.").format(name=name, value=text), where="--what", allowed=allowed)


class RatioBook:
    """Everyone's ratios: read once, by seller, and put together for teams and the company."""

    def __init__(self, desk: Desk, day: date, as_of: date | None) -> None:
        start = day - A_YEAR + timedelta(days=1)
        self._sums = {name: by_seller(desk, name, start, day, as_of, **_POLICIES.get(name, {})) for name in _BY_SELLER}
        self._met = _share_met(desk, start, day, as_of)
        self._everyone = {name: self._own(name, None)[0] for name in NAMES}
        self._shrunk = {
            "average_deal": self._sizes(),
            "win_rate": self._portions("win_rate", "won", "closed"),
            "first_meetings_per_deal": self._portions("first_meetings_per_deal", "came", "meetings"),
            "touches_per_first_meeting": self._paces(),
        }

    def of(self, sellers: list[str] | None) -> Ratios:
        """The ratios of one seller (shrunk to all sellers), of several together, or of everyone who ever was (None)."""
        if sellers is not None and len(sellers) == 1:
            who = sellers[0]
            # Of whom nothing is known yet, what is known is that he is one of them.
            own = {name: (self._own(name, [who])[0], ratios.get(who, ratios.get(""))) for name, ratios in
                   self._shrunk.items()}  # fmt: skip
        else:
            own = {name: self._own(name, sellers) for name in NAMES}
        told = {name: Told(name, ratio, n, self._too_few(name)) for name, (n, ratio) in own.items() if ratio}
        return Ratios(told, self._met)

    def _too_few(self, name: str) -> bool:
        return self._everyone[name] < kpi_named(name).enough

    def _own(self, name: str, sellers: list[str] | None) -> tuple[int, Ratio | None]:
        """The cases of these sellers themselves, and the ratio of these cases alone."""
        if name == "touches_per_first_meeting":
            held = number(self._together("first_meetings", sellers), "held")
            touches = number(self._together("touches", sellers), "touches")
            return int(held), Pace(held, touches) if touches and held else None
        sums = self._together(name, sellers)
        if name == "average_deal":
            return _size(sums)
        of, out_of = ("won", "closed") if name == "win_rate" else ("came", "meetings")
        successes, trials = number(sums, of), number(sums, out_of)
        return int(trials), Portion(successes, trials) if trials and successes else None

    def _together(self, name: str, sellers: list[str] | None) -> Sums:
        found = self._sums[name]
        chosen = found.keys() if sellers is None else [who for who in sellers if who in found]
        return added([found[who] for who in chosen]) if chosen else Sums({})

    def _people(self) -> list[str]:
        """Everyone with any figure, and nobody (whose place stands for those who have none)."""
        return [*sorted({who for sums in self._sums.values() for who in sums if who}), ""]

    def _portions(self, name: str, of: str, out_of: str) -> dict[str, Ratio]:
        people = self._people()
        found = [self._sums[name].get(who, Sums({})) if who else Sums({}) for who in people]
        k, n = ([number(sums, part) for sums in found] for part in (of, out_of))
        if not sum(k):
            return {}
        shrunk = shrink_shares(k, n)
        pairs = zip(shrunk.first, shrunk.second, strict=True)
        return {who: Portion(0, 0, float(a), float(b)) for who, (a, b) in zip(people, pairs, strict=True)}

    def _paces(self) -> dict[str, Ratio]:
        people = self._people()
        parts = (("first_meetings", "held"), ("touches", "touches"))
        held, touches = (
            [number(self._sums[name].get(who, Sums({})), part) if who else 0.0 for who in people]
            for name, part in parts
        )
        if not sum(held) or not sum(touches):
            return {}
        shrunk = shrink_rates(held, touches)
        pairs = zip(shrunk.first, shrunk.second, strict=True)
        return {who: Pace(0, 0, float(a), float(b)) for who, (a, b) in zip(people, pairs, strict=True)}

    def _sizes(self) -> dict[str, Ratio]:
        people = self._people()
        moments = [self._sums["average_deal"].get(who, Sums({})).moments if who else None for who in people]
        n = np.array([each.n if each else 0 for each in moments], dtype=float)
        if n.max(initial=0) < 2:
            return {}
        means = np.array([each.mean if each else 0.0 for each in moments])
        variances = moderated_variances(n, [each.variance or 0.0 if each else 0.0 for each in moments])
        errors = np.divide(variances, n, out=np.full(len(n), np.inf), where=n > 0)
        if not (errors > 0).all():
            return {who: Size(_size(self._together("average_deal", None))[1].middle, 0.0) for who in people}  # type: ignore[union-attr]
        shrunk = shrink_means(means, errors)
        return {who: Size(float(m), float(s)) for who, m, s in zip(people, shrunk.first, shrunk.second, strict=True)
                if m > 0}  # fmt: skip


def by_seller(
    desk: Desk, name: str, start: date, end: date, as_of: date | None, **policies: str
) -> dict[str | None, Sums]:
    """A KPI's sums between two days by seller (None: nobody is named), in one query."""
    question = Question(name, by=("seller",), start=start, end=end, as_of=as_of, policies=tuple(policies.items()))
    inquiry = desk.inquiry(kpi_named(name), question)
    return {group[0]: sums for group, sums in desk.sums(inquiry).items() if not inquiry.undated(group)}


def number(sums: Sums, part: str) -> float:
    """A part of the sums; nothing is zero."""
    return float(sums.columns.get(part) or 0)


def _size(sums: Sums) -> tuple[int, Ratio | None]:
    moments = sums.moments
    if moments is None or moments.mean <= 0:
        return 0, None
    # One deal says nothing of how far the next may lie from it.
    error = moments.mean if moments.variance is None else float(np.sqrt(moments.variance / moments.n))
    return moments.n, Size(moments.mean, error)


def _share_met(desk: Desk, start: date, day: date, as_of: date | None) -> Ratio:
    """Of deals that began in days whose first meetings had time to become deals, those that came of one."""
    kpi = kpi_named("first_meetings_per_deal")
    within = policies_of(kpi, desk.settings.policies, Question(kpi.name))["within"]
    end = day - timedelta(days=0 if within == "ever" else int(within))
    if end <= start:
        return Known(1.0)
    came = sum(number(each, "came") for each in by_seller(desk, kpi.name, start, end, as_of).values())
    created = by_seller(desk, "win_rate", start, end, as_of, cohort="created").values()
    began = sum(number(each, "closed") + number(each, "open") for each in created)
    return Portion(min(came, began), began) if began else Known(1.0)
