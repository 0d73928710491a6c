"""What a file is, judged by its first bytes: its format, encoding and delimiter."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from matchaudit.errors import InputError, Problem

Format = Literal["csv", "jsonl", "parquet", "xlsx"]
DELIMITERS = (",", ";", "\t", "|")
_HEAD = 1 << 16
_COMPRESSED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
_SPOKEN_DELIMITERS = {
    "\\t": "\t",
    "tab": "\t",
    "comma": ",",
    "semicolon": ";",
    "pipe": "|",
}
_BY_ENDING: dict[str, Format] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".xlsx": "xlsx",
}
_SPOKEN: dict[str, str] = {
    "csv": "text",
    "jsonl": "JSON Lines text",
    "parquet": "a Parquet file",
    "xlsx": "an Excel workbook",
    "xls": "an old Excel workbook",
    "gz": "a compressed file",
    "json": "one JSON list",
}
SYNTHETIC = "Synthetic"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLayout:
    """How a delimited text file is laid out.

    ``notes`` are the comment lines before the header, without ``#``; ``header_ends``
    is how many lines of the file come before the first row of values.
    """

    encoding: str
    delimiter: str
    notes: tuple[str, ...]
    header: tuple[str, ...]
    header_ends: int

    @property
    def synthetic(self) -> str | None:
        """The file's statement that it holds no real records."""
        return synthetic_statement(self.notes)


def synthetic_statement(notes: tuple[str, ...]) -> str | None:
    """Return the first note if it says that the records are made up."""
    return notes[0] if notes and notes[0].startswith(SYNTHETIC) else None


def format_of(path: Path) -> Format:
    """Tell a file's format, and refuse one whose ending says something else.

    Raises
    ------
    InputError
        ``E02`` if ending and content differ; ``E15`` if there is no such file, or
        nothing in it.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(512)
    except OSError as error:
        name = path.name or str(path)
        what = (
            f'"{name}" is a folder.'
            if path.is_dir()
            else f"There is no file {name}."
            if not path.exists()
            else f"{name} could not be opened."
        )
        raise _unreadable(path, what) from error
    if not head:
        raise _unreadable(path, f"{path.name} is empty.")
    ending = path.suffix.lower()
    said = _BY_ENDING.get(ending)
    found = _format_of_bytes(head)
    if said == "csv" and found == "jsonl":  # a text that happens to begin with "{"
        found = "csv"
    if said is not None and said != found and {said, found} != {"csv", "jsonl"}:
        raise _other_format(path, found)
    if found not in _BY_ENDING.values():
        raise _other_format(path, found)
    return said or found  # type: ignore[return-value]  # others were refused above


def read_layout(
    path: Path,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    known: Collection[str] = (),
) -> TextLayout:
    """Find out how a delimited text file is laid out, from its beginning.

    Parameters
    ----------
    path : Path
    encoding, delimiter : str, optional
        What the user said; it is then not guessed. A tab may be called "tab".
    known : collection of str
        Names of columns. A line with two of them is the line of names, even if it
        begins with ``#``.

    Returns
    -------
    TextLayout

    Raises
    ------
    InputError
        ``E15`` if there is no line of names, ``E02`` if the text cannot be decoded,
        ``E13`` if the delimiter is not one sign.
    """
    encoding = encoding or guess_encoding(path)
    delimiter = delimiter_said(delimiter) if delimiter is not None else None
    notes: list[str] = []
    try:
        with path.open(encoding=encoding, newline="") as stream:
            line = stream.readline()
            while line.startswith("#") and not _names_columns(line, known):
                notes.append(line.lstrip("#").strip())
                line = stream.readline()
            chosen = delimiter or _guess_delimiter(line + stream.read(_HEAD))
    except (UnicodeError, LookupError) as error:
        raise _undecodable(path, encoding) from error
    with path.open(encoding=encoding, newline="") as stream:
        for _ in notes:
            stream.readline()
        rows = csv.reader(stream, delimiter=chosen)
        try:
            header = next(rows, [])
        except csv.Error as error:
            raise _unreadable(path, f"{path.name} has no line of names.") from error
        lines = rows.line_num
    if not any(name.strip() for name in header):
        raise _unreadable(path, f"{path.name} has no line of names.")
    return TextLayout(
        encoding=encoding,
        delimiter=chosen,
        notes=tuple(notes),
        header=tuple(
            name.strip().lstrip("#" if i == 0 else "").strip()
            for i, name in enumerate(header)
        ),
        header_ends=len(notes) + lines,
    )


def delimiter_said(said: str) -> str:
    r"""Return the sign that a person means, such as a tab for ``\\t`` or "tab".

    Raises
    ------
    InputError
        With code ``E13`` if it is not one sign that can part values.

    Examples
    --------
    >>> delimiter_said("tab"), delimiter_said(";")
    ('\t', ';')
    """
    sign = _SPOKEN_DELIMITERS.get(said.lower(), said)
    if len(sign) != 1 or sign in '"\r\n\0':
        raise InputError(
            Problem(
                code="E13",
                what=f'The delimiter must be one sign. We got "{said}".',
                fix="Say one such as , or ; or tab.",
                done="Nothing was read.",
            )
        )
    return sign


def _names_columns(line: str, known: Collection[str]) -> bool:
    """Say whether a line that begins with ``#`` holds two names of columns or more."""
    cells = re.split(r"[,;\t|]", line.lstrip("#").strip())
    return len({cell.strip(' "') for cell in cells} & set(known)) > 1


