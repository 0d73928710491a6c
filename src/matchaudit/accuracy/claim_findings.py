"""How much can be claimed from a score: bounds, and the LR of single scores."""

import numpy as np

from matchaudit.accuracy import wording
from matchaudit.accuracy.calibration import logistic_line
from matchaudit.accuracy.evidence import Evidence
from matchaudit.accuracy.jackknife import jackknife_half_width
from matchaudit.accuracy.statements import not_estimable
from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.finding import Finding

SOURCES = ("Vergeer et al. 2016, empirical lower and upper bound",)
SLIGHT = 0.04
"""Log10 LR up to which a claim is none: it rounds to 1 to 1."""
SHARED = "Tries share people, so a smaller claim than this bound is safer."


def bound_findings(evidence: Evidence) -> list[Finding]:
    """Say how much can be claimed from the sample, for and against one person."""
    against, favour = evidence.bounds
    return [
        _bound("same person", favour, "that it is one person"),
        _bound("different people", against, "that it is two people"),
    ]


def _bound(side: str, log10: float, claim: str) -> Finding:
    most = wording.at_most(10 ** abs(log10))
    says = (
        f"No more than {most} to 1 can be claimed from this sample {claim}."
        if abs(log10) > SLIGHT
        else f"From this sample nothing can be claimed {claim}."
    )
    return Finding(
        id="accuracy/lr_bounds",
        population={"for": side},
        status="counted",
        estimate=10**log10,
        unit="likelihood ratio",
        method="elub, on logistic calibration on other people",
        says=says,
        sources=SOURCES,
        cautions=(SHARED,),
    )


def lr_finding(evidence: Evidence, score: float, *, confidence: float) -> Finding:
    """Say how much one score is worth, within what the sample lets anybody claim.

    Parameters
    ----------
    evidence : Evidence
    score : float
    confidence : float

    Returns
    -------
    Finding
        ``accuracy/lr``: *measured* inside the bounds, *bounded* where the fitted line
        goes beyond them, *not_estimable* where no such score was seen.
    """
    data = evidence.data
    if not data.score.min() <= score <= data.score.max():
        return no_lr(score, "no score like it was seen")
    at = np.array([1.0, score]) / np.log(10)
    try:
        value = float(at @ logistic_line(data.centres, *data.without()))
        draws = np.array(
            [
                at @ logistic_line(data.centres, *data.without(g))
                for g in range(data.n_folds)
            ]
        )
    except UndefinedMeasureError as undefined:
        return no_lr(score, undefined.because)
    half = jackknife_half_width(draws, confidence=confidence)
    low, high = evidence.bounds
    beyond = (value < low) - (value > high)
    ends = (
        None if beyond < 0 and value - half >= high else max(value - half, low),
        None if beyond > 0 and value + half <= low else min(value + half, high),
    )
    return _lr(score, min(max(value, low), high), ends, beyond, confidence)


def _lr(
    score: float,
    log10: float,
    ends: tuple[float | None, float | None],
    beyond: int,
    confidence: float,
) -> Finding:
    low, high = (None if end is None else 10**end for end in ends)
    words = _weight(score, log10, ends) if not beyond else _limit(score, log10)
    return Finding(
        id="accuracy/lr",
        population={"score": score},
        status="bounded" if beyond else "measured",
        estimate=None if beyond else 10**log10,
        interval=(low, high),
        confidence=confidence,
        unit="likelihood ratio",
        method="logistic calibration within elub; jackknife over folds of people",
        says=words,
        sources=SOURCES,
        cautions=(SHARED,),
    )


def _weight(score: float, log10: float, ends: tuple[float | None, float | None]) -> str:
    """Say an LR the way that makes it 1 or more."""
    sign = 1 if log10 >= 0 else -1
    shown = sorted(10 ** (sign * end) for end in ends if end is not None)
    claim = "one person" if sign > 0 else "two people"
    span = wording.ends(*(wording.rounded(end) for end in shown))
    return (
        f"Score {wording.score(score)} is about {wording.rounded(10 ** abs(log10))} "
        f"times as likely if it is {claim} ({span})."
    )


def _limit(score: float, log10: float) -> str:
    if abs(log10) <= SLIGHT:
        return f"From score {wording.score(score)} nothing can be claimed."
    claim = "one person" if log10 > 0 else "two people"
    return (
        f"For score {wording.score(score)} no more than "
        f"{wording.at_most(10 ** abs(log10))} to 1 can be claimed that it is {claim}."
    )


def no_lr(score: float, because: str) -> Finding:
    """Return the finding that one score's LR is not known."""
    return not_estimable(
        "accuracy/lr",
        {"score": score},
        because,
        what=f"how much score {wording.score(score)} is worth",
        unit="likelihood ratio",
        sources=SOURCES,
    )
