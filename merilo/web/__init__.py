"""The web application: pages that sellers and managers like to open. It shows; all arithmetic is below."""
