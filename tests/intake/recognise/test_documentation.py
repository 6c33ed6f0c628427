from __future__ import annotations

import re

from merilo.intake.recognise import questions
from merilo.intake.recognise.systems import SYSTEMS
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "recognition.md").read_text(encoding="utf-8")


def test_the_page_lists_the_known_systems_and_their_exports() -> None:
    listed = PAGE.split("<!-- systems -->")[1].split("<!-- /systems -->")[0]
    rows = [line.strip() for line in listed.splitlines() if line.strip()][2:]
    assert rows == [f"| {system.title} | {', '.join(layout.name for layout in system.layouts)} |" for system in SYSTEMS]


def test_the_page_lists_every_kind_of_question() -> None:
    package = ROOT / "merilo" / "intake" / "recognise"
    source = (package / "questions.py").read_text() + (package / "propose.py").read_text()
    kinds = set(re.findall(r'Question\(\s*"(\w+)"', source))
    assert kinds == set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE))
    assert questions.questions_of([], [], {}) == []
