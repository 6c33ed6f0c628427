"""Notices, how each person wants to hear of what, and the mails that were sent, as rows."""
