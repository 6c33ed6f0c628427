"""First meetings: how many, whose work brought them, and whether they lead on."""

from merilo.kpis.first_meetings.held import FIRST_MEETINGS
from merilo.kpis.first_meetings.next_step import NEXT_STEP_RATE
from merilo.kpis.first_meetings.self_sourced import SELF_SOURCED_SHARE

KPIS = (FIRST_MEETINGS, SELF_SOURCED_SHARE, NEXT_STEP_RATE)
