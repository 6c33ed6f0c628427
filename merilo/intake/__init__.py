"""From raw text tables to checked facts: recognise, map, parse, check, reject, commit."""
