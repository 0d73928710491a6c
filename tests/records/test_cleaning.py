from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from matchaudit.errors import InputError, ParameterError, Problem
from matchaudit.records import ComparisonTable, clean

Write = Callable[..., Path]
LOG = (
    "# Synthetic: by hand\n# typed by Jane\n"
    "probe_subject;Officer Name;reference_subject;score;where\n"
    'A;"Doe; Jane";A;0,9;faces/1.jpg\nB;Roe;A;"";x\n'
)


def test_columns_go_by_name_and_by_value(write: Write) -> None:
    path = write("log.csv", LOG, "windows-1252")
    before = path.read_bytes()

    result = clean(path)

    assert result.dropped == ("Officer Name", "where")
    assert result.path == path.with_name("log.clean.csv")
    assert result.path.read_text(encoding="utf-8") == (
        "# Synthetic: by hand\nprobe_subject;reference_subject;score\nA;A;0,9\nB;A;\n"
    )
    assert path.read_bytes() == before


def test_a_clean_file_can_be_read(
    write: Write, read: Callable[..., ComparisonTable]
) -> None:
    table = read(clean(write("log.csv", LOG)).path, decimal="comma")

    assert table.inputs[0].rows == 2
    assert table.synthetic == "Synthetic: by hand"


def test_parquet_keeps_its_types(write_parquet: Callable[..., Path]) -> None:
    path = write_parquet(
        "SELECT 1::INTEGER AS probe_subject, 0.5::FLOAT AS score, 'x' AS dob, "
        "[0.1, 0.2] AS v",
        note="Synthetic: by hand",
    )

    result = clean(path)

    assert result.dropped == ("dob", "v")
    with duckdb.connect() as connection:
        described = connection.execute(
            f"DESCRIBE FROM read_parquet('{result.path}')"
        ).fetchall()
        (note,) = connection.execute(
            f"SELECT decode(value) FROM parquet_kv_metadata('{result.path}')"  # noqa: S608 - our own SQL
        ).fetchall()
    assert [row[:2] for row in described] == [
        ("probe_subject", "INTEGER"),
        ("score", "FLOAT"),
    ]
    assert note == ("Synthetic: by hand",)


def test_json_lines_keep_their_types(write: Write) -> None:
    path = write("a.jsonl", '{"score": 0.50, "e": "a@b.example", "n": null}\n')

    result = clean(path)

    assert result.dropped == ("e",)
    assert result.path.read_text() == '{"score": 0.5, "n": null}\n'


def test_a_workbook_becomes_csv(write_workbook: Callable[..., Path]) -> None:
    path = write_workbook([["Surname", "score"], ["Doe", 0.5]])

    result = clean(path)

    assert result.path.name == "scores.clean.csv"
    assert result.path.read_text(encoding="utf-8") == "score\n0.5\n"


def test_a_file_without_people_is_copied(write: Write, tmp_path: Path) -> None:
    result = clean(write("m.csv", ",x,y\nx,1,0\ny,0,1\n"), out=tmp_path / "c.csv")

    assert result.dropped == ()
    assert result.path.read_text() == ",x,y\nx,1,0\ny,0,1\n"


def test_ids_that_are_names_are_not_dropped_but_refused(
    write: Write, tmp_path: Path
) -> None:
    """A copy without its ids could not be measured: the names need replacing."""
    path = write("s.csv", "probe_subject,score\nJane Doe,1\nRick Roe,0\n")
    with pytest.raises(InputError, match="E07") as caught:
        clean(path)

    fix = caught.value.problem.fix
    assert fix.startswith('We need "probe_subject", but with pseudonyms such as P0001')
    assert "matchaudit clean" not in fix
    assert [found.name for found in tmp_path.iterdir()] == ["s.csv"]


def test_a_file_of_people_only_is_refused(write: Write, tmp_path: Path) -> None:
    path = write("s.csv", "Surname,Date of birth\nDoe,1970-02-13\n")
    with pytest.raises(InputError, match="No column would be left"):
        clean(path)

    assert [found.name for found in tmp_path.iterdir()] == ["s.csv"]


def test_no_other_file_is_replaced(write: Write) -> None:
    path, other = write("log.csv", LOG), write("keep.txt", "mine")
    with pytest.raises(InputError, match="E14"):
        clean(path, out=other)
    assert other.read_text() == "mine"

    clean(path)
    assert clean(path).dropped == ("Officer Name", "where")


def test_a_folder_that_is_not_there_is_told(write: Write, tmp_path: Path) -> None:
    path = write("log.csv", LOG)
    with pytest.raises(InputError, match="E14"):
        clean(path, out=tmp_path / "nodir" / "y.csv")

    assert [found.name for found in tmp_path.iterdir()] == ["log.csv"]


def test_objects_and_lists_in_json_go(write: Write) -> None:
    line = '{"score": 1, "meta": {"name": "John Smith"}, "v": [0.1, 0.2], "g": "x"}'
    result = clean(write("a.jsonl", f"{line}\n"))

    assert result.dropped == ("meta", "v")
    assert result.path.read_text() == '{"score": 1, "g": "x"}\n'


def test_the_original_is_never_replaced(write: Write) -> None:
    path = write("log.csv", LOG)
    with pytest.raises(ParameterError, match="out"):
        clean(path, out=path)

    assert path.read_text(encoding="utf-8") == LOG


def test_a_failure_leaves_no_copy(write: Write, tmp_path: Path) -> None:
    path = write("log.csv", LOG + "a;b\n")
    with pytest.raises(InputError, match="E03"):
        clean(path)

    assert [found.name for found in tmp_path.iterdir()] == ["log.csv"]


def test_a_picture_in_a_value_is_refused_and_can_be_cleaned_away(
    write: Write, problem: Callable[..., Problem]
) -> None:
    """A value may be longer than what the standard library reads by default."""
    picture = "iVBORw0KGgo" * 30_000
    path = write("log.csv", f"score,extra\n0.5,{picture}\n0.6,\n")

    assert problem(path).code == "E07"
    assert clean(path).path.read_text() == "score\n0.5\n0.6\n"
