"""What people said they would win as columns."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from merilo.demo.calls import CATEGORIES, NOBODY
from merilo.demo.clock import Ints
from merilo.demo.columns import Columns, days, ids, same, seller_ids, times, words
from merilo.demo.company import Company


def forecasts(company: Company, rows: Ints) -> Columns:
    """The calls with these numbers."""
    calls, staff = company.calls, company.staff
    seller, manager = calls.seller[rows], calls.manager[rows]
    people = [*(each.id for each in staff.sellers), *(team.manager_id for team in staff.teams)]
    return {
        "source_id": ids("F-", rows),
        "seller": seller_ids(company, seller),
        "team": words([team.name for team in staff.teams], calls.team[rows]),
        "given_by": words(people, np.where(manager == NOBODY, seller, len(staff.sellers) + manager)),
        "starts_on": days(company, calls.first[rows]),
        "ends_on": days(company, calls.last[rows]),
        "category": words(CATEGORIES, calls.category[rows]),
        "amount": pa.array(calls.amount[rows]),
        "currency": same(company.truth.base_currency, rows),
        "submitted_at": times(calls.at[rows]),
    }
