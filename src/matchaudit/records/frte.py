"""Published tables of NIST's test of 1:N face recognition (FRTE), as CSV files.

Two layouts are known by their columns: people missed by gallery size
(``fnir_N1600000``, ...) and wrong matches by group (``fpir_EAsia_F``, ...). The file is
the user's: none comes with the package.
"""

import csv
import hashlib
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from matchaudit.errors import InputError, Problem
from matchaudit.records import persons
from matchaudit.records.person_values import told
from matchaudit.records.wording import listed, quoted

ALGORITHM = "algorithm"
_SIZE = re.compile(r"fnir_N([1-9][0-9]*)")
_GROUP = re.compile(r"fpir_([A-Za-z][A-Za-z0-9_]*)")
_NUMBER = re.compile(r"[0-9]*\.?[0-9]+")
_KNOWN = frozenset(
    {
        ALGORITHM,
        "fpir",
        "exponent_b_between_N",
        "gini",
        "mxog",
        "threshold_rule",
        "status",
        "source",
    }
)
_LARGEST = 20_000_000  # bytes: such a page has some hundred rows


@dataclass(frozen=True, slots=True)
class Quoted:
    """A rate as it was published: rounded, and without an interval.

    Attributes
    ----------
    value : float
        In [0, 1].
    decimals : int
        To how many decimals the column was rounded.
    """

    value: float
    decimals: int

    @property
    def low(self) -> float:
        """The least rate that rounds to it."""
        return max(0.0, self.value - 0.5 * 10.0**-self.decimals)

    @property
    def high(self) -> float:
        """The largest rate that rounds to it."""
        return min(1.0, self.value + 0.5 * 10.0**-self.decimals)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedMisses:
    """How often one algorithm misses people who are enrolled, by gallery size.

    Attributes
    ----------
    algorithm : str
    fpir : float or None
        The false positive identification rate for which the threshold was set anew at
        each size.
    fnir : mapping of int to Quoted
        By people in the gallery, smallest first; what is not published has no key.
    """

    algorithm: str
    fpir: float | None
    fnir: Mapping[int, Quoted]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedGroups:
    """How often one algorithm returns a wrong person, by group, at one threshold.

    Attributes
    ----------
    algorithm : str
    rule : str or None
        How the threshold was set, as published.
    fpir : mapping of str to Quoted
    max_over_geomean : Quoted or None
        The largest rate over the geometric mean of all, as published.
    """

    algorithm: str
    rule: str | None
    fpir: Mapping[str, Quoted]
    max_over_geomean: Quoted | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedTable:
    """One file of published figures.

    Attributes
    ----------
    file : str
        Its name, without the folder.
    sha256 : str
    misses : tuple of PublishedMisses
    groups : tuple of PublishedGroups
        One of the two is empty.
    sources : tuple of str
        What the column ``source`` says, each once.
    """

    file: str
    sha256: str
    misses: tuple[PublishedMisses, ...] = ()
    groups: tuple[PublishedGroups, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def algorithms(self) -> tuple[str, ...]:
        """The names of all algorithms, in the order of the file."""
        names = [row.algorithm for row in self.misses]
        return (*names, *(row.algorithm for row in self.groups))


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A file's rows by column, and where they stand."""

    file: str
    columns: tuple[str, ...]
    rows: Sequence[Mapping[str, str]]
    decimals: dict[str, int] = field(default_factory=dict)

    def text(self, row: Mapping[str, str], column: str) -> str | None:
        return row.get(column, "").strip() or None

    def quoted(self, number: int, column: str, *, most: float = 1.0) -> Quoted | None:
        """Return a rate of a row, or None if its cell is empty."""
        said = self.text(self.rows[number], column)
        if said is None:
            return None
        if not _NUMBER.fullmatch(said) or not 0 <= float(said) <= most:
            raise self._no_rate(number, column, said)
        if column not in self.decimals:
            texts = (row.get(column, "").strip() for row in self.rows)
            self.decimals[column] = max(len(t.partition(".")[2]) for t in texts)
        return Quoted(float(said), self.decimals[column])

    def _no_rate(self, number: int, column: str, said: str) -> InputError:
        return InputError(
            Problem(
                code="E05",
                what=f'Row {number + 2} says "{told(said)}" in "{column}". '
                "A published rate lies between 0 and 1.",
                fix="Mend the value, or leave the cell empty if none was published.",
                done="Nothing was read.",
                file=self.file,
                row=number + 2,
                column=column,
            )
        )


def read_published(path: Path) -> PublishedTable:
    r"""Read a table of published figures; its columns say which one it is.

    Parameters
    ----------
    path : Path
        A CSV file with a column ``algorithm`` and either columns such as
        ``fnir_N1600000`` or columns such as ``fpir_EAsia_F``.

    Returns
    -------
    PublishedTable

    Raises
    ------
    InputError
        ``E15`` if there is no such file or nothing in it; ``E07`` if a column may name
        people; ``E01`` if the columns are of another table; ``E05`` if a rate is none;
        ``E06`` if an algorithm stands in two rows.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "table.csv"
    >>> text = "algorithm,fpir,fnir_N100,fnir_N1000\nx_1,0.003,0.01,0.025\n"
    >>> _ = path.write_text(text)
    >>> read_published(path).misses[0].fnir[1000]
    Quoted(value=0.025, decimals=3)
    """
    content = _content(path)
    sheet = _sheet(path.name, content)
    _refuse_people(sheet)
    sizes = {c: int(m[1]) for c in sheet.columns if (m := _SIZE.fullmatch(c))}
    groups = {c: m[1] for c in sheet.columns if (m := _GROUP.fullmatch(c))}
    if ALGORITHM not in sheet.columns or bool(sizes) == bool(groups):
        raise _other_table(path.name)
    _refuse_unknown(sheet, {*sizes, *groups})
    _refuse_twice(sheet)
    said = dict.fromkeys(sheet.text(row, "source") for row in sheet.rows)
    return PublishedTable(
        file=path.name,
        sha256=hashlib.sha256(content).hexdigest(),
        misses=_misses(sheet, sizes) if sizes else (),
        groups=_groups(sheet, groups) if groups else (),
        sources=tuple(source for source in said if source),
    )


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise _other_table(path.name)
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            Problem(
                code="E15",
                what=f"There is no file {path.name} that can be read.",
                fix="Check the name and the folder.",
                done="Nothing was read.",
                file=path.name,
            )
        ) from error


