"""``matchaudit audit`` and ``matchaudit demo``."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from matchaudit.cli.console import (
    answering_errors,
    json_option,
    plain_option,
    progress,
    wrapped,
)

if TYPE_CHECKING:
    from matchaudit.audit import Outcome, Plan


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE... | PLAN.yaml")
@click.option(
    "--as",
    "kind",
    type=click.Choice(
        ["comparisons", "candidates", "searches", "deployments", "claims"]
    ),
    default="comparisons",
    show_default=True,
    help="What one row is.",
)
@click.option(
    "--threshold",
    "thresholds",
    type=float,
    multiple=True,
    help="A score at which to measure. May be given more than once.",
)
@click.option(
    "--target-fmr",
    "target_fmrs",
    type=float,
    multiple=True,
    help="A false match rate, such as 1e-3: finds its threshold and measures there.",
)
@click.option(
    "--target-fpir",
    "target_fpirs",
    type=float,
    multiple=True,
    help="A share of searches that may return a wrong person, such as 1e-3.",
)
@click.option(
    "--gallery-size",
    "gallery_sizes",
    type=int,
    multiple=True,
    help="Predict errors for a gallery of so many people, such as 270000000.",
)
@click.option(
    "--gallery-share",
    "gallery_composition",
    multiple=True,
    metavar="GROUP=SHARE",
    help="The share of a group in that gallery: A=0.3. Once for each group.",
)
@click.option(
    "--score-scale",
    type=click.Choice(["identity", "log", "logit"]),
    help="On which scale most scores are close to normal. [default: look]",
)
@click.option(
    "--rank",
    "ranks",
    type=int,
    multiple=True,
    help="How far down a list of candidates is looked. [default: 1, 5, 10, 20, 50]",
)
@click.option(
    "--by",
    multiple=True,
    help="Compare by this: group, probe_mask, ... Default: all that is there.",
)
@click.option(
    "--reference",
    multiple=True,
    help="Compare others with this value: A, or probe_mask=none.",
)
@click.option(
    "--failed-score",
    "failed_scores",
    type=float,
    multiple=True,
    help="A score that means: no usable sample. Such as -1.",
)
@click.option(
    "--lower-is-closer", is_flag=True, help="Scores are distances, not similarities."
)
@click.option("--map", "map_path", help="A map file made by matchaudit map.")
@click.option("--delimiter", help="What stands between values, if guessed wrong.")
@click.option("--encoding", help="The file's encoding, if guessed wrong.")
@click.option(
    "--decimal",
    type=click.Choice(["point", "comma"]),
    help="The decimal mark. [default: what the map says, else point]",
)
@click.option(
    "--dates",
    type=click.Choice(["day-first", "month-first"]),
    help="What 01/02/2025 means.",
)
@click.option(
    "--matrix/--no-matrix",
    default=None,
    help="A matrix of scores. [default: look]",
)
@click.option(
    "--score-file/--no-score-file",
    default=None,
    help="Four or five columns of scores, as bob writes them. [default: look]",
)
@click.option("--percent", multiple=True, help="A column that is in percent.")
@click.option("--timezone", help="Of times without one, such as Europe/London.")
@click.option(
    "--one-row-per",
    type=click.Choice(["search", "candidate"]),
    help="What a row of a search log is. [default: search]",
)
@click.option(
    "--rules",
    multiple=True,
    metavar="PACK",
    help="Hold records against a rule pack: us-wa, or a file. See matchaudit rules list.",
)
@click.option(
    "--wrong-by-group",
    multiple=True,
    metavar="GROUP=N/ALL",
    help="Published wrong matches of a group, where faces seen are not: A=8/10.",
)
@click.option(
    "--missing-at-random-given",
    multiple=True,
    metavar="COLUMN",
    help="Assume that nothing but this column decided who was verified.",
)
@click.option(
    "--random-sample",
    is_flag=True,
    help="Rows with verification_sample were drawn at random.",
)
@click.option(
    "--accuracy",
    metavar="FINDINGS",
    help="The findings.json of an audit, to hold claims against.",
)
@click.option("--enrolled", metavar="A..B", help="Share of people who are enrolled.")
@click.option("--fmr", metavar="A..B", help="False match rate, if none was measured.")
@click.option("--tpir", metavar="A..B", help="How often the right person is found.")
@click.option(
    "--masked",
    type=click.Choice(["lower", "full"]),
    help="What is covered: the lower face, or all but the eyes.",
)
@click.option(
    "--review-sensitivity",
    metavar="A..B",
    help="How often a reviewer accepts a list that holds the right person.",
)
@click.option(
    "--review-false-accept",
    metavar="A..B",
    help="How often a reviewer accepts a list that does not.",
)
@click.option("--searches", type=int, help="Searches a year.")
@click.option(
    "--pooled", is_flag=True, help="Leave out operators and the ids of records."
)
@click.option("--confidence", type=float, help="Of intervals. [default: 0.95]")
@click.option("--group-floor", type=int, help="People a group needs. [default: 10]")
@click.option(
    "--lr-score",
    "lr_scores",
    type=float,
    multiple=True,
    help="Tell the weight of this score as evidence.",
)
@click.option("--seed", type=int, help="For resampling. [default: 1]")
@click.option("--title", help="The report's title.")
@click.option("--agency", help="Whose matcher this is.")
@click.option("--date", help="The report's date, such as 2026-01-31.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("out"),
    show_default=True,
    help="Folder for the report and the findings.",
)
@click.option(
    "--fail-on",
    multiple=True,
    metavar="ID>NUMBER",
    help="Exit 1 if the upper end of a finding's interval is above: "
    "accuracy/fmr>0.001, usage/rule[answer=breaks]>0",
)
@json_option
@plain_option
@answering_errors
def audit(
    files: tuple[str, ...],
    *,
    out: Path,
    fail_on: tuple[str, ...],
    as_json: bool,
    plain: bool,
    **options: Any,  # noqa: ANN401 - click has checked them; the plan checks again
) -> None:
    """Measure how often matches are wrong and whether use kept to the rules.

    With --gallery-size also what a search of a larger gallery would return.

    Writes OUT/report.html, OUT/findings.json, OUT/data/ and OUT/plan.yaml.
    Several files are read as the parts of one table.
    """
    from matchaudit import audit as audits

    limits = audits.parse_limits(fail_on)
    plan = audits.planned(files, _given(options))
    with progress(plain=plain) as tell:
        outcome = audits.run(plan, out=out, progress=tell)
    _answer(outcome, plan, as_json=as_json)
    above = audits.above(outcome.findings, limits)
    for sentence in above:
        click.echo(wrapped(sentence), err=True)
    if above:
        raise SystemExit(1)


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo"),
    show_default=True,
    help="Folder for the example records and the report.",
)
@json_option
@plain_option
@answering_errors
def demo(*, out: Path, as_json: bool, plain: bool) -> None:
    """Audit example records, start to end, without a network.

    A test of a matcher, what it means in a gallery of 270 million, and a register of
    public claims. Writes OUT/audit/report.html and OUT/claims/report.html.
    """
    from matchaudit import audit as audits

    with progress(plain=plain) as tell:
        tell("Writing the example records")
        plan = audits.demo_plan(out)
        outcome = audits.run(plan, out=out / "audit", progress=tell)
        claims = audits.demo_claims_plan(out, out / "audit" / "findings.json")
        held = audits.run(claims, out=out / "claims", progress=tell)
    if not as_json:
        _answer(held, claims, as_json=False)
        click.echo()
    _answer(outcome, plan, as_json=as_json)


def _given(options: dict[str, Any]) -> dict[str, Any]:
    """Leave out what was not typed."""
    source = click.get_current_context().get_parameter_source
    default = click.core.ParameterSource.DEFAULT
    return {name: v for name, v in options.items() if source(name) is not default}


def _answer(outcome: "Outcome", plan: "Plan", *, as_json: bool) -> None:
    """Print the findings: all of them as JSON, or the main ones as sentences."""
    from matchaudit import audit as audits

    if as_json:
        click.echo(outcome.findings_json, nl=False)
        return
    summary = audits.summary(outcome, plan)
    if summary.synthetic:
        click.echo(wrapped(summary.synthetic) + "\n")
    click.echo(wrapped(summary.counts))
    for heading, sentences in summary.sections:
        click.echo(f"\n{heading}")
        for sentence in sentences:
            click.echo(wrapped(sentence, indent="  "))
    if outcome.report is not None:
        click.echo(f"\n{summary.more}\nReport    {outcome.report}")
