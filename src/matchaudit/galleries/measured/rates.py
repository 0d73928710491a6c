"""The rates of 1:N search, with intervals that count people and not searches.

``*_rate`` is a probability with its counts. ISO/IEC 19795-1:2021 defines the false
positive identification rate (FPIR) over searches by people who are not enrolled, the
false negative identification rate (FNIR) over those by people who are. NIST writes
FPIR(N, T) and FNIR(N, R, T) for a gallery of N people, threshold T and rank R (FRTE
1:N, NISTIR 8271). Searches that failed count as having returned nobody.
"""

from dataclasses import replace

import numpy as np
from scipy.special import stdtrit

from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.counts import Estimate, IntArray
from matchaudit.estimation.counts_per_time import garwood
from matchaudit.estimation.crossed import (
    Crossed,
    crossed_proportion,
    freedom_of_partners,
    joint_freedom,
)
from matchaudit.estimation.proportions import normal_quantile
from matchaudit.galleries.measured.parts import Part, Searches
from matchaudit.tallies.candidates import AS_RETURNED, Recurrence

NO_NONMATED = "nobody was searched for who is not in the gallery"
NO_MATED = "nobody was searched for who is in the gallery"
NO_MATES = "the records do not say which candidate is the right person"
ONE_PERSON = "all searches are for one person, which cannot show how people differ"
NO_SUBJECTS = (
    "The records do not say which searches are for the same person. Each was taken to be "
    "for a person of its own, so the range may be too narrow."
)
NO_CANDIDATES = (
    "The records do not say who was returned, so a face in the gallery that looks like "
    "many others cannot be seen. The range may be too narrow."
)
_FEWEST_TIMES, _GOOD_PART = 3, 0.1


def false_positive_identification_rate(
    part: Part, threshold: float | None, *, confidence: float = 0.95
) -> Estimate:
    """Estimate how often a search for somebody not enrolled returns a wrong person.

    FPIR(N, T): searches without an enrolled mate that return at least one candidate at
    or above T, among all such searches.

    Parameters
    ----------
    part : Part
    threshold : float or None
        None for lists as they were returned.
    confidence : float, default=0.95

    Returns
    -------
    Estimate
        Over the people searched for, and over those in the gallery who are returned in
        searches for several people.

    Raises
    ------
    UndefinedMeasureError
        If nobody was searched for who is not enrolled, only one person was, or the
        threshold is below the score at which lists were cut.

    References
    ----------
    .. [1] ISO/IEC 19795-1:2021, false positive identification rate.
    .. [2] Grother, P., Ngan, M. and Hanaoka, K. NISTIR 8271, FPIR(N, T).
    """
    searches = part.nonmated
    _check(searches, NO_NONMATED)
    check_threshold(part, threshold)
    events = searches.crossed(searches.returned_wrong(threshold))
    estimate = crossed_proportion(
        events,
        looser=part.looser,
        confidence=confidence,
    )
    more = _same_face(events)
    if not part.tally.candidates_recorded:
        more = (NO_CANDIDATES,)
    return _with(estimate, part, more=more)


def false_negative_identification_rate(
    part: Part, threshold: float | None, rank: int, *, confidence: float = 0.95
) -> Estimate:
    """Estimate how often a search for somebody enrolled does not return that person.

    FNIR(N, R, T): mated searches whose mate is not within rank R at or above T, among
    all mated searches.

    Parameters
    ----------
    part : Part
    threshold : float or None
        None for lists as they were returned.
    rank : int
        At least 1.
    confidence : float, default=0.95

    Returns
    -------
    Estimate

    Raises
    ------
    UndefinedMeasureError
        If nobody was searched for who is enrolled, only one person was, nothing says
        which candidate is the mate, or lists end before the threshold or the rank.

    References
    ----------
    .. [1] ISO/IEC 19795-1:2021, false negative identification rate.
    .. [2] Grother, P., Ngan, M. and Hanaoka, K. NISTIR 8271, FNIR(N, R, T).
    """
    searches = part.mated
    if not part.tally.mates_recorded:
        raise UndefinedMeasureError(NO_MATES)
    _check(searches, NO_MATED)
    check_threshold(part, threshold)
    check_rank(part, rank)
    estimate = crossed_proportion(
        searches.alone(searches.missed(threshold, rank)),
        looser=part.stricter(rank),
        confidence=confidence,
    )
    return _with(estimate, part)


def complement(estimate: Estimate) -> Estimate:
    """Return the rate of the other outcome: TPIR is 1 - FNIR.

    Examples
    --------
    >>> e = Estimate(value=0.2, low=0.1, high=0.4, confidence=0.95, method="x")
    >>> complement(e).low, complement(e).value
    (0.6, 0.8)
    """
    events = estimate.events
    if events is not None and estimate.trials is not None:
        events = estimate.trials - events
    return replace(
        estimate,
        value=1 - estimate.value,
        low=1 - estimate.high,
        high=1 - estimate.low,
        events=events,
    )


