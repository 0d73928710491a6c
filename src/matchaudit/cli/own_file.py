"""``matchaudit map`` and ``matchaudit clean``: make somebody's own file readable."""

import json
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from matchaudit.cli.console import answering_errors, json_option, wrapped

if TYPE_CHECKING:
    from matchaudit.audit import ColumnGuess, MapFile, Proposal

file_argument = click.argument("file", type=click.Path(path_type=Path))
kind_option = click.option(
    "--as", "kind", metavar="KIND", help="What a row is, such as searches."
)
LEAVE_OUT = "none"
NOT_RECORDED = "not_recorded"
FEW_NAMES = 20
"""Names that are listed again with a question; more are listed once."""


@click.command(name="map")
@file_argument
@click.option(
    "--yes", is_flag=True, help="Ask nothing: take safe guesses, leave out the rest."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The map file. [default: FILE.map.yaml]",
)
@kind_option
@json_option
@answering_errors
def map_file(
    file: Path, *, yes: bool, out: Path | None, kind: str | None, as_json: bool
) -> None:
    """Guess what a file's columns are, ask what is unsure, save a map file.

    Your file is not changed. Columns that may name a person are never matched.
    """
    from matchaudit import audit as audits
    from matchaudit.audit.own_file import kinds_named, refuse_map_target

    target = out or audits.map_path(file)
    if yes or not as_json:
        refuse_map_target(target)
    proposal = audits.propose(file, kinds=kinds_named(kind))
    if as_json and not yes:
        click.echo(json.dumps(audits.proposal_facts(proposal), ensure_ascii=False))
        return
    if not as_json:
        _show(proposal)
    settled = proposal.settle(yes=True) if yes else _ask(proposal)
    saved = audits.save_map(settled, target)
    if as_json:
        facts = audits.proposal_facts(proposal) | {"map": str(saved)}
        click.echo(json.dumps(facts, ensure_ascii=False))
        return
    _next_steps(proposal, settled, file, saved, yes=yes)


def _show(proposal: "Proposal") -> None:
    n = len(proposal.columns)
    click.echo(
        f"{n} columns, {proposal.n_rows:,} rows. "
        f"This looks like {proposal.kind.title}.\n"
    )
    rows = [("Your column", "Ours", "Example", "Sure?")]
    for column in proposal.columns:
        if column.certainty == "left out":
            rows.append((column.theirs, f"(left out: {column.question})", "", ""))
        else:
            rows.append(
                (
                    column.theirs,
                    column.ours or "?",
                    column.example or "",
                    _sure(column, proposal),
                )
            )
    widths = [
        min(max(len(r[i]) for r in rows if r[3] or i == 0), most)
        for i, most in enumerate((20, 26, 18))
    ]
    for row in rows:
        if not row[3]:
            click.echo(f"{_fit(row[0], widths[0])}  {row[1]}")
            continue
        cells = [_fit(cell, width) for cell, width in zip(row, widths, strict=False)]
        click.echo("  ".join([*cells, row[3]]))


def _fit(text: str, width: int) -> str:
    short = text if len(text) <= width else text[: width - 1] + "…"
    return short.ljust(width)


def _sure(column: "ColumnGuess", proposal: "Proposal") -> str:
    if column.certainty == "ask":
        return "ask"
    if column.theirs == proposal.date_column:
        return "ask: day or month first?"
    if column.theirs in proposal.vocabularies and column.note:
        return f"ask: {column.note}"
    return "yes" + (f", {column.note}" if column.note else "")


def _ask(proposal: "Proposal") -> "MapFile":
    """Ask about each unsure column, one short question a line."""
    words = [w for v in proposal.vocabularies.values() for w in v.open]
    n = len(proposal.questions) + len(words) + (proposal.date_question is not None)
    if n and not _answerable():
        raise click.UsageError(
            f"{n} question{'s' * (n > 1)} to ask, and nobody to answer. "
            "Run it in a terminal, or with --yes."
        )
    if n:
        click.echo(f"\n{n} question{'s' * (n > 1)}. Return takes what is in brackets.")
    sure = {column.ours for column in proposal.columns if column.certainty == "yes"}
    names = [*(n for n in proposal.kind.names if n not in sure), LEAVE_OUT]
    answers = _ask_columns(proposal, names)
    given = {c.theirs: c.ours for c in proposal.columns} | answers
    chosen = {theirs: ours for theirs, ours in given.items() if ours is not None}
    recode = _ask_words(proposal, chosen)
    dates: Literal["day-first", "month-first"] | None = None
    _, question = proposal.dates_of(chosen)
    if question is not None:
        click.echo(wrapped(question))
        dates = click.prompt("  dates", type=click.Choice(["day-first", "month-first"]))
    return proposal.settle(answers, words=recode, dates=dates)


