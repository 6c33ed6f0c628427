"""Time to close: from the first meeting to won."""

from merilo.kpis.time_to_close.from_first_meeting import TIME_TO_CLOSE

KPIS = (TIME_TO_CLOSE,)
