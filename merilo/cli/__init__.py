"""The command line: `merilo COMMAND`. It shows; it computes nothing."""

from __future__ import annotations

import json
import sys

from merilo.core.errors import MeriloError
from merilo.core.text import language_from_environment, set_language

__all__ = ["main"]


def main() -> None:
    """Run the command line in the user's language; ends the process with 0, 1, 2 or 3."""
    set_language(language_from_environment())
    # The command tree carries translated help, so it is built after the language is known.
    from merilo.cli.app import build_app  # noqa: PLC0415

    try:
        build_app(sys.argv[1] if len(sys.argv) > 1 else "")(prog_name="merilo")
    except MeriloError as error:
        _tell(error)
        sys.exit(error.exit_code)
    except OSError as error:
        # A full or read-only disk, a folder that is not there: the system's own words, and the place.
        _tell(MeriloError(error.strerror or str(error), where=str(error.filename or "")))
        sys.exit(MeriloError.exit_code)


def _tell(error: MeriloError) -> None:
    if "--json" in sys.argv:
        parts = {
            "what": error.what,
            "where": error.where,
            "allowed": error.allowed,
            "way_out": error.way_out,
            "retryable": error.retryable,
        }
        sys.stdout.write(json.dumps({"error": parts}, ensure_ascii=False) + "\n")
        return
    sys.stderr.write(f"{error}\n")
