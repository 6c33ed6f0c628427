"""A question about one KPI, and its check against what that KPI can answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.core.time import Period
from merilo.kpis.cuts import CUTS
from merilo.kpis.declaration import Anchor, Kpi

NONE = "(none)"  # how a person asks for the rows that have nothing in a cut


@dataclass(frozen=True)
class Question:
    """What is asked: which KPI, cut by what, for which days, as of which day, and with which policies.

    `start` and `end` are local days, both inclusive. `where` is pairs of cut and value; several values of one cut
    mean any of them; the value `(none)` means that the row has nothing there.
    """

    kpi: str
    by: tuple[str, ...] = ()
    every: Period | None = None
    start: date | None = None
    end: date | None = None
    as_of: date | None = None
    where: tuple[tuple[str, str], ...] = ()
    policies: tuple[tuple[str, str], ...] = ()

    @property
    def dated(self) -> bool:
        """Whether the answer depends on days, so that rows without a day cannot be in it."""
        return bool(self.every or self.start or self.end or self.as_of)


def checked(question: Question, kpi: Kpi) -> Question:
    """The question with the KPI's own defaults filled in; raises UsageError naming what is allowed."""
    for cut in (*question.by, *(name for name, _value in question.where)):
        if cut not in kpi.cuts:
            raise _not_allowed(_("{kpi} cannot be cut by {value}."), kpi, cut, kpi.cuts)
    if len(set(question.by)) != len(question.by):
        raise UsageError(_("The same cut is asked twice."), where=", ".join(question.by))
    if question.start and question.end and question.start > question.end:
        raise UsageError(_("The first day is after the last day."), where=f"{question.start} > {question.end}")
    _check_policies(question, kpi)
    if kpi.anchor is Anchor.PERIOD and question.every is None:
        return replace(question, every=Period.MONTH)
    return question


def _check_policies(question: Question, kpi: Kpi) -> None:
    allowed = {policy.name: policy.allowed for policy in kpi.policies}
    for name, value in question.policies:
        if name not in allowed:
            raise _not_allowed(_("{kpi} has no policy {value}."), kpi, name, tuple(allowed))
        if value not in allowed[name]:
            raise _not_allowed(_("{kpi}: a policy cannot be {value}."), kpi, f"{name}={value}", allowed[name])


def policies_of(kpi: Kpi, workspace: dict[str, str], question: Question) -> dict[str, str]:
    """Every policy of the KPI: the question's choice, else the workspace's (key `kpi.policy` or `policy`), else the
    default; raises UsageError for a value that is not allowed.
    """
    chosen = {}
    for policy in kpi.policies:
        value = dict(question.policies).get(policy.name)
        value = value or workspace.get(f"{kpi.name}.{policy.name}") or workspace.get(policy.name) or policy.default
        if value not in policy.allowed:
            raise _not_allowed(_("{kpi}: a policy cannot be {value}."), kpi, f"{policy.name}={value}", policy.allowed)
        chosen[policy.name] = value
    return chosen


def cuts_of(question: Question) -> frozenset[str]:
    """Every cut that the question uses, to group or to filter."""
    names = frozenset(question.by) | {name for name, _value in question.where}
    return names & CUTS.keys()


def _not_allowed(what: str, kpi: Kpi, value: str, allowed: tuple[str, ...]) -> UsageError:
    shown = ", ".join(allowed) or _("nothing")
    return UsageError(what.format(kpi=kpi.name, value=value), allowed=_("Allowed: {values}").format(values=shown))
