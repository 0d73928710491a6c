from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from matchaudit.errors import Problem
from matchaudit.records import ComparisonTable

Write = Callable[..., Path]
Read = Callable[..., ComparisonTable]
Refused = Callable[..., Problem]
RowsOf = Callable[[ComparisonTable], list[tuple[Any, ...]]]
HEAD = "probe_subject,reference_subject,score,probe_group\n"


def test_quotes_and_line_ends_inside_values(
    write: Write, read: Read, rows_of: RowsOf
) -> None:
    path = write("s.csv", HEAD + 'A,A,1,"a, ""b""\nc"\n\n"B",B,1,\n')

    assert [row[5] for row in rows_of(read(path))] == ['a, "b"\nc', None]


@pytest.mark.parametrize("text", [HEAD, f"{HEAD}\n\n", f"# x\n{HEAD}"])
def test_a_file_without_rows_is_refused(
    write: Write, problem: Refused, text: str
) -> None:
    found = problem(write("s.csv", text))

    assert found.code == "E15"
    assert found.what == "s.csv has names of columns but no rows."


def test_a_name_that_stands_twice_is_refused(write: Write, problem: Refused) -> None:
    found = problem(write("s.csv", "score,Score,x\n1,2,3\n"))

    assert found.code == "E01"
    assert 'such as "score"' in found.what


@pytest.mark.parametrize("quote", ['A,A,"1,g\n', 'A,A,1,"g" h\n'])
def test_quotes_that_can_be_read_in_two_ways_are_refused(
    write: Write, problem: Refused, quote: str
) -> None:
    found = problem(write("s.csv", HEAD + quote + "A,B,0,g\n"))

    assert found.code == "E03"


def test_a_row_number_counts_the_line_of_names(write: Write, problem: Refused) -> None:
    found = problem(write("s.csv", f"# a\n# b\n{HEAD}A,A,1,g\nA,A,x,g\n"))

    assert (found.code, found.row) == ("E05", 3)


def test_a_line_of_json_lines_is_counted_as_it_stands(
    write: Write, problem: Refused
) -> None:
    good = '{"probe_subject": "A", "reference_subject": "A", "score": 1}\n'

    assert problem(write("s.jsonl", f"# x\n{good}{good[:-2]}\n")).row == 3
    wrong = problem(write("t.jsonl", good + good.replace("1}", '"x"}')))
    assert (wrong.code, wrong.row) == ("E05", 2)


def test_json_lines_say_that_they_are_synthetic(
    write: Write, read: Read, rows_of: RowsOf
) -> None:
    text = (
        "# Synthetic: by hand\n"
        '{"probe_subject": "A", "reference_subject": "A", "score": NaN}\n'
        '{"score": 0.5, "probe_subject": "A", "reference_subject": "B"}\n'
    )

    table = read(write("s.jsonl", text))

    assert table.synthetic == "Synthetic: by hand"
    assert [row[2] for row in rows_of(table)] == [None, 0.5]


def test_a_damaged_parquet_file_is_refused(write: Write, problem: Refused) -> None:
    assert problem(write("s.parquet", "PAR1 and no more")).code == "E03"


def test_paths_and_columns_with_quotes_are_harmless(
    write: Write, read: Read, rows_of: RowsOf
) -> None:
    from matchaudit.records import MapFile

    sheet = MapFile(
        kind="comparisons",
        columns={
            "a'b": "probe_subject",
            'c"d': "reference_subject",
            "e;--": "score",
        },
    )
    path = write('o\'neill "x".csv', 'a\'b,"c""d",e;--\nA,A,1\n')

    assert rows_of(read(path, map_file=sheet)) == [(0, 0, 1.0, False, True)]


def test_a_wrong_encoding_further_down_is_refused(
    write: Write, problem: Refused
) -> None:
    rows = "A,A,1,g\n" * 40_000
    path = write(
        "s.csv", f"{HEAD}{rows}A,B,0,\N{LATIN SMALL LETTER E WITH ACUTE}\n", "latin-1"
    )

    assert problem(path, encoding="utf-8").code == "E03"
