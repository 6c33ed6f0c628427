"""The ways to cut a number: who, whose team, where from, which product, which region.

A join is made only for a cut that is asked. None of them can multiply rows: an account is one row, and the teams of a
seller are first laid end to end.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import ibis

from merilo.core.text import N_, _
from merilo.kpis.calendar_cut import as_day
from merilo.kpis.columns import without

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from merilo.facts.tables import Facts
    from merilo.kpis.declaration import Context


@dataclass(frozen=True)
class Cut:
    """One way to cut. `via`: which join brings it to the rows; `named_in`: the table that holds its ids' names.

    `holds`: what its values are: words, whole numbers, or the first days of periods (named as periods are). `words`:
    those of Merilo's own vocabulary, which people read in their language; a word of the source's stays as it is.
    """

    name: str
    label: str
    via: str = ""
    named_in: str = ""
    holds: str = "word"
    words: tuple[str, ...] = ()

    def in_words(self, value: str) -> str:
        """The value as people read it: a word of Merilo's own vocabulary in their language, any other as it is."""
        return _(value) if value in self.words else value


_ORIGINS = (N_("self"), N_("marketing"), N_("partner"), N_("referral"), N_("customer"), N_("unknown"))
_KINDS = (
    N_("call"), N_("email"), N_("message"), N_("social"), N_("visit"), N_("other"), N_("recurring"), N_("one_off"),
)  # fmt: skip
_ALL = (
    Cut("seller", N_("Seller"), named_in="sellers"),
    Cut("team", N_("Team"), via="membership"),
    Cut("manager", N_("Manager"), via="membership", named_in="sellers"),
    Cut("role", N_("Role"), via="membership"),
    Cut("origin", N_("Origin"), words=_ORIGINS),
    Cut("source_detail", N_("Origin in the source's words")),
    Cut("pipeline", N_("Pipeline")),
    Cut("stage", N_("Stage")),
    Cut("product", N_("Product")),
    Cut("account", N_("Account"), named_in="accounts"),
    Cut("region", N_("Region"), via="account"),
    Cut("industry", N_("Industry"), via="account"),
    Cut("kind", N_("Kind"), words=_KINDS),
    Cut("cadence", N_("Cadence")),
    Cut("touch", N_("Number of touches"), holds="number"),
    Cut("cohort", N_("Cohort"), holds="period"),
    Cut("age", N_("Periods since"), holds="number"),
    Cut("currency", N_("Currency")),
    Cut("source", N_("Source")),
)
CUTS: dict[str, Cut] = {cut.name: cut for cut in _ALL}
PEOPLE = ("seller", "team", "manager", "role")
COMPANY = ("account", "region", "industry")
DEAL_CUTS = (*PEOPLE, "origin", "source_detail", "pipeline", "stage", "product", *COMPANY, "currency", "source")
DEAL_COLUMNS = ("origin", "source_detail", "pipeline", "stage", "product", "account", "seller", "currency", "source")
# Open-ended memberships reach these days: wide enough, and safe to add a day to on every engine.
_FIRST, _LAST = (1900, 1, 1), (2999, 12, 31)


def attach(rows: ir.Table, cuts: Iterable[str], facts: Facts, context: Context) -> ir.Table:
    """The rows with a column for each cut that is asked; the number of rows stays the same."""
    missing = [name for name in cuts if name not in rows.columns]
    if any(CUTS[name].via == "membership" for name in missing):
        rows = with_membership(rows, facts, context)
    if "role" in missing:
        rows = with_role(rows, facts)
    if any(CUTS[name].via == "account" for name in missing):
        rows = _with_account(rows, facts)
    return rows


def with_membership(rows: ir.Table, facts: Facts, context: Context) -> ir.Table:
    """The rows with team, manager and role as they were on each row's day (no day: on the day looked at)."""
    spans = membership_spans(facts)
    rows = rows.mutate(team_day=rows.day.fill_null(ibis.literal(context.as_of)))
    then = [
        rows.seller == spans.span_seller,
        rows.team_day >= spans.span_from,
        rows.team_day <= spans.span_to,
    ]
    return without(rows.left_join(spans, then), "team_day", "span_seller", "span_from", "span_to")


def with_role(rows: ir.Table, facts: Facts) -> ir.Table:
    """The rows with the seller's present job title where no membership says what the role was."""
    titles = facts.sellers.select(titled="id", title="role")
    joined = rows.left_join(titles, rows.seller == titles.titled)
    return without(joined.mutate(role=joined.role.fill_null(joined.title)), "titled", "title")


def membership_spans(facts: Facts) -> ir.Table:
    """Memberships laid end to end, so that a seller is in one team on any day.

    Where two overlap the one that began first holds (ties: the smaller id); the other begins when it is over.
    """
    raw = facts.memberships
    begun = raw.select(
        "id", "seller", "team", "manager", "role",
        begins=raw.valid_from.fill_null(ibis.date(*_FIRST)), ends=raw.valid_to.fill_null(ibis.date(*_LAST)),
    )  # fmt: skip
    earlier = ibis.window(group_by="seller", order_by=["begins", "id"], preceding=(None, 1))
    taken = begun.mutate(free_from=as_day(begun.ends.max().over(earlier) + ibis.interval(days=1)))
    spans = taken.select(
        "team", "manager", "role", span_seller="seller",
        span_from=ibis.greatest(taken.begins, taken.free_from.fill_null(taken.begins)), span_to="ends",
    )  # fmt: skip
    return spans.filter(spans.span_from <= spans.span_to)


def _with_account(rows: ir.Table, facts: Facts) -> ir.Table:
    companies = facts.accounts.select("region", "industry", cut_account="id")
    return without(rows.left_join(companies, rows.account == companies.cut_account), "cut_account")
