"""Search logs and tables of deployments, by hand and as published."""

# ruff: noqa: S608 - the SQL of these tests is their own

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from matchaudit.errors import InputError, Problem
from matchaudit.records import (
    DEPLOYMENTS,
    SEARCHES,
    Kind,
    MapFile,
    ReadOptions,
    Table,
    load_map,
    read_records,
)

Write = Callable[..., Path]
Read = Callable[..., Table]
Refused = Callable[..., Problem]
PUBLISHED = (
    Path(__file__).resolve().parents[2].parent / "shared" / "data" / "deployments"
)
MET = PUBLISHED / "met_lfr_deployments_2023_2025may.csv"
HOME_OFFICE = PUBLISHED / "homeoffice_ie_lfr_2025_11.csv"
needs_published = pytest.mark.skipif(
    not PUBLISHED.is_dir(),
    reason="THE PUBLISHED DEPLOYMENTS ARE NOT HERE: their totals stay unchecked",
)


@pytest.fixture
def read_use(workspace: Path) -> Read:
    """Read searches, or another kind, with options given by name."""

    def _read(
        path: Path | Sequence[Path],
        kind: Kind = SEARCHES,
        **options: Any,  # noqa: ANN401 - any option
    ) -> Table:
        return read_records(
            path, kind=kind, options=ReadOptions(**options), workspace=workspace
        )

    return _read


@pytest.fixture
def refused(read_use: Read) -> Refused:
    """Return the problem for which a file is refused."""

    def _refused(*args: Any, **options: Any) -> Problem:  # noqa: ANN401 - as above
        with pytest.raises(InputError) as caught:
            read_use(*args, **options)
        return caught.value.problem

    return _refused


def _rows(table: Table, columns: str = "*") -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(
            f"SELECT {columns} FROM ({table.sql}) ORDER BY source_file, source_row"
        ).fetchall()


def _types(table: Table) -> dict[str, str]:
    with duckdb.connect() as connection:
        described = connection.execute(f"DESCRIBE {table.sql}").fetchall()
    return {row[0]: row[1] for row in described}


LOG = (
    "search_id,searched_at,agency,mode,threshold,candidates,urgent\n"
    "S1,2025-02-01 09:14,North PD,Near-Realtime,0.8,20,yes\n"
    "S2,2025-02-02,n/a,,nan,,\n"
)


def test_a_log_becomes_canonical_rows(write: Write, read_use: Read) -> None:
    table = read_use(write("log.csv", LOG))

    columns = "source_file, source_row, search_id, agency, mode, threshold, candidates"
    assert _rows(table, f"{columns}, urgent") == [
        ("log.csv", 2, "S1", "North PD", "near_realtime", 0.8, 20, True),
        ("log.csv", 3, "S2", None, None, None, None, None),
    ]
    assert table.columns == (
        "search_id",
        "searched_at",
        "agency",
        "mode",
        "urgent",
        "threshold",
        "candidates",
    )
    assert _types(table) == {
        "source_file": "VARCHAR",
        "source_row": "BIGINT",
        "search_id": "VARCHAR",
        "searched_at": "TIMESTAMP",
        "searched_at__latest": "TIMESTAMP",
        "agency": "VARCHAR",
        "mode": "VARCHAR",
        "threshold": "DOUBLE",
        "candidates": "BIGINT",
        "urgent": "BOOLEAN",
    }
    assert (table.kind, table.inputs[0].rows, table.cautions) == ("searches", 2, ())


def test_all_forms_give_the_same_rows(
    write: Write,
    read_use: Read,
    write_parquet: Callable[..., Path],
    write_workbook: Callable[..., Path],
    write_json_lines: Callable[..., Path],
) -> None:
    header = ("search_id", "searched_at", "candidates", "threshold")
    cells = [("S1", "2025-02-01", 20, 0.8), ("S2", "2025-02-02", 3, 0.5)]
    values = ", ".join(f"('{i}', DATE '{d}', {c}, {t})" for i, d, c, t in cells)
    text = (
        ",".join(header) + "\n" + "".join(",".join(map(str, r)) + "\n" for r in cells)
    )
    files = [
        write("a.csv", text),
        write("b.csv", text.replace(",", ";"), "utf-16"),
        write_parquet(f"SELECT * FROM (VALUES {values}) t({', '.join(header)})"),
        write_workbook([header, *cells]),
        write_json_lines([dict(zip(header, row, strict=True)) for row in cells]),
    ]

    found = [
        _rows(read_use(path), "* EXCLUDE (source_file, source_row)") for path in files
    ]

    assert len(found[0]) == 2
    assert found == [found[0]] * len(files)


