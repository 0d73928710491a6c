"""Whole files of every form, and every reason for which one is refused."""

# ruff: noqa: S608 - the SQL of these tests is their own

import csv
import hashlib
import io
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matchaudit.errors import InputError, Problem
from matchaudit.records import ComparisonTable, MapFile, read_comparisons

Write = Callable[..., Path]
Read = Callable[..., ComparisonTable]
Refused = Callable[..., Problem]
RowsOf = Callable[[ComparisonTable], list[tuple[Any, ...]]]
BSSR1 = (
    Path(__file__).resolve().parents[2].parent
    / "shared"
    / "data"
    / "scores"
    / "bssr1-face-C.csv"
)
SMALL = "probe_subject,reference_subject,score\nA,A,0.9\nA,B,0.2\nB,A,0.3\nB,B,\n"
CANONICAL = [
    (0, 0, 0.9, False, True),
    (0, 1, 0.2, False, False),
    (1, 0, 0.3, False, False),
    (1, 1, None, True, True),
]


def test_a_csv_file_becomes_canonical_rows(
    write: Write, read: Read, rows_of: RowsOf
) -> None:
    path = write("scores.csv", SMALL)

    table = read(path)

    assert rows_of(table) == CANONICAL
    assert table.columns == (
        "probe_subject",
        "reference_subject",
        "score",
        "failed",
        "mated",
    )
    assert (table.kind, table.n_subjects, table.score_type) == (
        "comparisons",
        2,
        "DOUBLE",
    )
    assert table.covariates == ()
    assert table.cautions == ()
    assert table.synthetic is None
    assert table.inputs[0].rows == 4
    assert table.inputs[0].sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_all_forms_give_the_same_rows(
    write: Write,
    read: Read,
    rows_of: RowsOf,
    write_parquet: Callable[..., Path],
    write_workbook: Callable[..., Path],
    write_json_lines: Callable[..., Path],
) -> None:
    rows = [("A", "A", 0.9), ("A", "B", 0.2), ("B", "A", 0.3), ("B", "B", None)]
    header = ("probe_subject", "reference_subject", "score")
    values = ", ".join(
        f"('{p}', '{r}', {'NULL' if s is None else s}::DOUBLE)" for p, r, s in rows
    )
    files = [
        write("a.csv", SMALL.replace(",", ";"), "utf-16"),
        write("b.csv", SMALL.replace("\n", "\r\n"), "utf-8-sig"),
        write("c.tsv", SMALL.replace(",", "\t"), "windows-1252"),
        write("d.csv", f"# Synthetic: by hand\n{SMALL}\n"),
        write_parquet(f"SELECT * FROM (VALUES {values}) t({', '.join(header)})"),
        write_workbook([header, *rows]),
        write_json_lines([dict(zip(header, row, strict=True)) for row in rows]),
        write("m.csv", ",A,B\nA,0.9,0.2\nB,0.3,NA\n"),
    ]

    for path in files:
        assert rows_of(read(path)) == CANONICAL, path.name


def test_every_field_is_read(write: Write, read: Read, rows_of: RowsOf) -> None:
    path = write(
        "scores.csv",
        "probe_id,reference_id,probe_subject,reference_subject,score,mated,failed,"
        "probe_group,probe_mask,probe_visible_fraction,reference_capture\n"
        "p2,r1,A,A,0.9,yes,no,g1,none,1,phone\n"
        "p1,r1,B,A,0.7,no,yes,,surgical,0.5,\n",
    )

    table = read(path)

    assert table.columns[5:] == (
        "probe_id",
        "reference_id",
        "probe_group",
        "probe_mask",
        "probe_visible_fraction",
        "reference_capture",
    )
    assert table.covariates == table.columns[7:]
    assert rows_of(table) == [
        (0, 0, 0.9, False, True, 1, 0, "g1", "none", 1.0, "phone"),
        (1, 0, None, True, False, 0, 0, None, "surgical", 0.5, None),
    ]


