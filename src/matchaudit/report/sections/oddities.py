"""What is odd in the published figures: the faults, and the rows that hold them."""

from collections.abc import Sequence

from matchaudit.estimation.finding import Finding
from matchaudit.report.curves import Row, distinct, word
from matchaudit.report.evidence import Draft, Evidence
from matchaudit.report.figure import Table
from matchaudit.report.messages import Messages
from matchaudit.report.phrasing import count, table

CELLS = ("row", "date", "location", "column", "published", "expected")
HEADS = ("row", "date", "place", "column", "published", "expected")


def draft(evidence: Evidence) -> Draft:
    """Draft the section."""
    words = evidence.words
    found = [f for f in evidence.findings if f.id.startswith("data/")]
    seen = [f for f in found if f.estimate or f.because is not None]
    absent = [f for f in found if f not in seen]
    kinds = _kinds(seen, words.say("sections.oddities.kinds"), words)
    clean = _kinds(absent, words.say("sections.oddities.absent"), words)
    exhibits = [exhibit for exhibit in (kinds, clean) if exhibit is not None]
    rows = evidence.rows("oddities")
    for fault in distinct(row.get("fault") for row in rows):
        held = [row for row in rows if word(row, "fault") == fault]
        exhibits.append(_rows(fault, held, words))
    return Draft("oddities", found, [*exhibits], ("oddities",))


def _kinds(found: Sequence[Finding], caption: str, words: Messages) -> Table | None:
    body = [(words.name(f.id), count(f.estimate), f.says) for f in found]
    header = tuple(words.say(f"words.{name}") for name in ("what", "number", "finding"))
    return table(caption, header, body, words=words) if body else None


def _rows(fault: str, rows: Sequence[Row], words: Messages) -> Table:
    files = distinct(row.get("file") for row in rows)
    body = [
        (
            " ".join(filter(None, (_file(row, files), word(row, "row")))),
            *(word(row, cell).replace("_", " ") for cell in CELLS[1:]),
        )
        for row in rows
    ]
    header = tuple(words.say(f"words.{name}") for name in HEADS)
    caption = words.say("sections.oddities.rows", what=words.name(fault))
    path = "data/oddities.csv"
    return table(caption, header, body, words=words, path=path, folds=True)


def _file(row: Row, files: Sequence[str]) -> str:
    """Return the file of a row where there is more than one."""
    return f"{word(row, 'file')}," if len(files) > 1 else ""
