"""The five problems of a sales team, and the steps of its funnel in which each can be measured. Data only."""

from __future__ import annotations

from dataclasses import dataclass

from merilo.core.text import N_

DEALS_PER_MEETING, WIN_RATE = "deals_per_meeting", "win_rate"
MEETINGS, NEW_DEALS, STOCK, SLIPPED, CHURN, SHRUNK = (
    "first_meetings", "new_deals", "stage_stock", "missed_close", "customer_churn", "contraction")  # fmt: skip

# A rate that moves makes nobody buy less.
EXCHANGE_APART = (("exchange", "apart"),)


@dataclass(frozen=True)
class Lead:
    """What a step's cases come of, and what there is so much more of that its fall is seen sooner; always by month."""

    kpi: str
    of: tuple[str, ...]
    over: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One ratio of counts: the sum of the parts `of` / the sum of the parts `over` of a KPI.

    `per_time`: a rate over working time, else a share. `quarters`: how many make up the present (rare things need a
    year). `delayed`: money that comes later, not money that never comes. `shown_per`: by what the ratio is multiplied
    for people (five working days: a week). `enough`: the cases below which nothing is said. `monthly`: there are
    so many that the month is seen since when they are fewer. `led_by`: what they come of.
    """

    name: str
    label: str
    kpi: str
    of: tuple[str, ...]
    over: tuple[str, ...]
    unit: str = "share"
    higher: bool = True
    per_time: bool = False
    quarters: int = 4
    delayed: bool = False
    shown_per: float = 1.0
    policies: tuple[tuple[str, str], ...] = ()
    enough: int = 20
    monthly: bool = False
    led_by: Lead | None = None


@dataclass(frozen=True)
class Problem:
    """A problem as a manager names it, the KPIs that lead on, and what to do next.

    `steps`: where its loss is measured; of `instead` the first is used where the data lack what those need.
    `not_measured`: what belongs to it and is not in the loss.
    """

    name: str
    label: str
    question: str
    kpis: tuple[str, ...]
    advice: str
    steps: tuple[str, ...]
    instead: tuple[str, ...] = ()
    not_measured: str = ""


_STEPS = (
    Step(MEETINGS, N_("First meetings per week"), "first_meetings", ("held",), ("working_days",), "per_week",
         per_time=True, quarters=1, shown_per=5.0, enough=10, monthly=True,
         led_by=Lead("touches", ("touches",), ("working_days",))),
    Step(NEW_DEALS, N_("New deals per week"), "win_rate", ("closed", "open"), (), "per_week",
         per_time=True, quarters=1, shown_per=7.0, policies=(("cohort", "created"),), enough=10, monthly=True),
    Step(DEALS_PER_MEETING, N_("First meetings that become a deal"), "first_meetings_per_deal", ("came",),
         ("meetings",)),
    Step(WIN_RATE, N_("Win rate"), "win_rate", ("won",), ("closed",), policies=(("cohort", "closed"),)),
    Step(STOCK, N_("Days in stage, by what stands there"), "pipeline", ("deals",), ("visits",), "days",
         higher=False, per_time=True, quarters=1, delayed=True, enough=5),
    Step(SLIPPED, N_("Deals due that were not closed in time"), "pipeline_movement",
         ("deals_slipped", "deals_closing"), ("deals_opening", "deals_created", "deals_pulled_in", "deals_reopened"),
         higher=False, delayed=True),
    Step(CHURN, N_("Customers who left in a quarter"), "logo_churn", ("customers_churn",), ("customers_opening",),
         higher=False),
    Step(SHRUNK, N_("Customers who cut back in a quarter"), "contraction", ("customers_contraction",),
         ("customers_opening",), higher=False, policies=EXCHANGE_APART),
)  # fmt: skip
STEPS: dict[str, Step] = {step.name: step for step in _STEPS}
MONTHLY = frozenset((step.kpi, step.policies) for step in _STEPS if step.monthly) | frozenset(
    (step.led_by.kpi, ()) for step in _STEPS if step.led_by
)
"""The KPIs, with their policies, that are asked month by month."""

PROBLEMS = (
    Problem(
        "too_few_prospects",
        N_("Too few prospects"),
        N_("Do we meet enough new people to reach what we want?"),
        ("first_meetings", "touches", "new_accounts_touched", "touch_to_prospect", "self_sourced_share"),
        N_("See whether touches fell or what comes of them; agree on hours for prospecting before anything else."),
        (MEETINGS,),
        (NEW_DEALS,),
    ),
    Problem(
        "meetings_do_not_become_deals",
        N_("Meetings do not become deals"),
        N_("Do those whom we meet begin to buy, and do they buy in the end?"),
        ("first_meetings_per_deal", "next_step_rate", "win_rate", "first_meetings_per_win", "stage_conversion"),
        N_("Look with whom the meetings are and whether each ends with a date; sit in on the next three."),
        (DEALS_PER_MEETING, WIN_RATE),
    ),
    Problem(
        "deals_stall",
        N_("Deals stall"),
        N_("Do deals stand still where they used to move?"),
        ("stage_time", "pipeline", "stage_conversion", "time_to_close"),
        N_("Open the deals of that stage, the oldest first: what is each waiting for, and who moves it by when?"),
        (STOCK,),
        not_measured=N_("Money that stands still comes later; what is lost for good by waiting is not in it."),
    ),
    Problem(
        "forecasts_miss",
        N_("Forecasts miss"),
        N_("Do deals close when we say that they will?"),
        ("pipeline_movement", "slippage", "forecast_accuracy", "coverage", "time_to_close"),
        N_("Ask of every deal due this quarter what must happen before it closes, and move its day if that cannot be."),
        (SLIPPED,),
        not_measured=N_(
            "Only closing days that were missed: how far people's forecasts of amounts miss is a KPI of its own."
        ),
    ),
    Problem(
        "customers_leave_or_shrink",
        N_("Customers leave or shrink"),
        N_("Do we keep what customers pay us?"),
        ("logo_churn", "grr", "contraction", "churn", "renewals_due"),
        N_("Talk to those whose contracts end next, and to those who cut back: what did they stop using?"),
        (CHURN, SHRUNK),
        not_measured=N_("One quarter's payments of those who left or cut back; later quarters come on top."),
    ),
)

SAME_MONEY = frozenset({"deals_stall", "forecasts_miss"})
"""Problems whose losses are in part the same money: what stands still is not closed on its day."""
