"""Mails: the digest and gathered notices as letters, their charts as images, and their way to the mail server."""
