"""Ratios: how many of one step make one of the next."""

from merilo.kpis.ratios.deals import AVERAGE_DEAL, WIN_RATE, WON_AMOUNT

KPIS = (WIN_RATE, AVERAGE_DEAL, WON_AMOUNT)
