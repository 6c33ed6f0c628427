"""How the table of users came to be."""