@pytest.mark.parametrize(
    ("said", "read"),
    [("1,200,000", 1200000), ("20", 20), ("20.0", 20), ("N/A", None), ("-", None)],
)
def test_counts_are_read_as_people_write_them(
    write: Write, read_use: Read, said: str, read: int | None
) -> None:
    path = write(
        "log.csv", f'search_id,searched_at,gallery_size\nS1,2025-02-01,"{said}"\n'
    )

    assert _rows(read_use(path), "gallery_size") == [(read,)]


@pytest.mark.parametrize("said", ["20.6", "1,20", "-3", "many"])
def test_what_is_no_count_is_refused(write: Write, refused: Refused, said: str) -> None:
    """A database would round 20.6 in silence."""
    path = write(
        "log.csv", f'search_id,searched_at,candidates\nS1,2025-02-01,"{said}"\n'
    )

    assert (refused(path).code, refused(path).row) == ("E05", 2)


def test_a_fraction_is_no_count_in_parquet_either(
    write_parquet: Callable[..., Path], refused: Refused, read_use: Read
) -> None:
    sql = "SELECT 'S1' AS search_id, DATE '2025-02-01' AS searched_at, {}::DOUBLE AS candidates"

    assert refused(write_parquet(sql.format("20.6"))).code == "E05"
    assert _rows(read_use(write_parquet(sql.format("20"))), "candidates") == [(20,)]
    assert _rows(read_use(write_parquet(sql.format("'nan'"))), "candidates") == [
        (None,)
    ]


def test_a_word_outside_the_vocabulary_is_refused_with_the_close_one(
    write: Write, refused: Refused
) -> None:
    problem = refused(
        write("log.csv", "search_id,searched_at,mode\nS1,2025-02-01,real time\n")
    )

    assert (problem.code, problem.row, problem.value) == ("E05", 2, "real time")
    assert "must be one of: still, recorded_video, realtime" in problem.what
    assert 'Did you mean "realtime"?' in problem.fix
    assert "map file" in problem.fix


def test_none_is_a_word_where_the_vocabulary_has_it(
    write: Write, read_use: Read
) -> None:
    path = write(
        "log.csv",
        "search_id,searched_at,authority_type,mode\nS1,2025-02-01,None,none\n",
    )

    assert _rows(read_use(path), "authority_type, mode") == [("none", None)]


def test_a_map_recodes_words_and_may_say_not_recorded(
    write: Write, read_use: Read
) -> None:
    path = write(
        "log.csv",
        "search_id,searched_at,outcome\nS1,2025-02-01,lead\nS2,2025-02-01,?\n",
    )
    sheet = write(
        "map.yaml",
        "kind: searches\ncolumns: {}\nrecode: {outcome: {lead: unresolved, '?': ''}}\n",
    )

    table = read_use(path, map_file=load_map(sheet))

    assert _rows(table, "outcome") == [("unresolved",), (None,)]


def test_e06_as_for_every_id(write: Write, refused: Refused) -> None:
    problem = refused(
        write("log.csv", "search_id,searched_at\nS1,2025-02-01\nS1,2025-02-02\n")
    )

    assert problem.message == (
        "2 rows have the same search ID, S1 (rows 2 and 3). Each search must have its own "
        "ID. If the log lists one row for each candidate, run again with --one-row-per "
        "candidate."
    )


def test_an_id_may_not_stand_in_two_files(write: Write, refused: Refused) -> None:
    one = write("a.csv", "search_id,searched_at\nS1,2025-02-01\n")
    two = write("b.csv", "search_id,searched_at\nS0,2025-02-01\nS1,2025-02-02\n")

    problem = refused([one, two])

    assert problem.code == "E06"
    assert "a.csv in row 2 and b.csv in row 3" in problem.what


