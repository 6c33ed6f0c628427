"""The company's arrays as Arrow columns named as facts are: ids still local, times still the wall clock's."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from merilo.demo.activity_sheets import accounts, contacts, leads, meetings, next_steps, touches
from merilo.demo.call_sheets import forecasts
from merilo.demo.clock import Ints
from merilo.demo.columns import Columns
from merilo.demo.company import Company, spans
from merilo.demo.deal_sheets import changes, deals, stages
from merilo.demo.money_sheets import costs, invoices, rates, subscriptions, targets
from merilo.demo.staff_sheets import absences, memberships, sellers


def sheet(company: Company, file: str, chunk_rows: int) -> Iterator[Columns]:
    """The file's columns, in runs of at most `chunk_rows` rows; `source_id` is the row's id."""
    rows, columns = _FILES[file]
    for first, end in spans(rows(company), chunk_rows):
        yield columns(company, np.arange(first, end))


_FILES: dict[str, tuple[Callable[[Company], int], Callable[[Company, Ints], Columns]]] = {
    "touches.csv": (lambda c: len(c.touches.at), touches),
    "accounts.csv": (lambda c: len(c.leads.created), accounts),
    "contacts.csv": (lambda c: len(c.leads.created), contacts),
    "leads.csv": (lambda c: len(c.leads.created), leads),
    "meetings.csv": (lambda c: len(c.meetings.lead), meetings),
    "next_steps.csv": (lambda c: len(c.next_steps.lead), next_steps),
    "deals.csv": (lambda c: len(c.deals.lead), deals),
    "deal_history.csv": (lambda c: len(c.changes.deal), changes),
    "subscriptions.csv": (lambda c: len(c.subscriptions.deal), subscriptions),
    "invoices.csv": (lambda c: len(c.invoices.deal), invoices),
    "forecasts.csv": (lambda c: len(c.calls.at), forecasts),
    # The rest is small and comes in one piece.
    "sellers.csv": (lambda c: 0, sellers),
    "teams.csv": (lambda c: 0, memberships),
    "stages.csv": (lambda c: 0, stages),
    "targets.csv": (lambda c: 0, targets),
    "costs.csv": (lambda c: 0, costs),
    "rates.csv": (lambda c: 0, rates),
    "absences.csv": (lambda c: 0, absences),
}
