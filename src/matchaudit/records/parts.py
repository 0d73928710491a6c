"""From files to parts: staged, free of people, with every column matched and typed.

What all kinds of record have in common; what is made of the parts differs by kind.
"""

# ruff: noqa: S608 - names and texts in SQL are quoted by the database module

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from matchaudit.errors import InputError, Problem
from matchaudit.records import database as db
from matchaudit.records import instants
from matchaudit.records.columns import match_columns, percent_columns
from matchaudit.records.date_order import date_order
from matchaudit.records.date_stages import TextDate, stage_dates
from matchaudit.records.instants import DateForms, DateRules
from matchaudit.records.mapping import MapFile, built_in_map
from matchaudit.records.options import ReadOptions
from matchaudit.records.reading import stage_file
from matchaudit.records.schema import Kind
from matchaudit.records.staging import Staged
from matchaudit.records.table import InputFile
from matchaudit.records.value_checks import check_values
from matchaudit.records.values import (
    Typed,
    ValueRules,
    said,
    typed,
    whole_ids,
)
from matchaudit.records.wording import listed, quoted
from matchaudit.records.writing import sha256_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file with the SQL of its fields, by canonical name.

    ``map_file`` is what its columns were matched with; ``built_in`` is its name if it
    came with the package and was chosen for its columns.
    """

    staged: Staged
    fields: Mapping[str, Typed]
    map_file: MapFile | None = None
    built_in: str | None = None

    def sql(self, *, as_text: frozenset[str] = frozenset()) -> str:
        """Return a SELECT of the fields, those of ``as_text`` as text."""
        values = ", ".join(
            (f"CAST({f.value} AS VARCHAR)" if name in as_text else f.value)
            + f" AS {db.name(name)}"
            for name, f in self.fields.items()
        )
        return f"SELECT {values} FROM {self.staged.relation}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Matched:
    """A file whose columns are matched, before its values are typed."""

    staged: Staged
    columns: Mapping[str, str]
    rules: ValueRules
    map_file: MapFile | None
    built_in: str | None

    def dates(self, kind: Kind) -> dict[str, tuple[str, str, DateForms]]:
        """Return by the file's column the SQL, the type and the forms of its dates."""
        return {
            self.columns[name]: (
                said(kind.field(name), self.columns[name], self.rules),
                self.staged.types[self.columns[name]],
                forms,
            )
            for name, forms in self.rules.forms.items()
        }

    def texts(self, kind: Kind) -> dict[str, TextDate]:
        """Return by canonical name the dates that are texts."""
        return {
            name: TextDate(
                raw=said(kind.field(name), self.columns[name], self.rules),
                column=db.name(self.columns[name]),
                forms=forms,
            )
            for name, forms in self.rules.forms.items()
            if self.rules.recode.get(name)
            or instants.forms_of_type(self.staged.types[self.columns[name]]) is None
        }


def read_parts(
    connection: duckdb.DuckDBPyConnection,
    files: Sequence[Path],
    kind: Kind,
    options: ReadOptions,
    scratch: Path,
) -> list[Part]:
    """Bring files of one kind into parts whose values fit their fields.

    Parameters
    ----------
    connection : DuckDBPyConnection
    files : sequence of Path
    kind : Kind
    options : ReadOptions
    scratch : Path
        A folder for what reading needs.

    Returns
    -------
    list of Part

    Raises
    ------
    InputError
        ``E07`` before all else; then as the files ask.
    """
    instants.refuse_unknown_zone(connection, options.zone, file=files[0].name)
    matched = [_match(connection, path, kind, options, scratch) for path in files]
    if options.zone is None:
        instants.refuse_mixed_zones(
            ((m.staged, m.dates(kind)) for m in matched), connection
        )
    zoned = any(f.zoned for m in matched for f in m.rules.forms.values())
    dates = DateRules(order=options.date_order, zone=options.zone, zoned_file=zoned)
    parts = []
    for match in matched:
        staged, places = stage_dates(connection, match.staged, match.texts(kind), dates)
        rules = replace(match.rules, dates=dates, instants=places)
        part = Part(
            staged=staged,
            fields={
                name: typed(kind.field(name), column, match.staged.types[column], rules)
                for name, column in match.columns.items()
            },
            map_file=match.map_file,
            built_in=match.built_in,
        )
        check_values(connection, staged, _but_nil(part.fields), kind)
        parts.append(part)
    return parts


