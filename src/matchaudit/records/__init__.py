"""Check records."""
