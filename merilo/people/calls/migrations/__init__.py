"""How the tables of this application came to be."""
