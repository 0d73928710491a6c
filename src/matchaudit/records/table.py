"""A table of records that was read, checked and brought into canonical form.

What lies behind it (CSV, Parquet, a matrix, ...) no longer matters from here on.
"""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """One input, as ``findings.json`` names it."""

    file: str
    kind: str
    rows: int
    sha256: str
    map_sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Records in canonical form, readable by one SQL text.

    Attributes
    ----------
    kind : str
        Such as ``"comparisons"``.
    sql : str
        A SELECT over the files that yields the canonical columns of the kind. For
        ``comparisons`` these are always there:

        - ``probe_subject``, ``reference_subject``: BIGINT codes (0 .. n-1) that both
          sides share. The pseudonyms themselves stay behind in ``subjects``.
        - ``score``: DOUBLE, larger means more alike (already oriented), NULL if and
          only if ``failed``; never NaN. May be infinite.
        - ``failed``: BOOLEAN, never NULL.
        - ``mated``: BOOLEAN, never NULL.

        and these where the file has them: ``probe_id``, ``reference_id`` (BIGINT codes
        per side), and the covariates of ``covariates``: VARCHAR, except
        ``probe_visible_fraction`` and ``reference_visible_fraction``: DOUBLE. NULL
        means not recorded.
    columns : tuple of str
        The canonical columns that are there.
    covariates : tuple of str
        Those of them that describe a probe or a reference, such as ``probe_group``.
    n_subjects : int
        How many codes ``probe_subject`` and ``reference_subject`` share.
    score_type : str
        ``"FLOAT"`` or ``"DOUBLE"``: how scores are stored, so that a threshold can be
        snapped to a value that the column can hold.
    lower_is_closer : bool
        True if the file held distances, which ``score`` negates.
    inputs : tuple of InputFile
    workspace : Path
        A temporary folder that the caller owns; what ``sql`` reads may lie there.
    cautions : tuple of str
        Plain sentences about the data that every report must carry.
    synthetic : str or None
        The file's own statement that it holds no real records.
    """

    kind: str
    sql: str
    columns: tuple[str, ...]
    covariates: tuple[str, ...]
    n_subjects: int
    score_type: str
    lower_is_closer: bool
    inputs: tuple[InputFile, ...]
    workspace: Path
    cautions: tuple[str, ...] = field(default=())
    synthetic: str | None = None
