"""The company's arrays as Arrow columns named as facts are: ids still local, times still the wall clock's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from merilo.demo.clock import Bools, Ints
from merilo.demo.company import Company, spans
from merilo.demo.customers import RUNS_ON
from merilo.demo.meetings import STATUSES as MEETING_STATUSES
from merilo.demo.money import euro_rates, plans, rate_days
from merilo.demo.names import companies, contacts
from merilo.demo.parameters import OTHER_CURRENCY
from merilo.demo.pipeline import (
    AMOUNT,
    EXPECTED,
    FIELDS,
    LOST,
    LOST_REASONS,
    SELLER,
    STAGE,
    STATUS,
    STATUSES,
)
from merilo.demo.prospecting import INBOUND_CALL, ORIGINS, OUTCOMES, WORDS_KIND
from merilo.demo.staff import DOMAIN

Columns = dict[str, pa.Array]
_DETAILS = ("Cold list", "Website form", "Partner portal", "Recommended by a customer")
"""Each origin in the company's own words."""


def sheet(company: Company, file: str, chunk_rows: int) -> Iterator[Columns]:
    """The file's columns, in runs of at most `chunk_rows` rows; `source_id` is the row's id."""
    rows, columns = _FILES[file]
    for first, end in spans(rows(company), chunk_rows):
        yield columns(company, np.arange(first, end))


def _ids(prefix: str, numbers: Ints, width: int = 7) -> pa.Array:
    """`prefix` and each number from 1; a negative number is empty."""
    known = pa.array(numbers + 1, mask=numbers < 0).cast(pa.string())
    return pc.binary_join_element_wise(prefix, pc.utf8_lpad(known, width, "0"), "")


def _words(words: Sequence[str | None], codes: np.ndarray) -> pa.Array:
    return pa.array(words, pa.string()).take(pa.array(codes, mask=codes < 0))


def _times(seconds: Ints) -> pa.Array:
    """Wall-clock seconds; a negative one is empty."""
    return pa.array(seconds, mask=seconds < 0).cast(pa.timestamp("s"))


def _days(company: Company, numbers: Ints) -> pa.Array:
    first = (company.staff.clock.start - date(1970, 1, 1)).days
    return pa.array((numbers + first).astype(np.int32)).cast(pa.date32())


def _same(value: str | None, rows: Ints) -> pa.Array:
    return pa.array([value], pa.string()).take(pa.array(np.zeros(len(rows), dtype=np.int64)))


def _sellers_ids(company: Company, codes: np.ndarray) -> pa.Array:
    return _words([seller.id for seller in company.staff.sellers], codes)


def _touches(company: Company, rows: Ints) -> Columns:
    touches = company.touches
    lead, deal = touches.lead[rows].astype(np.int64), company.touched_deal[rows]
    account = np.where(deal >= 0, company.deals.lead[np.maximum(deal, 0)], lead) if len(company.deals.lead) else lead
    cadence, step, duration = touches.cadence[rows], touches.step[rows], touches.duration[rows]
    return {
        "source_id": _ids("T-", rows, 8),
        "seller": _sellers_ids(company, touches.seller[rows]),
        "kind": _words([*WORDS_KIND, "call"], touches.kind[rows]),
        "direction": _words(["outbound", "inbound"], (touches.kind[rows] == INBOUND_CALL).astype(np.int8)),
        "at": _times(touches.at[rows]),
        "duration_s": pa.array(duration.astype(np.int64), mask=duration < 0),
        "outcome": _words(OUTCOMES, touches.outcome[rows]),
        "account": _ids("A-", account),
        "contact": _ids("C-", account),
        "lead": _ids("L-", lead),
        "deal": _ids("D-", deal),
        "cadence": _words([c.name for c in company.truth.prospecting.cadences], cadence),
        "cadence_step": pa.array(step.astype(np.int64), mask=step < 0),
    }


def _by_country(company: Company, leads: Ints) -> Iterator[tuple[str, Bools]]:
    """Each country and which of these leads are its."""
    of_seller = np.array(company.staff.countries)
    country = of_seller[company.leads.seller[leads]]
    for name in dict.fromkeys(company.staff.countries):
        yield name, country == name


def _mixed(parts: list[tuple[Bools, Columns]]) -> Columns:
    """Columns made country by country, put back into the rows' order."""
    order = np.argsort(np.concatenate([np.flatnonzero(mask) for mask, _ in parts]), kind="stable")
    names = parts[0][1].keys()
    return {n: pa.concat_arrays([columns[n] for _, columns in parts]).take(pa.array(order)) for n in names}


