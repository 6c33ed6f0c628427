"""What is known of one column of text after it was looked at."""

from __future__ import annotations

from dataclasses import dataclass

from merilo.facts.schema import Kind
from merilo.intake.formats.dates import DateFormat
from merilo.intake.formats.numbers import NumberFormat


@dataclass(frozen=True)
class ColumnProfile:
    """What one column holds.

    `filled` and `empty` count all rows; a word for "nothing here" is empty. `kind` is the best guess from the values
    alone: text, time, day, money, number, count, flag or currency. `dates` and `numbers` say how such values are
    written, wherever the column has some. `share` is the part of the values looked at that fit the kind.

    `samples` are the five most frequent values, `common` up to fifty with their counts in the sample. `blanks` are the
    kinds of blank seen at the edges of values.

    `distinct`, `min_length` and `max_length` are of the sample: exact up to 10,000 rows, at least (at most) that many
    beyond. `misfits` (value, count) do not fit the kind, most frequent first; `misfit_count` is how many rows have
    one; `empty_words` (word, count) were taken for nothing. These three are counted over `checked_rows` rows: all rows
    of a relation of up to 200,000, else that many spread over it. Parsing counts them over all rows.
    """

    name: str
    rows: int
    filled: int
    empty: int
    distinct: int
    samples: tuple[str, ...]
    common: tuple[tuple[str, int], ...]
    min_length: int
    max_length: int
    kind: Kind
    share: float
    dates: DateFormat | None = None
    numbers: NumberFormat | None = None
    checked_rows: int = 0
    misfit_count: int = 0
    misfits: tuple[tuple[str, int], ...] = ()
    empty_words: tuple[tuple[str, int], ...] = ()
    more_empty_words: tuple[str, ...] = ()
    blanks: str = " "
    evidence: tuple[str, ...] = ()
