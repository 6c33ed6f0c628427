"""Small companies, as the KPIs' own tests build them."""

from tests.kpis.conftest import facts

__all__ = ["facts"]
