from __future__ import annotations

from merilo.core.text import language, set_language
from merilo.kpis.registry import ALL
from merilo.reports.catalogue import catalogue
from tests.conftest import ROOT


def test_the_page_in_the_docs_is_the_one_that_the_declarations_give() -> None:
    written = (ROOT / "docs" / "kpis.md").read_text(encoding="utf-8")
    assert catalogue() == written, "write it anew: python -m merilo.reports.catalogue > docs/kpis.md"


def test_every_kpi_is_there_in_both_languages() -> None:
    english, russian = catalogue().split("\n## Русский\n")
    for kpi in ALL:
        assert f"`{kpi.name}`" in english
        assert f"`{kpi.name}`" in russian


def test_writing_the_page_leaves_the_language_as_it_was() -> None:
    set_language("ru")
    catalogue()
    assert language() == "ru"
