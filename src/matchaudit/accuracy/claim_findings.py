"""How much can be claimed from a score: bounds, and the LR of single scores."""

import numpy as np

from matchaudit.accuracy import terms
from matchaudit.accuracy.evidence import Evidence
from matchaudit.accuracy.statements import not_estimable
from matchaudit.accuracy.support import Support, support
from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation import wording
from matchaudit.estimation.finding import Finding

SOURCES = ("Vergeer et al. 2016, empirical lower and upper bound",)
SLIGHT = 0.04
"""Log10 LR up to which a claim is none: it rounds to 1 to 1."""
BOUND_METHOD = (
    "ratio of rates at a threshold, all thresholds at once, or elub at effective "
    "sizes where that is less; logistic calibration on other people"
)
CUT = "The range is cut at what this sample can bear out."
RARE = "Too few tries of the other kind reach this far, so no line is trusted here."
_CLAIMS = {1: "one person", -1: "two people"}


def bound_findings(evidence: Evidence) -> list[Finding]:
    """Say how much can be claimed from the sample, for and against one person."""
    bounds = evidence.bounds
    return [
        _bound("same person", bounds.favour, bounds.cautious_favour, evidence),
        _bound("different people", bounds.against, bounds.cautious_against, evidence),
    ]


def _bound(side: str, log10: float, cautious: float, evidence: Evidence) -> Finding:
    favour = side == "same person"
    claim = f"that it is {_CLAIMS[1 if favour else -1]}"
    says = (
        f"No more than {_to_one(log10)} can be claimed from this sample {claim}."
        if abs(log10) > SLIGHT
        else f"From this sample nothing can be claimed {claim}."
    )
    end = 10**log10
    return Finding(
        id="accuracy/lr_bounds",
        population={"for": side},
        status="bounded",
        interval=(None, end) if favour else (end, None),
        confidence=evidence.bounds.confidence,
        unit="likelihood ratio",
        method=BOUND_METHOD,
        says=says,
        sources=SOURCES,
        cautions=_with_less_assumed(log10, cautious, claim),
    )


def _with_less_assumed(log10: float, cautious: float, claim: str) -> tuple[str, ...]:
    if cautious == log10:
        return ()
    least = f"no more than {_to_one(cautious)}" if abs(cautious) > SLIGHT else "nothing"
    assumed = "If nothing is assumed about tries that share a person"
    return (f"{assumed}, {least} can be claimed {claim}.",)


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
        ``accuracy/lr``: *measured* where both kinds were seen about the score, and the
        fitted line stays within the bounds; *bounded* elsewhere; *not_estimable* where
        no such score was seen.
    """
    data = evidence.data
    if not data.score.min() <= score <= data.score.max():
        return no_lr(score, "no score like it was seen")
    try:
        line, half = evidence.line.log10_lr(score, confidence=confidence)
    except UndefinedMeasureError as undefined:
        return no_lr(score, undefined.because)
    seen = support(data, score)
    if not (seen.mated and seen.nonmated):
        return _limit(evidence, score, (line - half, line + half), seen, confidence)
    steps = evidence.log10_by_steps(score)
    return _within(evidence, score, (line, half, steps), confidence)


def _within(
    evidence: Evidence,
    score: float,
    fits: tuple[float, float, float],
    confidence: float,
) -> Finding:
    """Say an LR where both kinds of comparison lie beyond the score."""
    line, half, steps = fits
    low, high = evidence.bounds.against, evidence.bounds.favour
    ends = (min(line - half, steps), max(line + half, steps))
    cautions = [_apart(line, steps)] if abs(steps - line) > half else []
    if ends[0] < low or ends[1] > high:
        cautions.append(CUT)
    cut = (float(np.clip(ends[0], low, high)), float(np.clip(ends[1], low, high)))
    if low <= line <= high:
        words = _weight(score, line, cut)
        return _lr(score, line, cut, words, confidence, cautions)
    # The line goes beyond what can be claimed; the other end of the range stands.
    open_ends = (None, high) if line > high else (low, None)
    kept = cut if cut[0] < cut[1] else open_ends
    words = _claim(score, high if line > high else low)
    return _lr(score, None, kept, words, confidence, cautions)


def _limit(
    evidence: Evidence,
    score: float,
    line: tuple[float, float],
    seen: Support,
    confidence: float,
) -> Finding:
    """Say what can be claimed at most where one kind was hardly seen beyond a score."""
    low = max(evidence.bounds.against, min(line[0], 0.0))
    high = min(evidence.bounds.favour, max(line[1], 0.0))
    if seen.mated == seen.nonmated:  # between two kinds that hardly overlap
        both = evidence.bounds
        ends: tuple[float | None, float | None] = (both.against, both.favour)
        words = _claim(score, 0.0)
    elif seen.mated:
        ends, words = (None, high), _claim(score, high)
    else:
        ends, words = (low, None), _claim(score, low)
    return _lr(score, None, ends, words, confidence, [RARE])


def _lr(
    score: float,
    log10: float | None,
    ends: tuple[float | None, float | None],
    says: str,
    confidence: float,
    cautions: list[str],
) -> Finding:
    low, high = (None if end is None else 10**end for end in ends)
    return Finding(
        id="accuracy/lr",
        population={"score": score},
        status="bounded" if log10 is None else "measured",
        estimate=None if log10 is None else 10**log10,
        interval=(low, high),
        confidence=confidence,
        unit="likelihood ratio",
        method="logistic calibration beside pooled adjacent violators, within the "
        "bounds; jackknife over people",
        says=says,
        sources=SOURCES,
        cautions=tuple(cautions),
    )


def _apart(line: float, steps: float) -> str:
    by = [
        f"{wording.rounded(10 ** abs(x))} to 1 for {_CLAIMS[1 if x >= 0 else -1]}"
        for x in (line, steps)
    ]
    return (
        f"Two ways to fit disagree here: a line gives {by[0]}, steps give {by[1]}. "
        "The range holds both."
    )


def _weight(score: float, log10: float, ends: tuple[float, float]) -> str:
    """Say an LR the way that makes it 1 or more."""
    sign = 1 if log10 >= 0 else -1
    shown = sorted(10 ** (sign * end) for end in ends)
    span = wording.ends(*(wording.rounded(end) for end in shown))
    return (
        f"Score {terms.score(score)} is about {wording.rounded(10 ** abs(log10))} "
        f"times as likely if it is {_CLAIMS[sign]} ({span})."
    )


def _claim(score: float, log10: float) -> str:
    if abs(log10) <= SLIGHT:
        return f"From score {terms.score(score)} nothing can be claimed."
    return (
        f"For score {terms.score(score)} no more than {_to_one(log10)} "
        f"can be claimed that it is {_CLAIMS[1 if log10 > 0 else -1]}."
    )


def _to_one(log10: float) -> str:
    return f"{wording.at_most(10 ** abs(log10))} to 1"


def no_lr(score: float, because: str) -> Finding:
    """Return the finding that one score's LR is not known."""
    return not_estimable(
        "accuracy/lr",
        {"score": score},
        because,
        what=f"how much score {terms.score(score)} is worth",
        unit="likelihood ratio",
        sources=SOURCES,
    )
