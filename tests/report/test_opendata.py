import csv
import hashlib
import io
import json
import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchaudit.errors import ParameterError
from matchaudit.estimation.finding import Column, Curve
from matchaudit.report.opendata import csv_bytes, findings_table, open_data
from report import sample


def read(data: bytes) -> list[list[str]]:
    """Read CSV as anybody would."""
    return list(csv.reader(io.StringIO(data.decode(), newline="")))


def test_every_curve_has_numbers_and_a_description() -> None:
    names = set(open_data(sample.released()))
    tables = {c.path for c in sample.curves()} | {"data/findings.csv"}

    assert names == tables | {f"{t}-metadata.json" for t in tables} | {
        "datapackage.json"
    }


def test_lines_end_as_rfc_4180_says() -> None:
    data = csv_bytes(sample.det())

    assert data.count(b"\r\n") == 121
    assert data.replace(b"\r\n", b"").count(b"\n") == 0


@given(st.lists(st.one_of(st.none(), st.text(alphabet='a,"\r\n é')), min_size=1))
def test_words_survive(words: list[str | None]) -> None:
    """Commas, quotes, line breaks and accents are read back as they were."""
    key = Column("k", "integer", "", "row", tuple(range(len(words))))
    table = Curve("c", "C", (key, Column("w", "string", "", "words", tuple(words))))

    expected = [f"'{w}" if w and w.startswith("\r") else w or "" for w in words]
    assert [row[1] for row in read(csv_bytes(table))[1:]] == expected


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_spreadsheet_runs_a_word(start: str) -> None:
    """A group may be called "=HYPERLINK(...)"; a number below zero is a number."""
    words = Column("w", "string", "", "words", (f"{start}1+1", f"1{start}1"))
    below = Column("x", "number", "score", "a score", (-1.5, None))
    rows = read(csv_bytes(Curve("c", "C", (words, below))))

    assert rows[1:] == [[f"'{start}1+1", "-1.5"], [f"1{start}1", ""]]


@given(st.lists(st.floats(allow_nan=False), min_size=1))
def test_numbers_are_read_back_exactly(values: list[float]) -> None:
    table = Curve("c", "C", (Column("x", "number", "", "x", tuple(values)),))

    assert [float(row[0]) for row in read(csv_bytes(table))[1:]] == values


def test_unknown_is_an_empty_cell_and_nan_is_refused() -> None:
    column = Column("x", "number", "", "x", (None, math.inf, -math.inf))
    spoilt = Column("x", "number", "", "x", (math.nan,))

    assert csv_bytes(Curve("c", "C", (column,))) == b'x\r\n""\r\nINF\r\n-INF\r\n'
    with pytest.raises(ParameterError, match="a number or empty"):
        csv_bytes(Curve("c", "C", (spoilt,)))


def test_flat_findings_hold_every_finding_and_population() -> None:
    rows = list(csv.DictReader(io.StringIO(csv_bytes(_flat()).decode(), newline="")))
    first = sample.findings()[0]

    assert len(rows) == len(sample.findings())
    assert rows[0]["population_threshold"] == "0.6"
    assert rows[0]["low"] == repr((first.interval or (0, 0))[0])
    assert {r["status"] for r in rows} == {f.status for f in sample.findings()}


def _flat() -> Curve:
    return findings_table(sample.findings())


def test_population_of_mixed_kinds_is_words() -> None:
    """A column that holds numbers and words is a column of words."""
    first = sample.findings()[0]
    both = (
        replace(first, population={"score": 0.5}),
        replace(first, population={"score": "high"}),
    )
    column = next(
        c for c in findings_table(both).columns if c.name == "population_score"
    )

    assert (column.type, column.values) == ("string", ("0.5", "high"))


def test_package_names_hash_and_size_of_each_file() -> None:
    content = open_data(sample.released())
    package = json.loads(content["datapackage.json"])

    for resource in package["resources"]:
        data = content[resource["path"]]
        fields = [field["name"] for field in resource["schema"]["fields"]]
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        assert fields == read(data)[0]


def test_csvw_describes_the_file_beside_it() -> None:
    content = open_data(sample.released())
    about = json.loads(content["data/det.csv-metadata.json"])
    columns = about["tableSchema"]["columns"]

    assert about["url"] == "det.csv"
    assert [c["name"] for c in columns] == read(content["data/det.csv"])[0]
    assert columns[0]["datatype"] == "double"
