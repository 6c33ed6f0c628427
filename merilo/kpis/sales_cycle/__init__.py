"""Sales cycle: what stands where, and how it moves."""

from merilo.kpis.sales_cycle.coverage import COVERAGE
from merilo.kpis.sales_cycle.pipeline import PIPELINE
from merilo.kpis.sales_cycle.pipeline_movement import PIPELINE_MOVEMENT
from merilo.kpis.sales_cycle.stage_conversion import STAGE_CONVERSION
from merilo.kpis.sales_cycle.stage_time import STAGE_TIME

KPIS = (PIPELINE, STAGE_CONVERSION, STAGE_TIME, COVERAGE, PIPELINE_MOVEMENT)