def _sheet(file: str, content: bytes) -> _Sheet:
    try:
        lines = content.decode("utf-8-sig").splitlines()
        kept = [line for line in lines if line.strip() and not line.startswith("#")]
        reader = csv.reader(kept, strict=True)
        header, *rows = list(reader) or [[]]
    except (UnicodeDecodeError, csv.Error) as error:
        raise _other_table(file) from error
    ragged = next((i for i, row in enumerate(rows) if len(row) != len(header)), None)
    if ragged is not None:
        raise InputError(
            Problem(
                code="E03",
                what=f"Row {ragged + 2} has {len(rows[ragged])} values but the top row "
                f"has {len(header)} names.",
                fix="Mend the row. A value with a comma in it stands in quotes.",
                done="Nothing was read.",
                file=file,
                row=ragged + 2,
            )
        )
    if not rows or len(set(header)) < len(header):
        raise _other_table(file)
    return _Sheet(
        file, tuple(header), [dict(zip(header, row, strict=True)) for row in rows]
    )


def _refuse_people(sheet: _Sheet) -> None:
    values = {c: [row[c] for row in sheet.rows] for c in sheet.columns}
    by_name = persons.find_by_name(sheet.columns)
    persons.refuse(by_name, file=sheet.file)
    persons.refuse(persons.find_by_value(values), file=sheet.file)


def _refuse_unknown(sheet: _Sheet, rates: set[str]) -> None:
    unknown = [c for c in sheet.columns if c not in rates | _KNOWN]
    if unknown:
        names = listed(quoted(map(persons.told_name, unknown)))
        raise InputError(
            Problem(
                code="E01",
                what=f"We do not know the columns {names} of {sheet.file}.",
                fix=f"Leave them out. We read {_LAYOUTS}.",
                done="Nothing was read.",
                file=sheet.file,
            )
        )


def _refuse_twice(sheet: _Sheet) -> None:
    seen: dict[str, int] = {}
    for number, row in enumerate(sheet.rows):
        name = row[ALGORITHM].strip()
        if not name or name in seen:
            what = f'Row {number + 2} has no value in the column "algorithm".'
            if name:
                what = f"{name} stands in the rows {seen[name] + 2} and {number + 2}."
            raise InputError(
                Problem(
                    code="E06" if name else "E05",
                    what=what,
                    fix="Each row needs the name of one algorithm, once.",
                    done="Nothing was read.",
                    file=sheet.file,
                    row=number + 2,
                    column=ALGORITHM,
                )
            )
        seen[name] = number


_LAYOUTS = (
    'a column "algorithm" with columns such as "fnir_N1600000" (people missed by '
    'gallery size), or with columns such as "fpir_EAsia_F" (wrong matches by group)'
)


def _other_table(file: str) -> InputError:
    return InputError(
        Problem(
            code="E01",
            what=f"{file} is not a table of published figures that we know.",
            fix=f"It must be a CSV file: {_LAYOUTS}.",
            done="Nothing was read.",
            file=file,
        )
    )


def _misses(sheet: _Sheet, sizes: Mapping[str, int]) -> tuple[PublishedMisses, ...]:
    order = sorted(sizes, key=sizes.__getitem__)
    found = []
    for number, row in enumerate(sheet.rows):
        fpir = sheet.quoted(number, "fpir") if "fpir" in sheet.columns else None
        rates = {sizes[column]: sheet.quoted(number, column) for column in order}
        found.append(
            PublishedMisses(
                algorithm=row[ALGORITHM].strip(),
                fpir=fpir.value if fpir else None,
                fnir={n: rate for n, rate in rates.items() if rate is not None},
            )
        )
    return tuple(found)


def _groups(sheet: _Sheet, groups: Mapping[str, str]) -> tuple[PublishedGroups, ...]:
    found = []
    for number, row in enumerate(sheet.rows):
        rates = {name: sheet.quoted(number, c) for c, name in groups.items()}
        has_ratio = "mxog" in sheet.columns
        ratio = sheet.quoted(number, "mxog", most=math.inf) if has_ratio else None
        found.append(
            PublishedGroups(
                algorithm=row[ALGORITHM].strip(),
                rule=sheet.text(row, "threshold_rule"),
                fpir={g: rate for g, rate in rates.items() if rate is not None},
                max_over_geomean=ratio,
            )
        )
    return tuple(found)
