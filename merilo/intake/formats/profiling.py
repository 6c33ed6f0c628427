"""What each column of a relation holds: judged by a spread sample first, by all rows where the sample leaves doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from duckdb import DuckDBPyConnection

from merilo.core.sql import quoted
from merilo.core.text import _
from merilo.facts.schema import Kind
from merilo.intake.formats.checking import check
from merilo.intake.formats.columns import ColumnProfile
from merilo.intake.formats.dates import DateFormat
from merilo.intake.formats.judging import Draft, date_format, judge, settle_numbers
from merilo.intake.formats.orders import rule
from merilo.intake.formats.sampling import CHECKED_ROWS, Sample, take_sample

_OTHERS = 2_000  # different values, enough to settle what one value can settle
_SHOWN, _COMMON, _SHOWN_MISFITS = 5, 50, 10
_OPEN_NUMBER = r"-?[0-9]{1,3}[.,][0-9]{3}"


def profile(
    con: DuckDBPyConnection, relation: str, columns: Sequence[str], empty_words: Iterable[str] = ()
) -> dict[str, ColumnProfile]:
    """Profile text columns of a relation that has `_row` (see `merilo.sources.raw.RawTable`).

    `empty_words` are the user's own words for "nothing here". Columns are judged together, because the columns of one
    table are evidence for each other.
    """
    more = tuple(empty_words)
    samples = take_sample(con, relation, columns)
    drafts = {column: judge(sample.values, more) for column, sample in samples.items()}
    drafts = _ask_all_rows(con, relation, drafts, more)
    profiles = _settle(con, relation, samples, drafts, more)
    widened = _widened(drafts, profiles, more)
    if widened:
        profiles = _settle(con, relation, samples, drafts | widened, more)
    return {column: _explained(profile) for column, profile in profiles.items()}


def _settle(
    con: DuckDBPyConnection,
    relation: str,
    samples: Mapping[str, Sample],
    drafts: Mapping[str, Draft],
    more: tuple[str, ...],
) -> dict[str, ColumnProfile]:
    """Decide what is open, put each column's profile together, and hold it against the rows."""
    settled = settle_numbers(drafts)
    rulings = rule(con, relation, [(column, key) for column, draft in settled.items() for key in draft.order_keys])
    profiles = {
        column: _put_together(column, samples[column], draft, date_format(column, draft, rulings), more)
        for column, draft in settled.items()
    }
    return check(con, relation, profiles)


def _ask_all_rows(
    con: DuckDBPyConnection, relation: str, drafts: Mapping[str, Draft], more: tuple[str, ...]
) -> dict[str, Draft]:
    """Where the sample leaves the decimal sign open or finds only `17850.0`, judge again with what else there is."""
    asked = dict(drafts)
    for column, draft in drafts.items():
        if draft.numbers is None or not (draft.numbers.ambiguous or draft.numbers.dot_zero):
            continue
        name = quoted(column)
        known = r"[0-9]+\.0" if draft.numbers.dot_zero else _OPEN_NUMBER
        others = con.execute(
            f"SELECT DISTINCT {name} FROM {quoted(relation)} WHERE NOT regexp_full_match({name}, '{known}') "
            f"ORDER BY 1 LIMIT {_OTHERS}"
        ).fetchall()
        unseen = Counter(value for (value,) in others if value not in draft.values)
        if unseen:
            asked[column] = judge(draft.values, more, unseen)
    return asked


def _widened(
    drafts: Mapping[str, Draft], profiles: Mapping[str, ColumnProfile], more: tuple[str, ...]
) -> dict[str, Draft]:
    """Columns whose misfits are dates or numbers of a form that the sample did not show, judged again with them."""
    widened = {}
    for column, draft in drafts.items():
        unseen = Counter(dict(profiles[column].misfits))
        if not unseen:
            continue
        again = judge(draft.values, more, unseen)
        if again.families.keys() != draft.families.keys() or again.numbers != draft.numbers:
            widened[column] = again
    return widened


def _put_together(
    column: str, sample: Sample, draft: Draft, dates: DateFormat | None, more: tuple[str, ...]
) -> ColumnProfile:
    lengths = [len(value) for value in sample.values]
    common = (draft.values or sample.values).most_common(_COMMON)
    return ColumnProfile(
        name=column,
        rows=sample.rows,
        filled=sample.filled,
        empty=sample.rows - sample.filled,
        distinct=len(sample.values),
        samples=tuple(value for value, _count in common[:_SHOWN]),
        common=tuple(common),
        min_length=min(lengths, default=0),
        max_length=max(lengths, default=0),
        kind=draft.kind,
        share=draft.share,
        dates=dates,
        numbers=draft.numbers,
        checked_rows=min(sample.rows, CHECKED_ROWS),
        more_empty_words=more,
        blanks=draft.blanks,
    )


def _explained(profile: ColumnProfile) -> ColumnProfile:
    """The profile with the judgement's reasons in words, and as many misfits as are shown."""
    said = []
    if profile.kind in {Kind.TIME, Kind.DAY} and profile.dates is not None:
        named = profile.dates.formats or tuple("|".join(c) for c in profile.dates.candidates)
        said += [_("dates written as {formats}").format(formats=", ".join(named)), profile.dates.why]
    if profile.kind in {Kind.MONEY, Kind.NUMBER, Kind.COUNT} and profile.numbers is not None:
        said.append(profile.numbers.why)
    if profile.misfit_count:
        examples = ", ".join(value for value, _count in profile.misfits[:3])
        said.append(_("{n} values do not fit: {examples}").format(n=profile.misfit_count, examples=examples))
    if profile.empty_words:
        words = ", ".join(f"{word} ({count})" for word, count in profile.empty_words[:3])
        said.append(_("words taken for nothing here: {words}").format(words=words))
    return replace(
        profile, misfits=profile.misfits[:_SHOWN_MISFITS], evidence=tuple(sentence for sentence in said if sentence)
    )
