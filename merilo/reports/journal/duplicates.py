"""Duplicates: those that are likely when something is entered, and two records made one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from rapidfuzz import fuzz

from merilo.core.errors import UsageError
from merilo.core.text import N_, _
from merilo.people.journal import merging
from merilo.people.journal.kinds import Kind
from merilo.people.journal.records import Record
from merilo.reports.journal.known import record
from merilo.reports.journal.rights import check_change
from merilo.reports.journal.search import Hit, bare_domain, begun, folded, marked
from merilo.reports.journal.writing import Written
from merilo.reports.seen import Seen

_ALIKE = 88
"""Names of at least this likeness (of 100) are taken for one; see `fuzz.token_sort_ratio`."""

_MOST, _NEAR = 5, 300
_FORMS = re.compile(
    r"\b(?:ооо|оао|зао|пао|ао|ип|нко|тоо|llc|ltd|limited|inc|corp|corporation|co|company|gmbh|ag|sa|sarl|bv|oy|ab|plc)\b"
)
_PUBLIC = frozenset(
    ("gmail.com", "mail.ru", "yandex.ru", "ya.ru", "bk.ru", "inbox.ru", "list.ru", "outlook.com", "hotmail.com")
)
SAME: dict[str, str] = {
    "domain": N_("the same web site"),
    "email": N_("the same e-mail address"),
    "phone": N_("the same telephone number"),
    "name": N_("a very similar name"),
}


@dataclass(frozen=True)
class Likely:
    """A record that may be the same company or person; `why`: a key of `SAME`."""

    hit: Hit
    why: str


def likely(seen: Seen, kind: Kind, given: Mapping[str, Any], but: str = "") -> tuple[Likely, ...]:
    """Accounts or contacts (of any source) that are probably what is being entered, the surest first.

    `given`: `name`, `domain`, `email`, `phone` as far as they are filled; `but`: the id of the record itself. The same
    domain, address or telephone number makes a duplicate; so does a name of which only the legal form, the order of
    words or a letter differs.
    """
    if kind not in merging.MERGED:
        return ()
    found: dict[str, Likely] = {}
    for why, sought in _marks(given):
        for hit in marked(seen, kind, sought, _MOST):
            found.setdefault(hit.id, Likely(hit, why))
    for hit in _named_alike(seen, kind, str(given.get("name") or "")):
        found.setdefault(hit.id, Likely(hit, "name"))
    found.pop(but, None)
    return tuple(found.values())[:_MOST]


def merge(seen: Seen, kind: Kind, keep: tuple[str, int], lose: tuple[str, int]) -> Written:
    """Make one record of two accounts or contacts of the journal: pairs of id and the version that was read.

    What refers to `lose` then refers to `keep`, empty fields of `keep` are filled, `lose` is deleted; undone as one.
    Raises UsageError for records of other systems, NotAllowedError for what is not the person's to change, and
    ConflictError where somebody changed one of the two since.
    """
    both = [record(seen, kind, number) for number, _version in (keep, lose)]
    for each in both:
        if not each.ours:
            raise UsageError(
                _("This record is kept in {source}.").format(source=each.source), where=each.title,
                way_out=_("Merge it there."),
            )  # fmt: skip
        check_change(seen, each)
    kept, lost = (replace(each, version=version) for each, (_number, version) in zip(both, (keep, lose), strict=True))
    merged, deed = merging.merge(seen.person, kept, lost)
    return Written(merged, deed)


def preview(keep: Record, lose: Record) -> dict[str, Any]:
    """What the fields of `keep` will be once `lose` has become part of it."""
    return dict(keep.fields) | merging.filled(keep, lose)


def bare_name(name: str) -> str:
    """A company's name without legal form, quotes and signs, as names are compared."""
    letters = re.sub(r"[^\w ]+", " ", folded(name))
    return re.sub(r"\s+", " ", _FORMS.sub(" ", letters)).strip() or folded(name)


def _marks(given: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What tells a record from all others, as it stands in the text that is looked through."""
    found = []
    if given.get("domain"):
        found.append(("domain", _whole(bare_domain(str(given["domain"])))))
    if given.get("email"):
        found.append(("email", _whole(folded(str(given["email"])))))
    number = re.sub(r"\D", "", str(given.get("phone") or ""))
    if len(number) >= 7:
        found.append(("phone", number[-10:]))  # whatever stands before the last ten: +7, 8 or nothing
    return [(why, sought) for why, sought in found if sought.strip() and sought.strip() not in _PUBLIC]


def _whole(text: str) -> str:
    return f" {text}" if text else ""


def _named_alike(seen: Seen, kind: Kind, name: str) -> list[Hit]:
    bare = bare_name(name)
    words = sorted(bare.split(), key=len, reverse=True)[:4]
    if not words or len(bare) < 3:
        return []
    # Those with most words in common and about as long: there may be ten thousand with one.
    near = begun(seen, kind, [word[:3] for word in words], len(name), _NEAR)
    alike = [(fuzz.token_sort_ratio(bare, bare_name(hit.title)), hit) for hit in near]
    return [hit for score, hit in sorted(alike, key=lambda each: (-each[0], each[1].id)) if score >= _ALIKE]
