"""How many of some names would be wrong, if searches like these had made them."""

from collections.abc import Sequence

from matchaudit.errors import ParameterError
from matchaudit.estimation.finding import Finding, Key
from matchaudit.galleries.worth import wording
from matchaudit.galleries.worth.findings import METHOD, SOURCES
from matchaudit.galleries.worth.ranges import Range, Sample


def wrong_names(
    n_claims: int, sample: Sample, *, enrolled: float, reviewed: bool = False
) -> Range:
    """Return how many of some names are expected to be wrong.

    Each name is taken to be the first candidate of one search, or one that a reviewer
    accepted. It says nothing about any one of them.

    Parameters
    ----------
    n_claims : int
        At least 1.
    sample : Sample
        Of inputs for one gallery size.
    enrolled : float
        Share of the people searched who are in the gallery, inside (0, 1).
    reviewed : bool, default=False

    Returns
    -------
    Range
        Of the expected number; by chance alone the number itself may lie outside.

    Raises
    ------
    ParameterError
        If there are no claims.

    Examples
    --------
    >>> import numpy as np
    >>> from matchaudit.galleries.worth.quantities import Inputs, Quantity
    >>> known = Quantity(low=0.01, high=0.01, source="a test")
    >>> inputs = Inputs(
    ...     gallery_size=1000, tpir=Quantity(low=0.95, high=0.95), fpir=known
    ... )
    >>> sample = Sample.of(inputs, rng=np.random.default_rng(1))
    >>> round(wrong_names(200, sample, enrolled=0.05).low, 1)
    33.4
    """
    if n_claims < 1:
        raise ParameterError("n_claims", "at least 1", n_claims)
    right = sample.search_correct(enrolled, reviewed=reviewed)
    middle = None if right.middle is None else n_claims * (1 - right.middle)
    return Range(n_claims * (1 - right.high), middle, n_claims * (1 - right.low))


def claim_findings(
    n_claims: int,
    sample: Sample,
    *,
    enrolled: Sequence[float],
    cautions: Sequence[str] = (),
) -> list[Finding]:
    """Return how many of some names are expected to be wrong, for each share enrolled.

    Parameters
    ----------
    n_claims : int
        At least 1.
    sample : Sample
    enrolled : sequence of float
    cautions : sequence of str
        Of the inputs.

    Returns
    -------
    list of Finding
        ``claims/expected_false``, bounded.
    """
    reviewed = sample.inputs.reviewed
    found = []
    for share in enrolled:
        numbers = wrong_names(n_claims, sample, enrolled=share, reviewed=reviewed)
        population: dict[str, Key] = {
            "gallery_size": sample.inputs.gallery_size,
            "enrolled_share": share,
        }
        if reviewed:
            population["reviewed"] = "yes"
        said = wording.so_many(numbers)
        found.append(
            Finding(
                id="claims/expected_false",
                population=population,
                status="bounded",
                interval=(numbers.low, numbers.high),
                confidence=sample.confidence,
                unit="count",
                method=METHOD,
                says=f"{wording.if_enrolled(share)}, expect {said} of {n_claims:,} such "
                "names to be wrong.",
                sources=SOURCES,
                cautions=(*cautions, NOT_ONE),
            )
        )
    return found


NOT_ONE = "This is about such names as a whole. It cannot tell of any one name if it is right."
