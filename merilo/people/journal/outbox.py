"""What the facts still lack of the journal: rows written with every change, gone once the facts have it.

The database must be open. A batch is read and marked as done apart: whoever dies between takes the same batch again,
which changes nothing, as ids and contents are the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Any

from merilo.people.journal.kinds import KINDS, Kind
from merilo.people.journal.records import model_of

_AT_ONCE = 500


@dataclass(frozen=True)
class Batch:
    """Records by kind, each as `source_id`, `modified_at`, `deleted` and its fields; `numbers` name what to mark."""

    numbers: tuple[int, ...]
    records: Mapping[Kind, list[dict[str, Any]]]


def waiting() -> int:
    """How many changes are not among the facts yet."""
    from merilo.people.journal.models import Waiting  # noqa: PLC0415 - models exist once Django is set up

    return Waiting.objects.count()


def oldest() -> datetime | None:
    """Since when (UTC) the longest of them waits; None when nothing does."""
    from merilo.people.journal.models import Waiting  # noqa: PLC0415

    first = Waiting.objects.order_by("id").first()
    return first.since if first else None


def batch(most: int) -> Batch:
    """The next `most` changes at most, each record once, as it is now."""
    from merilo.people.journal.models import Waiting  # noqa: PLC0415

    found = list(Waiting.objects.order_by("id").values_list("id", "kind", "record")[:most])
    own: dict[Kind, dict[str, None]] = {}
    for _number, kind, record in found:
        own.setdefault(Kind(kind), {})[record] = None
    return Batch(tuple(number for number, *_rest in found),
                 {kind: list(_records(kind, list(records))) for kind, records in own.items()})  # fmt: skip


def done(batch: Batch, state: int) -> None:
    """Mark a batch as taken into the facts, whose state has that number. What changed since stays."""
    from django.db import transaction  # noqa: PLC0415

    from merilo.people.journal.models import Kept, Waiting  # noqa: PLC0415

    with transaction.atomic():
        for part in batched(batch.numbers, _AT_ONCE, strict=False):
            Waiting.objects.filter(id__in=part).delete()
        Kept.objects.update_or_create(pk=1, defaults={"state": state})


def kept() -> int:
    """The number of the state that last took something of the journal; 0 when none did."""
    from merilo.people.journal.models import Kept  # noqa: PLC0415

    return next(iter(Kept.objects.values_list("state", flat=True)), 0)


def again(at: datetime) -> int:
    """Let all records wait anew, because the facts lost them (an older backup of the facts); how many."""
    from django.db import transaction  # noqa: PLC0415

    from merilo.people.journal.models import Kept, Waiting  # noqa: PLC0415

    with transaction.atomic():
        for kind in KINDS:
            own = model_of(kind)._default_manager.values_list("source_id", flat=True).iterator()
            for part in batched(own, 10 * _AT_ONCE, strict=False):
                Waiting.objects.bulk_create(
                    [Waiting(kind=kind.value, record=record, since=at) for record in part], batch_size=_AT_ONCE
                )
        Kept.objects.update_or_create(pk=1, defaults={"state": 0})
    return waiting()


def _records(kind: Kind, own: list[str]) -> Iterator[dict[str, Any]]:
    names = KINDS[kind].names
    for part in batched(own, _AT_ONCE, strict=False):
        for row in model_of(kind)._default_manager.filter(source_id__in=part):
            yield {
                "source_id": row.source_id, "modified_at": row.changed_at, "deleted": row.deleted_at is not None,
            } | {name: getattr(row, name) for name in names}  # fmt: skip
