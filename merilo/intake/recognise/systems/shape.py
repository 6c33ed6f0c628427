"""The one shape in which a known system is declared: its exports, and what their headers mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Layout:
    """One kind of export. Headers are compared by `words.key`: case, punctuation and camelCase do not matter.

    `signs`: sets of headers; one set that is wholly present makes the layout a candidate. `columns`: for each fact
    column the headers that may fill it, the most trustworthy first; the first that is present is used. `firsts`: the
    same, but all that are present are used, row by row the first that is not empty. `constants`: fact columns that the
    kind of export decides. `values`: the system's own words for a choice. `ignored`: known headers that fill nothing.
    """

    name: str
    to: str
    signs: tuple[tuple[str, ...], ...]
    columns: Mapping[str, tuple[str, ...]]
    firsts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    order_by: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()

    @property
    def headers(self) -> tuple[str, ...]:
        """Every header that the layout knows."""
        known = [header for group in (self.columns, self.firsts) for headers in group.values() for header in headers]
        return (*known, *self.ignored, *self.order_by)


@dataclass(frozen=True)
class System:
    """A CRM that is known by its headers.

    `prefixed`: headers look like `Deal - Title`; the prefix is taken off first. `last_copy`: of two columns with one
    name the later belongs to the deal itself (the earlier to a linked record).
    """

    name: str
    title: str
    layouts: tuple[Layout, ...]
    prefixed: bool = False
    last_copy: bool = False
