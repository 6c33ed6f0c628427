"""Imports that people began in the browser."""
