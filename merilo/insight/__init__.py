"""Statistics: numbers in, frozen results out; no knowledge of facts, queries or people."""
