"""Writing a file whole: whoever reads it meanwhile, or after a crash, finds the old text or the new one."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Put the text in the place of what the file held, or make the file and its folder. Raises OSError.

    What it writes beside the file until then bears the number of the process.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
