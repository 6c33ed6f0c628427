"""The interface's language: gettext catalogues read straight from their `.po` files.

English message ids are the source; `merilo/locale/<language>/LC_MESSAGES/merilo.po` holds the rest. The `.po` is
compiled in memory at first use, so no binary catalogue is kept or built.
"""

from __future__ import annotations

import gettext
import io
import os
from contextvars import ContextVar
from datetime import date
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "ru")
_LOCALE_DIR = Path(__file__).parent.parent / "locale"
_language: ContextVar[str] = ContextVar("merilo_language", default="en")


def set_language(language: str) -> None:
    """Choose the language of every later `_()` in this context; an unknown one means English."""
    _language.set(language if language in LANGUAGES else "en")


def language() -> str:
    """The language now in force, `en` or `ru`."""
    return _language.get()


def language_from_environment() -> str:
    """The user's language by MERILO_LANGUAGE, else by the POSIX locale variables, else `en`."""
    for variable in ("MERILO_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value:
            return "ru" if value.lower().startswith("ru") else "en"
    return "en"


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    path = _LOCALE_DIR / language / "LC_MESSAGES" / "merilo.po"
    if language == "en" or not path.exists():
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - only a translated run pays for it
    from babel.messages.pofile import read_po  # noqa: PLC0415

    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _(message: str) -> str:
    """The message in the language in force."""
    return _catalogue(_language.get()).gettext(message)


def message_in(language: str, message: str) -> str:
    """The message in a language, whichever is in force."""
    return _catalogue(language).gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """The plural form that fits n, in the language in force; `{n}` stays for the caller to format."""
    return _catalogue(_language.get()).ngettext(singular, plural, n)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "mark now, translate when shown"
    """Mark a message of a declaration for translation; show it later with `_()`."""
    return message


def counted(n: int) -> str:
    """A whole number as the language in force writes it: 1,380 or 1 380."""
    from babel.numbers import format_decimal  # noqa: PLC0415 - late, as above

    return str(format_decimal(n, format="#,##0", locale=language()))


def percent(share: float) -> str:
    """A share in whole per cent as the language in force writes it; a small one is not nothing."""
    from babel.numbers import format_percent  # noqa: PLC0415

    small = 0 < share < 0.01
    return ("< " if small else "") + str(format_percent(0.01 if small else share, locale=language()))


def dated(day: date) -> str:
    """A day within a sentence, as the language in force writes it: 2026-07-31, in Russian 31.07.2026."""
    return day.isoformat() if language() == "en" else f"{day:%d.%m.%Y}"


def currency_sign(code: str) -> str:
    """A currency behind an amount, as the language in force writes it: RUB, in Russian ₽."""
    from babel.numbers import get_currency_symbol  # noqa: PLC0415 - late, as above

    return code if language() == "en" or not code else str(get_currency_symbol(code, locale=language()))
