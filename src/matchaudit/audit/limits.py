"""``--fail-on``: when a finding should stop a pipeline.

A limit holds against the *upper* end of the interval: a rate that may be above the
limit has not been shown to be below it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from matchaudit.errors import InputError, Problem
from matchaudit.estimation.finding import Finding

FORM = re.compile(r"\s*([a-z_]+/[a-z_0-9]+)\s*>\s*([0-9.eE+-]+)\s*")


@dataclass(frozen=True, slots=True)
class Limit:
    """A finding's id and the largest value that is accepted."""

    id: str
    most: float


def parse(texts: Sequence[str]) -> tuple[Limit, ...]:
    """Read limits such as ``accuracy/fmr>0.001``.

    Raises
    ------
    InputError
        If a text has another form.

    Examples
    --------
    >>> parse(["accuracy/fmr>1e-3"])
    (Limit(id='accuracy/fmr', most=0.001),)
    """
    return tuple(_limit(text) for text in texts)


def _limit(text: str) -> Limit:
    match = FORM.fullmatch(text)
    try:
        if match:
            return Limit(match[1], float(match[2]))
    except ValueError:
        pass
    raise InputError(
        Problem(
            code="E13",
            what=f'--fail-on takes an id and a number. It got "{text}".',
            fix='Write it like this: --fail-on "accuracy/fmr>0.001".',
            done="Nothing was read.",
        )
    )


def above(findings: Sequence[Finding], limits: Sequence[Limit]) -> tuple[str, ...]:
    """Return one sentence for each finding that is not shown to be within its limit.

    A limit whose finding could not be estimated, or is not there, is not kept either.
    """
    sentences = []
    for limit in limits:
        same = [finding for finding in findings if finding.id == limit.id]
        if not same:
            sentences.append(f"Not within the limit: there is no finding {limit.id}.")
        sentences += [
            f"Not within the limit of {limit.most:g}: {finding.says}"
            for finding in same
            if not _within(finding, limit.most)
        ]
    return tuple(sentences)


def _within(finding: Finding, most: float) -> bool:
    top = finding.interval[1] if finding.interval else finding.estimate
    return top is not None and top <= most