def _ask_columns(proposal: "Proposal", names: list[str]) -> dict[str, str | None]:
    """Ask what each column is; no name is taken twice, and all are listed once."""
    answers: dict[str, str | None] = {}
    listed = False
    for column in proposal.questions:
        click.echo(wrapped(f'"{column.theirs}": {column.question}'))
        free = [name for name in names if name not in answers.values()]
        if column.ours is None:
            shape = proposal.shapes[column.theirs]
            fit = [
                name
                for name in free
                if name == LEAVE_OUT or shape.fits(proposal.kind.field(name))
            ]
            if len(fit) <= FEW_NAMES:
                click.echo(wrapped(f"One of: {', '.join(fit)}", indent="  "))
            elif listed:
                click.echo("  One of the names above; Return leaves it out.")
            else:
                click.echo(wrapped(f"One of: {', '.join(free)}", indent="  "))
                listed = True
        answer = click.prompt(
            "  our name",
            type=click.Choice(free),
            default=column.ours if column.ours in free else LEAVE_OUT,
            show_choices=False,
        )
        answers[column.theirs] = None if answer == LEAVE_OUT else answer
    return answers


def _ask_words(
    proposal: "Proposal", chosen: dict[str, str]
) -> dict[str, dict[str, str | None]]:
    """Ask what each word means that is not in our vocabulary."""
    recode: dict[str, dict[str, str | None]] = {}
    for theirs, ours in chosen.items():
        vocabulary = proposal.vocabulary(theirs, ours)
        if vocabulary is None:
            continue
        if vocabulary.unfit:
            click.echo(
                wrapped(
                    f'"{theirs}" is left out: it has very many words, or some that may '
                    "be names, so they are not shown. If they name nobody, write in "
                    f"the map file what they mean: the column under columns as {ours}, "
                    f"its words under recode, {ours}."
                )
            )
        for word in vocabulary.open:
            click.echo(wrapped(f'"{theirs}" says "{word.said}". What does it mean?'))
            click.echo(wrapped(f"One of: {', '.join(word.words)}", indent="  "))
            answer = click.prompt(
                "  our word",
                type=click.Choice([*word.words, NOT_RECORDED]),
                default=word.guess or NOT_RECORDED,
                show_choices=False,
            )
            meant = None if answer == NOT_RECORDED else str(answer)
            recode.setdefault(theirs, {})[word.said] = meant
    return recode


def _answerable() -> bool:
    return sys.stdin.isatty()


def _next_steps(
    proposal: "Proposal", settled: "MapFile", file: Path, saved: Path, *, yes: bool
) -> None:
    click.echo(f"\nSaved  {saved}  (your file was not changed)")
    open_words = {t for t, v in proposal.vocabularies.items() if not v.unfit}
    for theirs in sorted(set(settled.left_out) & open_words) if yes else ():
        click.echo(
            wrapped(
                f'Left out "{theirs}": some of its words are not ours. Run map again '
                "without --yes to say what they mean."
            )
        )
    missing = sorted(set(proposal.kind.needed) - set(settled.columns.values()))
    if missing:
        click.echo(
            wrapped(
                f"Still missing: {', '.join(missing)}. Without them nothing can be "
                "measured. Name the columns in the map file, or run map again."
            )
        )
    people = [c for c in proposal.columns if c.certainty == "left out"]
    if missing and people:
        click.echo(
            wrapped(
                "If a column that was left out holds names in place of ids, have each "
                "name replaced by a pseudonym such as P0001, made with a key."
            )
        )
        return
    _commands(proposal.kind.name, file, saved, n_people=len(people))


def _commands(kind: str, file: Path, saved: Path, *, n_people: int) -> None:
    """Show what to type next: leave out the columns of people, then audit."""
    from matchaudit import audit as audits

    source = file
    if n_people:
        source = audits.clean_path(file)
        what = "column" if n_people == 1 else "columns"
        click.echo(
            f"Next   matchaudit clean {_typed(file)}\n"
            f"       (a copy without {n_people} {what})"
        )
    click.echo(
        f"{'Then' if n_people else 'Next'}   matchaudit audit {_typed(source)} "
        f"{_AUDIT_AS.get(kind, '')}--map {_typed(saved)}{_AUDIT_HOW.get(kind, '')}"
    )


_AUDIT_AS = {
    name: f"--as {name} "
    for name in ("searches", "deployments", "candidates", "claims")
}
_AUDIT_HOW = {
    "comparisons": " \\\n       --target-fmr 1e-3    "
    "(or --threshold, with the score that you use)",
    "searches": " \\\n       --rules us-wa    (or the rules that bind you)",
    "claims": " \\\n       --accuracy out/findings.json    "
    "(or --fmr and --tpir, as ranges)",
}


def _typed(path: Path) -> str:
    """Return a path as one types it on a command line."""
    return shlex.quote(str(path))


@click.command()
@file_argument
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The copy. [default: FILE.clean.csv]",
)
@kind_option
@json_option
@answering_errors
def clean(file: Path, *, out: Path | None, kind: str | None, as_json: bool) -> None:
    """Copy a file without the columns that may name people.

    Your file is not changed, and no value of those columns is shown.
    """
    from matchaudit import audit as audits
    from matchaudit.audit.own_file import kinds_named

    as_kind = kinds_named(kind)[0] if kind else None
    result = audits.clean(file, out=out, kind=as_kind)
    if as_json:
        facts = {"file": str(result.path), "dropped": list(result.dropped)}
        click.echo(json.dumps(facts, ensure_ascii=False))
        return
    n = len(result.dropped)
    if n:
        names = ", ".join(f'"{name}"' for name in result.dropped)
        click.echo(wrapped(f"Left out {n} column{'s' * (n > 1)}: {names}."))
    else:
        click.echo("No column seemed to name people; the copy has all of them.")
    click.echo(f"Saved  {result.path}  (your file was not changed)")
