"""The journal as pages, the API and the command line use it: rights, writing, reading, search, its way into facts."""
