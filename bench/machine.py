"""On what it was measured: without this a number means nothing."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

from merilo import __version__

PACKAGES = ("duckdb", "ibis-framework", "deltalake", "pyarrow", "numpy")


def machine() -> dict[str, str]:
    """Processor, cores that this process may use, memory, system."""
    return {
        "processor": _cpu(),
        "cores": str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()),
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.machine()}",
    }


def load() -> str:
    """How many processes wanted to run in the last minute: above the number of cores the clock tells little."""
    return f"{os.getloadavg()[0]:.1f}"


def versions() -> dict[str, str]:
    """Python and the packages that do the work."""
    own = {"merilo": __version__, "python": platform.python_version()}
    return own | {name: version(name) for name in PACKAGES}


def _cpu() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or "unknown"
