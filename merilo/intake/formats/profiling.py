"""What each column of a relation holds: judged by a spread sample first, by all rows where the sample leaves doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from duckdb import DuckDBPyConnection

from merilo.core.text import _
from merilo.facts.schema import Kind
from merilo.intake.formats.checking import Checked, Question, check
from merilo.intake.formats.columns import ColumnProfile
from merilo.intake.formats.judging import Draft, date_format, judge, settle_numbers
from merilo.intake.formats.orders import Question as OrderQuestion
from merilo.intake.formats.orders import Ruling, rule
from merilo.intake.formats.quoting import identifier
from merilo.intake.formats.sampling import CHECKED_ROWS, SAMPLE_ROWS, Sample, take_sample

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
    profiles, checked = _settle(con, relation, samples, drafts, more)
    widened = _widened(drafts, checked, more)
    if widened:
        profiles, _unused = _settle(con, relation, samples, drafts | widened, more)
    return profiles


def _settle(
    con: DuckDBPyConnection,
    relation: str,
    samples: Mapping[str, Sample],
    drafts: Mapping[str, Draft],
    more: tuple[str, ...],
) -> tuple[dict[str, ColumnProfile], dict[str, Checked]]:
    """Decide what is open, hold it against the rows, and put each column's profile together."""
    settled = settle_numbers(drafts)
    asked = [(column, key) for column, draft in settled.items() for key in draft.order_keys]
    rulings = rule(con, relation, asked)
    questions = [_question(column, draft, rulings, more) for column, draft in settled.items()]
    rows = max((sample.rows for sample in samples.values()), default=0)
    checked = check(con, relation, rows, questions)
    profiles = {q.column: _put_together(q, samples[q.column], settled[q.column], checked[q.column]) for q in questions}
    return profiles, checked


def _question(column: str, draft: Draft, rulings: Mapping[OrderQuestion, Ruling], more: tuple[str, ...]) -> Question:
    return Question(column, draft.kind, date_format(column, draft, rulings), draft.numbers, more, draft.blanks)


def _ask_all_rows(
    con: DuckDBPyConnection, relation: str, drafts: Mapping[str, Draft], more: tuple[str, ...]
) -> dict[str, Draft]:
    """Where the sample leaves the decimal sign open or finds only `17850.0`, judge again with what else there is."""
    asked = dict(drafts)
    for column, draft in drafts.items():
        if draft.numbers is None or not (draft.numbers.ambiguous or draft.numbers.dot_zero):
            continue
        name = identifier(column)
        known = r"[0-9]+\.0" if draft.numbers.dot_zero else _OPEN_NUMBER
        others = con.execute(
            f"SELECT DISTINCT {name} FROM {identifier(relation)} WHERE NOT regexp_full_match({name}, '{known}') "
            f"ORDER BY 1 LIMIT {SAMPLE_ROWS}"
        ).fetchall()
        unseen = Counter(value for (value,) in others if value not in draft.values)
        if unseen:
            asked[column] = judge(draft.values + unseen, more)
    return asked


def _widened(drafts: Mapping[str, Draft], checked: Mapping[str, Checked], more: tuple[str, ...]) -> dict[str, Draft]:
    """Columns whose misfits are dates or numbers of a form that the sample did not show, judged again with them."""
    widened = {}
    for column, draft in drafts.items():
        unseen = Counter(dict(checked[column].misfits))
        if not unseen:
            continue
        again = judge(draft.values + unseen, more)
        if again.families.keys() != draft.families.keys() or again.numbers != draft.numbers:
            widened[column] = again
    return widened


def _put_together(question: Question, sample: Sample, draft: Draft, checked: Checked) -> ColumnProfile:
    lengths = [len(value) for value in sample.values]
    dates, numbers = question.dates, question.numbers
    return ColumnProfile(
        name=question.column,
        rows=sample.rows,
        filled=sample.filled - checked.empty_count,
        empty=sample.rows - sample.filled + checked.empty_count,
        distinct=len(sample.values),
        samples=tuple(value for value, _count in (draft.values or sample.values).most_common(_SHOWN)),
        common=tuple((draft.values or sample.values).most_common(_COMMON)),
        min_length=min(lengths, default=0),
        max_length=max(lengths, default=0),
        kind=draft.kind,
        share=draft.share,
        dates=dates,
        numbers=numbers,
        checked_rows=min(sample.rows, CHECKED_ROWS),
        misfit_count=checked.misfit_count,
        misfits=checked.misfits[:_SHOWN_MISFITS],
        empty_words=checked.empty_words,
        more_empty_words=question.more_empty,
        blanks=question.blanks,
        evidence=_evidence(question, checked),
    )


def _evidence(question: Question, checked: Checked) -> tuple[str, ...]:
    """The judgement's reasons in words."""
    said = []
    if question.kind in {Kind.TIME, Kind.DAY} and question.dates is not None:
        named = question.dates.formats or tuple("|".join(c) for c in question.dates.candidates)
        said += [_("dates written as {formats}").format(formats=", ".join(named)), question.dates.why]
    if question.kind in {Kind.MONEY, Kind.NUMBER, Kind.COUNT} and question.numbers is not None:
        said.append(question.numbers.why)
    if checked.misfit_count:
        examples = ", ".join(value for value, _count in checked.misfits[:3])
        said.append(_("{n} values do not fit: {examples}").format(n=checked.misfit_count, examples=examples))
    if checked.empty_count:
        words = ", ".join(f"{word} ({count})" for word, count in checked.empty_words[:3])
        said.append(_("words taken for nothing here: {words}").format(words=words))
    return tuple(sentence for sentence in said if sentence)
