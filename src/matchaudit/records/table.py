"""Tables of records that were read, checked and brought into canonical form.

What lies behind them (CSV, Parquet, a matrix, ...) no longer matters from here on.
"""

from dataclasses import dataclass, field
from pathlib import Path

LATEST = "__latest"
"""What the column that ends a date's interval is called after the date's own name."""

SOURCE_FILE, SOURCE_ROW = "source_file", "source_row"
"""The columns that say where a record stands: a file's name and a row in it."""


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
        Such as ``"searches"``.
    sql : str
        A SELECT over the files that yields the canonical columns of the kind. For every
        kind but comparisons (see `ComparisonTable`) these are:

        - ``source_file`` VARCHAR and ``source_row`` BIGINT: the file's name, and the
          row as a spreadsheet counts it; never NULL.
        - each field that the files have, by its name: a string or a rate is VARCHAR, an
          integer BIGINT, a number DOUBLE (never NaN), a duration DOUBLE (minutes), a
          boolean BOOLEAN, a date TIMESTAMP in UTC. NULL means not recorded. A value of
          a closed vocabulary is one of its words.
        - beside each date ``<name>__latest`` TIMESTAMP: the date lies between the two.
          Both are the same for an instant; a day without an hour, or a month, is a
          whole day or month. NULL if and only if the date is.
    columns : tuple of str
        The fields of the kind that are there.
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
    inputs: tuple[InputFile, ...]
    workspace: Path
    cautions: tuple[str, ...] = field(default=())
    synthetic: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonTable(Table):
    """Comparisons in canonical form.

    Attributes
    ----------
    sql : str
        These columns are always there:

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
    """

    covariates: tuple[str, ...]
    n_subjects: int
    score_type: str
    lower_is_closer: bool
