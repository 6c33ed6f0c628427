"""What people own: coaching actions and snoozed signals, kept by Django's ORM in the workspace's `merilo.sqlite3`."""
