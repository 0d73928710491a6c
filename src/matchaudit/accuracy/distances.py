"""Say scores the way the file holds them, where it holds distances.

Measures see similarities only: a distance comes in with its sign turned, so that
``score >= threshold`` is a match. Here the sign is turned back in everything that is
shown, so that a threshold can be set in the matcher as it is printed.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from matchaudit.estimation.finding import Column, Curve, Finding, Key

SCORE_KEYS = ("threshold", "score")
_SIDES = {" or above": " or below", " or below": " or above"}
_SCORE = re.compile(
    r"\b([Ss])core (-?)(\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?|inf)( or above| or below)?"
)
_ENDS = {"low": "high", "high": "low"}


def as_distances(
    findings: Sequence[Finding], curves: Sequence[Curve]
) -> tuple[list[Finding], list[Curve]]:
    """Turn the sign of every score in findings and curves, and call it a distance.

    Parameters
    ----------
    findings : sequence of Finding
    curves : sequence of Curve
        Measured on negated distances.

    Returns
    -------
    list of Finding, list of Curve
        The same numbers; thresholds, scores and sentences in the file's own scale.
    """
    return [_finding(f) for f in findings], [_curve(c) for c in curves]


def distance_words(text: str) -> str:
    """Turn the scores in a sentence.

    Examples
    --------
    >>> distance_words("At score -0.45, none was wrong (score 0.2 or above).")
    'At distance 0.45, none was wrong (distance -0.2 or below).'
    """
    return _SCORE.sub(_turned, text)


def _turned(match: re.Match[str]) -> str:
    capital, minus, digits, side = match.groups()
    zero = not digits.strip("0.,")
    sign = "" if minus or zero else "-"
    word = "Distance" if capital == "S" else "distance"
    return f"{word} {sign}{digits}{_SIDES.get(side, '')}"


def _number(value: Key) -> Key:
    # Adding 0.0 makes the negative of zero a plain zero.
    return -value + 0.0 if isinstance(value, (int, float)) else value


def _finding(finding: Finding) -> Finding:
    population = {
        key: _number(value) if key in SCORE_KEYS else value
        for key, value in finding.population.items()
    }
    turned = replace(
        finding,
        population=population,
        says=distance_words(finding.says),
        cautions=tuple(distance_words(text) for text in finding.cautions),
    )
    if finding.unit != "score":
        return turned
    low, high = finding.interval or (None, None)
    return replace(
        turned,
        unit="distance",
        estimate=None if finding.estimate is None else -finding.estimate + 0.0,
        interval=None
        if finding.interval is None
        else (
            None if high is None else -high + 0.0,
            None if low is None else -low + 0.0,
        ),
    )


def _curve(curve: Curve) -> Curve:
    by_name = {column.name: column for column in curve.columns}
    return replace(curve, columns=tuple(_column(c, by_name) for c in curve.columns))


def _column(column: Column, by_name: dict[str, Column]) -> Column:
    """Turn a column of scores; the low end of a bin was its high end before."""
    if column.unit != "score":
        return column
    stem, _, end = column.name.rpartition("_")
    source = by_name.get(f"{stem}_{_ENDS[end]}", column) if end in _ENDS else column
    values = (None if v is None else _number(v) for v in source.values)
    meaning = column.meaning.replace("from this score on", "up to this distance")
    return replace(column, unit="distance", meaning=meaning, values=tuple(values))
