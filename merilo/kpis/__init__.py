"""One frozen declaration per KPI: what it asks, the rows behind it, and how they become a number. Pure expressions."""
