"""Parts of pages that take longer than a page may: worked out by a process beside the pages, and kept per state."""

from merilo.web.parts.front import inline, part

__all__ = ["inline", "part"]
