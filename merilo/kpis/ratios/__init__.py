"""Ratios: how many of one step make one of the next."""

from merilo.kpis.ratios.deals import AVERAGE_DEAL, WIN_RATE, WON_AMOUNT
from merilo.kpis.ratios.from_meetings import FIRST_MEETINGS_PER_DEAL, FIRST_MEETINGS_PER_WIN
from merilo.kpis.ratios.from_touches import TOUCHES_PER_FIRST_MEETING
from merilo.kpis.ratios.velocity import SALES_VELOCITY

KPIS = (
    WIN_RATE,
    AVERAGE_DEAL,
    WON_AMOUNT,
    SALES_VELOCITY,
    TOUCHES_PER_FIRST_MEETING,
    FIRST_MEETINGS_PER_DEAL,
    FIRST_MEETINGS_PER_WIN,
)
