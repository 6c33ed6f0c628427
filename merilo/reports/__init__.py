"""Questions that people ask, answered from facts, KPIs and statistics."""
