"""Access tokens: with them a program asks in the name of a person."""