def _accounts(company: Company, rows: Ints) -> Columns:
    parts = []
    for country, mask in _by_country(company, rows):
        found = companies(rows[mask], country)
        parts.append(
            (mask, {"name": found.name, "domain": found.domain, "industry": found.industry, "region": found.region})
        )
    last = company.staff.owner[:, company.staff.clock.days - 1]
    return {
        "source_id": _ids("A-", rows),
        **_mixed(parts),
        "owner": _sellers_ids(company, last[company.leads.seller[rows]]),
        "created_at": _times(company.leads.created[rows]),
    }


def _contacts(company: Company, rows: Ints) -> Columns:
    parts = []
    for country, mask in _by_country(company, rows):
        found = contacts(rows[mask], country, companies(rows[mask], country).domain)
        parts.append((mask, {"name": found.name, "email": found.email, "phone": found.phone, "title": found.title}))
    return {"source_id": _ids("C-", rows), "account": _ids("A-", rows), **_mixed(parts)}


def _leads(company: Company, rows: Ints) -> Columns:
    leads = company.leads
    given_up = leads.disqualified[rows] >= 0
    reason = np.where(given_up, leads.answered[rows].astype(np.int64), -1)
    return {
        "source_id": _ids("L-", rows),
        "owner": _sellers_ids(company, leads.seller[rows]),
        "account": _ids("A-", rows),
        "contact": _ids("C-", rows),
        "origin": _words(ORIGINS, leads.origin[rows]),
        "source_detail": _words(_DETAILS, leads.origin[rows]),
        "created_at": _times(leads.created[rows]),
        "qualified_at": _times(leads.qualified[rows]),
        "disqualified_at": _times(leads.disqualified[rows]),
        "reason": _words(["No response", "Not interested"], reason),
        "deal": _ids("D-", company.lead_deal[rows]),
    }


def _meetings(company: Company, rows: Ints) -> Columns:
    meetings = company.meetings
    lead, deal = meetings.lead[rows], meetings.deal[rows]
    return {
        "source_id": _ids("V-", rows),
        "seller": _sellers_ids(company, meetings.seller[rows]),
        "account": _ids("A-", lead),
        "contact": _ids("C-", lead),
        "lead": _ids("L-", lead),
        "deal": _ids("D-", deal),
        "booked_at": _times(meetings.booked[rows]),
        "starts_at": _times(meetings.starts[rows]),
        "ends_at": _times(meetings.ends[rows]),
        "status": _words(MEETING_STATUSES, meetings.status[rows]),
        "origin": _words(ORIGINS, company.leads.origin[lead]),
        "source_detail": _words(_DETAILS, company.leads.origin[lead]),
    }


def _stage_names(company: Company) -> list[list[str]]:
    return [[*(s.name for s in p.stages), "Won", "Lost"] for p in company.truth.pipelines]


def _stages_of(company: Company, pipeline: Ints, stage: Ints) -> pa.Array:
    names = _stage_names(company)
    begins = np.cumsum([0, *(len(n) for n in names)])[:-1]
    flat = [name for pipeline_names in names for name in pipeline_names]
    return _words(flat, np.where(stage < 0, -1, begins[pipeline] + stage))


def _deals(company: Company, rows: Ints) -> Columns:
    deals = company.deals
    lead, pipeline = deals.lead[rows], deals.pipeline[rows]
    products = [p.product for p in company.truth.pipelines]
    parts = [(mask, {"name": companies(lead[mask], country).name}) for country, mask in _by_country(company, lead)]
    product = _words(products, pipeline)
    return {
        "source_id": _ids("D-", rows),
        "name": pc.binary_join_element_wise(_mixed(parts)["name"], product, ": "),
        "account": _ids("A-", lead),
        "seller": _sellers_ids(company, deals.seller[rows]),
        "pipeline": _words([p.name for p in company.truth.pipelines], pipeline),
        "stage": _stages_of(company, pipeline, deals.stage[rows]),
        "status": _words(STATUSES, deals.status[rows]),
        "amount": pa.array(deals.amount[rows]),
        "currency": _currencies(company, rows),
        "product": product,
        "origin": _words(ORIGINS, company.leads.origin[lead]),
        "source_detail": _words(_DETAILS, company.leads.origin[lead]),
        "created_at": _times(deals.created[rows]),
        "expected_close_on": _days(company, deals.expected[rows]),
        "closed_at": _times(deals.closed[rows]),
        "lost_reason": _words(LOST_REASONS, np.where(deals.status[rows] == LOST, deals.reason[rows], -1)),
    }


