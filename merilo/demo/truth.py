"""The true parameters of the invented company: what an honest measurement must find again, within sampling error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

KINDS = ("call", "email", "message")
GROUPS = ("self", "inbound")


@dataclass(frozen=True)
class Shift:
    """From day `since` on, what is named is multiplied by `factor`. `what`: touches or prospects."""

    what: str
    since: date
    factor: float


@dataclass(frozen=True)
class Spell:
    """A seller in a team, under a manager; `last` is inclusive, None: still."""

    team: str
    manager: str
    first: date | None
    last: date | None


@dataclass(frozen=True)
class Absence:
    """A time away, both days inclusive."""

    seller: str
    first: date
    last: date
    reason: str


@dataclass(frozen=True)
class SellerTruth:
    """How one seller works.

    `touches_per_week`: outbound touches by kind in five working days of a month of seasonality 1. `connect_rate`: of
    touches with a known outcome. `prospect_rate`: of leads that answered, by group, those that become a prospect.
    `loss_factor` multiplies the chance to lose at every stage; `win_rate` by pipeline follows from it exactly.
    `amount_factor` multiplies the pipeline's median deal. A leaver's open deals go to `successor`. `call_bias`: what he
    commits to is on average so much (a share) above what he then wins.
    """

    id: str
    name: str
    email: str
    country: str
    hired_on: date
    left_on: date | None
    successor: str | None
    spells: tuple[Spell, ...]
    touches_per_week: Mapping[str, float]
    inbound_calls_per_week: float
    connect_rate: Mapping[str, float]
    prospect_rate: Mapping[str, float]
    loss_factor: float
    amount_factor: float
    corporate_share: float
    euro_share: float
    win_rate: Mapping[str, float]
    shifts: tuple[Shift, ...]
    call_bias: float

    def factor(self, what: str, day: date) -> float:
        """What `what` is multiplied by on that day."""
        return float(np.prod([s.factor for s in self.shifts if s.what == what and s.since <= day]))

    @property
    def answer_rate(self) -> float:
        """The chance that one outbound touch to a lead is seen to be answered, whatever its kind."""
        total = sum(self.touches_per_week.values())
        return sum(self.touches_per_week[k] * self.connect_rate[k] for k in KINDS) / total


@dataclass(frozen=True)
class Cadence:
    """A named sequence of touches; given up after `steps`. `share` of the seller's threads follow it."""

    name: str
    steps: int
    share: float
    group: str
    origins: Mapping[str, float]


@dataclass(frozen=True)
class ProspectingTruth:
    """What holds for every seller's touches. The shares are of all outbound touches.

    `unknown_share` of touches have no outcome logged; `care_share` go to deals, not to leads; `speed_median_hours` is
    the median time from an inbound lead's creation to its first touch (lognormal, `speed_sigma`).
    """

    unknown_share: float = 0.04
    bounced_share: float = 0.03
    care_share: float = 0.15
    speed_median_hours: float = 14.0
    speed_sigma: float = 1.1
    cadences: tuple[Cadence, ...] = (
        Cadence("Inbound 5", 5, 0.22, "inbound", {"marketing": 0.6, "partner": 0.22, "referral": 0.18}),
        Cadence("Cold outreach 8", 8, 0.53, "self", {"self": 1.0}),
        Cadence("Key accounts 10", 10, 0.25, "self", {"self": 1.0}),
    )


@dataclass(frozen=True)
class MeetingTruth:
    """What becomes of a prospect. A meeting is held, missed or cancelled; one not held is booked again once at most."""

    booked: float = 0.86
    held: float = 0.78
    no_show: float = 0.12
    cancelled: float = 0.10
    rebooked: float = 0.5
    becomes_deal: float = 0.66
    deal_without_meeting: float = 0.3
    follow_up: float = 0.7


@dataclass(frozen=True)
class NextStepTruth:
    """What is agreed at the end of a meeting.

    `agreed`: of first meetings (the first held one with a company), those after which, within `days` days, a next
    meeting was booked or a task with a due day was written. `after_later_meetings`: of all other held meetings, those
    after which a task was written. `at_once`: of tasks, those written right after the meeting. The rest of tasks that
    are neither done in time nor late are never done.
    """

    agreed: float = 0.78
    days: int = 14
    after_later_meetings: float = 0.35
    at_once: float = 0.7
    done_in_time: float = 0.6
    done_late: float = 0.2


