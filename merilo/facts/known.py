"""What was known at a past moment: which row versions to read, and what to tell the reader about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from merilo.core.text import _, dated
from merilo.core.time import Calendar
from merilo.facts.states import State


@dataclass(frozen=True)
class Known:
    """A past moment of knowledge: versions with `observed_at <= at < superseded_at` were known.

    Of the sources in `later`, first seen after `at`, nothing was known: their rows are read as known now.
    """

    at: datetime
    later: dict[str, datetime]

    @property
    def notes(self) -> tuple[str, ...]:
        """One sentence for every source that Merilo did not know yet."""
        said = _(
            "reconstructed from history: source {source} was first imported on {day}; corrections known now are in it"
        )
        return tuple(said.format(source=source, day=dated(first.date())) for source, first in self.later.items())


def known_at(state: State, calendar: Calendar, moment: date | datetime | None) -> Known | None:
    """What `moment` means for this state: the end of a local day, or an instant; None means as known now."""
    if moment is None:
        return None
    at = moment if isinstance(moment, datetime) else calendar.end_of_day(moment) - timedelta(microseconds=1)
    later = {source: first for source, first in sorted(state.sources.items()) if first > at}
    zone = calendar.zone
    return Known(at, {source: first.astimezone(zone) for source, first in later.items()})
