"""``matchaudit worth``."""

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from matchaudit.cli.console import (
    WIDTH,
    answering_errors,
    json_option,
    plain_option,
    wrapped,
)

if TYPE_CHECKING:
    from matchaudit.audit.worth import WorthOutcome
    from matchaudit.audit.worth_told import Table

_ALWAYS_SHOWN = 20
_GAP = 2
_HANGING = " " * 4


@click.command()
@click.option(
    "--gallery", required=True, metavar="PEOPLE", help="People in the gallery."
)
@click.option(
    "--enrolled",
    required=True,
    metavar="A..B",
    help="How many of the people searched are in it. Never averaged over.",
)
@click.option("--fmr", metavar="A[..B]", help="False match rate of one comparison.")
@click.option(
    "--fpir",
    metavar="A..B",
    help="Searches for somebody not in the gallery that return anybody.",
)
@click.option(
    "--tpir", metavar="A..B", help="How often a search finds a person who is in it."
)
@click.option(
    "--from",
    "findings",
    type=click.Path(path_type=Path),
    metavar="FINDINGS",
    help="Take the rates from the findings.json of an audit.",
)
@click.option(
    "--at",
    metavar="POINT",
    help="Which point of that audit: score=0.62 or target_fpir=1e-3.",
)
@click.option(
    "--masked",
    type=click.Choice(["lower", "full"]),
    help="What is covered: the lower face, or all but the eyes.",
)
@click.option(
    "--review-sensitivity",
    metavar="A[..B]",
    help="How often a reviewer accepts a list that holds the right person.",
)
@click.option(
    "--review-false-accept",
    metavar="A..B",
    help="How often a reviewer accepts a list that does not.",
)
@click.option(
    "--mode",
    type=click.Choice(["threshold", "investigation"]),
    default="threshold",
    show_default=True,
    help="investigation: the best candidates are always shown, whatever the score.",
)
@click.option(
    "--shown",
    type=click.IntRange(min=1),
    help=f"Candidates always shown in an investigation. [default: {_ALWAYS_SHOWN}]",
)
@click.option(
    "--searches", type=click.IntRange(min=1, max=10**12), help="Searches a year."
)
@click.option(
    "--claims",
    type=click.IntRange(min=1),
    help="So many names were made by such searches: how many are wrong?",
)
@click.option(
    "--i-know", is_flag=True, help="Take one number where nobody can know one."
)
@click.option("--confidence", type=click.FloatRange(0.5, 0.999), default=0.95)
@click.option(
    "--seed", type=click.IntRange(min=0), default=1, help="For draws. [default: 1]"
)
@click.option("--date", help="The report's date, such as 2026-01-31.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for a report with the same. [default: none is written]",
)
@json_option
@plain_option
@answering_errors
def worth(
    *,
    out: Path | None,
    mode: str,
    shown: int | None,
    as_json: bool,
    plain: bool,
    **options: Any,  # noqa: ANN401 - click has checked them; Typed says what they are
) -> None:
    """Tell what a candidate is worth: how often it is the right person.

    Without records, from rates that you give as ranges, or from an audit. What nobody
    knows, such as how many of the people searched are in the gallery, is never replaced
    by one number.
    """
    del plain  # there is nothing that moves
    from matchaudit.audit.worth import Typed
    from matchaudit.audit.worth import worth as work_out

    if shown is not None and mode != "investigation":
        raise click.UsageError("--shown is for --mode investigation.")
    if mode == "investigation":
        shown = shown or _ALWAYS_SHOWN
    outcome = work_out(Typed(shown=shown, **options), out=out)
    if as_json:
        click.echo(outcome.findings_json, nl=False)
    else:
        _print(outcome)


def _print(outcome: "WorthOutcome") -> None:
    from matchaudit.audit.worth_told import told

    said = told(outcome)
    if said.synthetic:
        click.echo(wrapped(said.synthetic) + "\n")
    for sentence in said.sentences:
        click.echo(wrapped(sentence))
    for table in said.tables:
        click.echo(f"\n{table.title}")
        for line in _lines(table):
            click.echo(line)
    for heading, sentences in said.lists:
        click.echo(f"\n{heading}")
        for sentence in sentences:
            click.echo(f"  - {wrapped(sentence, indent=_HANGING)[len(_HANGING) :]}")
    if outcome.report is not None:
        click.echo(f"\nReport    {outcome.report}")


def _lines(table: "Table") -> list[str]:
    """Set a table: columns as wide as their words; a row of one cell is folded."""
    full = [table.names, *(row for row in table.rows if len(row) > 1)]
    wide = [max(map(len, cells)) + _GAP for cells in zip(*full, strict=True)]
    lines = []
    for row in (table.names, *table.rows):
        if len(row) == 1:
            lines += textwrap.wrap(
                row[0].strip(),
                WIDTH - 1,
                initial_indent="    ",
                subsequent_indent="    ",
            )
        else:
            cells = (cell.ljust(width) for cell, width in zip(row, wide, strict=True))
            lines.append("  " + "".join(cells).rstrip())
    return lines
