"""The numbers as open data: RFC 4180 CSV, described as CSVW and as Table Schema."""

import csv
import hashlib
import io
import json
import math
from collections.abc import Iterable, Mapping
from typing import Literal

from matchaudit.disclosure import Released
from matchaudit.errors import ParameterError
from matchaudit.estimation.finding import Column, Curve, Finding

_CSVW_TYPES = {
    "string": "string",
    "integer": "integer",
    "number": "double",
    "boolean": "boolean",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet may run a cell that begins with one of these."""


def open_data(released: Released) -> dict[str, bytes]:
    """Return every open-data file by its path below the output folder.

    One CSV file for each curve and one for all findings, each with its CSVW
    description beside it, and ``datapackage.json`` over all of them.
    """
    tables = (findings_table(released.findings), *released.curves)
    content: dict[str, bytes] = {}
    for table in tables:
        content[table.path] = csv_bytes(table)
        content[f"{table.path}-metadata.json"] = _json(csvw(table))
    content["datapackage.json"] = _json(data_package(released, tables, content))
    return content


def csv_bytes(table: Curve) -> bytes:
    r"""Return a table as RFC 4180 CSV in UTF-8; an empty cell is "not known".

    Examples
    --------
    >>> x = Column("x", "number", "score", "a score", (0.1, None))
    >>> csv_bytes(Curve("c", "C", (x, Column("y", "string", "", "a", ("a,b", "c")))))
    b'x,y\r\n0.1,"a,b"\r\n,c\r\n'
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(column.name for column in table.columns)
    cells = ([_cell(v, column) for v in column.values] for column in table.columns)
    writer.writerows(zip(*cells, strict=True))
    return stream.getvalue().encode()


def csvw(table: Curve) -> dict[str, object]:
    """Return the CSVW description that lies beside a CSV file."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": f"{table.name}.csv",
        "dc:title": table.title,
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
        "tableSchema": {
            "columns": [
                {
                    "name": column.name,
                    "titles": column.name,
                    "datatype": _CSVW_TYPES[column.type],
                    "dc:description": _meaning(column),
                    "null": "",
                }
                for column in table.columns
            ]
        },
    }


def data_package(
    released: Released, tables: Iterable[Curve], content: Mapping[str, bytes]
) -> dict[str, object]:
    """Return the Data Package (Table Schema of every CSV file, size and hash)."""
    return {
        "profile": "tabular-data-package",
        "name": "matchaudit",
        "title": released.provenance.title,
        "description": released.provenance.synthetic
        or "Findings of an audit of face recognition.",
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": table.name,
                "title": table.title,
                "path": table.path,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": len(content[table.path]),
                "hash": f"sha256:{hashlib.sha256(content[table.path]).hexdigest()}",
                "schema": {
                    "fields": [
                        {
                            "name": column.name,
                            "type": column.type,
                            "description": _meaning(column),
                        }
                        for column in table.columns
                    ],
                    "missingValues": [""],
                },
            }
            for table in tables
        ],
    }


def findings_table(findings: tuple[Finding, ...]) -> Curve:
    """Return all findings as one flat table, a column for each population key."""
    keys = dict.fromkeys(key for finding in findings for key in finding.population)
    ends = [finding.interval or (None, None) for finding in findings]
    columns = (
        _column("id", "string", "what was measured", [f.id for f in findings]),
        *(_population_column(key, findings) for key in keys),
        _column("status", "string", "how much can be said", _all(findings, "status")),
        _column("estimate", "number", "best estimate", _all(findings, "estimate")),
        _column("low", "number", "lower end of the interval", [e[0] for e in ends]),
        _column("high", "number", "upper end of the interval", [e[1] for e in ends]),
        _column(
            "confidence",
            "number",
            "how often such intervals hold",
            _all(findings, "confidence"),
        ),
        _column("events", "integer", "errors counted", _all(findings, "events")),
        _column("trials", "integer", "out of how many", _all(findings, "trials")),
        _column(
            "effective_trials",
            "number",
            "independent trials of the same precision",
            _all(findings, "effective_trials"),
        ),
        _column("unit", "string", "unit of the numbers", _all(findings, "unit")),
        _column("method", "string", "how it was worked out", _all(findings, "method")),
        _column("says", "string", "the finding in words", _all(findings, "says")),
        _column(
            "because", "string", "why a number is missing", _all(findings, "because")
        ),
        _column("curve", "string", "file with the curve", _all(findings, "curve")),
        _column(
            "sources", "string", "sources", ["; ".join(f.sources) for f in findings]
        ),
        _column(
            "cautions",
            "string",
            "what to bear in mind",
            [" ".join(f.cautions) for f in findings],
        ),
    )
    return Curve("findings", "All findings", columns)


def _all(findings: tuple[Finding, ...], name: str) -> list[str | int | float | None]:
    return [getattr(finding, name) for finding in findings]


def _column(
    name: str,
    kind: Literal["string", "integer", "number"],
    meaning: str,
    values: Iterable[str | int | float | None],
) -> Column:
    return Column(name, kind, "", meaning, tuple(values))


def _population_column(key: str, findings: tuple[Finding, ...]) -> Column:
    values = [finding.population.get(key) for finding in findings]
    said = [value for value in values if value is not None]
    numeric = all(type(v) in (int, float) for v in said)
    return Column(
        f"population_{key}",
        "number" if numeric else "string",
        "",
        f"to which {key.replace('_', ' ')} the finding applies",
        tuple(v if v is None or numeric else str(v) for v in values),
    )


def _meaning(column: Column) -> str:
    return f"{column.meaning} ({column.unit})" if column.unit else column.meaning


def _cell(value: object, column: Column) -> str:
    """Write one cell: numbers read back the same, words no spreadsheet runs."""
    if value is None:
        return ""
    if column.type == "boolean":
        return "true" if value else "false"
    if column.type == "string":
        return _harmless(str(value))
    number = float(str(value)) if column.type == "number" else int(str(value))
    if math.isnan(number):
        raise ParameterError(column.name, "a number or empty", value)
    if math.isinf(number):
        return "INF" if number > 0 else "-INF"
    return repr(number)


def _harmless(text: str) -> str:
    """Put a quote before words that a spreadsheet would take for a formula.

    References
    ----------
    .. [1] OWASP, CSV injection.

    Examples
    --------
    >>> _harmless("=1+1"), _harmless("group A")
    ("'=1+1", 'group A')
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


def _json(facts: object) -> bytes:
    return f"{json.dumps(facts, indent=1, ensure_ascii=False)}\n".encode()
