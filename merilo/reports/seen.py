"""A workspace as one person may see it: the one way for pages, exports and the API to ask anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from merilo.core.errors import MeriloError, UsageError
from merilo.core.text import _, language
from merilo.core.workspace import Workspace
from merilo.facts.engines import open_engine
from merilo.facts.snapshot import Snapshot
from merilo.facts.store import FactStore
from merilo.kpis.question import Question
from merilo.people.roles import Person
from merilo.reports.access import Leading, Reach, reach_of, refused
from merilo.reports.answer import ENGINE, Answer, ask, trusted
from merilo.reports.asking import Desk, UnknownValueError
from merilo.reports.behind import Behind
from merilo.reports.prepared import Prepared, Sheet
from merilo.reports.why import Why, explain


class NotReadyError(MeriloError):
    """The figures are being computed for the first time; the same question can be answered soon."""

    retryable = True


class Seen:
    """What one person sees of a workspace. `place.settings` may be read freely; facts only come through here."""

    def __init__(self, place: Workspace, person: Person) -> None:
        self.place, self.person = place, person

    @cached_property
    def reach(self) -> Reach:
        """How far the person sees today."""
        staff = self.staff
        led = tuple(
            Leading(
                row["seller"], row["team"], row["manager"],
                date.fromisoformat(row["since"]), date.fromisoformat(row["until"]),
            )
            for row in staff["led"]
        )  # fmt: skip
        return reach_of(self.person, led, date.fromisoformat(staff["day"]))

    @cached_property
    def staff(self) -> Mapping[str, Any]:
        """`names` and `teams` of all sellers by id, `sellers` (ids of those who sell now), `led`; not for showing."""
        found: Mapping[str, Any] = self.sheet("staff").content
        return found

    @property
    def today(self) -> date:
        """The workspace's present day."""
        return self.place.settings.calendar.today()

    def name(self, seller: str) -> str:
        """The name of a seller."""
        own = self.person.name if seller == self.person.seller else seller
        return str(self.staff["names"].get(seller, own))

    def sheet(self, name: str) -> Sheet:
        """A document made beforehand (see `prepared.MAKERS`) about everybody: who shows it filters it by `reach`.

        Raises NotReadyError as long as none was ever made, and MeriloError with the reason why it cannot be made.
        """
        found = self._prepared.sheet(name)
        if found is None:
            raise NotReadyError(_("The figures are being computed."), way_out=_("This takes a moment."))
        if found.refused:
            raise MeriloError(found.refused)
        return found

    @cached_property
    def older(self) -> bool:
        """Whether some documents of the present state are still missing, so that older ones are shown."""
        return bool(self._prepared.missing)

    @cached_property
    def due(self) -> bool:
        """Whether documents are to be made anew: some are missing, or people have logged something since."""
        return bool(self._prepared.due)

    @cached_property
    def moment(self) -> str:
        """A name for the facts, the day and the documents as they are: what is asked again in it is answered alike."""
        state = FactStore.open(self.place.facts).latest()
        return f"{state.number}.{self.today.isoformat()}.{self._prepared.edition}"

    @property
    def whose(self) -> str:
        """A name for what the person sees: who sees everything sees the same as others of whom that is true."""
        own = "" if self.reach.everything else f"{self.person.id} {self.person.role} {self.person.name}"
        return f"{own} {self.person.seller}"

    @cached_property
    def _prepared(self) -> Prepared:
        return Prepared(self.place, language())

    def answer(self, question: Question, *, rows: bool = False, trust: bool = False) -> Answer:
        """An answer about what the person may see; with `rows` those behind it, with `trust` how far to rely on it."""
        asked = self.reach.narrowed(question)
        snapshot = FactStore.open(self.place.facts).snapshot()
        with self._desk_of(snapshot, asked.as_of) as desk:
            found = ask(desk, asked, rows=rows)
            return trusted(desk, found, snapshot) if trust else found

    def answers(self, questions: Mapping[str, Question]) -> dict[str, Answer]:
        """Several answers at one desk, all as of the same day."""
        asked = {name: self.reach.narrowed(question) for name, question in questions.items()}
        days = {question.as_of for question in asked.values()}
        if len(days) > 1:
            raise ValueError("questions asked together must be as of one day")
        with self._desk(next(iter(days), None)) as desk:
            return {name: ask(desk, question) for name, question in asked.items()}

    @contextmanager
    def behind(self, question: Question) -> Iterator[Behind]:
        """The rows behind the answer to a question about what the person may see."""
        asked = self.reach.narrowed(question)
        with self._desk(asked.as_of) as desk:
            yield Behind(desk, asked)

    def why(self, question: Question, before: str, after: str) -> Why:
        """Why a figure moved between two periods, as far as the person may see."""
        asked = self.reach.narrowed(question)
        with self._desk(asked.as_of) as desk:
            return explain(desk, asked, before, after)

    @contextmanager
    def desk(self, as_of: date | None = None) -> Iterator[Desk]:
        """A desk for reports that take no question, for who may see everything; raises NotAllowedError else.

        For others there is `narrow_desk`, whose user must limit what is asked by `reach`.
        """
        if not self.reach.everything:
            raise refused()
        with self._desk(as_of) as desk:
            yield desk

    @contextmanager
    def narrow_desk(self, as_of: date | None = None) -> Iterator[Desk]:
        """A desk whose user himself keeps to `reach`: every question `narrowed`, every seller and team checked."""
        with self._desk(as_of) as desk:
            yield desk

    @contextmanager
    def _desk(self, as_of: date | None) -> Iterator[Desk]:
        with self._desk_of(FactStore.open(self.place.facts).snapshot(), as_of) as desk:
            yield desk

    @contextmanager
    def _desk_of(self, snapshot: Snapshot, as_of: date | None) -> Iterator[Desk]:
        """A desk; what it says of an unknown value names nobody to whoever does not see everybody."""
        settings = self.place.settings
        try:
            with open_engine(ENGINE, snapshot, settings.calendar, known_at=as_of) as engine:
                yield Desk(engine, settings, own=self.person.seller)
        except UnknownValueError as error:
            if self.reach.everything:
                raise
            raise UsageError(error.what, where=error.where, way_out=error.way_out) from None


def about(question: Question, seller: str | None = None, team: str | None = None) -> Question:
    """The question about one seller (id) or one team."""
    pairs = [(cut, value) for cut, value in (("seller", seller), ("team", team)) if value]
    return replace(question, where=(*question.where, *pairs))
