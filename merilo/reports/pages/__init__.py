"""What each page gathers from the reports. Nothing here goes into documents that are made beforehand."""