def test_a_search_needs_an_id_but_silence_does_not(
    write: Write, read_use: Read, refused: Refused
) -> None:
    silent = "search_id,searched_at,nil_return\n,2025-02,true\nS1,2025-03-01,false\n"

    table = read_use(write("log.csv", silent))

    assert _rows(table, "search_id, nil_return") == [(None, True), ("S1", False)]
    problem = refused(write("b.csv", silent.replace("true", "false")))
    assert (problem.code, problem.row) == ("E05", 2)


CANDIDATES = (
    "search_id,searched_at,top_score,agency\n"
    "S1,2025-02-01,0.7,North PD\nS1,2025-02-01,0.9,North PD\n"
    "S2,2025-02-02,0.4,\nS3,2025-02-03,,South PD\n"
)


def test_rows_of_candidates_fold_into_searches(write: Write, read_use: Read) -> None:
    table = read_use(write("log.csv", CANDIDATES), one_row_per="candidate")

    assert _rows(table, "source_row, search_id, top_score, candidates, agency") == [
        (2, "S1", 0.9, 2, "North PD"),
        (4, "S2", 0.4, 1, None),
        (5, "S3", None, None, "South PD"),
    ]
    assert "candidates" in table.columns
    assert table.inputs[0].rows == 4


def test_rows_of_one_search_must_agree(write: Write, refused: Refused) -> None:
    text = CANDIDATES.replace("0.9,North PD", "0.9,South PD")

    problem = refused(write("log.csv", text), one_row_per="candidate")

    assert problem.code == "E06"
    assert problem.what == 'The rows of search S1 differ in "agency" (rows 2 and 3).'


def test_deployments_after_a_fault_are_said_not_counted(
    write: Write, read_use: Read
) -> None:
    path = write(
        "lfr.csv",
        "date,alerts,faces_seen,duration\n2025-02-01,3,100,5h03m\n"
        "2025-02-02,N/A,-,n/a\n2025-02-03,0,50,3 days covering 10 sailings\n",
    )

    table = read_use(path, DEPLOYMENTS)

    assert _rows(table, "alerts, faces_seen, duration, minutes") == [
        (3, 100, 303.0, 303.0),
        (None, None, None, None),
        (0, 50, None, None),
    ]
    assert table.cautions == (
        (
            "Row 3 of lfr.csv says that a count is not there (such as N/A). They are not "
            "recorded, and no zero was put in their place."
        ),
        (
            "Row 4 of lfr.csv gives the duration in days, which does not say how long the "
            "system ran. It is not recorded."
        ),
    )


def test_minutes_outrank_the_duration_and_are_filled_from_it(
    write: Write, read_use: Read
) -> None:
    path = write(
        "lfr.csv",
        "date,alerts,duration,minutes\n2025-02-01,0,5h03m,\n2025-02-02,0,1h,50\n",
    )

    assert _rows(read_use(path, DEPLOYMENTS), "duration, minutes") == [
        (303.0, 303.0),
        (60.0, 50.0),
    ]


@pytest.mark.parametrize(
    ("column", "said"), [("duration", "303"), ("published_rate", "about one")]
)
def test_what_is_no_duration_or_rate_is_refused(
    write: Write, refused: Refused, column: str, said: str
) -> None:
    path = write("lfr.csv", f"date,alerts,{column}\n2025-02-01,0,{said}\n")

    problem = refused(path, DEPLOYMENTS)

    assert (problem.code, problem.row, problem.column) == ("E05", 2, column)


def test_odd_rows_are_said_and_kept(write: Write, read_use: Read) -> None:
    path = write(
        "lfr.csv",
        "date,until,alerts\n2025-02-02,2025-02-01,0\n2025-03-01,2025-03-01,1\n"
        "2025-03-01,2025-03-01,1\n",
    )

    table = read_use(path, DEPLOYMENTS)

    assert table.cautions == (
        'Row 2 of lfr.csv: "until" lies before "date". The dates are kept as they stand.',
        "Row 4 of lfr.csv: the same as an earlier row in every column. Each row counts.",
    )
    assert len(_rows(table)) == 3


def test_more_confirming_than_looking_is_said(write: Write, read_use: Read) -> None:
    path = write(
        "log.csv",
        "search_id,searched_at,reviewers,reviewers_confirming\nS1,2025-02-01,1,2\n",
    )

    assert read_use(path).cautions == (
        "Row 2 of log.csv: more reviewers confirmed the result than looked at it.",
    )


