"""The invented company: made from its true parameters, given as typed tables or as the files of a CRM."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa

from merilo.core.errors import UsageError
from merilo.core.settings import Settings
from merilo.core.text import _
from merilo.demo.calls import Calls, call
from merilo.demo.clock import Ints, clock
from merilo.demo.customers import Invoices, Subscriptions, invoice, subscribe
from merilo.demo.meetings import Meetings, meet
from merilo.demo.next_steps import NextSteps, plan_next
from merilo.demo.parameters import BASE_CURRENCY, parameters
from merilo.demo.pipeline import Changes, Deals, close
from merilo.demo.prospecting import Leads, Touches, prospect
from merilo.demo.staff import Staff, hire
from merilo.demo.truth import Truth

SOURCE = "demo"
TIME_ZONE = "Europe/Moscow"
MAPPING = Path(__file__).with_name("mapping.toml")
CHUNK_ROWS = 500_000
MAX_SELLERS, MAX_YEARS = 5_000, 20


@dataclass(frozen=True)
class Company:
    """Everything that happened, as arrays; `truth` is what it was made from. Times are local seconds since 1970."""

    truth: Truth
    staff: Staff
    touches: Touches
    leads: Leads
    meetings: Meetings
    next_steps: NextSteps
    deals: Deals
    changes: Changes
    subscriptions: Subscriptions
    invoices: Invoices
    calls: Calls

    @property
    def settings(self) -> Settings:
        """The settings of this company's workspace."""
        return Settings(name="Polaris", time_zone=TIME_ZONE, currency=BASE_CURRENCY, language="ru", country="RU")

    @staticmethod
    def mapping() -> Path:
        """The mapping file by which `write`'s files are imported without a question."""
        return MAPPING

    def tables(self, *, chunk_rows: int = CHUNK_ROWS) -> dict[str, pa.Table]:
        """Every fact table, typed as facts are, without a detour through files; `observed_at` is the last day's end."""
        from merilo.demo.typed import fact_tables  # noqa: PLC0415 - it knows this module

        return fact_tables(self, chunk_rows)

    def write(self, folder: Path, *, chunk_rows: int = CHUNK_ROWS) -> list[Path]:
        """Write all exports into `folder` (made if missing); gives the files in order."""
        from merilo.demo.files import write_files  # noqa: PLC0415 - it knows this module

        return write_files(self, folder, chunk_rows)

    @cached_property
    def touched_deal(self) -> Ints:
        """The deal of each touch, -1: none. A touch without a lead goes to a deal that its seller has opened."""
        found = np.full(len(self.touches.at), -1, dtype=np.int64)
        care = np.flatnonzero(self.touches.lead < 0)
        care = care[np.argsort(self.touches.seller[care], kind="stable")]
        limits = np.searchsorted(self.touches.seller[care], np.arange(len(self.staff.sellers) + 1))
        for seller in range(len(self.staff.sellers)):
            mine = care[limits[seller] : limits[seller + 1]]
            deals = np.flatnonzero(self.deals.opened_by == seller)
            known = np.searchsorted(self.deals.created[deals], self.touches.at[mine])
            pick = (self.touches.pick[mine] * known).astype(np.int64)
            found[mine[known > 0]] = deals[pick[known > 0]]
        return found

    @cached_property
    def lead_deal(self) -> Ints:
        """The deal that each lead became, -1: none."""
        found = np.full(len(self.leads.created), -1, dtype=np.int64)
        found[self.deals.lead] = np.arange(len(self.deals.lead))
        return found


def company(*, until: date, sellers: int = 12, teams: int = 3, years: float = 2, seed: int = 1) -> Company:
    """The company of that size on its last day `until`. The same arguments give the same company, byte for byte.

    About 7,000 touches come of one seller's year. Raises UsageError for a size that makes no company.
    """
    _check("sellers", sellers, 1, MAX_SELLERS)
    _check("teams", teams, 1, sellers)
    _check("years", years, 0.25, MAX_YEARS)
    staff = hire(clock(years, until), sellers, teams, seed)
    truth = parameters(staff, seed)
    touches, leads = prospect(truth, staff)
    first, openings = meet(truth, staff, leads)
    deals, changes, later = close(truth, staff, openings)
    meetings = Meetings.joined(first, later)
    return Company(
        truth=truth,
        staff=staff,
        touches=touches,
        leads=leads,
        meetings=meetings,
        next_steps=plan_next(truth, staff, meetings, deals),
        deals=deals,
        changes=changes,
        subscriptions=subscribe(truth, staff.clock, deals),
        invoices=invoice(truth, staff.clock, deals),
        calls=call(truth, staff, deals),
    )


def _check(name: str, value: float, least: float, most: float) -> None:
    if not least <= value <= most:
        raise UsageError(
            _("Wrong size of the demo company: {name} = {value}").format(name=name, value=value),
            allowed=_("allowed: {least} to {most}").format(least=least, most=most),
        )


def spans(rows: int, size: int) -> Iterator[tuple[int, int]]:
    """(first, end) of each run of at most `size` rows; one empty run when there are none."""
    for first in range(0, max(rows, 1), size):
        yield first, min(first + size, rows)
