"""What docs/mapping.md and the examples show can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from merilo.intake import mapping_file
from merilo.intake.mapping import CHECKS, HOWS, KEEPS
from merilo.intake.mapping_file import read_mapping, write_mapping
from tests.conftest import ROOT

DOCS = (ROOT / "docs" / "mapping.md").read_text("utf-8")
EXAMPLES = sorted((ROOT / "examples" / "mappings").glob("*.toml"))


def test_the_example_in_the_docs_is_a_mapping(tmp_path: Path) -> None:
    blocks = re.findall(r"```toml\n(.*?)```", DOCS, re.DOTALL)
    assert blocks
    for block in blocks:
        path = tmp_path / "crm.toml"
        path.write_text(block, encoding="utf-8")
        assert read_mapping(path).name == "crm"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_is_a_mapping_and_survives_writing(path: Path, tmp_path: Path) -> None:
    mapping = read_mapping(path)
    write_mapping(mapping, tmp_path / "again.toml")
    assert read_mapping(tmp_path / "again.toml") == mapping


def test_the_docs_name_every_key_and_word() -> None:
    keys = {*mapping_file.ENTRY_KEYS, *mapping_file.FIELD_KEYS, *mapping_file.CONDITION_KEYS, *HOWS, *KEEPS}
    keys |= {name for names in CHECKS.values() for name in names}
    missing = sorted(key for key in keys if not re.search(rf"\b{key}\b", DOCS))
    assert missing == []
