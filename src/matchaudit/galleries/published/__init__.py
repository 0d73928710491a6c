"""Figures that others have published, beside those that were measured here."""