@pytest.mark.parametrize(
    "place", ["George St, Croydon", "Walworth Rd", "Westminster Bridge", "O2 Arena"]
)
def test_a_place_is_no_person(write: Write, read_use: Read, place: str) -> None:
    rows = "".join(f'2025-02-{i:02},0,"{place}"\n' for i in range(1, 21))

    table = read_use(write("lfr.csv", f"date,alerts,location\n{rows}"), DEPLOYMENTS)

    assert _rows(table, "location")[0] == (place,)


@pytest.mark.parametrize(
    "said", ["12 George Street", "jane@example.org", "https://x.example/1", "@someone"]
)
def test_an_address_in_a_place_is_refused(
    write: Write, refused: Refused, said: str
) -> None:
    path = write("lfr.csv", f"date,alerts,location\n2025-02-01,0,{said}\n")

    problem = refused(path, DEPLOYMENTS)

    assert problem.code == "E07"
    assert said not in problem.message


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("operator", ["Jane Doe", "Rick Roe"]),
        ("case_ref", ["25-10442", "25-10443"]),
        ("case_ref", ["2025-00017", "2025-00018"]),
        ("candidates", ["jane@example.org", "2"]),
    ],
)
def test_people_and_raw_case_numbers_are_refused_before_all_else(
    write: Write, refused: Refused, column: str, values: list[str]
) -> None:
    first, second = values
    path = write(
        "log.csv",
        f"search_id,searched_at,{column}\nS1,2025-02-01,{first}\nS1,2025-02-01,{second}\n",
    )

    problem = refused(path)

    assert problem.code == "E07"
    assert first not in problem.message
    assert f'"{column}"' in problem.what


def test_a_name_in_place_of_a_word_is_not_repeated(
    write: Write, refused: Refused
) -> None:
    path = write("log.csv", "search_id,searched_at,outcome\nS1,2025-02-01,Jane Doe\n")

    problem = refused(path)

    assert (problem.code, problem.row, problem.value) == ("E05", 2, None)
    assert "Jane" not in problem.message


@pytest.mark.parametrize(
    "value", ["C000123", "0a1b2c3d4e5f60718293a4b5c6d7e8f9", "K-17"]
)
def test_pseudonyms_of_cases_pass(write: Write, read_use: Read, value: str) -> None:
    path = write("log.csv", f"search_id,searched_at,case_ref\n17,2025-02-01,{value}\n")

    assert _rows(read_use(path), "search_id, case_ref") == [("17", value)]


def test_dates_of_birth_are_refused_whatever_they_are_called(
    write: Write, refused: Refused
) -> None:
    rows = "".join(f"S{i},19{60 + i}-02-01\n" for i in range(30))

    problem = refused(write("log.csv", f"search_id,searched_at\n{rows}"))

    assert problem.code == "E07"


def _totals(table: Table, *columns: str) -> tuple[Any, ...]:
    sums = ", ".join(f"sum({column})" for column in columns)
    with duckdb.connect() as connection:
        (row,) = connection.execute(
            f"SELECT count(*), {sums} FROM ({table.sql})"
        ).fetchall()
    return tuple(row)


@needs_published
def test_the_met_file_is_read_to_the_last_count(read_use: Read) -> None:
    table = read_use(MET, DEPLOYMENTS)

    assert _totals(
        table,
        "alerts",
        "false_alerts",
        "false_alerts + true_alerts_unconfirmed",
        "faces_seen",
    ) == (277, 2158, 34, 66, 2371465)
    assert table.cautions == (
        (
            f"Read {MET.name} with the built-in map met-lfr, as its columns are those of "
            'that layout. For all rows it takes "agency" to be Metropolitan Police. To use '
            "another, say --map."
        ),
    )
    with duckdb.connect() as connection:
        ((n, n_apart),) = connection.execute(
            f"SELECT count(minutes), count_if(minutes <> duration) FROM ({table.sql})"
        ).fetchall()
    assert n == 277
    assert n_apart <= 1
    assert table.inputs[0].map_sha256 == load_map(Path("met-lfr")).sha256


