"""Score files of four or five columns without a header, as the bob tools write them.

Four columns are ``claimed_id real_id test_label score``; with five, the name of the
model stands second. The claimed id is the reference's person, the real id the probe's.
"""

import csv
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import duckdb

from matchaudit.errors import InputError, Problem
from matchaudit.records.formats import TextLayout, guess_encoding, synthetic_statement
from matchaudit.records.staging import Staged, stage_csv
from matchaudit.records.wording import plural

COLUMNS = {
    4: ("reference_subject", "probe_subject", "probe_id", "score"),
    5: ("reference_subject", "reference_id", "probe_subject", "probe_id", "score"),
}
"""What stands in each column, by our names.

References
----------
.. [1] bob.bio.base, Score file formats: ``claimed_id real_id test_label score`` and
   ``claimed_id model_label real_id test_label score``.
"""

_LOOKED_AT = 20


def looks_like_a_score_file(path: Path, encoding: str | None = None) -> bool:
    """Say whether the first lines are four or five words, the last a number.

    Parameters
    ----------
    path : Path
        A text file.
    encoding : str, optional
        As the user said; else it is guessed.

    Returns
    -------
    bool
        Never True for a file with a line of names, or with commas or semicolons.
    """
    try:
        lines = list(islice(_lines(path, encoding), _LOOKED_AT))
    except (UnicodeError, LookupError):
        return False
    widths = {len(words) for _, words in lines}
    return (
        len(widths) == 1
        and widths <= set(COLUMNS)
        and all(_is_number(words[-1]) for _, words in lines)
        and not any(
            sign in word for _, words in lines for word in words for sign in ",;|"
        )
    )


def stage_score_file(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    workspace: Path,
    *,
    encoding: str | None = None,
    file: str,
) -> Staged:
    """Read a score file as a table of texts with our names of columns.

    Parameters
    ----------
    connection : DuckDBPyConnection
    path : Path
    workspace : Path
        Where a copy with a line of names is made.
    encoding : str, optional
    file : str
        The file's name, for messages.

    Returns
    -------
    Staged
        Its rows are the lines of the file, from 1, without those that begin with ``#``.

    Raises
    ------
    InputError
        ``E03`` if lines differ in their number of columns or have neither four nor
        five; ``E02`` if the text cannot be decoded.
    """
    made = workspace / f"{path.name}.columns.csv"
    try:
        names = _copied(path, made, encoding, file)
    except (UnicodeError, LookupError) as error:
        raise InputError(
            Problem(
                code="E02",
                what=f"We cannot read the letters of {file}.",
                fix="Save the file as UTF-8 text, or run again with --encoding.",
                done="Nothing was read.",
                file=file,
            )
        ) from error
    with path.open(encoding=encoding or guess_encoding(path)) as stream:
        first = stream.readline()
    notes = (first.lstrip("#").strip(),) if first.startswith("#") else ()
    layout = TextLayout(
        encoding="utf-8", delimiter=",", notes=notes, header=names, header_ends=1
    )
    staged = stage_csv(connection, made, layout, workspace, file=file)
    return replace(staged, row="rowid + 1", synthetic=synthetic_statement(notes))


def _copied(path: Path, made: Path, encoding: str | None, file: str) -> tuple[str, ...]:
    """Copy all lines below a line of names, and return the names."""
    width = 0
    with made.open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream)
        for row, words in _lines(path, encoding):
            if not width:
                width = len(words)
                if width not in COLUMNS:
                    raise _other_width(file, row, width)
                out.writerow(COLUMNS[width])
            if len(words) != width:
                raise _other_width(file, row, len(words), width)
            out.writerow(words)
    if not width:
        raise _other_width(file, 1, 0)
    return COLUMNS[width]


def _lines(path: Path, encoding: str | None) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the words of each line that holds a score."""
    with path.open(encoding=encoding or guess_encoding(path)) as stream:
        row = 0
        for line in stream:
            words = line.split()
            if words and not line.startswith("#"):
                row += 1
                yield row, words


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True


def _other_width(file: str, row: int, found: int, first: int = 0) -> InputError:
    expected = f"the first row has {first}" if first else "a score file has 4 or 5"
    return InputError(
        Problem(
            code="E03",
            what=f"Row {row} has {plural(found, 'value')} but {expected}.",
            fix="A line is: the reference's person, the probe's person, the probe, the "
            "score; with five values the model stands second. No value may hold a space.",
            done="Nothing was read.",
            file=file,
            row=row,
        )
    )
