"""The steps that made the tables what they are; each is written once and never changed."""
