"""The API: what pages show, for programs, in the name of the person whose token they carry."""
