"""Expectations: what was asked, and what was reached of it."""

from merilo.kpis.expectations.attainment import ATTAINMENT

KPIS = (ATTAINMENT,)