def _currencies(company: Company, deals: Ints) -> pa.Array:
    return _words([company.truth.base_currency, OTHER_CURRENCY], company.deals.euro[deals].astype(np.int8))


def _changes(company: Company, rows: Ints) -> Columns:
    changes = company.changes
    return {
        "source_id": _ids("H-", rows),
        "deal": _ids("D-", changes.deal[rows]),
        "field": _words(FIELDS, changes.field[rows]),
        "old": _values(company, rows, changes.old[rows]),
        "new": _values(company, rows, changes.new[rows]),
        "at": _times(changes.at[rows]),
        "evidence": _same("history", rows),
    }


def _values(company: Company, rows: Ints, values: Ints) -> pa.Array:
    """What a change's numbers mean, as text."""
    field = company.changes.field[rows]
    pipeline = company.deals.pipeline[company.changes.deal[rows]]
    meaning = {
        STAGE: lambda at: _stages_of(company, pipeline[at], values[at]),
        AMOUNT: lambda at: pa.array(values[at]).cast(pa.string()),
        EXPECTED: lambda at: _days(company, values[at]).cast(pa.string()),
        SELLER: lambda at: _sellers_ids(company, values[at]),
        STATUS: lambda at: _words(STATUSES, values[at]),
    }
    parts = [(field == code, {"text": text(field == code)}) for code, text in meaning.items()]
    return _mixed(parts)["text"]


def _subscriptions(company: Company, rows: Ints) -> Columns:
    subs = company.subscriptions
    deal, amount = subs.deal[rows], pa.array(subs.amount[rows])
    products = [*(f"{p.product} subscription" for p in company.truth.pipelines), "Polaris Analytics"]
    addon = len(products) - 1
    return {
        "source_id": _ids("R-", rows),
        "account": _ids("A-", company.deals.lead[deal]),
        "seller": _sellers_ids(company, _keeper(company)[deal]),
        "product": _words(products, np.where(subs.addon[rows], addon, company.deals.pipeline[deal])),
        "document": _ids("S-", subs.number[rows]),
        "starts_on": _month_starts(company, subs.starts[rows]),
        "ends_on": _month_starts(company, subs.ends[rows]),
        "amount": amount,
        "currency": _currencies(company, deal),
        "kind": _same("recurring", rows),
        "per": _same("month", rows),
    }


def _keeper(company: Company) -> Ints:
    """Who looks after each deal's customer on the last day."""
    keeper: Ints = company.staff.owner[company.deals.seller, company.staff.clock.days - 1]
    return keeper


def _month_starts(company: Company, months: Ints) -> pa.Array:
    days = (np.datetime64(company.staff.clock.start, "M") + months).astype("datetime64[D]")
    return pa.array(days, pa.date32(), mask=months == RUNS_ON)


def _invoices(company: Company, rows: Ints) -> Columns:
    invoices = company.invoices
    deal = invoices.deal[rows]
    return {
        "source_id": _ids("I-", rows),
        "account": _ids("A-", company.deals.lead[deal]),
        "seller": _sellers_ids(company, _keeper(company)[deal]),
        "product": _same("Set-up and training", rows),
        "document": _ids("INV-", rows),
        "starts_on": _days(company, invoices.day[rows]),
        "ends_on": pa.nulls(len(rows), pa.date32()),
        "amount": pa.array(invoices.amount[rows]),
        "currency": _currencies(company, deal),
        "kind": _same("one_off", rows),
        "per": _same("row", rows),
    }


def _sellers(company: Company, rows: Ints) -> Columns:
    managers, truths = company.staff.teams, company.truth.sellers
    since = company.truth.start
    n = len(managers)
    return {
        "source_id": pa.array([t.manager_id for t in managers] + [s.id for s in truths]),
        "name": pa.array([t.manager.name for t in managers] + [s.name for s in truths]),
        "email": pa.array([f"{t.manager.mailbox}@{DOMAIN}" for t in managers] + [s.email for s in truths]),
        "role": pa.array(["Head of sales team"] * n + ["Account executive"] * len(truths)),
        "hired_on": pa.array([since.replace(year=since.year - 3, day=1)] * n + [s.hired_on for s in truths]),
        "left_on": pa.array([None] * n + [s.left_on for s in truths], pa.date32()),
        "country": pa.array([t.country for t in managers] + [s.country for s in truths]),
    }


