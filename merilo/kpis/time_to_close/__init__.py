"""Time to close: from the first meeting to won."""

from merilo.kpis.time_to_close.from_first_meeting import TIME_TO_CLOSE
from merilo.kpis.time_to_close.over_age import OVER_AGE

KPIS = (TIME_TO_CLOSE, OVER_AGE)
