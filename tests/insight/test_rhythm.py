from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from merilo.core.time import Period
from merilo.insight.rhythm import LONGEST_DAYS, fitting
from merilo.insight.spread import Values

_GAPS = st.lists(st.tuples(st.integers(1, 900), st.integers(1, 50)), min_size=1, max_size=12)


def test_half_of_those_who_come_back_do_so_within_the_period() -> None:
    """Usual gaps 5, 20, 40, 60, 400: within a week 1 of 5, a month 2 of 5, a quarter 4 of 5."""
    found = fitting(Values.of([(5, 1), (20, 1), (40, 1), (60, 1), (400, 1)]), once=7)
    assert found is not None
    assert (found.period, found.days, found.customers, found.once) == (Period.QUARTER, 40, 5, 7)
    assert found.within == {Period.WEEK: 0.2, Period.MONTH: 0.4, Period.QUARTER: 0.8, Period.YEAR: 0.8}


def test_a_period_fits_to_its_longest_day_and_half_is_enough() -> None:
    """A gap of 31 days fits a month, of 32 a quarter; one of two is half."""
    assert [fitting(Values.of([(days, 1)])).period for days in (7, 8, 31, 32, 92, 93)] == [  # type: ignore[union-attr]
        Period.WEEK, Period.MONTH, Period.MONTH, Period.QUARTER, Period.QUARTER, Period.YEAR,
    ]  # fmt: skip
    half = fitting(Values.of([(7, 1), (300, 1)]))
    assert half is not None
    assert half.period is Period.WEEK


def test_rarer_than_a_year_is_a_year_and_nobody_has_no_rhythm() -> None:
    rare = fitting(Values.of([(800, 3)]))
    assert rare is not None
    assert (rare.period, rare.within[Period.YEAR]) == (Period.YEAR, 0)
    assert fitting(Values.of([]), once=5) is None


@given(_GAPS, st.integers(1, 400))
def test_slower_customers_never_fit_a_shorter_period(gaps: list[tuple[float, int]], later: int) -> None:
    found, slower = fitting(Values.of(gaps)), fitting(Values.of([(gap + later, n) for gap, n in gaps]))
    assert found is not None
    assert slower is not None
    assert LONGEST_DAYS[slower.period] >= LONGEST_DAYS[found.period]


@given(_GAPS)
def test_the_fitting_period_is_the_shortest_that_holds_half(gaps: list[tuple[float, int]]) -> None:
    found = fitting(Values.of(gaps))
    assert found is not None
    shorter = [share for period, share in found.within.items() if LONGEST_DAYS[period] < LONGEST_DAYS[found.period]]
    assert all(share < 0.5 for share in shorter)
    assert found.within[found.period] >= 0.5 or found.period is Period.YEAR
    assert list(found.within.values()) == sorted(found.within.values())
