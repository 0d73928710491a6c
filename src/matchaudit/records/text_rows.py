"""The rows of a delimited text file, one by one."""

import csv
from collections.abc import Iterator
from pathlib import Path

from matchaudit.errors import InputError, Problem
from matchaudit.records.formats import TextLayout

LONGEST_VALUE = 1 << 24


def rows_below(path: Path, layout: TextLayout, *, file: str) -> Iterator[list[str]]:
    """Yield the rows below the line of names; an empty line is an empty list.

    Parameters
    ----------
    path : Path
    layout : TextLayout
    file : str
        The file's name, for messages.

    Raises
    ------
    InputError
        With code ``E03`` if the bytes are no text, or a value is longer than 16 MB.
    """
    # A picture in a value must be seen to be refused; the limit is the process's own.
    former = csv.field_size_limit(LONGEST_VALUE)
    try:
        with path.open(encoding=layout.encoding, newline="") as stream:
            for _ in range(layout.header_ends):
                stream.readline()
            yield from csv.reader(stream, delimiter=layout.delimiter)
    except (csv.Error, UnicodeError) as error:
        raise unreadable_rows(file, "bytes that are no text") from error
    finally:
        csv.field_size_limit(former)


def unreadable_rows(file: str, why: str) -> InputError:
    """Return E03 for rows that cannot be told apart."""
    return InputError(
        Problem(
            code="E03",
            what=f"We cannot read the rows of {file}. It may hold {why}.",
            fix='Open it in a spreadsheet and save it again as "CSV UTF-8".',
            done="Nothing was read.",
            file=file,
        )
    )
