"""What records say, in words."""

from __future__ import annotations

from merilo.core.numbers import number
from merilo.core.text import N_, _
from merilo.insight.called import Leaning
from merilo.reports.forecast.record import Beside

KINDS = {"own": N_("himself"), "override": N_("his sellers"), "team": N_("his team"), "company": N_("the company")}


def leaned(leaning: Leaning) -> str:
    """Whether somebody's calls are too high or too low."""
    return {
        Leaning.TOO_FEW: _("too few to say"),
        Leaning.HIGH: _("calls too much"),
        Leaning.LOW: _("calls too little"),
        Leaning.NEITHER: _("chance explains it"),
    }[leaning]


def gained(beside: Beside) -> str:
    """Whether a manager's figures are nearer to what was won than his sellers' own, in one sentence."""
    found = beside.found
    says = {
        Leaning.TOO_FEW: _("{who}: {n} figures beside the sellers' own: too few to say which are nearer."),
        Leaning.HIGH: _("{who} adds accuracy: an error of {second}, the sellers' own have {first} ({n} figures)."),
        Leaning.LOW: _("{who} takes accuracy away: an error of {second}, the sellers' own have {first} ({n} figures)."),
        Leaning.NEITHER: _("{who} is as near as the sellers: an error of {second}, theirs {first} ({n} figures)."),
    }[found.leaning]  # fmt: skip
    first, second = (number(each, "share") for each in (found.first, found.second))
    return says.format(who=beside.name, n=found.n, first=first, second=second)
