"""An .xlsx workbook as a CSV file in the workspace."""

import csv
import datetime as dt
from collections.abc import Collection
from pathlib import Path

from matchaudit.errors import InputError, Problem
from matchaudit.records.formats import TextLayout, read_layout
from matchaudit.records.wording import listed, quoted

Cell = object


def workbook_as_csv(
    path: Path, workspace: Path, *, known: Collection[str] = ()
) -> tuple[Path, TextLayout]:
    """Copy the one sheet that holds values into a CSV file.

    Whole numbers lose Excel's ".0"; dates become 2025-02-01.

    Parameters
    ----------
    path : Path
    workspace : Path
        Where the CSV file is written.
    known : collection of str
        Names of columns, to tell the line of names from a note.

    Returns
    -------
    Path, TextLayout

    Raises
    ------
    InputError
        ``E15`` if no sheet holds values, ``E02`` if several do.
    """
    rows = sheet_rows(path)
    copy = workspace / f"{path.stem}.sheet.csv"
    with copy.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        before_names = True
        for row in rows:
            # A note stands alone in its row; "#17" in a row of values is a value.
            if before_names and row[0].startswith("#") and not any(row[1:]):
                out.write(f"{row[0].splitlines()[0]}\n")
            else:
                before_names = False
                writer.writerow(row)
    return copy, read_layout(copy, encoding="utf-8", delimiter=",", known=known)


def sheet_rows(path: Path) -> list[list[str]]:
    """Return the cells of the one sheet with values, as texts; empty rows are left out."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(path))
        sheets = {
            name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names
        }
    except (CalamineError, OSError) as error:
        raise _refused(path, "E15", "is not a workbook that we can open") from error
    filled = {name: rows for name, rows in sheets.items() if any(map(any, rows))}
    if not filled:
        raise _refused(path, "E15", "has no sheet with values")
    if len(filled) > 1:
        names = listed(quoted(filled))
        raise _refused(path, "E02", f"has {len(filled)} sheets with values: {names}")
    rows = [[_as_text(cell) for cell in row] for row in next(iter(filled.values()))]
    return [row for row in rows if any(row)]


def _as_text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell)


def _refused(path: Path, code: str, what: str) -> InputError:
    return InputError(
        Problem(
            code=code,
            what=f"{path.name} {what}.",
            fix="Save the sheet that you need as a workbook of its own.",
            done="Nothing was read.",
            file=path.name,
        )
    )