@needs_published
def test_the_home_office_file_is_read_to_the_last_count(read_use: Read) -> None:
    table = read_use(HOME_OFFICE, DEPLOYMENTS)

    assert _totals(table, "alerts", "false_alerts", "faces_seen") == (8, 2, 0, 7512)
    assert "Row 2" in table.cautions[1]
    assert _rows(table, "minutes")[1] == (48.0,)


def test_a_built_in_map_is_taken_for_its_very_columns_only(
    write: Write, refused: Refused, read_use: Read
) -> None:
    columns = list(load_map(Path("home-office-lfr")).columns)
    values = dict.fromkeys(columns, "1") | {
        "date_start": "2025-02-01",
        "date_end": "2025-02-01",
        "duration_raw": "1205-1253",
    }
    header, row = ",".join(columns), ",".join(values[c] for c in columns)

    table = read_use(write("a.csv", f"{header}\n{row}\n"), DEPLOYMENTS)

    assert "built-in map home-office-lfr" in table.cautions[0]
    assert _rows(table, "minutes, alerts") == [(48.0, 1)]
    problem = refused(write("b.csv", f"{header},more\n{row},1\n"), DEPLOYMENTS)
    assert problem.code == "E01"


def _map(**facts: Any) -> MapFile:  # noqa: ANN401 - any key
    columns = {"Day": "date", "Alerts": "alerts"}
    return MapFile(kind="deployments", columns=columns, **facts)


def test_a_map_may_say_what_no_column_says(write: Write, read_use: Read) -> None:
    path = write("d.csv", "Day,Alerts\n2025-02-01,3\n2025-02-02,4\n")

    table = read_use(path, DEPLOYMENTS, map_file=_map(all_rows={"agency": "North PD"}))

    assert table.columns == ("date", "alerts", "agency")
    assert _rows(table, "alerts, agency") == [(3, "North PD"), (4, "North PD")]


@pytest.mark.parametrize(
    ("all_rows", "why"),
    [
        ({"agnecy": "North PD"}, 'There is no "agnecy" among our columns. Did you'),
        ({"alerts": "3"}, 'It gives "alerts" to a column and to all rows.'),
        ({"faces_seen": "3"}, '"all_rows" may not set "faces_seen"'),
        ({"agency": "a@b.org"}, 'What "all_rows" sets "agency" to may show a person.'),
    ],
)
def test_a_map_may_not_say_what_differs_from_row_to_row(
    write: Write, refused: Refused, all_rows: dict[str, str], why: str
) -> None:
    path = write("d.csv", "Day,Alerts\n2025-02-01,3\n")

    problem = refused(path, DEPLOYMENTS, map_file=_map(all_rows=all_rows))

    assert problem.code == "E18"
    assert why in problem.what
    assert "a@b.org" not in problem.message


def test_a_word_for_all_rows_is_one_of_its_list(write: Write, refused: Refused) -> None:
    path = write("s.csv", "search_id,searched_at\nS1,2025-02-01\n")
    sheet = MapFile(
        kind="searches",
        columns={"search_id": "search_id", "searched_at": "searched_at"},
        all_rows={"mode": "stil"},
    )

    problem = refused(path, map_file=sheet)

    assert problem.what.endswith("that it does not know. Did you mean still?")


def test_a_plan_may_close_the_words_of_a_label(
    write: Write, read_use: Read, refused: Refused
) -> None:
    """However it is spaced, a word is read as it was declared."""
    closed = {"system": ("Vendor A", "vendor-b")}
    path = write(
        "s.csv",
        "search_id,searched_at,system\nS1,2025-02-01,VENDOR A\nS2,2025-02-01,Vendor B\n",
    )

    table = read_use(path, vocabularies=closed)

    assert _rows(table, "system") == [("Vendor A",), ("vendor-b",)]
    path = write("t.csv", "search_id,searched_at,system\nS1,2025-02-01,Jane Roe\n")
    problem = refused(path, vocabularies=closed)
    assert (problem.code, problem.row) == ("E05", 2)
    assert "Jane" not in problem.message
    assert "Vendor A, vendor-b" in problem.what


def test_only_labels_can_be_closed(write: Write, refused: Refused) -> None:
    path = write("s.csv", "search_id,searched_at\nS1,2025-02-01\n")

    problem = refused(path, vocabularies={"sytem": ("A",)})

    assert problem.code == "E13"
    assert problem.what.endswith('"sytem". Did you mean system?')
