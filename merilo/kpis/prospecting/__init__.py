"""Prospecting: whom we reach, how often, and what becomes of it."""

from merilo.kpis.prospecting.touch_to_prospect import TOUCH_TO_PROSPECT

KPIS = (TOUCH_TO_PROSPECT,)
