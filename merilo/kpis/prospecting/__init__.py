"""Prospecting: whom we reach, how often, and what becomes of it."""

from merilo.kpis.prospecting.accounts import ACCOUNTS_TOUCHED, NEW_ACCOUNTS_TOUCHED
from merilo.kpis.prospecting.cadence import CADENCE
from merilo.kpis.prospecting.connect_rate import CONNECT_RATE
from merilo.kpis.prospecting.speed_to_lead import SPEED_TO_LEAD
from merilo.kpis.prospecting.touch_to_prospect import TOUCH_TO_PROSPECT
from merilo.kpis.prospecting.touches import TOUCHES

KPIS = (TOUCHES, CONNECT_RATE, ACCOUNTS_TOUCHED, NEW_ACCOUNTS_TOUCHED, CADENCE, TOUCH_TO_PROSPECT, SPEED_TO_LEAD)
