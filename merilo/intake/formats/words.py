"""Words that stand for something: nothing, yes, no, a month, a currency, a magnitude.

Which words mean "nothing here" depends on what the column holds. Marks that no person writes as a value (`#N/A`,
`<null>`, a dash alone) mean nothing in every kind. A word that can be a value (`unknown` as an origin, `нет` as a
flag, `None` as a name) means nothing only where a value of that kind could not be spelled so: `нет` in a date.
"""

from __future__ import annotations

from collections.abc import Iterable

from merilo.facts.schema import Kind

MARKS = frozenset(
    {
        "-", "--", "—", "–", "#n/a", "#na", "n/a", "#ref!", "#value!", "#div/0!", "#name?", "null", "<null>", "(null)",
        "undefined", "nan", "(blank)", "(empty)", "<empty>", "[]", "{}", "(пусто)", "н/д", "не указано", "не указан",
        "не указана", "не задано", "не задан", "не заполнено",
    }
)  # fmt: skip
"""Nothing in every kind of column."""

_WORDLESS = frozenset(
    {
        "none", "na", "nil", "nat", "never", "not set", "not available", "not closed", "open", "no date", "tbd", "?",
        "unknown", "empty", "нет", "нет данных", "не закрыта", "не закрыт", "не закрыто", "не определено",
        "не определена", "неизвестно", "никогда", "отсутствует", "бессрочно", "пусто", "není", "nezadáno", "neuvedeno",
        "neuzavřeno", "žádné", "keine", "keine angabe", "offen", "n.a.", "k.a.", "aucun", "ninguno", "brak",
        "0000-00-00", "0000-00-00 00:00:00", "00.00.0000", "00.00.0000 00:00:00",
    }
)  # fmt: skip
"""Nothing where a date, a number or a currency is expected: no value of those kinds is spelled so."""

_WORDLESS_KINDS = frozenset({Kind.TIME, Kind.DAY, Kind.MONEY, Kind.NUMBER, Kind.COUNT, Kind.CURRENCY})
_FLAG_EMPTY = frozenset({"none", "na", "unknown", "неизвестно", "не определено"})

YES = frozenset({"true", "t", "yes", "y", "1", "1.0", "да", "д", "истина", "ano", "ja", "on", "x", "✓", "oui", "tak"})
NO = frozenset({"false", "f", "no", "n", "0", "0.0", "нет", "н", "ложь", "ne", "nein", "off", "non", "nie"})


def empty_words(kind: Kind, more: Iterable[str] = ()) -> frozenset[str]:
    """The words, in lower case, that mean "nothing here" in a column of that kind; `more` are the user's own."""
    own = frozenset(" ".join(word.split()).casefold() for word in more)
    if kind in _WORDLESS_KINDS:
        return MARKS | _WORDLESS | own
    return MARKS | own | (_FLAG_EMPTY if kind is Kind.FLAG else frozenset())


# The first three letters decide, in every form and case of the word (март, марта, мар.).
MONTHS: dict[str, int] = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11,
    "dec": 12, "янв": 1, "фев": 2, "мар": 3, "апр": 4, "май": 5, "мая": 5, "июн": 6, "июл": 7, "авг": 8, "сен": 9,
    "окт": 10, "ноя": 11, "дек": 12,
}  # fmt: skip

_MONTH_WORDS = (
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec "
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь "
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря "
    "янв фев февр мар апр июн июл авг сен сент окт ноя нояб дек"
)
MONTH_WORDS: tuple[str, ...] = tuple(sorted(set(_MONTH_WORDS.split()), key=lambda word: (-len(word), word)))

CURRENCY_SIGNS: dict[str, str] = {
    "US$": "USD", "A$": "AUD", "C$": "CAD", "CA$": "CAD", "AU$": "AUD", "NZ$": "NZD", "HK$": "HKD", "S$": "SGD",
    "R$": "BRL", "MX$": "MXN", "€": "EUR", "£": "GBP", "¥": "JPY", "₽": "RUB", "руб.": "RUB", "руб": "RUB",
    "рублей": "RUB", "рубля": "RUB", "рубль": "RUB", "р.": "RUB", "₴": "UAH", "грн.": "UAH", "грн": "UAH", "₸": "KZT",
    "тг": "KZT", "тенге": "KZT", "₹": "INR", "₺": "TRY", "₪": "ILS", "₩": "KRW", "zł": "PLN", "Kč": "CZK", "kč": "CZK",
    "Ft": "HUF", "Br": "BYN", "сум": "UZS", "₫": "VND", "₦": "NGN", "฿": "THB", "₱": "PHP", "$": "$",
}  # fmt: skip
"""Signs and the ISO code each stands for; `$` alone is any dollar, see `currency_expression`."""

CURRENCY_CODES: tuple[str, ...] = (
    "USD", "EUR", "GBP", "RUB", "RUR", "CZK", "PLN", "HUF", "UAH", "KZT", "BYN", "UZS", "KGS", "AMD", "GEL", "AZN",
    "MDL", "TJS", "TMT", "RON", "BGN", "RSD", "CHF", "SEK", "NOK", "DKK", "ISK", "TRY", "ILS", "AED", "SAR", "QAR",
    "EGP", "ZAR", "NGN", "KES", "INR", "PKR", "CNY", "JPY", "KRW", "HKD", "TWD", "SGD", "MYR", "THB", "IDR", "PHP",
    "VND", "AUD", "NZD", "CAD", "MXN", "BRL", "ARS", "CLP", "COP", "PEN",
)  # fmt: skip
"""ISO 4217 codes read beside an amount. RUR, the rouble's code until 1998, is read as RUB."""

DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "MXN", "ARS", "CLP", "COP"})

MAGNITUDES: dict[str, int] = {
    "k": 1_000, "K": 1_000, "m": 1_000_000, "M": 1_000_000, "mn": 1_000_000, "mln": 1_000_000, "MM": 1_000_000,
    "b": 1_000_000_000, "B": 1_000_000_000, "bn": 1_000_000_000, "mld": 1_000_000_000, "тыс.": 1_000, "тыс": 1_000,
    "тысяч": 1_000, "т.": 1_000, "млн.": 1_000_000, "млн": 1_000_000, "млрд.": 1_000_000_000, "млрд": 1_000_000_000,
    "к": 1_000, "К": 1_000, "tis.": 1_000, "mil.": 1_000_000,
}  # fmt: skip
"""What an amount's suffix multiplies it by."""
