"""The balance of stages as the pipeline page shows it: of whom the person may see, on the day looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from merilo.core.text import _, language
from merilo.facts.store import FactStore
from merilo.people.roles import Role
from merilo.reports.balance import Whole, weigh
from merilo.reports.pages.pipeline_board import Looked
from merilo.reports.recent import Recent
from merilo.reports.seen import Seen
from merilo.reports.stage_sheet import balance_document

Record = Mapping[str, Any]
_RECENT = Recent(64)


@dataclass(frozen=True)
class ShownBalance:
    """Whose balance it is, its stages, and the largest number of deals in any of them, for a common scale.

    `ask`: what has to be chosen before there is a balance.
    """

    who: str
    basis: str
    stages: tuple[Record, ...]
    top: float
    notes: tuple[str, ...]
    ask: str = ""


def stage_balance(seen: Seen, at: Looked) -> ShownBalance:
    """The balance of the seller or team looked at, else of all that the person sees; one pipeline where one is asked.

    Raises NotAllowedError for somebody else's.
    """
    whole = _whole(seen, at)
    if whole is None:
        return ShownBalance("", "", (), 0.0, (), _("Choose one of your teams to see what its stages should hold."))
    found = seen.sheet("stages").content["balance"] if (at.day, whole) == (None, Whole()) else _live(seen, at, whole)
    stages = tuple(each for each in found["stages"] if at.pipeline in ("", each["pipeline"]))
    numbers = [value for each in stages for value in (each["holds"], each["most"]) if value is not None]
    return ShownBalance(found["who"], found["basis"], stages, max(numbers, default=0.0), tuple(found["notes"]))


def _whole(seen: Seen, at: Looked) -> Whole | None:
    """Whose stages; None where a manager of several teams has not said which."""
    reach = seen.reach
    if at.seller:
        reach.check_seller(at.seller)
        return Whole(seller=at.seller)
    if at.team:
        reach.check_team(at.team)
        return Whole(team=at.team)
    if reach.everything:
        return Whole()
    if reach.person.role is Role.SELLER or not reach.teams:
        reach.check_seller(reach.person.seller)
        return Whole(seller=reach.person.seller)
    return Whole(team=next(iter(reach.teams))) if len(reach.teams) == 1 else None


def _live(seen: Seen, at: Looked, whole: Whole) -> Record:
    state = FactStore.open(seen.place.facts).latest().number
    key = (seen.place.root, state, seen.today, language(), at.day, whole)

    def weighed() -> Record:
        with seen.narrow_desk(at.day) as desk:
            return balance_document(weigh(desk, whole, as_of=at.day))

    return _RECENT.get(key, weighed)