@dataclass(frozen=True)
class CostTruth:
    """What customers cost, in the base currency, over the whole time: all acquisition costs for each customer who began
    to pay, all retention costs for each month in which a customer paid. The shares split acquisition by what for.
    """

    per_new_customer: int = 150_000
    per_customer_month: int = 4_000
    advertising: float = 0.3
    salaries: float = 0.55
    travel: float = 0.15


@dataclass(frozen=True)
class CallTruth:
    """What people know when they forecast a month or quarter, and what becomes of it.

    A commit is (1 + bias) × (k × what will be won + (1 − k) × what he usually wins) × a lognormal error of mean one.
    The share k and the error's `sigma` go from the first value, on the period's first day, to the second, on its last.
    A manager looks in the middle of the period: his k is higher by `manager_knows`, his sigma `manager_sigma` times as
    large. A best case is the commit times a uniform factor between the two of `best_case`.
    """

    knows: tuple[float, float] = (0.4, 0.95)
    sigma: tuple[float, float] = (0.25, 0.05)
    manager_knows: float = 0.2
    manager_sigma: float = 0.6
    best_case: tuple[float, float] = (1.15, 1.45)


@dataclass(frozen=True)
class StageTruth:
    """One open stage: where deals go from it, and how long they stay (lognormal days, then to the next working day).

    `forward` + `skip` + `back` + `lost` = 1 for a seller of loss factor 1; forward from the last stage is won.
    """

    name: str
    forward: float
    skip: float
    back: float
    lost: float
    median_days: float
    sigma: float
    crm_probability: float


@dataclass(frozen=True)
class PipelineTruth:
    """One pipeline: its stages in order, and its deals' amounts (lognormal, in the base currency)."""

    name: str
    stages: tuple[StageTruth, ...]
    median_amount: float
    amount_sigma: float
    product: str

    def moves(self, loss_factor: float) -> np.ndarray:
        """Per stage the chances of forward, skip, back, lost for a seller; shape (stages, 4)."""
        rows = np.array([[s.forward, s.skip, s.back, s.lost] for s in self.stages])
        lost = np.minimum(rows[:, 3] * loss_factor, 0.9)
        rows[:, :3] *= ((1 - lost) / (1 - rows[:, 3]))[:, None]
        rows[:, 3] = lost
        return rows

    def win_rate(self, loss_factor: float) -> float:
        """The exact chance that a new deal is won: absorption of the stages' Markov chain."""
        moves, n = self.moves(loss_factor), len(self.stages)
        step = np.zeros((n, n + 1))
        for here in range(n):
            for column, to in enumerate((here + 1, min(here + 2, n), max(here - 1, 0))):
                step[here, to] += moves[here, column]
        won = np.linalg.solve(np.eye(n) - step[:, :n], step[:, n])
        return float(won[0])


@dataclass(frozen=True)
class ClogTruth:
    """Deals that enter this stage from `since` on stay `factor` times as long."""

    pipeline: str
    stage: str
    since: date
    factor: float


@dataclass(frozen=True)
class CustomerTruth:
    """What customers do. Monthly hazards, except `renewal_loss`: the chance that a yearly contract is not renewed."""

    monthly_share: float = 0.4
    churn: float = 0.02
    renewal_loss: float = 0.15
    contraction: float = 0.012
    expansion: float = 0.022
    reactivation: float = 0.02
    addon_share: float = 0.3
    addon_loss: float = 0.03
    one_off_share: float = 0.4


@dataclass(frozen=True)
class Truth:
    """All that is true of the company. `seasonality` multiplies touches by month, January first.

    `manager_call_bias`: by manager, as a seller's `call_bias`, of the manager's own figures.
    """

    seed: int
    start: date
    until: date
    base_currency: str
    seasonality: tuple[float, ...]
    holidays: Mapping[str, frozenset[date]]
    sellers: tuple[SellerTruth, ...]
    absences: tuple[Absence, ...]
    prospecting: ProspectingTruth
    meetings: MeetingTruth
    next_steps: NextStepTruth
    pipelines: tuple[PipelineTruth, ...]
    clog: ClogTruth
    customers: CustomerTruth
    costs: CostTruth
    calls: CallTruth
    manager_call_bias: Mapping[str, float]
    collapses: str | None
    improves: str | None
    optimist: str | None
    sandbagger: str | None

    def seller(self, id_: str) -> SellerTruth:
        """The seller of that id (as in sellers.csv); raises KeyError."""
        return {s.id: s for s in self.sellers}[id_]

    def pipeline(self, name: str) -> PipelineTruth:
        """The pipeline of that name; raises KeyError."""
        return {p.name: p for p in self.pipelines}[name]
