"""How to read one place each: files, databases, CRMs. A source gives raw text tables and knows nothing of facts."""
