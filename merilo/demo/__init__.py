"""An invented company whose true parameters are known: for the demo, for statistical tests, for benchmarks."""

from merilo.demo.company import Company, company
from merilo.demo.truth import Truth

__all__ = ["Company", "Truth", "company"]