def test_sentinels_missing_and_nan_scores_are_failures(
    write: Write, read: Read, rows_of: RowsOf
) -> None:
    path = write(
        "scores.csv",
        "probe_subject,reference_subject,score\n"
        "A,A,-1\nA,B,NaN\nB,A,\nB,B,-inf\nB,C,NA\nC,C,-999\nC,A,-1.5\n",
    )

    table = read(path, failed_scores=(-1.0, -999.0))

    usable = [row for row in rows_of(table) if not row[3]]
    assert [row[2] for row in usable] == [-math.inf, -1.5]
    assert all(row[2] is None for row in rows_of(table) if row[3])


def test_distances_are_turned_around(write: Write, read: Read, rows_of: RowsOf) -> None:
    path = write(
        "scores.csv",
        "probe_subject,reference_subject,score\nA,A,0.1\nA,B,0.8\nB,B,9\n",
    )

    table = read(path, lower_is_closer=True, failed_scores=(9,))

    assert table.lower_is_closer
    assert [row[2] for row in rows_of(table)] == [-0.1, -0.8, None]


def test_a_map_file_renames_recodes_and_leaves_out(
    write: Write, read: Read, rows_of: RowsOf
) -> None:
    sheet = MapFile(
        kind="comparisons",
        columns={"Who": "probe_subject", "Whom": "reference_subject", "Sim": "score"}
        | {"Cover": "probe_mask", "Pct": "probe_visible_fraction"},
        recode={"probe_mask": {"1": "surgical", "0": "none"}},
        left_out=["Comment"],
        percent=["probe_visible_fraction"],
        decimal="comma",
    )
    path = write(
        "vendor.csv", "Who;Whom;Sim;Cover;Pct;Comment\nA;A;0,9;1;50;x\nA;B;0,2;0;100;\n"
    )

    table = read(path, map_file=sheet)

    assert rows_of(table) == [
        (0, 0, 0.9, False, True, "surgical", 0.5),
        (0, 1, 0.2, False, False, "none", 1.0),
    ]
    assert table.inputs[0].map_sha256 == sheet.sha256


def test_shards_share_codes(write: Write, read: Read, rows_of: RowsOf) -> None:
    head = "probe_subject,reference_subject,score\n"
    one = write("one.csv", f"{head}A,A,0.9\nA,C,0.1\n")
    two = write("two.csv", f"# Synthetic: two\n{head}B,C,0.2\nB,B,0.8\n")

    table = read([one, two])

    assert [row[:2] for row in rows_of(table)] == [(0, 0), (0, 2), (1, 1), (1, 2)]
    assert [given.rows for given in table.inputs] == [2, 2]
    assert table.synthetic == "Synthetic: two"


def test_shards_with_other_columns_are_refused(write: Write, problem: Refused) -> None:
    one = write("one.csv", SMALL)
    two = write(
        "two.csv", "probe_subject,reference_subject,score,probe_mask\nA,A,1,none\n"
    )

    found = problem([one, two])

    assert found.code == "E01"
    assert found.what == 'one.csv has no "probe_mask", which two.csv has.'


def test_whole_numbers_are_coded_by_size(
    write: Write, read: Read, rows_of: RowsOf
) -> None:
    path = write(
        "scores.csv", "probe_subject,reference_subject,score\n10,10,0.9\n10,9,0.1\n"
    )

    assert [row[:2] for row in rows_of(read(path))] == [(1, 0), (1, 1)]


def test_parquet_with_dense_codes_is_read_where_it_lies(
    write_parquet: Callable[..., Path], read: Read, rows_of: RowsOf, workspace: Path
) -> None:
    path = write_parquet(
        "SELECT * FROM (VALUES (0, 0, 0.7::FLOAT), (1, 0, 'nan'::FLOAT), "
        "(2, 1, 0.1::FLOAT)) t(probe_subject, reference_subject, score)",
        note="Synthetic: by hand",
    )

    table = read(path)

    assert list(workspace.rglob("*.parquet")) == []
    assert table.score_type == "FLOAT"
    assert table.n_subjects == 3
    assert table.synthetic == "Synthetic: by hand"
    assert rows_of(table) == [
        (0, 0, pytest.approx(0.7, abs=1e-7), False, True),
        (1, 0, None, True, False),
        (2, 1, pytest.approx(0.1, abs=1e-7), False, False),
    ]
    with duckdb.connect() as connection:
        described = connection.execute(f"DESCRIBE {table.sql}").fetchall()
    types = {row[0]: row[1] for row in described}
    assert types["score"] == "DOUBLE"
    assert types["probe_subject"] == "BIGINT"