def _memberships(company: Company, rows: Ints) -> Columns:
    found = [(seller.id, spell) for seller in company.truth.sellers for spell in seller.spells]
    return {
        "source_id": pa.array([f"{seller}|{spell.first}" for seller, spell in found]),
        "seller": pa.array([seller for seller, _ in found]),
        "team": pa.array([spell.team for _, spell in found]),
        "manager": pa.array([spell.manager for _, spell in found]),
        "role": pa.array(["Seller"] * len(found)),
        "valid_from": pa.array([spell.first for _, spell in found], pa.date32()),
        "valid_to": pa.array([spell.last for _, spell in found], pa.date32()),
    }


def _stages(company: Company, rows: Ints) -> Columns:
    found = []
    for pipeline in company.truth.pipelines:
        ends = len(pipeline.stages)
        found += [
            (pipeline.name, s.name, i + 1, "open", s.crm_probability) for i, s in enumerate(pipeline.stages)
        ]
        found += [(pipeline.name, "Won", ends + 1, "won", 1.0), (pipeline.name, "Lost", ends + 2, "lost", 0.0)]
    names = ("pipeline", "name", "position", "kind", "crm_probability")
    columns = {name: pa.array([row[i] for row in found]) for i, name in enumerate(names)}
    return {"source_id": pa.array([f"{row[0]}|{row[1]}" for row in found]), **columns}


def _targets(company: Company, rows: Ints) -> Columns:
    found = plans(company.truth, company.staff.clock, company.deals)
    return {
        "source_id": pa.array(
            [f"won_amount|{t.scope}|{t.subject}|{t.first}|{t.last}" for t in found], pa.string()
        ),
        "kpi": pa.array(["won_amount"] * len(found), pa.string()),
        "scope": pa.array([t.scope for t in found], pa.string()),
        "subject": pa.array([t.subject or None for t in found], pa.string()),
        "starts_on": pa.array([t.first for t in found], pa.date32()),
        "ends_on": pa.array([t.last for t in found], pa.date32()),
        "low": pa.array([t.low for t in found], pa.float64()),
        "high": pa.array([t.high for t in found], pa.float64()),
        "currency": pa.array([company.truth.base_currency] * len(found), pa.string()),
    }


def _rates(company: Company, rows: Ints) -> Columns:
    time, base = company.staff.clock, company.truth.base_currency
    days = rate_days(time)
    return {
        "source_id": pa.array([f"{OTHER_CURRENCY}|{base}|{day}" for day in days]),
        "currency": pa.array([OTHER_CURRENCY] * len(days)),
        "day": pa.array(days),
        "rate": pa.array(euro_rates(company.truth, time)),
        "base": pa.array([base] * len(days)),
    }


def _absences(company: Company, rows: Ints) -> Columns:
    found = company.truth.absences
    return {
        "source_id": pa.array([f"{a.seller}|{a.first}|{i}" for i, a in enumerate(found)], pa.string()),
        "seller": pa.array([a.seller for a in found], pa.string()),
        "starts_on": pa.array([a.first for a in found], pa.date32()),
        "ends_on": pa.array([a.last for a in found], pa.date32()),
        "reason": pa.array([a.reason for a in found], pa.string()),
    }


_FILES: dict[str, tuple[Callable[[Company], int], Callable[[Company, Ints], Columns]]] = {
    "touches.csv": (lambda c: len(c.touches.at), _touches),
    "accounts.csv": (lambda c: len(c.leads.created), _accounts),
    "contacts.csv": (lambda c: len(c.leads.created), _contacts),
    "leads.csv": (lambda c: len(c.leads.created), _leads),
    "meetings.csv": (lambda c: len(c.meetings.lead), _meetings),
    "deals.csv": (lambda c: len(c.deals.lead), _deals),
    "deal_history.csv": (lambda c: len(c.changes.deal), _changes),
    "subscriptions.csv": (lambda c: len(c.subscriptions.deal), _subscriptions),
    "invoices.csv": (lambda c: len(c.invoices.deal), _invoices),
    # The rest is small and comes in one piece.
    "sellers.csv": (lambda c: 0, _sellers),
    "teams.csv": (lambda c: 0, _memberships),
    "stages.csv": (lambda c: 0, _stages),
    "targets.csv": (lambda c: 0, _targets),
    "rates.csv": (lambda c: 0, _rates),
    "absences.csv": (lambda c: 0, _absences),
}
