"""Which comes first in dates such as 01/02/2025, the day or the month."""

# ruff: noqa: S608 - names and texts in SQL are quoted by the database module

import duckdb

from matchaudit.records import database as db
from matchaudit.records import instants, refusals
from matchaudit.records.options import Dates
from matchaudit.records.staging import Staged


def date_order(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    column: str,
    raw: str | None = None,
) -> Dates | None:
    """Find out whether dates such as 01/02/2025 put the day or the month first.

    Parameters
    ----------
    connection : DuckDBPyConnection
    staged : Staged
    column : str
    raw : str, optional
        SQL of what the column says, if that is not its text.

    Returns
    -------
    {"day-first", "month-first"} or None
        None if the file holds no such date, only ISO 8601 ones.

    Raises
    ------
    InputError
        ``E04`` if both ways remain possible for some date, or the file mixes them.
    """
    raw = raw or f"trim(CAST({db.name(column)} AS VARCHAR))"
    slashed = (
        f"(SELECT {staged.row} AS row_number, {raw} AS said, "
        f"CAST(regexp_extract({raw}, '^([0-9]+)', 1) AS INTEGER) AS a, "
        f"CAST(regexp_extract({raw}, '^[0-9]+[/.-]([0-9]+)', 1) AS INTEGER) AS b "
        f"FROM {staged.numbered} WHERE regexp_matches({raw}, {instants.SLASHED}))"
    )
    n, first, clear_row, clear_said, n_day, n_month = db.one_row(
        connection,
        "SELECT count(*), "
        "arg_min(said, row_number) FILTER (WHERE a <= 12 AND b <= 12 AND a <> b), "
        "min(row_number) FILTER (WHERE a > 12 OR b > 12), "
        "arg_min(said, row_number) FILTER (WHERE a > 12 OR b > 12), "
        f"count_if(a > 12), count_if(b > 12) FROM {slashed}",
    )
    if not n:
        return None
    likely: Dates = "month-first" if n_month else "day-first"
    if first is None and not (n_day and n_month):
        return likely
    raise refusals.unclear_dates(
        first or clear_said,
        clear=(clear_row, clear_said) if bool(n_day) != bool(n_month) else None,
        likely=likely,
        file=staged.file,
        column=column,
    )
