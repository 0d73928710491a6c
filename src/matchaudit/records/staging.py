"""Any file as a relation that SQL can read, with the file's own column names.

Text becomes a table of texts in the workspace (nothing is guessed, so that no value is
changed unseen); a Parquet file is read where it lies.
"""

# ruff: noqa: S608 - names and texts in SQL are quoted by the database module

from collections import Counter
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import duckdb

from matchaudit.errors import InputError, Problem
from matchaudit.records import database as db
from matchaudit.records.formats import TextLayout
from matchaudit.records.persons import told_name
from matchaudit.records.text_rows import (
    LONGEST_VALUE,
    rows_below,
    unreadable_rows,
)
from matchaudit.records.wording import plural

_TABLE_NUMBERS = count(1)
_SCALAR = [
    "VARCHAR",
    "BOOLEAN",
    "DATE",
    "TIMESTAMP",
    "FLOAT",
    "DOUBLE",
    "DECIMAL",
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
    "ENUM",
    "UUID",
    "TIME",
    "INTERVAL",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """A file as a relation.

    Attributes
    ----------
    file : str
        The file's name.
    relation : str
        What may stand after FROM.
    numbered : str
        The same where ``row`` can be asked for.
    row : str
        An SQL expression for the row as a spreadsheet counts it.
    types : dict of str to str
        The file's columns, in order, with their SQL types.
    synthetic : str or None
    labels_checked : bool
        True for a matrix, whose labels were checked for names of people already.
    nested : tuple of str
        Columns of texts that held objects or lists.
    delimiter : str
        What parts the values, where the file is delimited text.
    neat : frozenset of str
        Columns of texts whose values are all written as the database writes them.
    """

    file: str
    relation: str
    numbered: str
    row: str
    types: dict[str, str]
    synthetic: str | None = None
    labels_checked: bool = False
    nested: tuple[str, ...] = ()
    delimiter: str = ","
    neat: frozenset[str] = frozenset()

    @property
    def columns(self) -> tuple[str, ...]:
        """The file's own column names."""
        return tuple(self.types)

    @property
    def texts(self) -> tuple[str, ...]:
        """The columns that hold text."""
        return tuple(c for c, t in self.types.items() if t.startswith("VARCHAR"))

    @property
    def blobs(self) -> tuple[str, ...]:
        """The columns that hold bytes, lists or other things that are no value."""
        return tuple(
            c
            for c, t in self.types.items()
            if c in self.nested or t.endswith("]") or not t.startswith(tuple(_SCALAR))
        )


def stage_csv(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    layout: TextLayout,
    workspace: Path,
    *,
    file: str | None = None,
) -> Staged:
    """Read a delimited text file as a table of texts.

    Parameters
    ----------
    connection : DuckDBPyConnection
        From ``open_database``.
    path : Path
    layout : TextLayout
        From ``read_layout``.
    workspace : Path
        Where a copy in UTF-8 is made if the file is in another encoding.
    file : str, optional
        The name in messages, where ``path`` is a copy.

    Raises
    ------
    InputError
        ``E03`` if rows have more or fewer values than there are names, ``E01`` if a
        name stands twice, ``E15`` if there are no rows.
    """
    file = file or path.name
    refuse_unclear_names(layout.header, file=file)
    n_rows = _check_widths(path, layout, file=file)
    source, skip = path, layout.header_ends
    if layout.encoding != "utf-8":
        source, skip = _as_utf8(path, layout, workspace), 0
    table = f"staged_{next(_TABLE_NUMBERS)}"
    columns = ", ".join(f"{db.text(c)}: 'VARCHAR'" for c in layout.header)
    try:
        connection.execute(
            f"CREATE TABLE {table} AS SELECT * FROM read_csv({db.text(str(source))}, "
            f"auto_detect=false, header=false, skip={skip}, columns={{{columns}}}, "
            f"delim={db.text(layout.delimiter)}, quote='\"', escape='\"', "
            f"max_line_size={LONGEST_VALUE})"
        )
    except duckdb.Error as error:
        raise unreadable_rows(
            file, "quotes that do not close, or a very long value"
        ) from error
    if db.one_row(connection, f"SELECT count(*) FROM {table}")[0] != n_rows:
        raise unreadable_rows(file, "quotes or line ends that can be read in two ways")
    staged = table_of_texts(table, layout.header, file=file, synthetic=layout.synthetic)
    staged = _without_blank_rows(
        connection, replace(staged, delimiter=layout.delimiter)
    )
    if not db.one_row(connection, f"SELECT count(*) FROM {staged.relation}")[0]:
        raise _no_rows(file)
    return staged


def _without_blank_rows(
    connection: duckdb.DuckDBPyConnection, staged: Staged
) -> Staged:
    """Pass over rows such as ",,", which spreadsheets leave behind."""
    blank = " AND ".join(
        f"coalesce(trim({db.name(column)}), '') = ''" for column in staged.columns
    )
    (n_blank,) = db.one_row(
        connection, f"SELECT count_if({blank}) FROM {staged.relation}"
    )
    if not n_blank:
        return staged
    filled = f"(SELECT *, {staged.row} AS row_of_file FROM {staged.relation} WHERE NOT ({blank}))"
    return replace(staged, relation=filled, numbered=filled, row="row_of_file")


def stage_parquet(connection: duckdb.DuckDBPyConnection, path: Path) -> Staged:
    """Name a Parquet file as a relation; nothing is copied."""
    place = db.text(str(path.resolve()))
    try:
        described = connection.execute(
            f"DESCRIBE SELECT * FROM read_parquet({place})"
        ).fetchall()
        said = connection.execute(
            f"SELECT decode(value) FROM parquet_kv_metadata({place}) "
            "WHERE decode(key) = 'matchaudit_synthetic'"
        ).fetchall()
        (n_rows,) = db.one_row(
            connection, f"SELECT count(*) FROM read_parquet({place})"
        )
    except duckdb.Error as error:
        raise InputError(
            Problem(
                code="E03",
                what=f"We cannot read {path.name}. The Parquet file is damaged, or was "
                "cut off.",
                fix="Copy or export it again.",
                done="Nothing was read.",
                file=path.name,
            )
        ) from error
    if not n_rows:
        raise _no_rows(path.name)
    return Staged(
        file=path.name,
        relation=f"read_parquet({place})",
        numbered=f"read_parquet({place}, file_row_number=true)",
        row="file_row_number + 2",
        types={str(row[0]): str(row[1]) for row in described},
        synthetic=str(said[0][0]) if said else None,
    )


def refuse_unclear_names(header: tuple[str, ...], *, file: str) -> None:
    """Raise E01 if columns have no name, or the same: nobody could say which is meant."""
    nameless = [i for i, name in enumerate(header, start=1) if not name]
    if nameless:
        raise InputError(
            Problem(
                code="E01",
                what=f"Column {nameless[0]} of {file} has no name. It may hold row "
                "numbers, or the line of names may end with a sign too many.",
                fix="Give the column a name, or take it out.",
                file=file,
            )
        )
    twice = [c for c, n in Counter(c.casefold() for c in header).items() if n > 1]
    if twice:
        raise InputError(
            Problem(
                code="E01",
                what=f"{plural(len(twice), 'column name')} of {file} "
                f"{'stands' if len(twice) == 1 else 'stand'} there more than once, "
                f'such as "{told_name(twice[0])}".',
                fix="Give each column its own name.",
                file=file,
            )
        )


def table_of_texts(
    table: str, header: tuple[str, ...], *, file: str, synthetic: str | None
) -> Staged:
    """Describe a table of the database whose columns are all texts."""
    return Staged(
        file=file,
        relation=table,
        numbered=table,
        row="rowid + 2",
        types=dict.fromkeys(header, "VARCHAR"),
        synthetic=synthetic,
    )


def _check_widths(path: Path, layout: TextLayout, *, file: str) -> int:
    """Return the number of rows if each has one value for each name."""
    names = len(layout.header)
    widths = Counter(map(len, rows_below(path, layout, file=file)))
    widths.pop(0, None)  # an empty line holds no row
    if not widths:
        raise _no_rows(file)
    if set(widths) == {names}:
        return widths[names]
    n_ragged = widths.total() - widths[names]
    rows = enumerate((r for r in rows_below(path, layout, file=file) if r), start=2)
    row, values = next((i, r) for i, r in rows if len(r) != names)
    more = len(values) > names
    fix = (
        "A comma inside a value can cause this. Put the value in quotes, "
        'like "Smith, Jones".'
        if more and layout.delimiter == ","
        else "Check the row for a value too many, or for a line end inside a value."
        if more
        else "Check the row for a missing value, or for a line end inside a value."
    )
    raise InputError(
        Problem(
            code="E03",
            what=f"Row {row} has {plural(len(values), 'value')} but the top row has "
            f"{plural(names, 'name')}.",
            fix=fix,
            done=f"{plural(n_ragged, 'row')} {'has' if n_ragged == 1 else 'have'} "
            "this problem.",
            file=file,
            row=row,
        )
    )


def _no_rows(file: str) -> InputError:
    return InputError(
        Problem(
            code="E15",
            what=f"{file} has names of columns but no rows.",
            fix="Check that it is the right file.",
            done="Nothing was read.",
            file=file,
        )
    )


def _as_utf8(path: Path, layout: TextLayout, workspace: Path) -> Path:
    copy = workspace / f"utf8_{next(_TABLE_NUMBERS)}.csv"
    with (
        path.open(encoding=layout.encoding, newline="") as stream,
        copy.open("w", encoding="utf-8", newline="") as out,
    ):
        for _ in range(layout.header_ends):
            stream.readline()
        while block := stream.read(1 << 20):
            out.write(block)
    return copy
