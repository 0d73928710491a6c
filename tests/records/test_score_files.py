"""Score files of the bob tools, as comparisons and as searches."""

from pathlib import Path

import duckdb
import pytest

from matchaudit.errors import InputError
from matchaudit.records import (
    CANDIDATES,
    ReadOptions,
    Table,
    read_comparisons,
    read_records,
)

FOUR = """\
p1 p1 p1-b 0.9
p2 p1 p1-b 0.3
p3 p1 p1-b 0.4
p1 p9 p9-a 0.2
p2 p9 p9-a 0.6
p3 p9 p9-a 0.1
"""
FIVE = """\
p1 p1-a p1 p1-c 0.5
p1 p1-b p1 p1-c 0.9
p2 p2-a p1 p1-c 0.7
"""


def rows_of(table: Table, columns: str, order: str = "1") -> list[tuple[object, ...]]:
    query = f"SELECT {columns} FROM ({table.sql}) ORDER BY {order}"  # noqa: S608 - our own words
    with duckdb.connect() as connection:
        return connection.execute(query).fetchall()


def read(
    text: str, tmp_path: Path, options: ReadOptions | None = None
) -> list[tuple[object, ...]]:
    (tmp_path / "scores.txt").write_text(text)
    table = read_records(
        tmp_path / "scores.txt", kind=CANDIDATES, options=options, workspace=tmp_path
    )
    return rows_of(
        table,
        "search_id, rank, candidate_subject, score, enrolled, gallery_size, failed, "
        "source_row",
        "search_id, rank",
    )


def test_four_columns_are_comparisons(tmp_path: Path) -> None:
    (tmp_path / "scores.txt").write_text(FOUR)

    table = read_comparisons(tmp_path / "scores.txt", workspace=tmp_path)

    counts = rows_of(table, "count(*), count_if(mated), max(score)")
    assert counts == [(6, 1, 0.9)]
    assert "probe_id" in table.columns


def test_five_columns_name_the_reference_too(tmp_path: Path) -> None:
    (tmp_path / "scores.txt").write_text(FIVE)

    table = read_comparisons(tmp_path / "scores.txt", workspace=tmp_path)

    counts = rows_of(table, "count_if(mated), count(DISTINCT reference_id)")
    assert counts == [(2, 3)]


def test_every_probe_is_a_search_of_the_whole_gallery(tmp_path: Path) -> None:
    assert read(FOUR, tmp_path) == [
        ("p1:p1-b", 1, "p1", 0.9, True, 3, False, 1),
        ("p1:p1-b", 2, "p3", 0.4, True, 3, False, 3),
        ("p1:p1-b", 3, "p2", 0.3, True, 3, False, 2),
        ("p9:p9-a", 1, "p2", 0.6, False, 3, False, 5),
        ("p9:p9-a", 2, "p1", 0.2, False, 3, False, 4),
        ("p9:p9-a", 3, "p3", 0.1, False, 3, False, 6),
    ]


def test_a_person_with_two_samples_is_one_candidate(tmp_path: Path) -> None:
    assert [row[:6] for row in read(FIVE, tmp_path)] == [
        ("p1:p1-c", 1, "p1", 0.9, True, 2),
        ("p1:p1-c", 2, "p2", 0.7, True, 2),
    ]


def test_of_distances_the_smallest_is_first(tmp_path: Path) -> None:
    rows = read(FOUR, tmp_path, ReadOptions(lower_is_closer=True))

    assert [row[2] for row in rows if row[1] == 1] == ["p2", "p3"]


def test_a_probe_without_a_usable_score_is_a_failed_search(tmp_path: Path) -> None:
    text = FOUR.replace("p9-a 0.2", "p9-a -1").replace("p9-a 0.6", "p9-a -1")
    text = text.replace("p9-a 0.1", "p9-a nan")

    rows = read(text, tmp_path, ReadOptions(failed_scores=(-1.0,)))

    assert rows[-1] == ("p9:p9-a", None, None, None, False, 3, True, 4)


def test_a_line_of_another_width_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Row 3 has 3 values but the first row has 4"):
        read(
            FOUR.replace("p3 p1 p1-b", "p3 p1"), tmp_path, ReadOptions(score_file=True)
        )


def test_a_score_that_is_no_number_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"Row 5 says \"high\"") as caught:
        read(FOUR.replace("0.6", "high"), tmp_path, ReadOptions(score_file=True))

    assert caught.value.problem.row == 5


def test_names_of_people_are_refused(tmp_path: Path) -> None:
    text = FOUR.replace("p9 ", "jane.doe@example.org ")

    with pytest.raises(InputError) as caught:
        read(text, tmp_path)

    assert caught.value.problem.code == "E07"


def test_each_row_of_a_matrix_is_a_search(tmp_path: Path) -> None:
    text = "probe,p1,p2,p3\np1,0.9,0.3,0.4\np1,0.8,0.1,\np7,0.2,0.6,0.1\n"

    rows = read(text, tmp_path, ReadOptions(matrix=True))

    assert [row[:6] for row in rows] == [
        ("p1:0", 1, "p1", 0.9, True, 3),
        ("p1:0", 2, "p3", 0.4, True, 3),
        ("p1:0", 3, "p2", 0.3, True, 3),
        ("p1:1", 1, "p1", 0.8, True, 3),
        ("p1:1", 2, "p2", 0.1, True, 3),
        ("p7:2", 1, "p2", 0.6, False, 3),
        ("p7:2", 2, "p1", 0.2, False, 3),
        ("p7:2", 3, "p3", 0.1, False, 3),
    ]


def test_a_row_of_a_matrix_with_a_score_too_few_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Row 3 has not one score for each of the 3"):
        read("probe,p1,p2,p3\np1,1,2,3\np9,1,2\n", tmp_path, ReadOptions(matrix=True))
