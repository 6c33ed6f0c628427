"""Who may call what: a seller for himself, a manager for his teams and beside his sellers, an administrator all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.people.roles import Role
from merilo.reports.access import refused

if TYPE_CHECKING:
    from merilo.reports.seen import Seen


@dataclass(frozen=True)
class Whose:
    """Whose figure is given about whom: `scope` company, team or seller; `override`: the manager's for a seller."""

    scope: str
    subject: str
    override: bool = False

    @property
    def words(self) -> str:
        """As a form sends it; `whose` reads it back."""
        return f"{'manager' if self.override else self.scope}|{self.subject}"


def whose(words: str) -> Whose:
    """What a form chose."""
    scope, _bar, subject = words.partition("|")
    return Whose("seller", subject, override=True) if scope == "manager" else Whose(scope, subject)


def may_call(seen: Seen, about: Whose) -> bool:
    """Whether the person may give this figure. Analysts look on."""
    person, reach = seen.person, seen.reach
    if person.role is Role.ADMIN:
        return about.scope in ("company", "team", "seller")
    if about.scope == "seller" and not about.override:
        return bool(about.subject) and about.subject == person.seller
    if person.role is not Role.MANAGER or about.subject == person.seller:
        return False
    return reach.sees_seller(about.subject) if about.scope == "seller" else (
        about.scope == "team" and reach.sees_team(about.subject)
    )  # fmt: skip


def giver(seen: Seen, about: Whose) -> str:
    """The id of him whose figure it is; empty for a team's, whose manager is looked up.

    Raises NotAllowedError for what is not the person's to call, and UsageError where an administrator gives the
    manager's figure for a seller whom nobody leads.
    """
    if not may_call(seen, about):
        raise refused()
    if not about.override:
        return "" if about.scope != "seller" else about.subject
    if seen.person.role is Role.MANAGER:
        return seen.person.seller
    day = str(seen.staff["day"])
    leaders = [each["manager"] for each in seen.staff["led"]
               if each["seller"] == about.subject and each["since"] <= day <= each["until"]]  # fmt: skip
    if not leaders:
        raise UsageError(_("Nobody leads this seller, so there is no manager's figure."), where="override")
    return str(leaders[0])
