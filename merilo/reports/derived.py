"""Measures that are answered by a command of their own: made of several KPIs and statistics, not of rows that add up.

They stand in the dictionary beside the KPIs; asked as a KPI, the answer names their command.
"""

from __future__ import annotations

from dataclasses import dataclass

from merilo.core.errors import UsageError
from merilo.core.text import N_, _
from merilo.kpis.declaration import Family, Kpi, Unit
from merilo.kpis.registry import KPIS, kpi_named


@dataclass(frozen=True)
class Derived:
    """One measure that a command answers: what it asks, how it is worked out, in which unit, what to beware of."""

    name: str
    family: Family
    label: str
    question: str
    formula: str
    unit: Unit
    traps: tuple[str, ...]
    advice: str
    command: str


DERIVED: tuple[Derived, ...] = (
    Derived(
        name="first_meeting_range",
        family=Family.FIRST_MEETINGS,
        label=N_("First meetings that carry the target"),
        question=N_("How many first meetings a week carry the seller's target, week after week?"),
        formula=N_("target / average deal / win rate × share of deals that came of a first meeting × first meetings "
                   "per deal / working weeks of the period; the range is that of the ratios"),
        unit=Unit.PER_WEEK,
        traps=(
            N_("It is what carries a whole period, not what saves the running one: first meetings pay later."),
            N_("A seller's own ratios from few cases are drawn to those of all sellers."),
        ),
        advice=N_("Compare it with the range that is expected: an expectation below it cannot carry the target."),
        command="merilo plan --seller NAME",
    ),
    Derived(
        name="stage_balance",
        family=Family.SALES_CYCLE,
        label=N_("Balance of stages"),
        question=N_("What should each stage hold so that the target is met, what does it hold, and what is stuck?"),
        formula=N_("new deals needed a day × visits to the stage per new deal × mean days in the stage (Little's law, "
                   "open visits censored); clogged: those who came since a day stay longer than those before "
                   "(log-rank)"),
        unit=Unit.COUNT,
        traps=(
            N_("Chance alone makes the number in a stage go up and down: only what lies beyond it is called missing."),
            N_("More than needed is no clog: a stage is clogged when its deals stay longer than they used to."),
        ),
        advice=N_("Clear the clogged stage first: what is put in before it only makes it fuller."),
        command="merilo balance",
    ),
    Derived(
        name="win_probability_by_age",
        family=Family.TIME_TO_CLOSE,
        label=N_("Win probability by age"),
        question=N_("How likely is a deal of this age still to be won?"),
        formula=N_("wins still to come / deals still open at the age, from the cumulative incidence with lost as the "
                   "competing end and open deals censored"),
        unit=Unit.SHARE,
        traps=(N_("Where age does not matter the curve is flat, and no age is too old."),),
        advice=N_("Past the age at which the chance has halved, ask what would have to happen, or give the deal up."),
        command="merilo ageing",
    ),
    Derived(
        name="plan",
        family=Family.RATIOS,
        label=N_("Plan"),
        question=N_("How many wins, first meetings and touches does the target need, per working week?"),
        formula=N_("(target − won − what the open deals bring in time) / average deal / win rate × first meetings per "
                   "deal / share that pays in time × touches per first meeting / working weeks left; 10, 50 and 90 % "
                   "points of what the data allow"),
        unit=Unit.PER_WEEK,
        traps=(
            N_("The ratios are those of the year before: they hold only while nothing about the work changes."),
            N_("First meetings late in the period pay in the next one; what cannot pay in time is said, not hidden."),
        ),
        advice=N_("Change one ratio with --what before asking for more of everything: which step is the cheapest?"),
        command="merilo plan",
    ),
)  # fmt: skip
BY_NAME: dict[str, Derived] = {each.name: each for each in DERIVED}


def dictionary() -> tuple[Kpi | Derived, ...]:
    """All KPIs, each family followed by its derived measures."""
    everything: list[Kpi | Derived] = [*KPIS.values(), *DERIVED]
    families = dict.fromkeys(each.family for each in everything)
    return tuple(each for family in families for each in everything if each.family is family)


def entry_named(name: str) -> Kpi | Derived:
    """The KPI or the derived measure of that name; raises UsageError listing all names."""
    if name in KPIS or name in BY_NAME:
        return BY_NAME.get(name) or kpi_named(name)
    raise UsageError(
        _("There is no KPI {name}.").format(name=name),
        allowed=_("Allowed: {values}").format(values=", ".join((*KPIS, *BY_NAME))),
    )


def refuse_derived(name: str) -> None:
    """Raises UsageError naming the command when the name is that of a derived measure."""
    if name in BY_NAME:
        raise UsageError(
            _("{name} is not a number of rows that add up.").format(name=name),
            way_out=_("It is answered by: {command}").format(command=BY_NAME[name].command),
        )
