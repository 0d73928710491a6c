"""``matchaudit frte``."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from matchaudit.cli.console import (
    answering_errors,
    json_option,
    plain_option,
    progress,
    wrapped,
)

if TYPE_CHECKING:
    from matchaudit.audit.published import PublishedOutcome

_FILE = click.Path(path_type=Path, dir_okay=False)
_MOST_ROWS = 24
_LABEL, _WIDTHS = 38, (13, 8, 18)
_HEADINGS = ("", "gallery", "rate", "between")


@click.command()
@click.option(
    "--file",
    "files",
    type=_FILE,
    required=True,
    multiple=True,
    help="A published table as CSV. Once for each kind of table.",
)
@click.option(
    "--algorithm",
    "algorithms",
    required=True,
    multiple=True,
    help="A name as the table has it, such as nec_011. May be given more than once.",
)
@click.option(
    "--reference", help="Compare groups with this one, such as EEurope_F. No default."
)
@click.option(
    "--from",
    "findings",
    type=_FILE,
    help="The findings.json of an audit, to set beside the published figures.",
)
@click.option("--date", help="The report's date, such as 2026-01-31.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for a report. [default: none is written]",
)
@json_option
@plain_option
@answering_errors
def frte(  # noqa: PLR0913 - one argument for each option
    *,
    files: tuple[Path, ...],
    algorithms: tuple[str, ...],
    reference: str | None,
    findings: Path | None,
    date: str | None,
    out: Path | None,
    as_json: bool,
    plain: bool,
) -> None:
    """Quote NIST's published figures of an algorithm, beside your own.

    The tables are yours: none comes with matchaudit. Published figures have no interval,
    and are of other people and pictures than yours.
    """
    from matchaudit.audit import published as quotes

    quotation = quotes.Quotation(
        files=files,
        algorithms=algorithms,
        reference=reference,
        findings=findings,
        date=date,
    )
    with progress(plain=plain) as tell:
        tell("Reading the published figures")
        outcome = quotes.published(quotation, out=out)
    if as_json:
        click.echo(outcome.findings_json, nl=False)
        return
    _answer(outcome)


def _answer(outcome: "PublishedOutcome") -> None:
    """Print the sentences, the table of both, and what they are not."""
    for heading, ids in _SECTIONS:
        sentences = [f.says for f in outcome.findings if f.id in ids]
        if sentences:
            click.echo(f"{heading}")
            for sentence in sentences:
                click.echo(wrapped(sentence, indent="  "))
            click.echo()
    _show_table(outcome)
    cautions = dict.fromkeys(c for f in outcome.findings for c in f.cautions)
    click.echo("Take care")
    for caution in cautions:
        click.echo(wrapped(caution, indent="  "))
    if outcome.report is not None:
        click.echo(f"\nReport    {outcome.report}")


_SECTIONS = (
    (
        "People who were not found, as published",
        ("galleries/published_fnir", "galleries/published_growth"),
    ),
    (
        "Wrong people returned by group, as published",
        (
            "galleries/published_fpir",
            "galleries/published_fpir_ratio",
            "galleries/published_fpir_max_over_geomean",
        ),
    ),
    ("Beside your own", ("galleries/published_beside",)),
)


def _show_table(outcome: "PublishedOutcome") -> None:
    curve = outcome.curve("published_beside")
    if curve is None:
        return
    columns = {column.name: column.values for column in curve.columns}
    rows = list(zip(*columns.values(), strict=True))
    last = None
    click.echo(_line(_HEADINGS))
    for values in rows[:_MOST_ROWS]:
        row = dict(zip(columns, values, strict=True))
        if row["what"] != last:
            last = row["what"]
            click.echo(str(last))
        click.echo(_line(_cells(row)))
    if len(rows) > _MOST_ROWS:
        click.echo(
            f"  and {len(rows) - _MOST_ROWS:,} more in data/published_beside.csv"
        )
    click.echo()


def _cells(row: "dict[str, str | int | float | None]") -> tuple[str, ...]:
    name = row["whose"]
    if name != "published":
        name = str(row["id"]).partition("/")[2]
    label = " ".join(
        str(word) for word in (name, row["algorithm"], row["group"], row["at"]) if word
    )
    size = f"{row['gallery_size']:,}" if row["gallery_size"] is not None else ""
    rate = "" if row["rate"] is None else f"{row['rate']:.2g}"
    ends = [row["low"], row["high"]]
    between = "not published" if row["whose"] == "published" else ""
    if None not in ends:
        between = f"{ends[0]:.2g} and {ends[1]:.2g}"
    return (f"  {label}", size, rate, between)


def _line(cells: tuple[str, ...]) -> str:
    """Return one line, or two if the label is too long to stand beside numbers."""
    label = cells[0]
    if len(label) > _LABEL:
        label = f"{wrapped(label.strip(), indent='  ')}\n{'':{_LABEL}}"
    numbers = (f"{c:>{w}}" for c, w in zip(cells[1:], _WIDTHS, strict=True))
    return " ".join((f"{label:{_LABEL}}", *numbers)).rstrip()
