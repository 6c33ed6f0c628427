"""Pages that could drift from the code, held to it."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from merilo.core.settings import Settings
from merilo.facts.catalogue import facts_page

DOCS = Path(__file__).parent.parent / "docs"
ROOT = DOCS.parent


def test_the_page_of_facts_is_what_the_schema_says() -> None:
    assert (DOCS / "facts.md").read_text(encoding="utf-8") == facts_page(), "run scripts/docs"


def test_every_setting_is_explained() -> None:
    told = set(re.findall(r"^\| `(\w+)` \|", (DOCS / "settings.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert told == {field.name for field in fields(Settings)}


@pytest.mark.parametrize(
    "page", sorted(p.relative_to(ROOT).as_posix() for p in [*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
)
def test_every_link_between_pages_leads_somewhere(page: str) -> None:
    file = ROOT / page
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", file.read_text(encoding="utf-8")):
        assert (file.parent / target).exists(), f"{page} links to {target}"
