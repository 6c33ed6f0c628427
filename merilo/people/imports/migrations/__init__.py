"""Changes of these tables."""
