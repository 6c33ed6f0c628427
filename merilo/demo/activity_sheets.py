"""Leads, the companies and people behind them, touches and meetings as columns."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from merilo.demo.clock import Ints
from merilo.demo.columns import Columns, by_country, days, ids, mixed, origins, seller_ids, times, words
from merilo.demo.company import Company
from merilo.demo.meetings import STATUSES
from merilo.demo.names import companies
from merilo.demo.names import contacts as people
from merilo.demo.next_steps import SUBJECTS
from merilo.demo.prospecting import INBOUND_CALL, OUTCOMES, WORDS_KIND


def touches(company: Company, rows: Ints) -> Columns:
    """The touches with these numbers."""
    touches = company.touches
    lead, deal = touches.lead[rows].astype(np.int64), company.touched_deal[rows]
    account = np.where(deal >= 0, company.deals.lead[np.maximum(deal, 0)], lead) if len(company.deals.lead) else lead
    cadence, step, duration = touches.cadence[rows], touches.step[rows], touches.duration[rows]
    return {
        "source_id": ids("T-", rows, 8),
        "seller": seller_ids(company, touches.seller[rows]),
        "kind": words([*WORDS_KIND, "call"], touches.kind[rows]),
        "direction": words(["outbound", "inbound"], (touches.kind[rows] == INBOUND_CALL).astype(np.int8)),
        "at": times(touches.at[rows]),
        "duration_s": pa.array(duration.astype(np.int64), mask=duration < 0),
        "outcome": words(OUTCOMES, touches.outcome[rows]),
        "account": ids("A-", account),
        "contact": ids("C-", account),
        "lead": ids("L-", lead),
        "deal": ids("D-", deal),
        "cadence": words([c.name for c in company.truth.prospecting.cadences], cadence),
        "cadence_step": pa.array(step.astype(np.int64), mask=step < 0),
    }


def accounts(company: Company, rows: Ints) -> Columns:
    """The companies behind these leads, one each."""
    parts = []
    for country, mask in by_country(company, rows):
        found = companies(rows[mask], country)
        parts.append(
            (mask, {"name": found.name, "domain": found.domain, "industry": found.industry, "region": found.region})
        )
    last = company.staff.owner[:, company.staff.clock.days - 1]
    return {
        "source_id": ids("A-", rows),
        **mixed(parts),
        "owner": seller_ids(company, last[company.leads.seller[rows]]),
        "created_at": times(company.leads.created[rows]),
    }


def contacts(company: Company, rows: Ints) -> Columns:
    """The people behind these leads, one each."""
    parts = []
    for country, mask in by_country(company, rows):
        found = people(rows[mask], country, companies(rows[mask], country).domain)
        parts.append((mask, {"name": found.name, "email": found.email, "phone": found.phone, "title": found.title}))
    return {"source_id": ids("C-", rows), "account": ids("A-", rows), **mixed(parts)}


def leads(company: Company, rows: Ints) -> Columns:
    """The leads with these numbers."""
    leads = company.leads
    given_up = leads.disqualified[rows] >= 0
    reason = np.where(given_up, leads.answered[rows].astype(np.int64), -1)
    return {
        "source_id": ids("L-", rows),
        "owner": seller_ids(company, leads.seller[rows]),
        "account": ids("A-", rows),
        "contact": ids("C-", rows),
        **origins(company, rows),
        "created_at": times(leads.created[rows]),
        "qualified_at": times(leads.qualified[rows]),
        "disqualified_at": times(leads.disqualified[rows]),
        "reason": words(["No response", "Not interested"], reason),
        "deal": ids("D-", company.lead_deal[rows]),
    }


def meetings(company: Company, rows: Ints) -> Columns:
    """The meetings with these numbers."""
    meetings = company.meetings
    lead, deal = meetings.lead[rows], meetings.deal[rows]
    return {
        "source_id": ids("V-", rows),
        "seller": seller_ids(company, meetings.seller[rows]),
        "account": ids("A-", lead),
        "contact": ids("C-", lead),
        "lead": ids("L-", lead),
        "deal": ids("D-", deal),
        "booked_at": times(meetings.booked[rows]),
        "starts_at": times(meetings.starts[rows]),
        "ends_at": times(meetings.ends[rows]),
        "status": words(STATUSES, meetings.status[rows]),
        **origins(company, lead),
    }


def next_steps(company: Company, rows: Ints) -> Columns:
    """The tasks with these numbers."""
    steps = company.next_steps
    lead = steps.lead[rows]
    return {
        "source_id": ids("N-", rows),
        "seller": seller_ids(company, steps.seller[rows]),
        "account": ids("A-", lead),
        "contact": ids("C-", lead),
        "lead": ids("L-", lead),
        "deal": ids("D-", steps.deal[rows]),
        "created_at": times(steps.created[rows]),
        "due_on": days(company, steps.due[rows]),
        "done_at": times(steps.done[rows]),
        "subject": words(SUBJECTS, steps.subject[rows]),
    }
