"""What a candidate is worth by the predictions of an audit."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from matchaudit.estimation.finding import Column, Curve, Finding
from matchaudit.galleries.worth.from_findings import inputs_at, points
from matchaudit.galleries.worth.masks import Cover
from matchaudit.galleries.worth.quantities import Inputs, Quantity
from matchaudit.galleries.worth.result import Enrolled, Worth, worth
from matchaudit.galleries.worth.uses import cover_cautions, with_cover, with_review

WHOLE = Enrolled(low=0.01, high=0.99, source="not known: every share is shown")
"""Where nobody has said how many of the people searched are in the gallery."""

Ends = tuple[float, float] | None


class Assumed(Protocol):
    """What no test measures: ranges that a plan brings; None is not given."""

    @property
    def enrolled(self) -> Ends:
        """Share of the people searched who are in the gallery."""
        ...

    @property
    def fmr(self) -> Ends:
        """False match rate."""
        ...

    @property
    def tpir(self) -> Ends:
        """How often the right person is found."""
        ...

    @property
    def review_sensitivity(self) -> Ends:
        """How often a reviewer accepts a list with the right person."""
        ...

    @property
    def review_false_accept(self) -> Ends:
        """How often a reviewer accepts a list without."""
        ...

    @property
    def masked(self) -> Cover | None:
        """What covers the faces."""
        ...

    @property
    def searches(self) -> int | None:
        """A year."""
        ...


def worth_of_prediction(
    findings: Sequence[Finding],
    *,
    assumed: Assumed,
    rng: np.random.Generator,
    confidence: float = 0.95,
) -> tuple[list[Finding], list[Curve]]:
    """Return what a candidate is worth in each gallery that an audit predicts.

    Parameters
    ----------
    findings : sequence of Finding
        With ``galleries/fpir_predicted``, and with a rate of people found. At several
        operating points the first of each gallery is taken.
    assumed : Assumed
        Ranges that come before what was measured.
    rng : numpy.random.Generator
    confidence : float, default=0.95

    Returns
    -------
    findings : list of Finding
        As `worth` returns them, for each gallery; none where it is not known how often
        people are found.
    curves : list of Curve
        ``worth`` and ``worth_inputs`` over all galleries; none likewise.
    """
    sizes = dict.fromkeys(
        int(f.population["gallery_size"])
        for f in findings
        if f.id == "galleries/fpir_predicted" and f.interval is not None
    )
    found: list[Worth] = []
    for size in sizes:
        inputs = _inputs(findings, size, assumed)
        if inputs:
            found.append(
                worth(
                    inputs,
                    enrolled=_enrolled(assumed),
                    rng=rng,
                    searches=assumed.searches,
                    cautions=cover_cautions(inputs, assumed.masked),
                    confidence=confidence,
                )
            )
    every = [finding for each in found for finding in each.findings]
    return every, _joined([each.curves for each in found])


def given(assumed: Assumed) -> dict[str, Quantity]:
    """Return the rates that were assumed, as inputs of the model."""
    names = ("fmr", "tpir")
    known = {name: getattr(assumed, name) for name in names}
    return {
        name: Quantity(low=ends[0], high=ends[1], source="assumed in the plan")
        for name, ends in known.items()
        if ends is not None
    }


def reviewed(inputs: Inputs, assumed: Assumed) -> Inputs:
    """Add what the plan assumes of reviewers and of covered faces."""
    source = "assumed in the plan"
    accept = [
        None if ends is None else Quantity(low=ends[0], high=ends[1], source=source)
        for ends in (assumed.review_sensitivity, assumed.review_false_accept)
    ]
    return with_review(inputs, right=accept[0], wrong=accept[1])


def _inputs(
    findings: Sequence[Finding], size: int, assumed: Assumed
) -> Sequence[Inputs]:
    known = points(findings, size)
    found = inputs_at(findings, known[0], gallery_size=size, given=given(assumed))
    if not found or found[0].group:
        return ()
    return [
        with_cover(reviewed(each, assumed), assumed.masked, findings) for each in found
    ]


def _enrolled(assumed: Assumed) -> Enrolled:
    if assumed.enrolled is None:
        return WHOLE
    low, high = assumed.enrolled
    # A plan may say 0 or 1; there nobody can be found, or nobody be wrong.
    edge = 1e-3
    return Enrolled(
        low=min(max(low, edge), 1 - edge),
        high=max(min(high, 1 - edge), edge),
        source="assumed in the plan: no test can tell",
    )


def _joined(curves: Sequence[tuple[Curve, ...]]) -> list[Curve]:
    """Join the curves of one name, row below row."""
    joined = []
    for same in zip(*curves, strict=True):
        columns = tuple(
            Column(
                first.name,
                first.type,
                first.unit,
                first.meaning,
                tuple(v for curve in same for v in curve.columns[i].values),
            )
            for i, first in enumerate(same[0].columns)
        )
        joined.append(Curve(same[0].name, same[0].title, columns))
    return joined
