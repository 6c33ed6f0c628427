"""What is said beside a number: what is left out and why, and what it was counted in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from merilo.core.text import _, counted, currency_sign, dated, ngettext, percent
from merilo.kpis.declaration import Aside, Context, Kpi
from merilo.kpis.query import detail_counts
from merilo.kpis.retention.paid import exchange_apart
from merilo.kpis.sums import CASES
from merilo.reports.ageing import learned_notes
from merilo.reports.figures import Sums, added
from merilo.reports.rhythm import rhythm_notes

_FRESH = timedelta(days=7)

if TYPE_CHECKING:
    from merilo.reports.answer import Line
    from merilo.reports.asking import Desk, Group, Inquiry


def notes_of(desk: Desk, inquiry: Inquiry, sums: Mapping[Group, Sums], lines: tuple[Line, ...]) -> tuple[str, ...]:
    """All notes of an answer, most important first."""
    kpi, context = inquiry.kpi, inquiry.context
    dated = added([own for group, own in sums.items() if not inquiry.undated(group)])
    undated = added([own for group, own in sums.items() if inquiry.undated(group)])
    return (
        *learned_notes(desk, inquiry),
        *_undated(undated),
        *(note for aside in kpi.asides for note in _aside(desk, inquiry, aside, dated)),
        *_checks(desk, inquiry),
        *_partial(lines),
        *rhythm_notes(desk, kpi, inquiry.question),
        *_ended(context),
        *_money(kpi, context),
        *desk.engine.notes,
    )


def _undated(undated: Sums) -> list[str]:
    n = int(undated.columns.get(CASES) or 0)
    message = ngettext("{n} row has no day and is in no period.", "{n} rows have no day and are in no period.", n)
    return [message.format(n=counted(n))] if n else []


def _aside(desk: Desk, inquiry: Inquiry, aside: Aside, dated: Sums) -> list[str]:
    n = int(dated.columns.get(aside.column) or 0)
    if not n:
        return []
    whole = int(dated.columns.get(aside.out_of) or 0) if aside.out_of else 0
    share = percent(n / whole) if whole else ""
    detail = ""
    if aside.detail:
        found = desk.records(detail_counts(inquiry.rows, aside.column, aside.detail))
        named = sorted((row["detail"] or _("(none)"), row["n"]) for row in found)
        detail = ", ".join(f"{name} {counted(times)}" for name, times in named)
    return [_(aside.message).format(n=counted(n), share=share, detail=detail)]


def _checks(desk: Desk, inquiry: Inquiry) -> list[str]:
    """What could not become rows is counted over all facts, and says so where the question is about some of them."""
    question, said = inquiry.question, []
    some = question.start or question.end or question.where
    for check in inquiry.kpi.checks:
        n = sum(row["n"] or 0 for row in desk.records(check.count(desk.engine.facts, inquiry.context)))
        if n:
            note = _(check.message).format(n=counted(n))
            said.append(_("In all the data: {note}").format(note=note) if some else note)
    return said


def _partial(lines: tuple[Line, ...]) -> list[str]:
    names = dict.fromkeys(line.period for line in lines if line.partial)
    if not names:
        return []
    return [_("Not a whole period, not to be compared: {periods}.").format(periods=", ".join(names))]


def _ended(context: Context) -> list[str]:
    """Old data answer a question about today, but their reader should know that they are old."""
    if context.as_of - context.horizon <= _FRESH:
        return []
    return [_("The data end on {day}: what happened since is not known.").format(day=dated(context.horizon))]


def _money(kpi: Kpi, context: Context) -> list[str]:
    if not kpi.money or context.single_currency:
        return []
    said = [
        _("Amounts are in {currency}, each row by the rate of its day.").format(
            currency=currency_sign(context.currency)
        )
    ]
    moves_by_rate = any(policy.name == "exchange" for policy in kpi.policies)
    if moves_by_rate and not exchange_apart(context):
        said.append(_("A rate that moves shows as expansion or contraction of those who pay in another currency."))
    return said
