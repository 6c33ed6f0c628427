"""The interface's languages: chosen by the user, complete, and with right placeholders and plural forms."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from merilo.core import text

CATALOGUE = Path(text.__file__).parent.parent / "locale" / "ru" / "LC_MESSAGES" / "merilo.po"


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"LANG": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "ru_RU.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "MERILO_LANGUAGE": "ru"}, "ru"),
        ({}, "en"),
    ],
)
def test_the_language_follows_the_environment(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: str
) -> None:
    for name in ("MERILO_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert text.language_from_environment() == expected


def test_an_unknown_language_means_english() -> None:
    text.set_language("tlh")
    assert text.language() == "en"


def test_the_russian_catalogue_is_complete_and_keeps_every_placeholder() -> None:
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="ru")
    assert len(catalogue) > 0
    for message in catalogue:
        if not message.id:
            continue
        sources = message.id if isinstance(message.id, tuple) else (message.id,)
        targets = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(targets), f"not translated: {sources[0]!r}"
        assert not message.fuzzy, f"only guessed: {sources[0]!r}"
        allowed = set().union(*(_placeholders(s) for s in sources))
        for target in targets:
            assert _placeholders(str(target)) <= allowed, f"unknown placeholder in {target!r}"
            if len(targets) == 1:
                assert _placeholders(str(target)) == allowed, f"lost placeholder in {target!r}"


def _placeholders(message: str) -> set[str]:
    return set(re.findall(r"\{(\w+)", message))