def selectivity(
    part: Part, threshold: float | None, *, confidence: float = 0.95
) -> Estimate:
    """Estimate how many wrong people a search for somebody not enrolled returns.

    The mean over such searches of the candidates at or above T. The interval is
    Garwood's at as many effective people as the variance allows: that over people
    searched for, and that of people in the gallery who are returned again and again,
    ``sum_h (C_h**2 - C_h) / N**2`` with C the times that each was returned.

    Parameters
    ----------
    part : Part
    threshold : float or None
        One of the tally's; None for lists as they were returned.
    confidence : float, default=0.95

    Returns
    -------
    Estimate
        ``events`` are wrong people returned, ``trials`` is None.

    Raises
    ------
    UndefinedMeasureError
        As for `false_positive_identification_rate`.

    References
    ----------
    .. [1] ISO/IEC 19795-1:2021, selectivity.
    """
    searches = part.nonmated
    _check(searches, NO_NONMATED)
    check_threshold(part, threshold)
    exact = _mean(part, searches.wrong_people(threshold), threshold, confidence)
    estimate = replace(exact, method="crossed-garwood", units=int(searches.people.size))
    full = int(
        ((part.tally.lists.candidates[searches.rows]) >= part.gallery.length).sum()
    )
    cautions = () if part.tally.candidates_recorded else (NO_CANDIDATES,)
    if full:
        cautions = (
            f"{full:,} of these lists were full. More people may lie below their end.",
            *cautions,
        )
    return _with(estimate, part, more=cautions)


def _mean(
    part: Part, wrong: IntArray, threshold: float | None, confidence: float
) -> Estimate:
    """Estimate a mean of counts, at as many effective people as the variance allows."""
    searches = part.nonmated
    n, total = float(searches.n), float(wrong.sum())
    trials = np.bincount(searches.unit).astype(np.float64)
    by_person = np.bincount(searches.unit, wrong.astype(np.float64))
    # At the worst all searches for one person are one.
    effect = float(trials.max())
    if total:
        squares = trials**2
        rest = by_person - total / n * trials
        over_people = float(rest @ rest) / (n**2 - squares.sum()) * n**2 / total
        again = _recurrence(part, threshold)
        effect = max(over_people + again.pairs / total, 1.0)
        freedom = joint_freedom(
            (max(over_people, 1.0), squares.sum() ** 2 / float(squares @ squares) - 1),
            (again.pairs / total, freedom_of_partners(again.partners)),
        )
        tail = 1 - (1 - confidence) / 2
        # Student's quantile acts as a larger design effect.
        effect *= (stdtrit(freedom, tail) / normal_quantile(confidence)) ** 2
    exact = garwood(total / effect, n / effect, confidence=confidence)
    return replace(exact, value=total / n, events=int(total))


def check_threshold(part: Part, threshold: float | None) -> None:
    """Refuse a threshold below the score at which the lists were cut."""
    gallery = part.gallery
    if threshold is None or threshold >= gallery.cut:
        return
    if gallery.cut_recorded:
        raise UndefinedMeasureError(
            f"lists were cut at score {gallery.cut:.5g}, and do not say who was beyond"
        )
    raise UndefinedMeasureError(
        f"no list goes beyond score {gallery.cut:.5g}, so lists seem to be cut there"
    )


def check_rank(part: Part, rank: int) -> None:
    """Refuse a rank beyond the end of the lists."""
    length = part.gallery.length
    if rank > length:
        raise UndefinedMeasureError(
            f"lists end at rank {length}, and do not say who comes after"
        )


def _check(searches: Searches, none: str) -> None:
    if not searches.n:
        raise UndefinedMeasureError(none)
    if searches.people.size < 2:
        raise UndefinedMeasureError(ONE_PERSON)


def _same_face(events: Crossed) -> tuple[str, ...]:
    """Say how many wrong answers were one and the same person, if a good part was."""
    times = np.unique(events.partner[events.partner >= 0], return_counts=True)[1]
    most, n = int(times.max(initial=0)), events.clusters.n_events
    if most < _FEWEST_TIMES or most < _GOOD_PART * n:
        return ()
    return (
        f"{most:,} of these {n:,} wrong answers were the same person of the gallery.",
    )


def _recurrence(part: Part, threshold: float | None) -> Recurrence:
    tally = part.tally
    place = AS_RETURNED if threshold is None else tally.thresholds.index(threshold)
    dimension, code = "", 0
    if "dimension" in part.population:
        dimension = str(part.population["dimension"])
        code = tally.dimensions[dimension].index(str(part.population["group"]))
    return tally.recurrence.get(
        (part.place, dimension, code, place), Recurrence(0.0, 0.0)
    )


def _with(estimate: Estimate, part: Part, *, more: tuple[str, ...] = ()) -> Estimate:
    said = () if part.tally.subjects_recorded else (NO_SUBJECTS,)
    return replace(estimate, cautions=(*said, *more, *estimate.cautions))