def guess_encoding(path: Path) -> str:
    """Tell UTF-8 (with or without a mark), UTF-16 and Windows-1252 apart."""
    with path.open("rb") as stream:
        head = stream.read(4)
        if head.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if head[1:2] == b"\0":
            return "utf-16-le"
        if head[:1] == b"\0":
            return "utf-16-be"
        stream.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while block := stream.read(1 << 20):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "windows-1252"
    return "utf-8"


def _guess_delimiter(text: str) -> str:
    """Choose the delimiter that parts the first lines most evenly, then most often."""
    lines = text.splitlines()[:20]
    if len(text) > _HEAD and len(lines) > 1:
        lines.pop()  # cut off in the middle

    def evenness(delimiter: str) -> tuple[int, int]:
        rows = [
            r
            for r in csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter)
            if r
        ]
        if not rows or len(rows[0]) < 2:
            return (0, 0)
        same = Counter(map(len, rows))[len(rows[0])]
        return (same, len(rows[0]))

    return max(DELIMITERS, key=evenness)


def _format_of_bytes(head: bytes) -> str:
    if head.startswith(b"PK\x03\x04"):
        return "xlsx"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "xls"
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(_COMPRESSED):
        return "gz"
    # Without marks of order and the zeros of UTF-16.
    text = head.lstrip(b"\xef\xbb\xbf\xfe\xff").replace(b"\0", b"").lstrip()
    if re.match(rb"\[\s*[\[{]", text):
        return "json"
    return "jsonl" if text.startswith(b"{") else "csv"


def _other_format(path: Path, found: str) -> InputError:
    fixes = {
        "xlsx": 'Open it in Excel, choose Save As, and pick "CSV UTF-8". '
        "Or run the same command on the .xlsx file.",
        "xls": 'Open it in Excel, choose Save As, and pick "CSV UTF-8".',
        "gz": "Unpack it first, then run the same command on what was in it.",
        "json": "Write one object a line, and give the file a name that ends in "
        ".jsonl.",
        "parquet": "Give the file a name that ends in .parquet and run again.",
        "jsonl": "Give the file a name that ends in .jsonl and run again.",
        "csv": "Give the file a name that ends in .csv and run again.",
    }
    ending = path.suffix or "no ending"
    return InputError(
        Problem(
            code="E02",
            what=f"This file ends in {ending} but it is {_SPOKEN[found]}.",
            fix=fixes[found],
            done="",
            file=path.name,
        )
    )


def _unreadable(path: Path, what: str) -> InputError:
    return InputError(
        Problem(
            code="E15",
            what=what,
            fix="Check the name, and that the file has a line of names and rows.",
            done="Nothing was read.",
            file=path.name,
        )
    )


def _undecodable(path: Path, encoding: str) -> InputError:
    return InputError(
        Problem(
            code="E02",
            what=f"We cannot read the letters of {path.name} as {encoding}.",
            fix='Save the file as "CSV UTF-8", or run again with --encoding.',
            done="Nothing was read.",
            file=path.name,
        )
    )
