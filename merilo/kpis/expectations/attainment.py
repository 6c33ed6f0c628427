"""What was reached of what was asked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import ibis

from merilo.core.text import N_
from merilo.kpis.calendar_cut import as_day
from merilo.kpis.cuts import PEOPLE, attach
from merilo.kpis.declaration import Beside, Better, Check, Family, Kpi, Part, Policy, Ratio, Unit
from merilo.kpis.expectations.expected import NO_RAMP, Asked, expected_rows
from merilo.kpis.expectations.measured import MEASURED, measured_policies
from merilo.kpis.money import MONEY, NO_RATE, convert

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context

_NOTHING = ibis.literal(0).cast(MONEY)
_COLUMNS = ("currency", "amount", "high", "share", "elapsed", "covered")
_ORGANISATION = frozenset(PEOPLE) - {"seller"}


def attainment_rows(facts: Facts, context: Context) -> ir.Table:
    """Target rows and the actual rows of the same KPI, one under another; of one scope only."""
    people = [name for name in PEOPLE if name == "seller" or name in _asked(context)]
    columns = ["fact", "id", "day", *people, *_COLUMNS]
    rows = _targets(facts, context).select(columns).union(_actuals(facts, context).select(columns))
    # Asked and reached are exchanged together: looking up rates is dearer than all the rest.
    money = MEASURED[context.policies["target"]].money
    rows = convert(rows, facts, context, ("amount", "high")) if money else rows.mutate(no_rate=ibis.literal(0, "int64"))
    return _parts(rows)


def _parts(rows: ir.Table) -> ir.Table:
    target, covered = rows.fact == "targets", rows.covered
    expected = _part(rows.amount, rows.share)
    return rows.mutate(
        actual=ibis.ifelse(covered & ~target, rows.amount, _NOTHING),
        expected=ibis.ifelse(target, expected, _NOTHING),
        expected_high=ibis.ifelse(target, _part(rows.high.fill_null(rows.amount), rows.share), _NOTHING),
        due=ibis.ifelse(target, _part(expected, rows.elapsed), _NOTHING),
        uncovered=ibis.ifelse(covered, _NOTHING, rows.amount),
        targets=target.cast("int64"),
    )


def _asked(context: Context) -> frozenset[str]:
    """Which of team, manager and role the question or the scope of its targets needs."""
    return _ORGANISATION & (context.cuts | {context.policies["scope"]})


def _targets(facts: Facts, context: Context) -> ir.Table:
    """What is asked, each in its own currency."""
    policies = context.policies
    asked = Asked(policies["target"], policies["scope"], money=False, ramp=policies["ramp"])
    rows = expected_rows(facts, context, asked)
    amounts = {"amount": rows.low.cast(MONEY), "high": rows.high.cast(MONEY)}
    return _people(
        rows.mutate(fact=ibis.literal("targets"), covered=ibis.literal(True), **amounts), facts, context
    )  # fmt: skip


def _part(amount: ir.Value, share: ir.Value) -> ir.Value:
    """That share of an amount; the whole is the amount itself, to the last digit."""
    return ibis.ifelse(share == 1.0, amount, (amount.cast("float64") * share).cast(MONEY))


def _people(targets: ir.Table, facts: Facts, context: Context) -> ir.Table:
    """Team, manager and role of each target: of its seller on its first day with him, or those that it is set for."""
    scope = context.policies["scope"]
    if scope in ("team", "company"):
        return targets.mutate(
            **{name: targets.subject if name == scope else ibis.null("string") for name in _ORGANISATION}
        )
    there = _with_people(targets.mutate(day=targets.first_there), facts, context)
    there = there.mutate(day=there.starts_on)
    return there.mutate(role=there.subject) if scope == "role" else there


def _with_people(rows: ir.Table, facts: Facts, context: Context) -> ir.Table:
    """With team, manager and role of the row's seller as far as they are asked for."""
    return attach(rows, sorted(_asked(context)), facts, context)


def _actuals(facts: Facts, context: Context) -> ir.Table:
    """The rows of the measured KPI, each in its own currency; `covered` when a target of the subject is for its day."""
    measured, none = MEASURED[context.policies["target"]], ibis.null("float64")
    rows = _with_people(measured.rows(facts, replace(context, single_currency=True)), facts, context)
    days = _covered_days(facts, context)
    scope = context.policies["scope"]
    subject = ibis.literal("") if scope == "company" else rows[scope]
    rows = rows.mutate(whose=subject)
    same = [rows.whose == days.covers, rows.day >= days.cover_from, rows.day <= days.cover_to]
    joined = rows.left_join(days, same)
    return joined.mutate(
        amount=joined.worth.cast(MONEY), high=ibis.null(MONEY), share=none, elapsed=none,
        covered=joined.covers.notnull(),
    )  # fmt: skip


