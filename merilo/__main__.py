"""`python -m merilo` is `merilo`."""

from merilo.cli import main

main()
