"""``matchaudit simulate``."""

import json
from pathlib import Path

import click

from matchaudit.cli.console import (
    answering_errors,
    json_option,
    plain_option,
    progress,
    wrapped,
)


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
@click.option("--seed", type=int, required=True, help="Same seed, same bytes.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="A file that ends in .parquet or .csv.",
)
@click.option(
    "--truth",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the true error rates to this file, as JSON.",
)
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
    if as_json:
        click.echo(json.dumps({"rows": rows, "file": str(out)}))
        return
    click.echo(wrapped(f"{rows:,} synthetic comparisons written to {out}"))
    click.echo(f"Next  matchaudit audit {out} --target-fmr 1e-3")


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
@click.option("--seed", type=int, required=True, help="Same seed, same bytes.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="A file that ends in .parquet or .csv.",
)
@click.option(
    "--truth",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write what is true of the log to this file, as JSON.",
)
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
    if as_json:
        click.echo(json.dumps({"rows": rows, "file": str(out)}))
        return
    click.echo(wrapped(f"{rows:,} synthetic rows of a search log written to {out}"))
    click.echo(f"Next  matchaudit audit {out} --as searches --rules us-wa")


@simulate.command()
@click.option("--deployments", type=int, help="How many. [default: 240]")
@click.option(
    "--faults/--no-faults",
    default=True,
    show_default=True,
    help="Plant faults in the published figures.",
)
@click.option("--seed", type=int, required=True, help="Same seed, same bytes.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="A file that ends in .parquet or .csv.",
)
@click.option(
    "--truth",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write what is true of the table to this file, as JSON.",
)
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
    if as_json:
        click.echo(json.dumps({"rows": rows, "file": str(out)}))
        return
    click.echo(wrapped(f"{rows:,} synthetic deployments written to {out}"))
    click.echo(f"Next  matchaudit audit {out} --as deployments")
