"""Forecast accuracy: what was foreseen, and what came."""

from merilo.kpis.forecast_accuracy.accuracy import FORECAST_ACCURACY
from merilo.kpis.forecast_accuracy.slippage import CLOSE_DATE_PUSHES, SLIPPAGE

KPIS = (FORECAST_ACCURACY, SLIPPAGE, CLOSE_DATE_PUSHES)
