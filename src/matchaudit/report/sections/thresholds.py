"""What figures leave out: the same numbers at the other thresholds."""

from collections.abc import Callable, Iterator, Sequence

from matchaudit.estimation.finding import Finding
from matchaudit.report import numbers
from matchaudit.report.figure import Table
from matchaudit.report.messages import Messages
from matchaudit.report.phrasing import (
    best,
    between,
    common_base,
    counts,
    in_base,
    population,
    table,
)

Named = tuple[Sequence[Finding], Callable[[Finding], str]]
"""Findings, and what a row of one of them is called."""

_KINDS = {
    "accuracy/fmr": "rate_wrong",
    "accuracy/fnmr": "rate_missed",
    "accuracy/fmr_ratio": "times_wrong",
    "accuracy/fnmr_ratio": "times_missed",
}
_CONTRASTS = {"fmr": "times_wrong", "fnmr": "times_missed"}


def by_threshold(findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    """Return findings by the words of their threshold, in order."""
    split: dict[str, list[Finding]] = {}
    for finding in findings:
        split.setdefault(population("threshold", finding), []).append(finding)
    return split


def first_threshold(findings: Sequence[Finding]) -> tuple[str, list[Finding]]:
    """Return the threshold that figures show, and the findings at it."""
    return next(iter(by_threshold(findings).items()))


def other_thresholds(*parts: Named, section: str, words: Messages) -> Table | None:
    """Set rates and ratios at all thresholds but the first; None if there are none.

    ``section`` is ``"groups"`` or ``"conditions"``: what a row is called by.
    """
    body = [
        (
            words.say(f"sections.groups.{kind}"),
            population("threshold", f),
            name(f),
            best(f, write, words),
            between(f, write, words),
            *counts(f)[:2],
        )
        for findings, name in parts
        for kind, rest, write in _rest(findings)
        for f in rest
    ]
    whom = section.removesuffix("s")
    keys = ("what", "threshold", whom, "best", "range", "errors", "trials")
    header = tuple(words.say(f"words.{key}") for key in keys)
    caption = words.say(f"sections.{section}.table")
    return table(caption, header, body, words=words) if body else None


def _rest(
    findings: Sequence[Finding],
) -> Iterator[tuple[str, list[Finding], numbers.WriteEnd]]:
    """Yield each kind of finding that is at a later threshold, and how it is written."""
    split: dict[str, list[Finding]] = {}
    for finding in findings:
        split.setdefault(_kind(finding), []).append(finding)
    for kind, same in split.items():
        main, _ = first_threshold(same)
        rest = [f for f in same if population("threshold", f) != main]
        write: numbers.WriteEnd = in_base(common_base(rest))
        yield kind, rest, numbers.times if same[0].unit == "ratio" else write


def _kind(finding: Finding) -> str:
    measure = population("measure", finding)
    return _CONTRASTS.get(measure) or _KINDS.get(finding.id, "times_wrong")