@pytest.mark.parametrize("ids", ["(7, 7), (7, 9)", "('x', 'x'), ('x', 'y')"])
def test_parquet_with_other_ids_is_coded_once(
    write_parquet: Callable[..., Path],
    read: Read,
    rows_of: RowsOf,
    workspace: Path,
    ids: str,
) -> None:
    path = write_parquet(
        "SELECT *, CASE WHEN probe_subject = reference_subject THEN 0.9 ELSE 0.1 END "
        f"AS score FROM (VALUES {ids}) t(probe_subject, reference_subject)"
    )

    table = read(path)

    assert [row[:2] for row in rows_of(table)] == [(0, 0), (0, 1)]
    names = sorted(found.name for found in workspace.rglob("*.parquet"))
    assert names == ["comparisons.parquet", "subjects.parquet"]


def test_canonical_types_are_those_of_the_contract(write: Write, read: Read) -> None:
    table = read(
        write(
            "scores.csv",
            "probe_subject,reference_subject,score,probe_id,probe_group,"
            "reference_visible_fraction\nA,A,1,p,g,0.5\n",
        )
    )

    with duckdb.connect() as connection:
        described = connection.execute(f"DESCRIBE {table.sql}").fetchall()

    assert {row[0]: row[1] for row in described} == {
        "probe_subject": "BIGINT",
        "reference_subject": "BIGINT",
        "score": "DOUBLE",
        "failed": "BOOLEAN",
        "mated": "BOOLEAN",
        "probe_id": "BIGINT",
        "probe_group": "VARCHAR",
        "reference_visible_fraction": "DOUBLE",
    }


def test_the_bssr1_matrix_is_read_as_comparisons(read: Read) -> None:
    if not BSSR1.exists():
        pytest.skip("LOUD: the shared BSSR1 score file is not on this machine")

    table = read(BSSR1, failed_scores=(-1,))

    with duckdb.connect() as connection:
        counted = connection.execute(
            "SELECT count(*), count_if(failed), count_if(mated AND NOT failed), "
            f"count_if(NOT mated AND NOT failed) FROM ({table.sql})"
        ).fetchall()
    assert counted == [(267_289, 517, 516, 266_256)]
    assert table.n_subjects == 517
    assert table.cautions == ()


def test_a_sentinel_that_was_not_declared_is_suspected(read: Read) -> None:
    if not BSSR1.exists():
        pytest.skip("LOUD: the shared BSSR1 score file is not on this machine")

    assert read(BSSR1).cautions == (
        (
            "517 scores are exactly -1, far from all others. If -1 means that there was no "
            "score, run again with --failed-score -1."
        ),
    )


# ------------------------------------------------------------------ refusals


def test_e01_names_the_guesses(write: Write, problem: Refused) -> None:
    path = write("scores.csv", "Query Person,Gallery Person,Similarity\nA,A,0.9\n")

    assert problem(path).message == (
        'We could not find 3 of the columns we need. Your file has "Query Person", '
        '"Gallery Person" and "Similarity". We think these are probe_subject, '
        'reference_subject and score. Run "matchaudit map scores.csv" to check our '
        "guesses. Nothing was changed."
    )


def test_e01_without_a_guess(write: Write, problem: Refused) -> None:
    path = write("scores.csv", "probe_subject,reference_subject,xyz\nA,A,0.9\n")

    found = problem(path)

    assert found.code == "E01"
    assert found.message == (
        "We could not find 1 of the columns we need: score. Your file has "
        '"xyz". Run "matchaudit map scores.csv" to say which columns they are. '
        "Nothing was changed."
    )


def test_an_unknown_column_is_never_dropped(write: Write, problem: Refused) -> None:
    path = write("s.csv", "probe_subject,reference_subject,score,hue\nA,A,1,red\n")

    found = problem(path)

    assert found.code == "E01"
    assert found.message == (
        'We do not know 1 column: "hue". Run "matchaudit map s.csv" to say what it is, '
        "or to leave it out. Nothing was changed."
    )


