"""What was agreed with whom: coaching actions, added, changed, ended and listed; every change is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from merilo.core.errors import UsageError
from merilo.core.text import _, dated
from merilo.core.workspace import Workspace
from merilo.people.database import is_made, opened

if TYPE_CHECKING:
    from merilo.people.models import CoachingAction, CoachingEdit


@dataclass(frozen=True)
class Edit:
    """One change of an action: which field, from what to what (as text; None: nothing), by whom, when (UTC)."""

    field: str
    before: str | None
    after: str | None
    by: str
    made_at: datetime


@dataclass(frozen=True)
class Action:
    """What was agreed with a seller (his id) about one KPI from `starts_on` on; `ended_on` is its last day."""

    id: int
    seller: str
    kpi: str
    starts_on: date
    agreed_by: str
    note: str
    made_at: datetime
    ended_on: date | None = None
    edits: tuple[Edit, ...] = ()


def agree(workspace: Workspace, *, seller: str, kpi: str, starts_on: date, agreed_by: str, note: str = "") -> Action:
    """Keep a new action. `seller` and `kpi` are taken as they are: whoever knows facts and KPIs has checked them."""
    with opened(workspace):
        from merilo.people.models import CoachingAction  # noqa: PLC0415 - models exist once Django is set up

        made = CoachingAction.objects.create(
            seller=seller, kpi=kpi, starts_on=starts_on, agreed_by=agreed_by, note=note, made_at=datetime.now(UTC)
        )
        return _action(made)


def end(workspace: Workspace, action: int, *, on: date, by: str = "") -> Action:
    """Say the last day on which an action held; raises UsageError when there is none of that number, or too early."""
    with opened(workspace):
        from django.db import transaction  # noqa: PLC0415

        with transaction.atomic():
            row = _of_number(action)
            if on < row.starts_on:
                raise UsageError(
                    _("{day} is before the action began.").format(day=dated(on)),
                    allowed=_("a day from {day} on").format(day=dated(row.starts_on)),
                )
            _change(row, "ended_on", on, by)
        return _action(row)


def reword(workspace: Workspace, action: int, *, note: str, by: str = "") -> Action:
    """Change what was agreed; raises UsageError when there is no action of that number."""
    with opened(workspace):
        from django.db import transaction  # noqa: PLC0415

        with transaction.atomic():
            row = _of_number(action)
            _change(row, "note", note, by)
        return _action(row)


def actions(workspace: Workspace, seller: str | None = None) -> tuple[Action, ...]:
    """All actions, or those of one seller (id), the latest first. A workspace where none was kept is not touched."""
    if not is_made(workspace):
        return ()
    with opened(workspace):
        from merilo.people.models import CoachingAction  # noqa: PLC0415

        rows = CoachingAction.objects.prefetch_related("edits")
        return tuple(_action(row) for row in (rows.filter(seller=seller) if seller else rows.all()))


def _of_number(action: int) -> CoachingAction:
    """The row of that number, held against other writers until the transaction ends."""
    from merilo.people.models import CoachingAction  # noqa: PLC0415

    row = CoachingAction.objects.select_for_update().filter(id=action).first()
    if row is None:
        numbers = ", ".join(str(number) for number in CoachingAction.objects.values_list("id", flat=True)[:20])
        raise UsageError(
            _("There is no coaching action {number}.").format(number=action),
            allowed=_("Known are: {values}").format(values=numbers or _("nothing")),
        )
    return row


def _change(row: CoachingAction, field: str, value: date | str, by: str) -> None:
    """Write the new value, and what it was beside it."""
    before = getattr(row, field)
    setattr(row, field, value)
    row.save(update_fields=[field])
    was = None if before is None else str(before)
    row.edits.create(field=field, before=was, after=str(value), by=by, made_at=datetime.now(UTC))


def _action(row: CoachingAction) -> Action:
    return Action(
        row.id, row.seller, row.kpi, row.starts_on, row.agreed_by, row.note, row.made_at, row.ended_on,
        tuple(_edit(edit) for edit in row.edits.all()),
    )  # fmt: skip


def _edit(edit: CoachingEdit) -> Edit:
    return Edit(edit.field, edit.before, edit.after, edit.by, edit.made_at)
