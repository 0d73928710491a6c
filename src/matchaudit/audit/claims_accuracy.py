"""How accurate the matching behind a register of claims may be: measured, or typed."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from matchaudit.audit.findings_file import FindingsFile, read_findings
from matchaudit.audit.plan import Assumed, Plan
from matchaudit.errors import InputError, Problem
from matchaudit.estimation.finding import Finding
from matchaudit.galleries.claims import NO_ACCURACY, Accuracy, Enrolled
from matchaudit.galleries.claims.covers import Cover
from matchaudit.galleries.worth import (
    MASK_CAUTIONS,
    PUBLISHED_MISSED,
    PUBLISHED_WRONG,
    Inputs,
    Quantity,
)
from matchaudit.galleries.worth.found_quantities import covered
from matchaudit.galleries.worth.from_findings import inputs_at, points
from matchaudit.galleries.worth.operating_points import Point

SIZES = tuple(10**power for power in range(3, 10))
"""People in galleries that are looked at where the plan names none: nobody knows how
many people the open web shows."""

ALL_SHARES = Enrolled(
    low=0.01, high=0.99, source="not given: from 1 in 100 to 99 in 100"
)
AS_BARE = (
    "Faces of which nothing is said count as bare, which can only make the number too "
    "small."
)
NOT_IN_FILE = (
    "the findings that were named do not say, at one score and in such a gallery, how "
    "often matches are wrong and how often the right person is found"
)
_COVERS: tuple[Cover, ...] = ("none", "lower", "full", "not recorded")
_Mask = Literal["lower", "full"]


def enrolled_of(plan: Plan) -> Enrolled:
    """Return between which shares of enrolled people the plan wants to know.

    Raises
    ------
    InputError
        ``E13`` if an end is 0 or 1: there nobody is found, or nobody is wrong.
    """
    ends = plan.assumed.enrolled
    if ends is None:
        return ALL_SHARES
    if not 0 < ends[0] <= ends[1] < 1:
        raise InputError(
            Problem(
                code="E13",
                what="The share enrolled cannot be 0 or 1: there nobody is found, or "
                "nobody is wrong.",
                fix="Write ends between 0 and 1, such as --enrolled 0.001..0.999.",
                done="Nothing was written.",
            )
        )
    return Enrolled(low=ends[0], high=ends[1], source="typed: no test can tell")


def accuracy_file(plan: Plan) -> FindingsFile | None:
    """Read the findings that the plan names, if it names any."""
    return None if plan.accuracy is None else read_findings(Path(plan.accuracy))


def why_none(source: FindingsFile | None) -> str:
    """Return why nothing may be known of the accuracy, as a clause."""
    return NO_ACCURACY if source is None else NOT_IN_FILE


def accuracies(plan: Plan, source: FindingsFile | None) -> list[Accuracy]:
    """Return what is known of the matching, for each gallery size and operating point.

    Parameters
    ----------
    plan : Plan
        Its ``gallery_sizes`` and ``assumed``. What was typed comes before what was
        measured.
    source : FindingsFile or None

    Returns
    -------
    list of Accuracy
        Empty where it is not known how often matches are wrong, or how often the right
        person is found.
    """
    findings = source.findings if source else ()
    typed = _typed(plan.assumed)
    found = []
    for size in plan.gallery_sizes or _sizes(findings):
        for point in points(findings, size) or ({},):
            inputs = inputs_at(findings, point, gallery_size=size, given=typed)
            if inputs and not inputs[0].group:
                known = _accuracy(inputs[0], point, findings, plan.assumed)
                found.append(_with_title(known, source))
    return found


def _with_title(known: Accuracy, source: FindingsFile | None) -> Accuracy:
    if source is None:
        return known
    said = f'Rates that were measured are of the audit "{source.title}".'
    return replace(known, cautions=(said, *known.cautions))


def _typed(assumed: Assumed) -> dict[str, Quantity]:
    given = {"fmr": assumed.fmr, "tpir": assumed.tpir}
    return {
        name: Quantity(low=ends[0], high=ends[1], source="typed")
        for name, ends in given.items()
        if ends is not None
    }


def _sizes(findings: Sequence[Finding]) -> tuple[int, ...]:
    """Return powers of ten, and each size for which there is a prediction."""
    predicted = {
        int(size)
        for f in findings
        if f.id == "galleries/fpir_predicted"
        and isinstance(size := f.population.get("gallery_size"), (int, float))
    }
    return tuple(sorted({*SIZES, *predicted}))


def _accuracy(
    bare: Inputs, point: Point, findings: Sequence[Finding], assumed: Assumed
) -> Accuracy:
    bare = _reviewed(bare, assumed)
    inputs: dict[Cover, Inputs] = {"none": bare}
    cautions: list[str] = []
    for mask in ("lower", "full"):
        inputs[mask] = _covered(bare, mask, findings)
        if assumed.masked in {None, mask}:
            cautions += _quoted(inputs[mask], mask)
    unknown: Cover = "none" if assumed.masked is None else assumed.masked
    inputs["not recorded"] = inputs[unknown]
    if assumed.masked is None:
        cautions.append(AS_BARE)
    return Accuracy(
        gallery_size=bare.gallery_size,
        at=dict(point),
        inputs={cover: inputs[cover] for cover in _COVERS},
        cautions=tuple(dict.fromkeys(cautions)),
    )


def _reviewed(inputs: Inputs, assumed: Assumed) -> Inputs:
    """Add what a reviewer does; an end that was not typed may be anything."""
    ends = (assumed.review_sensitivity, assumed.review_false_accept)
    if ends == (None, None):
        return inputs
    right, wrong = (
        Quantity(low=0.0, high=1.0, source="not given: anything")
        if pair is None
        else Quantity(low=pair[0], high=pair[1], source="typed")
        for pair in ends
    )
    return replace(inputs, accept_right=right, accept_wrong=wrong)


def _covered(bare: Inputs, mask: _Mask, findings: Sequence[Finding]) -> Inputs:
    """Add what a covered face does: as measured in the audit, else as published."""
    missed = covered(findings, mask, "fnmr", bare.at)
    wrong = covered(findings, mask, "fmr", bare.at)
    return replace(
        bare,
        missed_ratio=missed or PUBLISHED_MISSED[mask],
        wrong_ratio=wrong or PUBLISHED_WRONG,
    )


def _quoted(inputs: Inputs, mask: _Mask) -> list[str]:
    """Return what must be said where a published range stands in for a measured one."""
    missed, wrong = MASK_CAUTIONS[mask]
    said = []
    if inputs.missed_ratio is PUBLISHED_MISSED[mask]:
        said.append(missed)
    if inputs.wrong_ratio is PUBLISHED_WRONG:
        said.append(wrong)
    return said
