"""How the values of a column are written, decided per column from all its values, and the SQL that reads them."""

from merilo.intake.formats.columns import ColumnProfile
from merilo.intake.formats.dates import DateFormat
from merilo.intake.formats.numbers import NumberFormat
from merilo.intake.formats.parsing import Parsed, currency_expression, expression, select
from merilo.intake.formats.profiling import profile
from merilo.intake.formats.words import empty_words

__all__ = [
    "ColumnProfile",
    "DateFormat",
    "NumberFormat",
    "Parsed",
    "currency_expression",
    "empty_words",
    "expression",
    "profile",
    "select",
]
