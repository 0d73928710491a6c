"""What the use adds to a matcher's rates: reviewers, and faces that are covered."""

from collections.abc import Sequence
from dataclasses import replace

from matchaudit.estimation.finding import Finding
from matchaudit.galleries.worth.found_quantities import covered
from matchaudit.galleries.worth.masks import (
    MASK_CAUTIONS,
    PUBLISHED_MISSED,
    PUBLISHED_WRONG,
    Cover,
)
from matchaudit.galleries.worth.quantities import Inputs, Quantity

ANYTHING = Quantity(low=0.0, high=1.0, source="not given: anything")


def with_review(
    inputs: Inputs, *, right: Quantity | None, wrong: Quantity | None
) -> Inputs:
    """Add how often a reviewer accepts a list; what was not given may be anything.

    Parameters
    ----------
    inputs : Inputs
    right, wrong : Quantity or None
        Of lists with the right person, and without. Nothing is added without either.

    Returns
    -------
    Inputs
    """
    if right is None and wrong is None:
        return inputs
    return replace(
        inputs, accept_right=right or ANYTHING, accept_wrong=wrong or ANYTHING
    )


def with_cover(
    inputs: Inputs, cover: Cover | None, findings: Sequence[Finding] = ()
) -> Inputs:
    """Add what a covered face does: as an audit measured it, else as published.

    Parameters
    ----------
    inputs : Inputs
    cover : {"lower", "full"} or None
        None: nothing is added.
    findings : sequence of Finding
        With ``accuracy/condition_contrast``, where it was measured.

    Returns
    -------
    Inputs
    """
    if cover is None:
        return inputs
    return replace(
        inputs,
        missed_ratio=covered(findings, cover, "fnmr", inputs.at)
        or PUBLISHED_MISSED[cover],
        wrong_ratio=covered(findings, cover, "fmr", inputs.at) or PUBLISHED_WRONG,
    )


def cover_cautions(inputs: Sequence[Inputs], cover: Cover | None) -> tuple[str, ...]:
    """Return what to bear in mind of covered faces that nobody measured here.

    Parameters
    ----------
    inputs : sequence of Inputs
    cover : {"lower", "full"} or None

    Returns
    -------
    tuple of str
        None where the audit measured it.
    """
    if cover is None:
        return ()
    missed, wrong = MASK_CAUTIONS[cover]
    said = []
    if any(each.missed_ratio is PUBLISHED_MISSED[cover] for each in inputs):
        said.append(missed)
    if any(each.wrong_ratio is PUBLISHED_WRONG for each in inputs):
        said.append(wrong)
    return tuple(said)
