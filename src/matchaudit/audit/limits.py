"""``--fail-on``: when a finding should stop a pipeline.

A limit holds against the *upper* end of the interval: a rate that may be above the
limit has not been shown to be below it.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from matchaudit.errors import InputError, Problem
from matchaudit.estimation.finding import Finding

FORM = re.compile(r"\s*([a-z_]+/[a-z_0-9]+)\s*(?:\[([^\]]*)\])?\s*>\s*([0-9.eE+-]+)\s*")


@dataclass(frozen=True, slots=True)
class Limit:
    """A finding's id, what it must be about, and the largest value that is accepted.

    Attributes
    ----------
    about : tuple of (str, str)
        Population keys and their values, as words.
    """

    id: str
    most: float
    about: tuple[tuple[str, str], ...] = ()

    def holds_for(self, finding: Finding) -> bool:
        """Return whether the limit is set for a finding."""
        population = {name: str(value) for name, value in finding.population.items()}
        return self.id == finding.id and dict(self.about).items() <= population.items()

    @property
    def name(self) -> str:
        """The id, and what it is about, as it was typed."""
        about = ",".join(f"{key}={value}" for key, value in self.about)
        return f"{self.id}[{about}]" if about else self.id


def parse(texts: Sequence[str]) -> tuple[Limit, ...]:
    """Read limits such as ``accuracy/fmr>0.001`` or ``usage/rule[answer=breaks]>0``.

    Raises
    ------
    InputError
        If a text has another form.

    Examples
    --------
    >>> parse(["usage/rule[answer=breaks]>0"])
    (Limit(id='usage/rule', most=0.0, about=(('answer', 'breaks'),)),)
    """
    return tuple(_limit(text) for text in texts)


def _limit(text: str) -> Limit:
    match = FORM.fullmatch(text)
    try:
        if match:
            pairs = [part.partition("=") for part in (match[2] or "").split(",")]
            about = tuple((k.strip(), v.strip()) for k, equals, v in pairs if equals)
            most = float(match[3])
            if (len(about) == len(pairs) or match[2] is None) and math.isfinite(most):
                return Limit(match[1], most, about)
    except ValueError:
        pass
    raise InputError(
        Problem(
            code="E13",
            what=f'--fail-on takes an id and a number. It got "{text}".',
            fix='Write it like this: --fail-on "accuracy/fmr>0.001" or '
            '--fail-on "usage/rule[answer=breaks]>0".',
            done="Nothing was read.",
        )
    )


def above(findings: Sequence[Finding], limits: Sequence[Limit]) -> tuple[str, ...]:
    """Return one sentence for each finding that is not shown to be within its limit.

    A limit whose finding could not be estimated, or is not there, is not kept either.
    """
    sentences = []
    for limit in limits:
        same = [finding for finding in findings if limit.holds_for(finding)]
        if not same:
            sentences.append(f"Not within the limit: there is no finding {limit.name}.")
        sentences += [
            f"Not within the limit of {limit.most:g}: {finding.says}"
            for finding in same
            if not _within(finding, limit.most)
        ]
    return tuple(sentences)


def _within(finding: Finding, most: float) -> bool:
    top = finding.interval[1] if finding.interval else finding.estimate
    return top is not None and top <= most