def test_e02_a_workbook_with_the_wrong_ending(
    write_workbook: Callable[..., Path], problem: Refused
) -> None:
    assert problem(write_workbook([["a"]], name="scores.csv")).code == "E02"


def test_e03_says_which_row_is_ragged(write: Write, problem: Refused) -> None:
    path = write("s.csv", "search_id,ts\nS1,09:14,PD\nS2,10:20\n")

    found = problem(path)

    assert found.code == "E03"
    assert found.message == (
        "Row 2 has 3 values but the top row has 2 names. A comma inside a value can "
        'cause this. Put the value in quotes, like "Smith, Jones". 1 row has this '
        "problem."
    )
    assert found.row == 2


def test_e03_counts_all_ragged_rows(write: Write, problem: Refused) -> None:
    found = problem(write("s.csv", "a;b;c\n1;2;3\n1;2\n1;2;3\n1\n"))

    assert found.what == "Row 3 has 2 values but the top row has 3 names."
    assert found.done == "2 rows have this problem."


def test_e05_in_a_score(write: Write, problem: Refused) -> None:
    path = write("s.csv", SMALL.replace(",", ";").replace("0.3", "0,80"))

    assert problem(path).message == (
        'Scores must be numbers. Row 4 says "0,80". Did you mean 0.80? If the whole '
        "file uses commas for decimals, run again with --decimal comma."
    )


def test_e05_where_a_subject_is_missing(write: Write, problem: Refused) -> None:
    found = problem(write("s.csv", f"{SMALL},A,0.5\n"))

    assert found.code == "E05"
    assert found.what == 'Row 6 has no value in the column "probe_subject".'


def test_e07_stops_before_anything_else(write: Write, problem: Refused) -> None:
    """A file with other faults still hears of people first."""
    found = problem(write("searches.csv", "Officer Name,Suspect DOB,x\na,b\n"))

    assert found.message == (
        'We stopped because 2 columns may name people: "Officer Name" and "Suspect '
        'DOB". This tool never needs names, birth dates or pictures. Run "matchaudit '
        'clean searches.csv" to make a copy without them. Nothing was read from those '
        "columns."
    )


def test_e07_sees_every_form(
    write: Write,
    problem: Refused,
    write_parquet: Callable[..., Path],
    write_workbook: Callable[..., Path],
    write_json_lines: Callable[..., Path],
) -> None:
    files = [
        write("a.csv", "score,Officer Name\n1,x\n"),
        write_parquet("SELECT 1 AS score, 'x' AS photo"),
        write_parquet("SELECT 1 AS score, [0.1, 0.2] AS v", name="list.parquet"),
        write_parquet("SELECT 1 AS score, 'x'::BLOB AS v", name="blob.parquet"),
        write_workbook([["score", "Surname"], [1, "x"]]),
        write_json_lines([{"score": 1, "email": "x"}]),
        write("m.csv", ",Jane Doe,Rick Roe\nJane Doe,1,2\nRick Roe,2,1\n"),
    ]

    assert [problem(path).code for path in files] == ["E07"] * len(files)


def test_e07_looks_at_every_value(
    write: Write, problem: Refused, write_json_lines: Callable[..., Path]
) -> None:
    """A picture in the last of many rows is found, and is not repeated."""
    rows = "A,A,1,g\n" * 3000
    head = "probe_subject,reference_subject,score,probe_group\n"
    path = write("s.csv", f"{head}{rows}A,A,1,faces/17.jpg\n")

    found = problem(path)

    assert found.code == "E07"
    assert '"probe_group"' in found.what
    assert "17.jpg" not in found.message
    vector = {"probe_subject": [0.1] * 64, "reference_subject": "A", "score": 1}
    assert problem(write_json_lines([vector])).code == "E07"


def test_e07_in_pseudonyms_that_are_names(write: Write, problem: Refused) -> None:
    path = write(
        "s.csv", "probe_subject,reference_subject,score\nJane Doe,Rick Roe,0.1\n"
    )

    found = problem(path)

    assert found.code == "E07"
    assert "Jane" not in found.message


