"""Who did what, when and from where: a log that is only ever added to."""
