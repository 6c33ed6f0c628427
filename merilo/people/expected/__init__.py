"""Expectations that people set in Merilo itself, and who has accepted which."""
