"""Importing in the browser: files received, their mapping proposed and corrected, tried out, brought in."""
