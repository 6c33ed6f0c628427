"""Reading a table of an unknown system: headers by the vocabulary, weighed by the values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from merilo.core.text import _
from merilo.intake.recognise.common_words import TableWords
from merilo.intake.recognise.evidence import Evidence, Shape
from merilo.intake.recognise.fitness import fitness
from merilo.intake.recognise.participles import happened
from merilo.intake.recognise.proposal import MAPPED_FROM
from merilo.intake.recognise.reading import Pick, Reading, Rivals
from merilo.intake.recognise.vocabulary import VOCABULARY
from merilo.intake.recognise.words import likeness, stem, stems, without
from merilo.sources.raw import RawTable

_BY_NAME, _BY_NAME_WITHOUT_NOUN, _BY_VALUES = 0.95, 0.9, 0.7
_UNITS = frozenset(["руб", "рубл", "rub", "usd", "eur", "gbp", "kzt", "byn", "долл", "евро", "sec", "сек"])
"""Units in a header (`Сумма, руб.`, `Amount (EUR)`) say how it is counted, not what it is."""
_RANK_COST = 0.001
_CLOSE = 0.0015
_MENTIONED_FROM = 0.3
_NEEDS, _COVERAGE, _NOUN = 0.45, 0.3, 0.25
_ENOUGH_COLUMNS = 6


@dataclass(frozen=True)
class _Candidate:
    score: float
    target: str
    column: str
    why: str


def read_as(raw: RawTable, to: str, seen: Mapping[str, Evidence], columns: Iterable[str] | None = None) -> Reading:
    """The raw table read as fact table `to`, one raw column per fact column, the likeliest pairs first.

    `columns` limits the raw columns that may be used. Order of columns never counts: ties go by synonym, then by name.
    """
    candidates = sorted(
        (c for column in (columns or raw.columns) for c in _candidates(to, column, seen[column])),
        key=lambda c: (-c.score, c.target, c.column),
    )
    picks: dict[str, Pick] = {}
    used: set[str] = set()
    for candidate in candidates:
        if candidate.target not in picks and candidate.column not in used:
            picks[candidate.target] = Pick((candidate.column,), round(min(candidate.score, 0.97), 2), candidate.why)
            used.add(candidate.column)
    sure = {target: pick for target, pick in picks.items() if pick.confidence >= MAPPED_FROM}
    doubtful = {target: pick for target, pick in picks.items() if target not in sure}
    confidence, why = _judge(raw, to, sure)
    return Reading(raw, to, sure, confidence, why, doubtful, _rivals(candidates, sure))


def _candidates(to: str, column: str, evidence: Evidence) -> list[_Candidate]:
    found = [_candidate(to, target, column, evidence) for target in VOCABULARY[to].columns]
    return [candidate for candidate in found if candidate.score >= _MENTIONED_FROM]


def _candidate(to: str, target: str, column: str, evidence: Evidence) -> _Candidate:
    by_header, synonym = _header_score(to, column, target)
    factor = fitness(to, target, evidence)
    if by_header and factor:
        return _Candidate(by_header * factor, target, column, _header_reason(column, synonym, evidence))
    if target == "email" and evidence.shape is Shape.EMAIL:
        return _Candidate(_BY_VALUES, target, column, _("its values are e-mail addresses"))
    return _Candidate(0.0, target, column, "")


def _header_score(to: str, column: str, target: str) -> tuple[float, str]:
    """The best likeness of the header to a synonym, and that synonym; earlier synonyms are a little better."""
    unitless, bare = without(column, _UNITS), without(column, _UNITS | _noun_stems(to))
    best = (0.0, "")
    # Costs in a sheet of costs are called nothing else: without its noun that header would be empty.
    for text, worth in ((column, _BY_NAME), (unitless, _BY_NAME_WITHOUT_NOUN), (bare, _BY_NAME_WITHOUT_NOUN)):
        for rank, synonym in _comparable(to, target, text):
            if score := likeness(text, synonym) * worth:
                best = max(best, (score - min(rank, 30) * _RANK_COST, synonym), key=lambda pair: pair[0])
    return best


def _comparable(to: str, target: str, text: str) -> Iterable[tuple[int, str]]:
    """The synonyms that could be like the text at all: of as many words, or the same letters written together."""
    by_count, by_letters = _index(to, target)
    own = stems(text)
    return (*by_count.get(len(own), ()), *by_letters.get("".join(own), ()))


@cache
def _index(to: str, target: str) -> tuple[dict[int, list[tuple[int, str]]], dict[str, list[tuple[int, str]]]]:
    by_count: dict[int, list[tuple[int, str]]] = defaultdict(list)
    by_letters: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for rank, synonym in enumerate((*VOCABULARY[to].columns[target].all, *happened(to, target))):
        by_count[len(stems(synonym))].append((rank, synonym))
        by_letters["".join(stems(synonym))].append((rank, synonym))
    return dict(by_count), dict(by_letters)


@cache
def _noun_stems(to: str) -> frozenset[str]:
    return frozenset(stem(noun) for noun in VOCABULARY[to].nouns)


def _header_reason(column: str, synonym: str, evidence: Evidence) -> str:
    if evidence.shape is Shape.EMPTY:
        return _("the header says “{synonym}”; no values to confirm it").format(synonym=synonym)
    return _("the header says “{synonym}”, the values fit").format(synonym=synonym)


def _rivals(candidates: list[_Candidate], sure: Mapping[str, Pick]) -> tuple[Rivals, ...]:
    chosen = {column for pick in sure.values() for column in pick.columns}
    rivals = []
    for target, pick in sure.items():
        same = [c for c in candidates if c.target == target]
        best = next(c for c in same if c.column == pick.columns[0])
        near = [c.column for c in same if c.column not in chosen and best.score - c.score <= _CLOSE]
        if near:
            rivals.append(Rivals(target, (best.column, *near)))
    return tuple(rivals)


def _judge(raw: RawTable, to: str, picks: Mapping[str, Pick]) -> tuple[float, str]:
    """How sure it is that the rows are `to`, and why: needed columns, covered columns, the table's noun."""
    words = VOCABULARY[to]
    strengths = [
        max((picks[column].confidence for column in group if column in picks), default=0.0) for group in words.needs
    ]
    if not strengths or min(strengths) == 0.0:
        lacking = [
            _(" or ").join(group) for group, strength in zip(words.needs, strengths, strict=True) if not strength
        ]
        return 0.0, _("to be {table} it lacks {columns}").format(table=to, columns=", ".join(lacking))
    covered = min(1.0, len(picks) / min(len(raw.columns), _ENOUGH_COLUMNS))
    noun, which = _noun(raw, words)
    sure = _NEEDS * sum(strengths) / len(strengths) + _COVERAGE * covered + _NOUN * noun
    why = _("{n} columns are known").format(n=len(picks))
    return round(sure, 2), f"{why}, {_('named “{noun}”').format(noun=which)}" if which else why


def _noun(raw: RawTable, words: TableWords) -> tuple[float, str]:
    in_name = set(stems(raw.name.replace("/", " ")))
    in_headers = {word for column in raw.columns for word in stems(column)}
    for noun in words.nouns:
        if set(stems(noun)) <= in_name:
            return 1.0, noun
    for noun in words.nouns:
        if set(stems(noun)) <= in_headers:
            return 0.6, noun
    return 0.0, ""
