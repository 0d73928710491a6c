"""Findings made from estimates, so that each rate of search is stated in one way."""

from collections.abc import Mapping

from matchaudit.estimation.finding import Finding, Key
from matchaudit.galleries.measured import words

ISO = "ISO/IEC 19795-1:2021"
NIST = "NIST FRTE 1:N (NISTIR 8271)"
AS_RETURNED: Mapping[str, Key] = {"lists": "as returned"}
"""The population key of lists as they were returned, without a threshold."""


def line(threshold: float | None) -> dict[str, Key]:
    """Return the population key of a threshold, or of lists as they were returned.

    Examples
    --------
    >>> line(0.5), line(None)
    ({'threshold': 0.5}, {'lists': 'as returned'})
    """
    return dict(AS_RETURNED) if threshold is None else {"threshold": threshold}


def not_estimable(
    name: str,
    population: Mapping[str, Key],
    because: str,
    *,
    what: str,
    unit: str = "probability",
    sources: tuple[str, ...] = (),
) -> Finding:
    """Return the finding that there is no number, and why.

    Examples
    --------
    >>> at = {"threshold": 0.5}
    >>> not_estimable("galleries/fpir", at, "nobody looked", what="the rate").says
    'Score 0.5 or above: we cannot tell the rate, because nobody looked.'
    """
    threshold, rank = population.get("threshold"), population.get("rank")
    return Finding(
        id=name,
        population=population,
        status="not_estimable",
        unit=unit,
        method="none",
        says=words.about(
            population,
            f"We cannot tell {what}, because {because}.",
            threshold=None if threshold is None else float(threshold),
            rank=None if rank is None else int(rank),
        ),
        because=because,
        sources=sources,
    )


def drawn(
    name: str,
    population: Mapping[str, Key],
    curve: str,
    says: str,
    *,
    sources: tuple[str, ...],
    cautions: tuple[str, ...] = (),
) -> Finding:
    """Return the finding that points to a curve.

    Examples
    --------
    >>> drawn("galleries/cmc", {}, "cmc", "A curve.", sources=()).curve
    'data/cmc.csv'
    """
    return Finding(
        id=name,
        population=population,
        status="counted",
        unit="probability",
        method="counts with their intervals at each point",
        says=says,
        curve=f"data/{curve}.csv",
        sources=sources,
        cautions=cautions,
    )