def _match(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    kind: Kind,
    options: ReadOptions,
    scratch: Path,
) -> _Matched:
    staged = stage_file(connection, path, scratch, kind, options)
    map_file = None if staged.labels_checked else options.map_file
    known = None if map_file else built_in_map(staged.columns, kind)
    built_in, map_file = known or (None, map_file)
    columns = match_columns(staged.columns, kind, map_file, file=path.name)
    percent = percent_columns(options.percent, columns, kind, file=path.name)
    rules = ValueRules(
        decimal_comma=options.decimal_comma,
        percent=percent | frozenset(map_file.percent if map_file else ()),
        recode=map_file.recode if map_file else {},
        whole=whole_ids(connection, staged, columns, kind),
        neat=staged.neat,
        dash_is_missing=not any(field.role == "score" for field in kind.fields),
    )
    forms = _date_forms(connection, staged, columns, kind, rules, options)
    return _Matched(
        staged=staged,
        columns=columns,
        rules=replace(rules, forms=forms),
        map_file=map_file,
        built_in=built_in,
    )


def _date_forms(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    columns: Mapping[str, str],
    kind: Kind,
    rules: ValueRules,
    options: ReadOptions,
) -> dict[str, DateForms]:
    dates = [name for name in columns if kind.field(name).type == "date"]
    known = {
        name: forms
        for name in dates
        if (forms := instants.forms_of_type(staged.types[columns[name]])) is not None
    }
    raws = {n: said(kind.field(n), columns[n], rules) for n in dates if n not in known}
    found = instants.find_forms(connection, staged, raws, missing=rules.missing)
    if options.date_order is None:
        for name, forms in found.items():
            if forms.other:
                order = date_order(connection, staged, columns[name], raws[name])
                found[name] = replace(forms, order=order)
    return known | found


def _but_nil(fields: Mapping[str, Typed]) -> dict[str, Typed]:
    """Let a row that says "no search" go without an id."""
    nil = fields.get("nil_return")
    if nil is None:
        return dict(fields)
    return {
        name: replace(f, wrong=f"({f.wrong} AND NOT coalesce({nil.value}, false))")
        if f.field.needed and f.field.role == "pseudonym"
        else f
        for name, f in fields.items()
    }


def input_file(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    part: Part,
    kind: Kind,
    *,
    sha256: str,
) -> InputFile:
    """Say what ``findings.json`` names of one file."""
    (rows,) = db.one_row(connection, f"SELECT count(*) FROM {part.staged.relation}")
    return InputFile(
        file=path.name,
        kind=kind.name,
        rows=int(rows),
        sha256=sha256,
        map_sha256=part.map_file.sha256 if part.map_file else None,
    )


def hashes_of(files: Sequence[Path]) -> list[str]:
    """Return the SHA-256 of each file.

    Raises
    ------
    InputError
        ``E13`` if two files are the same, to the last byte.
    """
    hashes = [sha256_of(path) for path in files]
    for i, sha256 in enumerate(hashes):
        first = hashes.index(sha256)
        if first < i:
            one, other = files[first].name, files[i].name
            raise InputError(
                Problem(
                    code="E13",
                    what=f"{one} was given twice."
                    if one == other
                    else f"{one} and {other} hold the same, to the last byte.",
                    fix="Give each file once: rows that count twice make a rate look "
                    "surer than it is.",
                    done="No rate was worked out.",
                    file=other,
                )
            )
    return hashes


def refuse_different_columns(parts: Sequence[Part]) -> None:
    """Raise E01 if files that are read together do not have the same columns."""
    first = parts[0]
    for part in parts[1:]:
        differ = set(first.fields) ^ set(part.fields)
        if differ:
            have, lack = (first, part) if differ & set(first.fields) else (part, first)
            names = sorted(differ & set(have.fields))
            raise InputError(
                Problem(
                    code="E01",
                    what=f"{lack.staged.file} has no {listed(quoted(names))}, which "
                    f"{have.staged.file} has.",
                    fix="Files that are read together need the same columns.",
                    file=lack.staged.file,
                )
            )
