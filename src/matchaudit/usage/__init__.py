"""How it is used in the field: searches, deployments, rules, what is never verified.

Everything is computed from the counts of ``tallies``; nothing here knows a database, a
network or a clock.
"""
