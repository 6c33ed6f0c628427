"""Sellers, accounts and leads: who never sells, who is a machine, who belongs to several."""

from __future__ import annotations

from collections.abc import Iterable

from merilo.core.text import N_, _
from merilo.intake.findings.ground import Check, Ground, some
from merilo.sources.raw import Finding

_FEW_SELLERS = 5
_SELLING = (
    ("deals", "seller"),
    ("revenue", "seller"),
    ("touches", "seller"),
    ("meetings", "seller"),
    ("leads", "owner"),
)


def _sellers_without_deals(ground: Ground) -> Iterable[Finding]:
    """People in the list of sellers who sell nothing and lead nobody."""
    sells = [
        f"SELECT {column} FROM {ground.facts(table)}" for table, column in _SELLING[:2] if ground.gives(table, column)
    ]
    if not sells or not ground.gives("sellers"):
        return []
    managers = f"SELECT manager FROM {ground.facts('memberships')}" if ground.gives("memberships", "manager") else ""
    led = " UNION ".join(part for part in [*sells, managers] if part)
    where = (
        f"coalesce(lower(role), '') <> 'manager' AND id NOT IN (SELECT * FROM ({led}) AS t(id) WHERE id IS NOT NULL)"
    )
    example = "coalesce(name, source_id) || coalesce(' (' || role || ')', '')"
    counted = ground.counted(ground.facts("sellers"), where, example)
    message = _("sellers have no deal and no sale at all; they count where people are counted")
    return some("sellers_without_deals", message, counted, "sellers")


def _machine(ground: Ground) -> Iterable[Finding]:
    """One of many sellers with most of the rows is by all signs a machine or a shared account."""
    for table, column in _SELLING:
        if not ground.gives(table, column):
            continue
        final = ground.computed.finals[table]
        rows = ground.rows(
            f"SELECT {column}, count(*) FROM {final.relation} WHERE {column} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"
        )
        total, people = sum(row[1] for row in rows), ground.one(f"SELECT count(*) FROM {ground.facts('sellers')}")[0]
        sellers = max(len(rows), int(people))
        if rows and sellers >= _FEW_SELLERS and rows[0][1] > total / 2:
            message = _("one of {n} sellers has {share} of the rows: a machine, or an account that many use").format(
                n=sellers, share=f"{rows[0][1] / total:.0%}"
            )
            yield from some("machine_like_seller", message, (rows[0][1], (rows[0][0],)), f"{table}.{column}")


def _nobody(ground: Ground) -> Iterable[Finding]:
    for table, column in _SELLING[1:]:
        if ground.gives(table, column):
            counted = ground.counted(ground.computed.finals[table].relation, f"{column} IS NULL")
            message = _("rows of {table} name no seller").format(table=table)
            yield from some(f"{table}_without_seller", message, counted, table)


def _blank_people(ground: Ground) -> Iterable[Finding]:
    """Rows of a file, used or not, whose column of people is blank."""
    seen = set()
    for part in ground.computed.parts:
        bound = part.typed[0].plan.bound
        for name in ("seller", "owner"):
            field = part.entry.fields.get(name)
            if field is None or len(field.columns) != 1 or (bound.raw.relation, field.columns[0]) in seen:
                continue
            seen.add((bound.raw.relation, field.columns[0]))
            column = bound.column(field.columns[0])
            empty = ground.prepared.profiles[bound.raw.relation][column].empty
            where = f"{bound.raw.name}.{column}"
            yield from some("person_blank", _("rows of the file name nobody"), (empty, ()), where)


def _several_sellers(ground: Ground) -> Iterable[Finding]:
    if not ground.gives("revenue", "account", "seller"):
        return []
    revenue = ground.facts("revenue")
    relation = f"(SELECT account, count(DISTINCT seller) AS n FROM {revenue} WHERE account IS NOT NULL GROUP BY 1)"
    counted = ground.counted(relation, "n > 1", "account || ': ' || n")
    return some("accounts_with_several_sellers", _("accounts buy from several sellers"), counted, "revenue")


def _origins(ground: Ground) -> Iterable[Finding]:
    """A blank origin and the word "unknown" are two things: counted apart."""
    for table in ("leads", "deals", "meetings"):
        if not ground.gives(table, "source_detail"):
            continue
        relation = ground.computed.finals[table].relation
        blank = ground.counted(relation, "source_detail IS NULL")
        word = ground.counted(relation, "lower(trim(source_detail)) IN ('unknown', 'неизвестно')")
        all_rows = ground.computed.finals[table].rows
        if blank[0] < all_rows:
            yield from some("origin_blank", _("rows of {table} have a blank origin").format(table=table), blank, table)
        message = _("rows of {table} say themselves that their origin is unknown").format(table=table)
        yield from some("origin_said_unknown", message, word, table)


CHECKS = (
    Check("sellers_without_deals", N_("Which sellers sell nothing?"), _sellers_without_deals),
    Check("machine_like_seller", N_("Is one of the sellers a machine?"), _machine),
    Check("without_seller", N_("Which rows name no seller?"), _nobody),
    Check("person_blank", N_("In which rows of the files is the person blank?"), _blank_people),
    Check("accounts_with_several_sellers", N_("Which accounts have several sellers?"), _several_sellers),
    Check("origins", N_("Which rows have no origin?"), _origins),
)
