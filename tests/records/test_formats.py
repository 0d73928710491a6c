from collections.abc import Callable
from pathlib import Path

import pytest

from matchaudit.errors import InputError
from matchaudit.records.formats import format_of, guess_encoding, read_layout

Write = Callable[..., Path]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(write: Write, delimiter: str) -> None:
    rows = ["a", "b", "c"], ["1", "2,5", "3"], ["4", "5", "6"]
    quoted = [[f'"{v}"' if "," in v else v for v in row] for row in rows]
    text = "\n".join(delimiter.join(row) for row in quoted)

    layout = read_layout(write("a.csv", text))

    assert layout.delimiter == delimiter
    assert layout.header == ("a", "b", "c")


def test_decimal_commas_do_not_look_like_delimiters(write: Write) -> None:
    layout = read_layout(write("a.csv", "a;b;c\n1,5;2,5;3,5\n1,5;2,5;3,5\n"))

    assert layout.delimiter == ";"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "windows-1252"]
)
def test_the_encoding_is_found(write: Write, encoding: str) -> None:
    path = write("a.csv", "Größe,b\né,2\n", encoding)

    assert guess_encoding(path) == encoding
    assert read_layout(path).header == ("Größe", "b")


def test_comment_lines_are_kept_as_notes(write: Write) -> None:
    layout = read_layout(write("a.csv", "# Synthetic: seed 1\n# two\na,b\n1,2\n"))

    assert layout.notes == ("Synthetic: seed 1", "two")
    assert layout.synthetic == "Synthetic: seed 1"
    assert layout.header_ends == 3


def test_another_first_note_is_no_statement(write: Write) -> None:
    assert read_layout(write("a.csv", "# made by X\na,b\n1,2\n")).synthetic is None


def test_a_name_may_hold_a_line_end(write: Write) -> None:
    layout = read_layout(write("a.csv", '"a\nb",c\n1,2\n'))

    assert layout.header == ("a\nb", "c")
    assert layout.header_ends == 2


def test_a_workbook_named_csv_is_refused(write: Write) -> None:
    with pytest.raises(InputError) as caught:
        format_of(write("a.csv", "PK\x03\x04rest"))

    assert caught.value.problem.code == "E02"
    assert caught.value.problem.message == (
        "This file ends in .csv but it is an Excel workbook. Open it in Excel, choose "
        'Save As, and pick "CSV UTF-8". Or run the same command on the .xlsx file.'
    )


@pytest.mark.parametrize(
    ("name", "content", "is_what"),
    [
        ("a.csv", "PAR1....", "a Parquet file"),
        ("a.xlsx", "a,b\n1,2\n", "text"),
        ("a.parquet", '{"a": 1}', "JSON Lines text"),
    ],
)
def test_other_endings_that_mislead_are_refused(
    write: Write, name: str, content: str, is_what: str
) -> None:
    with pytest.raises(InputError) as caught:
        format_of(write(name, content))

    assert caught.value.problem.code == "E02"
    assert f"but it is {is_what}." in caught.value.problem.what


def test_an_old_workbook_is_refused_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    with pytest.raises(InputError, match="old Excel workbook"):
        format_of(path)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.csv", "a,b", "csv"),
        ("a.csv", "{a},b", "csv"),
        ("a.tsv", "a\tb", "csv"),
        ("a.jsonl", '{"a": 1}', "jsonl"),
        ("a", "PAR1", "parquet"),
        ("a.dat", '{"a": 1}', "jsonl"),
        ("a.xlsx", "PK\x03\x04", "xlsx"),
    ],
)
def test_the_format_is_found(
    write: Write, name: str, content: str, expected: str
) -> None:
    assert format_of(write(name, content)) == expected


def test_a_file_that_is_not_there_or_empty_is_refused(
    write: Write, tmp_path: Path
) -> None:
    for path, words in [
        (tmp_path / "no.csv", "There is no file no.csv."),
        (tmp_path, "is a folder."),
        (write("e.csv", ""), "e.csv is empty."),
    ]:
        with pytest.raises(InputError) as caught:
            format_of(path)
        assert caught.value.problem.code == "E15"
        assert caught.value.problem.what.endswith(words)


def test_a_file_without_names_is_refused(write: Write) -> None:
    with pytest.raises(InputError, match=r"E15: .*has no line of names"):
        read_layout(write("a.csv", "\n\n"))


@pytest.mark.parametrize("encoding", ["utf-8", "no-such-code"])
def test_a_wrong_encoding_is_refused(write: Write, encoding: str) -> None:
    path = write("a.csv", "Größe,b\né,2\n", "windows-1252")
    with pytest.raises(InputError, match=rf"E02: We cannot read .* as {encoding}"):
        read_layout(path, encoding=encoding)