def test_a_map_file_does_not_open_a_column_of_people(
    write: Write, problem: Refused
) -> None:
    sheet = MapFile(
        kind="comparisons",
        columns={"Officer Name": "probe_group"},
        left_out=["Suspect DOB"],
    )
    path = write("s.csv", "probe_subject,Officer Name,Suspect DOB\nA,x,y\n")

    assert problem(path, map_file=sheet).code == "E07"


def test_e08_gives_both_figures(write: Write, problem: Refused) -> None:
    path = write(
        "s.csv",
        "probe_subject,reference_subject,score\nA,A,0.21\nA,B,0.62\nB,A,0.66\n",
    )

    assert problem(path).message == (
        "Same-person pairs score lower than different-person pairs in this file (0.21 "
        "against 0.64). The scores may be distances. If so, run again with "
        "--lower-is-closer."
    )
    found = problem(write("t.csv", SMALL), lower_is_closer=True)
    assert found.code == "E08"
    assert "run again without --lower-is-closer" in found.fix


def test_a_map_file_for_another_file_is_refused(write: Write, problem: Refused) -> None:
    path = write("s.csv", SMALL)
    for sheet, words in [
        (MapFile(kind="searches", columns={}), 'for the kind "searches"'),
        (MapFile(kind="comparisons", columns={"Z": "score"}), 'no column "Z"'),
        (MapFile(kind="comparisons", columns={"score": "hue"}), 'no "hue" among'),
        (
            MapFile(
                kind="comparisons",
                columns={"score": "score", "probe_subject": "score"},
            ),
            '"score" to more than one',
        ),
    ]:
        found = problem(path, map_file=sheet)
        assert found.code == "E18"
        assert words in found.what


def test_mated_that_contradicts_the_subjects_is_refused(
    write: Write, problem: Refused
) -> None:
    path = write(
        "s.csv",
        "probe_subject,reference_subject,score,mated\nA,A,1,yes\nA,B,0,true\nB,B,1,no\n",
    )

    found = problem(path)

    assert found.code == "E17"
    assert found.row == 3
    assert "2 rows have this problem." in found.what


def test_nothing_is_left_behind_by_a_failure(
    write: Write, problem: Refused, workspace: Path
) -> None:
    for text in (SMALL + "A,A\n", SMALL + "A,A,x\n", "a,b\n", SMALL + "A,B,99\n" * 9):
        assert problem(write("s.csv", text)).code in {"E01", "E03", "E05", "E08", "E15"}
        assert list(workspace.iterdir()) == []


def test_a_second_reading_leaves_the_first_table_alone(
    write: Write, read: Read, rows_of: RowsOf
) -> None:
    first = read(write("one.csv", SMALL))
    read(write("two.csv", SMALL.replace("A", "Z")))

    assert rows_of(first) == CANONICAL


# ------------------------------------------------------------------ cautions


def test_a_declared_sentinel_that_never_occurs_is_said(
    write: Write, read: Read
) -> None:
    table = read(write("s.csv", SMALL), failed_scores=(-1,))

    assert table.cautions == (
        "We were told that a score of -1 means a failure, but no score is -1.",
    )


def test_repeated_pairs_of_samples_are_said(write: Write, read: Read) -> None:
    head = "probe_subject,reference_subject,score,probe_id,reference_id\n"
    rows = "A,A,1,p1,r1\nA,A,1,p1,r1\nA,A,1,p1,r1\nA,A,1,p2,r1\nA,A,1,,r1\nA,A,1,,r1\n"

    (caution,) = read(write("s.csv", head + rows)).cautions

    assert caution.startswith("2 rows repeat a pair of probe and reference")


def test_a_few_equal_scores_are_no_sentinel(write: Write, read: Read) -> None:
    rows = "".join(f"A,B,{k / 100}\n" for k in range(50)) + "A,A,1\n" * 30

    table = read(write("s.csv", "probe_subject,reference_subject,score\n" + rows))

    assert table.cautions == ()


def test_a_failure_that_hits_both_kinds_of_pair_is_suspected(
    write: Write, read: Read
) -> None:
    """Distances of 9.5 for everybody's comparisons with C are no distances."""
    rows = "".join(f"A,B,{1 + k / 100}\nA,A,{k / 100}\n" for k in range(50))
    rows += "A,C,9.5\n" * 9 + "A,A,9.5\nC,C,9.5\nB,C,9.5\n"

    table = read(
        write("s.csv", "probe_subject,reference_subject,score\n" + rows),
        lower_is_closer=True,
    )

    assert table.cautions == (
        (
            "12 scores are exactly 9.5, far from all others. If 9.5 means that there was "
            "no score, run again with --failed-score 9.5."
        ),
    )


