"""The true parameters of a company of a given size and seed."""

from __future__ import annotations

from datetime import date

import numpy as np

from merilo.demo.clock import Clock
from merilo.demo.staff import DOMAIN, Seller, Staff
from merilo.demo.truth import (
    CallTruth,
    ClogTruth,
    CostTruth,
    CustomerTruth,
    MeetingTruth,
    NextStepTruth,
    PipelineTruth,
    ProspectingTruth,
    SellerTruth,
    Shift,
    StageTruth,
    Truth,
)

BASE_CURRENCY = "RUB"
OTHER_CURRENCY = "EUR"
SEASONALITY = (0.9, 1.0, 1.05, 1.05, 0.95, 0.95, 0.8, 0.75, 1.1, 1.1, 1.05, 0.8)
COLLAPSES, IMPROVES = 1, 3
"""The indexes of the seller whose prospecting collapses and of the one who improves, where the company has them."""
OPTIMIST, SANDBAGGER = 4, 5
"""The indexes of the seller who calls far too much and of the one who calls far too little, where it has them."""
_CALL_BIAS = {OPTIMIST: 0.4, SANDBAGGER: -0.3}

# name; forward, skip, back, lost; median days, sigma; the CRM's own chance
CORPORATE = PipelineTruth(
    "Corporate",
    (
        StageTruth("Qualification", 0.72, 0.06, 0.0, 0.22, 7, 0.7, 0.1),
        StageTruth("Discovery", 0.68, 0.06, 0.06, 0.2, 10, 0.6, 0.25),
        StageTruth("Demo", 0.7, 0.04, 0.08, 0.18, 12, 0.6, 0.4),
        StageTruth("Proposal", 0.72, 0.0, 0.1, 0.18, 14, 0.7, 0.6),
        StageTruth("Negotiation", 0.76, 0.0, 0.1, 0.14, 12, 0.7, 0.8),
    ),
    1_200_000,
    0.6,
    "Polaris Enterprise",
)
SMALL_BUSINESS = PipelineTruth(
    "Small business",
    (
        StageTruth("Contact", 0.7, 0.08, 0.0, 0.22, 4, 0.6, 0.2),
        StageTruth("Trial", 0.68, 0.0, 0.08, 0.24, 9, 0.6, 0.5),
        StageTruth("Contract", 0.78, 0.0, 0.08, 0.14, 6, 0.7, 0.85),
    ),
    260_000,
    0.5,
    "Polaris Start",
)


def parameters(staff: Staff, seed: int) -> Truth:
    """The truth of this staff's company."""
    time = staff.clock
    clog = ClogTruth("Corporate", "Proposal", time.day(int(time.days * 0.66)), 3.0)
    ids = [seller.id for seller in staff.sellers]
    return Truth(
        seed=seed,
        start=time.start,
        until=time.until,
        base_currency=BASE_CURRENCY,
        seasonality=SEASONALITY,
        holidays=staff.holidays,
        sellers=tuple(_seller_truth(staff, seller, seed) for seller in staff.sellers),
        absences=staff.absences,
        prospecting=ProspectingTruth(),
        meetings=MeetingTruth(),
        next_steps=NextStepTruth(),
        pipelines=(CORPORATE, SMALL_BUSINESS),
        clog=clog,
        customers=CustomerTruth(),
        costs=CostTruth(),
        calls=CallTruth(),
        manager_call_bias={team.manager_id: _call_bias(seed, 1, n) for n, team in enumerate(staff.teams)},
        collapses=ids[COLLAPSES] if len(ids) > COLLAPSES else None,
        improves=ids[IMPROVES] if len(ids) > IMPROVES else None,
        optimist=ids[OPTIMIST] if len(ids) > OPTIMIST else None,
        sandbagger=ids[SANDBAGGER] if len(ids) > SANDBAGGER else None,
    )


def _seller_truth(staff: Staff, seller: Seller, seed: int) -> SellerTruth:
    rng = np.random.default_rng([seed, 2, seller.index])
    calls, mails, messages, inbound = rng.uniform((45, 40, 10, 3), (75, 70, 30, 6))
    by_call, by_mail, by_message, prospects = rng.uniform((0.14, 0.06, 0.1, 0.13), (0.24, 0.11, 0.18, 0.2))
    loss, amount, corporate = rng.uniform((0.75, 0.8, 0.25), (1.3, 1.3, 0.6))
    heir = staff.successors[seller.index]
    return SellerTruth(
        id=seller.id,
        name=seller.person.name,
        email=f"{seller.person.mailbox}@{DOMAIN}",
        country=seller.team.country,
        hired_on=seller.hired_on,
        left_on=_left_on(staff.clock, seller),
        successor=staff.sellers[heir].id if heir != seller.index else None,
        spells=seller.spells,
        touches_per_week={"call": calls, "email": mails, "message": messages},
        inbound_calls_per_week=inbound,
        connect_rate={"call": by_call, "email": by_mail, "message": by_message},
        prospect_rate={"self": prospects, "inbound": min(prospects * 2.2, 0.6)},
        loss_factor=loss,
        amount_factor=amount,
        corporate_share=corporate,
        euro_share=0.08 if seller.team.country == "RU" else 0.85,
        win_rate={p.name: p.win_rate(loss) for p in (CORPORATE, SMALL_BUSINESS)},
        shifts=_shifts(staff.clock, seller.index),
        call_bias=_CALL_BIAS.get(seller.index, _call_bias(seed, 0, seller.index)),
    )


def _call_bias(seed: int, kind: int, index: int) -> float:
    """Of a seller (kind 0) or manager (kind 1) like most: a little above or below."""
    return round(float(np.random.default_rng([seed, 12, kind, index]).uniform(-0.08, 0.08)), 3)


def _left_on(clock: Clock, seller: Seller) -> date | None:
    return clock.day(seller.last) if seller.last is not None else None


def _shifts(clock: Clock, index: int) -> tuple[Shift, ...]:
    if index == COLLAPSES:
        return (Shift("touches", clock.day(int(clock.days * 0.72) // 7 * 7), 0.3),)
    if index == IMPROVES:
        since = clock.day(int(clock.days * 0.55) // 7 * 7)
        return (Shift("touches", since, 1.35), Shift("prospects", since, 1.5))
    return ()
