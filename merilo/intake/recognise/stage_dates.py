"""Columns that hold the day a stage was entered (`Date entered "Demo"`, `Дата Встреча проведена`, `engage_date`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from merilo.core.text import _
from merilo.intake.recognise.evidence import Evidence, Shape
from merilo.intake.recognise.reading import Pick
from merilo.intake.recognise.words import key, stem, words

_CERTAIN, _STAGE_KNOWN, _LIKELY, _ALONE = 0.97, 0.95, 0.8, 0.55
_NAME = r"[\"“'«]?(.+?)[\"”'»]?"
_PIPELINE = re.compile(r"\s*\([^()]*\)$")
_ENTERED = tuple(
    re.compile(pattern.format(name=_NAME), re.IGNORECASE)
    for pattern in (
        r"^(?:date|time|day) (?:entered|reached|moved to|moved into|of entering)\s+{name}$",
        r"^(?:entered|reached) {name} (?:date|at|on)$",
        r"^дата (?:входа|перехода|перевода|попадания) (?:в|на) (?:этап |стадию )?{name}$",
    )
)
_RUSSIAN = re.compile(r"^дата\s+[\"“'«]?(.+?)[\"”'»]?$", re.IGNORECASE)
_ENGLISH = re.compile(r"^date\s+[\"“'«]?(.+?)[\"”'»]?$", re.IGNORECASE)
_ENGLISH_LAST = re.compile(r"^(.+?)[\s_]+(?:date|at|on)$", re.IGNORECASE)
# "Дата создана", "Дата закрытия": columns of the record itself, whatever their form.
_RECORD = re.compile(
    r"^(создан|изменен|редактир|закрыт|обновл|добавл|удален|заведен|ближайш|последн|следующ|рожд|регистр|и время)"
)
# A stage keeps its own words after "Дата": a finished step ("Встреча проведена", "взят в работу"), or a name that
# stands in the nominative ("Новый лид"). A genitive names the date itself ("Дата договора", "Дата Оплаты").
_RUSSIAN_DONE = re.compile(
    r"\w{3,}(ен|ан|ят)$|\w{4,}(ена|ено|ены|ана|ано|аны|ята|ято)$|\w{4,}(лось|лся|лась)$|\bв работу\b"
)
_GENITIVE = re.compile(r"(ия|ы|и|а|я|ов|ей)$")
_ENGLISH_DONE = re.compile(
    r"\b(held|sent|signed|received|qualified|booked|done|completed|agreed|confirmed|scheduled|presented|delivered"
    r"|accepted|approved|negotiated|met|demoed|proposed|contacted|invoiced|paid|started)$",
)
_NOT_A_STAGE = re.compile(
    r"^(date )?(created?|closed?|modified|updated|added|opened|won|lost|entered|booked|birth|of .*)$"
)


def find_stage_dates(
    columns: Iterable[str], seen: Mapping[str, Evidence], stages: Iterable[str], taken: Iterable[str]
) -> dict[str, Pick]:
    """Stage name to the column with its day. `stages` are the stages that the table's stage column holds.

    A column in `taken` (it already fills a fact column) counts only when its header names one of `stages`.
    """
    by_stem = {_stem(stage): stage for stage in stages}
    found = [hit for column in columns if _may_be_date(seen[column]) and (hit := _hit(column, by_stem))]
    busy = set(taken)
    found = [hit for hit in found if hit[1] not in busy or hit[2] == _STAGE_KNOWN]
    guessed = sum(sure == _LIKELY for __, __, sure, __ in found)
    picks: dict[str, Pick] = {}
    for stage, column, sure, why in found:
        # One lone "Дата …" may be anything; two or more of a kind are somebody's stage history.
        alone = sure == _LIKELY and guessed == 1
        picks.setdefault(stage, Pick((column,), _ALONE if alone else sure, why))
    return picks


def _may_be_date(evidence: Evidence) -> bool:
    return evidence.shape in {Shape.DATE, Shape.EMPTY}


def _hit(column: str, by_stem: Mapping[str, str]) -> tuple[str, str, float, str] | None:
    plain = column.strip().rstrip("*").strip()
    for pattern in _ENTERED:
        if found := pattern.match(plain):
            whole = found[1].strip()
            # HubSpot adds the pipeline: "Demo (Sales Pipeline)". A stage of that whole name comes first.
            short = _PIPELINE.sub("", whole)
            named = by_stem.get(_stem(whole)) or by_stem.get(_stem(short), short)
            return named, column, _CERTAIN, _("the header says when a stage was entered")
    for pattern in (_RUSSIAN, _ENGLISH, _ENGLISH_LAST):
        found = pattern.match(plain)
        if not found:
            continue
        if stage := by_stem.get(_stem(found[1])):
            return stage, column, _STAGE_KNOWN, _("the header names the stage “{stage}”").format(stage=stage)
    return _guess(plain, column)


def _guess(plain: str, column: str) -> tuple[str, str, float, str] | None:
    russian, english = _RUSSIAN.match(plain), _ENGLISH.match(plain) or _ENGLISH_LAST.match(plain)
    if russian and _is_russian_stage(russian[1]):
        return russian[1], column, _LIKELY, _("a date named after a step of the sale")
    if english and _ENGLISH_DONE.search(key(english[1])) and not _NOT_A_STAGE.match(key(english[1])):
        return english[1].replace("_", " "), column, _LIKELY, _("a date named after a step of the sale")
    return None


def _is_russian_stage(rest: str) -> bool:
    text = rest.lower().replace("ё", "е")
    if _RECORD.match(text):
        return False
    named = rest[0].isupper() and not _GENITIVE.search(text.split()[0])
    return named or any(_RUSSIAN_DONE.search(part) for part in (text, *text.split()))


def _stem(text: str) -> str:
    """A stage's name without endings, so that `engage` and `Engaging` are one."""
    return " ".join(_root(word) for word in words(text))


def _root(word: str) -> str:
    if not word.isascii():
        return stem(word)
    for ending in ("ing", "ed", "es", "e", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word