def _covered_days(facts: Facts, context: Context) -> ir.Table:
    """Per subject the days that its targets cover, laid end to end: targets for month and quarter count a sale once."""
    scope, measured = context.policies["scope"], context.policies["target"]
    raw = facts.targets.filter(facts.targets.scope == scope, facts.targets.kpi == measured)
    subject = ibis.literal("") if scope == "company" else raw.subject
    spans = raw.select("id", covers=subject, cover_from="starts_on", cover_to="ends_on")
    earlier = ibis.window(group_by="covers", order_by=["cover_from", "id"], preceding=(None, 1))
    taken = spans.mutate(taken_to=spans.cover_to.max().over(earlier))
    free = as_day(taken.taken_to + ibis.interval(days=1))
    begins = ibis.greatest(taken.cover_from, free.fill_null(taken.cover_from))
    laid = taken.mutate(cover_from=begins)
    return laid.filter(laid.cover_from <= laid.cover_to).select("covers", "cover_from", "cover_to")


def _managers_with_targets(facts: Facts, context: Context) -> ir.Table:
    if context.policies["scope"] != "seller":
        return facts.targets.filter(ibis.literal(False)).agg(n=lambda t: t.count())
    managers = facts.memberships.filter(facts.memberships.manager.notnull()).select(boss="manager").distinct()
    mine = facts.targets.filter(facts.targets.scope == "seller", facts.targets.kpi == context.policies["target"])
    subjects = mine.select("subject").distinct()
    return subjects.semi_join(managers, subjects.subject == managers.boss).agg(n=lambda t: t.count())


def _other_targets(facts: Facts, context: Context) -> ir.Table:
    targets = facts.targets
    other = (targets.scope != context.policies["scope"]) | (targets.kpi != context.policies["target"])
    return targets.filter(other).agg(n=lambda t: t.count())


def _reads(what: str) -> tuple[str, ...]:
    """The tables that the KPIs together need, or whose money they add, besides those of every attainment."""
    names = (table for measured in MEASURED.values() for table in getattr(measured.kpi, what))
    return tuple(name for name in dict.fromkeys(names) if name != "absences")


ATTAINMENT = Kpi(
    name="attainment",
    family=Family.EXPECTATIONS,
    label=N_("Attainment"),
    question=N_("How much of what was expected has been reached?"),
    formula=N_("actual / lower end of the target, of the same person or team and the same periods; without a target "
               "there is no attainment. Pace: actual / what is due by this day = target × working days over / working "
               "days of the period. A role's target is asked of each person by his share of its working days"),
    unit=Unit.SHARE,
    better=Better.HIGHER,
    needs=("targets", "absences", *_reads("needs")),
    money=("targets", *_reads("money")),
    reads_by_policy=lambda policies: ("targets", "absences", *MEASURED[policies["target"]].kpi.needs),
    rows=attainment_rows,
    parts=(
        Part("actual", N_("Actual"), Unit.MONEY),
        Part("expected", N_("Target"), Unit.MONEY),
        Part("expected_high", N_("Upper end of the target"), Unit.MONEY),
        Part("due", N_("Due by this day"), Unit.MONEY),
        Part("uncovered", N_("Actual without a target"), Unit.MONEY),
        Part("targets", N_("Targets"), Unit.COUNT),
    ),
    value=Ratio(plus=("actual",), out_of="expected"),
    beside=(Beside("pace", N_("Pace"), Unit.SHARE, Ratio(plus=("actual",), out_of="due")),),
    n="targets",
    n_is=N_("targets"),
    enough=1,
    cuts=PEOPLE,
    policies=(
        Policy("target", tuple(MEASURED), "revenue",
               N_("the KPI that the targets are for; unless chosen, the one that most of them are for")),
        Policy("scope", ("seller", "team", "role", "company"), "seller",
               N_("whose targets: scopes are never added together")),
        Policy("ramp", (NO_RAMP, "3", "6"), NO_RAMP,
               N_("months in which a new person grows into a role's target: in month k of N he is asked (k − ½) / N")),
        *measured_policies(),
    ),
    asides=(NO_RATE,),
    checks=(
        Check(N_("{n} people who manage others have targets of their own; with their people's they may count double."),
              _managers_with_targets),
        Check(N_("{n} targets are of another scope or for another KPI and are not in this answer."), _other_targets),
    ),
    traps=(
        N_("A target counts in the period of its first day: ask for periods no shorter than the targets'."),
        N_("What was sold on days without a target is shown beside, not divided."),
        N_("A pace of 100 % is exactly where he should be today: weekends, holidays, his absences and days before "
           "hiring or after leaving ask nothing. A team's and the company's pace goes by the workspace's holidays."),
        N_("Absences make a role's target smaller; a seller's own target is agreed as it stands."),
        N_("The upper end of a target that has none counts as its lower end."),
    ),
    advice=N_("Before asking for more, see whether the target could be carried by the pipeline there was."),
)  # fmt: skip
