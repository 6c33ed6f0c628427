"""How fast Merilo is, on this machine, against hand-written SQL on the same files."""
