"""``matchaudit simulate``."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from matchaudit.cli.console import (
    answering_errors,
    json_option,
    plain_option,
    progress,
    wrapped,
)

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _seeded(*, truth: str) -> Callable[[_Command], _Command]:
    """Give a command the options that each simulation has."""
    file = click.Path(path_type=Path, dir_okay=False)
    about = f"Write {truth} to this file, as JSON."
    options = (
        click.option("--truth", type=file, help=about),
        click.option(
            "--out",
            type=file,
            required=True,
            help="A file that ends in .parquet or .csv.",
        ),
        click.option("--seed", type=int, required=True, help="Same seed, same bytes."),
    )

    def give(command: _Command) -> _Command:
        for option in options:
            command = option(command)
        return command

    return give


def _answer(rows: int, what: str, out: Path, then: str, *, as_json: bool) -> None:
    """Print how much was written, and how to go on."""
    if as_json:
        click.echo(json.dumps({"rows": rows, "file": str(out)}))
        return
    click.echo(wrapped(f"{rows:,} {what} written to {out}"))
    click.echo(f"Next  matchaudit audit {out} {then}")


@click.group()
def simulate() -> None:
    """Make records with a known truth, for tests and for training."""


@simulate.command()
@click.option("--subjects", type=int, help="People. [default: as the setting says]")
@click.option("--samples", type=int, help="Samples of each. [default: likewise]")
@click.option(
    "--setting",
    default="groups-and-masks",
    show_default=True,
    help="groups-and-masks, plain, or a published one such as fogliato-exp.",
)
@_seeded(truth="the true error rates")
@json_option
@plain_option
@answering_errors
def comparisons(
    *,
    out: Path,
    as_json: bool,
    plain: bool,
    **options: object,
) -> None:
    """Make comparison scores with no person behind them.

    Groups have different error rates, some faces are masked, some people look alike,
    some samples fail. Every file says that it is synthetic.
    """
    from matchaudit import audit as audits

    with progress(plain=plain) as tell:
        tell("Simulating")
        rows = audits.simulate_comparisons(out, **options)  # type: ignore[arg-type]
    _answer(rows, "synthetic comparisons", out, "--target-fmr 1e-3", as_json=as_json)


@simulate.command()
@click.option("--searches", type=int, help="How many. [default: 10,000]")
@click.option(
    "--setting",
    default="recorded",
    show_default=True,
    help="recorded, hidden, sampled, unlike-operators or clean.",
)
@click.option(
    "--plant",
    type=float,
    help="Share of searches that break a rule in each way. [default: 0.002]",
)
@_seeded(truth="what is true of the log")
@json_option
@plain_option
@answering_errors
def searches(
    *,
    out: Path,
    as_json: bool,
    plain: bool,
    **options: object,
) -> None:
    """Make a search log of agencies that do not exist.

    Some matches are wrong, some are never checked, some searches break rules, some
    values are missing, and some months are silent. The truth tells which.
    """
    from matchaudit import audit as audits

    with progress(plain=plain) as tell:
        tell("Simulating")
        rows = audits.simulate_searches(out, **options)  # type: ignore[arg-type]
    _answer(
        rows,
        "synthetic rows of a search log",
        out,
        "--as searches --rules us-wa",
        as_json=as_json,
    )


@simulate.command()
@click.option("--deployments", type=int, help="How many. [default: 240]")
@click.option(
    "--faults/--no-faults",
    default=True,
    show_default=True,
    help="Plant faults in the published figures.",
)
@_seeded(truth="what is true of the table")
@json_option
@plain_option
@answering_errors
def deployments(
    *,
    out: Path,
    as_json: bool,
    plain: bool,
    **options: object,
) -> None:
    """Make a table of deployments of an agency that does not exist.

    It looks as such tables are published, with faults of each kind that an audit looks
    for. The truth tells which rows have them.
    """
    from matchaudit import audit as audits

    with progress(plain=plain) as tell:
        tell("Simulating")
        rows = audits.simulate_deployments(out, **options)  # type: ignore[arg-type]
    _answer(rows, "synthetic deployments", out, "--as deployments", as_json=as_json)


@simulate.command()
@click.option("--claims", type=int, help="How many. [default: 200]")
@click.option(
    "--sampled/--not-sampled",
    default=False,
    show_default=True,
    help="Draw a random sample, and check all of it.",
)
@_seeded(truth="what is true of the register")
@json_option
@plain_option
@answering_errors
def claims(
    *,
    out: Path,
    as_json: bool,
    plain: bool,
    **options: object,
) -> None:
    """Make a register of claims about people who do not exist.

    Some claims are wrong, few are ever checked, and some are corrected. The truth tells
    how many are wrong.
    """
    from matchaudit import audit as audits

    with progress(plain=plain) as tell:
        tell("Simulating")
        rows = audits.simulate_claims(out, **options)  # type: ignore[arg-type]
    then = "--as claims --fmr 1e-7..1e-6 --tpir 0.8..0.95"
    _answer(rows, "synthetic claims", out, then, as_json=as_json)


@simulate.command()
@click.option(
    "--subjects", type=int, default=4000, show_default=True, help="People tested."
)
@click.option(
    "--family",
    default="mixed",
    show_default=True,
    help="iid, groups, lookalikes, hubs, energy, kin, random, or another.",
)
@_seeded(truth="the true rates in galleries of up to 270 million")
@json_option
@plain_option
@answering_errors
def galleries(
    *,
    out: Path,
    as_json: bool,
    plain: bool,
    **options: object,
) -> None:
    """Make a test whose rates in a gallery of any size are known.

    Each pair of people is compared once, each person with a second sample, too. A
    family says in which way some people are more alike than others. How much so is
    drawn by the seed.
    """
    from matchaudit import audit as audits

    with progress(plain=plain) as tell:
        tell("Simulating")
        rows = audits.simulate_galleries(out, **options)  # type: ignore[arg-type]
    then = "--as comparisons --gallery-size 270000000 --target-fpir 1e-2"
    _answer(rows, "synthetic comparisons", out, then, as_json=as_json)