def test_scores_with_two_values_hold_no_sentinel(write: Write, read: Read) -> None:
    rows = "A,B,0\n" * 30 + "A,A,1\n" * 30

    table = read(write("s.csv", "probe_subject,reference_subject,score\n" + rows))

    assert table.cautions == ()


# ------------------------------------------------------------------ properties

IDS = st.text(st.sampled_from("abcXYZ019_-é"), min_size=1, max_size=5)
SCORES = st.one_of(st.none(), st.floats(-8, 8, width=32))
GROUPS = st.one_of(st.none(), st.sampled_from(["a b", "ü;1", 'say "x"', "c,d", "|"]))
ROWS = st.lists(st.tuples(IDS, IDS, SCORES, GROUPS), min_size=1, max_size=12)
# A workbook written by others keeps 16 digits of a number, so exact ones are used.
SIXTY_FOURTHS = st.one_of(st.none(), st.integers(-512, 512).map(lambda k: k / 64))
ROWS_OF_64THS = st.lists(
    st.tuples(IDS, IDS, SIXTY_FOURTHS, GROUPS), min_size=1, max_size=12
)
HEADER = ("probe_subject", "reference_subject", "score", "probe_group")
Row = tuple[str, str, float | None, str | None]


def _csv(rows: Sequence[Row], delimiter: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(HEADER)
    writer.writerows(rows)
    return out.getvalue()


def _parquet(rows: Sequence[Row], path: Path) -> Path:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t (p TEXT, r TEXT, s DOUBLE, g TEXT)")
        connection.executemany("INSERT INTO t VALUES (?, ?, ?, ?)", rows)
        names = ", ".join(f"{a} AS {b}" for a, b in zip("prsg", HEADER, strict=True))
        connection.execute(f"COPY (SELECT {names} FROM t) TO '{path}'")
    return path


@pytest.mark.slow
@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    rows=ROWS,
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "windows-1252"]),
)
def test_text_and_parquet_hold_the_same_rows(
    rows: list[Row],
    delimiter: str,
    encoding: str,
    tmp_path_factory: pytest.TempPathFactory,
    rows_of: RowsOf,
) -> None:
    """Whatever the delimiter and encoding, a score or a group is the same."""
    folder = tmp_path_factory.mktemp("same")
    text = folder / "a.csv"
    text.write_bytes(_csv(rows, delimiter).encode(encoding))
    parquet = _parquet(rows, folder / "a.parquet")
    try:
        expected = read_comparisons(parquet, workspace=folder)
    except InputError as error:
        with pytest.raises(InputError, match=error.problem.code):
            read_comparisons(text, workspace=folder)
        return

    table = read_comparisons(text, workspace=folder)

    assert rows_of(table) == rows_of(expected)
    assert table.n_subjects == len({i for row in rows for i in row[:2]})


@pytest.mark.slow
@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=ROWS_OF_64THS)
def test_json_lines_and_workbooks_hold_the_same_rows(
    rows: list[Row], tmp_path_factory: pytest.TempPathFactory, rows_of: RowsOf
) -> None:
    """The same table as JSON Lines and as .xlsx gives equal canonical rows."""
    import json

    from openpyxl import Workbook

    folder = tmp_path_factory.mktemp("same")
    lines = folder / "a.jsonl"
    lines.write_text(
        "".join(json.dumps(dict(zip(HEADER, row, strict=True))) + "\n" for row in rows)
    )
    book = Workbook()
    for row in (HEADER, *rows):
        book.active.append(row)
    book.save(folder / "a.xlsx")
    try:
        expected = read_comparisons(lines, workspace=folder)
    except InputError as error:
        with pytest.raises(InputError, match=error.problem.code):
            read_comparisons(folder / "a.xlsx", workspace=folder)
        return

    table = read_comparisons(folder / "a.xlsx", workspace=folder)

    assert rows_of(table) == rows_of(expected)
