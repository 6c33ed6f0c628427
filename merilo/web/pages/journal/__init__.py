"""The journal's pages: what a seller does in a day, entered and found again in seconds."""
