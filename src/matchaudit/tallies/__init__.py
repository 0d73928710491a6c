"""Counts out of large tables: the only code that scans them."""
