"""Registers of public claims, against what matching can do. Totals only."""
