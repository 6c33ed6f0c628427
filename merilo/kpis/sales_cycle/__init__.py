"""Sales cycle: what stands where, and how it moves."""

from merilo.kpis.sales_cycle.pipeline import PIPELINE

KPIS = (PIPELINE,)
