"""Numbers of the model as Arrow columns: ids, words, times, days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from merilo.core.time import number_of_day
from merilo.demo.clock import Bools, Ints
from merilo.demo.company import Company
from merilo.demo.parameters import OTHER_CURRENCY
from merilo.demo.prospecting import ORIGINS

Columns = dict[str, pa.Array]
_DETAILS = ("Cold list", "Website form", "Partner portal", "Recommended by a customer")
"""Each origin in the company's own words."""


def ids(prefix: str, numbers: Ints, width: int = 7) -> pa.Array:
    """`prefix` and each number from 1; a negative number is empty."""
    known = pa.array(numbers + 1, mask=numbers < 0).cast(pa.string())
    return pc.binary_join_element_wise(prefix, pc.utf8_lpad(known, width, "0"), "")


def words(words: Sequence[str | None], codes: np.ndarray) -> pa.Array:
    """The word of each code; a negative code is empty."""
    return pa.array(words, pa.string()).take(pa.array(codes, mask=codes < 0))


def times(seconds: Ints) -> pa.Array:
    """Wall-clock seconds; a negative one is empty."""
    return pa.array(seconds, mask=seconds < 0).cast(pa.timestamp("s"))


def days(company: Company, numbers: Ints) -> pa.Array:
    """Day numbers as dates."""
    first = number_of_day(company.staff.clock.start)
    return pa.array((numbers + first).astype(np.int32)).cast(pa.date32())


def same(value: str | None, rows: Ints) -> pa.Array:
    """One value for every row."""
    return pa.array([value], pa.string()).take(pa.array(np.zeros(len(rows), dtype=np.int64)))


def seller_ids(company: Company, codes: np.ndarray) -> pa.Array:
    """The ids of the sellers with these indexes."""
    return words([seller.id for seller in company.staff.sellers], codes)


def by_country(company: Company, leads: Ints) -> Iterator[tuple[str, Bools]]:
    """Each country and which of these leads are its."""
    of_seller = np.array(company.staff.countries)
    country = of_seller[company.leads.seller[leads]]
    for name in dict.fromkeys(company.staff.countries):
        yield name, country == name


def mixed(parts: list[tuple[Bools, Columns]]) -> Columns:
    """Columns made country by country, put back into the rows' order."""
    order = np.argsort(np.concatenate([np.flatnonzero(mask) for mask, _ in parts]), kind="stable")
    names = parts[0][1].keys()
    return {n: pa.concat_arrays([columns[n] for _, columns in parts]).take(pa.array(order)) for n in names}


def currencies(company: Company, deals: Ints) -> pa.Array:
    """The currencies of these deals."""
    return words([company.truth.base_currency, OTHER_CURRENCY], company.deals.euro[deals].astype(np.int8))


def origins(company: Company, leads: Ints) -> Columns:
    """Where these leads came from, in the facts' words and in the company's own."""
    codes = company.leads.origin[leads]
    return {"origin": words(ORIGINS, codes), "source_detail": words(_DETAILS, codes)}
