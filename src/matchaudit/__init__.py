"""The open audit bench for face recognition in official use.

matchaudit identifies nobody. Scores, counts, logs and coded observations with
pseudonyms go in; findings come out. Data flows one way through the packages, in the
order of ``ARCHITECTURE.md``.
"""

__version__ = "0.1.0"
