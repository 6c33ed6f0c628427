"""Where records of the journal are found: their part of an address, and the address of each."""

from __future__ import annotations

from django.urls import register_converter, reverse

from merilo.people.journal.kinds import LOGGED, Kind
from merilo.people.journal.records import Record
from merilo.reports.journal.search import Hit


class KindInAddress:
    """A kind of record that people enter, as the word in an address."""

    regex = "|".join(LOGGED)

    def to_python(self, value: str) -> Kind:
        """The kind of that word."""
        return Kind(value)

    def to_url(self, value: str) -> str:
        """The word of a kind."""
        return str(Kind(value))


register_converter(KindInAddress, "kind")


def href(found: Record | Hit) -> str:
    """The page of a record."""
    return reverse("journal_record", args=[found.kind, found.id])
