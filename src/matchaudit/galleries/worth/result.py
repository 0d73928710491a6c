"""All that follows from one set of inputs: findings and curves."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matchaudit.errors import ParameterError
from matchaudit.estimation.finding import Curve, Finding
from matchaudit.galleries.worth.assumptions import assumptions
from matchaudit.galleries.worth.claimed_names import claim_findings
from matchaudit.galleries.worth.curves import inputs_curve, worth_curve
from matchaudit.galleries.worth.drivers import Driver, drivers
from matchaudit.galleries.worth.findings import driver_findings, worth_findings
from matchaudit.galleries.worth.quantities import Inputs
from matchaudit.galleries.worth.ranges import Sample, enrolled_grid, enrolled_told


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """How many of the people searched are in the gallery: ends of a grid.

    Attributes
    ----------
    low, high : float
        ``0 < low <= high < 1``.
    source : str
        As words in a table.
    """

    low: float
    high: float
    source: str = "typed: no test can tell"


@dataclass(frozen=True, slots=True)
class Worth:
    """What a candidate is worth.

    Attributes
    ----------
    findings : tuple of Finding
    curves : tuple of Curve
        ``worth`` and ``worth_inputs``.
    drivers : tuple of Driver
        The inputs of the first group.
    """

    findings: tuple[Finding, ...]
    curves: tuple[Curve, ...]
    drivers: tuple[Driver, ...]


def worth(  # noqa: PLR0913 - each is a decision that must be named
    inputs: Sequence[Inputs],
    *,
    enrolled: Enrolled,
    rng: np.random.Generator,
    searches: int | None = None,
    n_claims: int | None = None,
    cautions: Sequence[str] = (),
    confidence: float = 0.95,
) -> Worth:
    """Work out how often a candidate is right, and what drives the range.

    Parameters
    ----------
    inputs : sequence of Inputs
        One for each group; the first leads, such as everybody.
    enrolled : Enrolled
    rng : numpy.random.Generator
    searches : int, optional
        A year.
    n_claims : int, optional
        Names that such searches made: how many of them are expected to be wrong.
    cautions : sequence of str
        Of the inputs; said beside each number.
    confidence : float, default=0.95
        Share of the draws between the ends of a range, in (0, 1).

    Returns
    -------
    Worth

    Raises
    ------
    ParameterError
        If there are no inputs, or the share enrolled is no range inside 0 and 1.

    Examples
    --------
    >>> from matchaudit.galleries.worth.quantities import Quantity
    >>> given = Inputs(
    ...     gallery_size=270_000_000,
    ...     tpir=Quantity(low=0.90, high=0.97),
    ...     fpir=Quantity(low=0.15, high=0.9),
    ... )
    >>> found = worth(
    ...     [given],
    ...     enrolled=Enrolled(low=0.05, high=0.9),
    ...     rng=np.random.default_rng(1),
    ... )
    >>> found.findings[1].says
    'If 1 in 10 of the people searched is in the gallery, a returned candidate is right 10 to 39 times in 100.'
    """
    if not inputs:
        raise ParameterError("inputs", "at least one", inputs)
    samples = [Sample.of(each, rng=rng, confidence=confidence) for each in inputs]
    told = enrolled_told(enrolled.low, enrolled.high)
    findings: list[Finding] = []
    for sample in samples:
        said = (*cautions, *assumptions(sample.inputs))
        findings += worth_findings(
            sample, enrolled=told, searches=searches, cautions=said
        )
        if n_claims is not None:
            findings += claim_findings(n_claims, sample, enrolled=told, cautions=said)
    ends = (enrolled.low, enrolled.high)
    parts = [drivers(sample, ends, source=enrolled.source) for sample in samples]
    findings += driver_findings(parts[0], {"gallery_size": inputs[0].gallery_size})
    rows = [
        (each.group, row)
        for each, part in zip(inputs, parts, strict=True)
        for row in part
    ]
    grid = enrolled_grid(*ends)
    curves = (worth_curve(samples, grid), inputs_curve(rows))
    return Worth(tuple(findings), curves, parts[0])
