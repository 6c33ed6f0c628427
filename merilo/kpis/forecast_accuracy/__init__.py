"""Forecast accuracy: what was foreseen, and what came."""

from merilo.kpis.forecast_accuracy.accuracy import FORECAST_ACCURACY

KPIS = (FORECAST_ACCURACY,)
