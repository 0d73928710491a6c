"""How many of the claims by AI matching would be wrong by what matching can do at all.

The gallery in which somebody looked is not known, nor how many of the people sought are
in it. So the answer is a range for each size and each share, over the whole register.
"""

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from matchaudit.estimation import statements
from matchaudit.estimation.finding import Curve, Finding, Key
from matchaudit.galleries.claims.expected_curves import (
    CURVE,
    expected_curve,
    inputs_of,
)
from matchaudit.galleries.claims.expected_points import (
    LEVELS,
    Accuracy,
    AiClaims,
    Enrolled,
    Point,
    by_ai,
    line_of,
)
from matchaudit.galleries.claims.register import FEWEST_EXPECTED, ClaimSettings
from matchaudit.galleries.worth import Range, Sample, assumptions, enrolled_grid
from matchaudit.galleries.worth.wording import if_enrolled
from matchaudit.tallies.claims import ClaimRows

EXPECTED = "claims/expected_false"
METHOD = "worth model, Monte Carlo over the inputs"
POINTS = 21
"""Shares enrolled for which the curve has a row."""

NO_ACCURACY = (
    "nobody said how often such matching is wrong: name an audit's findings with "
    "--accuracy, or give ranges with --fmr and --tpir"
)
NOT_ONE = "This is about such claims as a whole. It cannot tell of any one claim if it is right."
_NAMED: Mapping[str, str] = {
    "search": "the first one returned",
    "candidate": "any one returned",
}
TOLD = (0.1, 0.5)
_ALMOST = 0.1
_WHAT = "how many of the claims by AI matching are expected to be wrong"


def expected_false(
    rows: ClaimRows,
    known: Sequence[Accuracy],
    *,
    enrolled: Enrolled,
    rng: np.random.Generator,
    settings: ClaimSettings,
    missing: str = NO_ACCURACY,
) -> tuple[list[Finding], list[Curve]]:
    """Work out how many of the claims by AI matching are expected to be wrong.

    Parameters
    ----------
    rows : ClaimRows
    known : sequence of Accuracy
        One for each gallery size and operating point; none: nothing is known.
    enrolled : Enrolled
        Never averaged over: each share has its own range.
    rng : numpy.random.Generator
    settings : ClaimSettings
    missing : str, optional
        Why nothing is known of the accuracy, if so; completes a sentence.

    Returns
    -------
    findings : list of Finding
        ``claims/expected_false`` for each gallery size, over all shares and for a
        handful of them; or why there is none.
    curves : list of Curve
        ``claims_expected`` and ``worth_inputs``.
    """
    claims = by_ai(rows)
    because = None
    if claims.n < FEWEST_EXPECTED:
        because = (
            f"fewer than {FEWEST_EXPECTED} claims were made so, and of so few it would "
            "say almost what it says of one"
        )
    elif not known:
        because = missing
    if because:
        return [statements.unknown(EXPECTED, {}, _WHAT, because, unit="count")], []
    samples = [
        {
            cover: Sample.of(inputs, rng=rng, confidence=settings.confidence)
            for cover, inputs in each.inputs.items()
            if cover in claims.covers
        }
        for each in known
    ]
    grid = enrolled_grid(enrolled.low, enrolled.high, POINTS)
    grid = tuple(sorted({*grid, *_told(enrolled)}))
    findings: list[Finding] = []
    points: list[Point] = []
    for each, sample in zip(known, samples, strict=True):
        for level in LEVELS:
            line = line_of(claims, each, sample, grid, level)
            points += line
            findings += _findings(claims, line, _told(enrolled), settings)
    return findings, [expected_curve(claims, points), inputs_of(samples[-1], enrolled)]


def _told(enrolled: Enrolled) -> tuple[float, ...]:
    """Return the shares that have a sentence: the ends, 1 in 10 and a half."""
    between = (s for s in TOLD if enrolled.low < s < enrolled.high)
    return tuple(dict.fromkeys((enrolled.low, *between, enrolled.high)))


def _findings(
    claims: AiClaims,
    line: Sequence[Point],
    told: Sequence[float],
    settings: ClaimSettings,
) -> list[Finding]:
    """Return the range over all shares, and that of a few of them."""
    if not line:
        return []
    every = Range(
        min(p.numbers.low for p in line), None, max(p.numbers.high for p in line)
    )
    first, n = line[0], claims.n
    size = first.known.gallery_size
    named = f"Each is taken to be {_NAMED[first.level]}."
    over_all = (
        f"Take a gallery of {size:,} people. By its errors alone, AI matching would make "
        f"{between(every, n)} of {n:,} claims wrong.{claims.so_far} {named}"
    )
    found = [_finding(claims, first, {}, every, settings, says=over_all)]
    for point in line:
        if point.share in told:
            says = (
                f"{if_enrolled(point.share)} (of {size:,}), "
                f"{between(point.numbers, n)} of {n:,} AI claims would be wrong. {named}"
            )
            more = {"enrolled_share": point.share}
            found.append(
                _finding(claims, point, more, point.numbers, settings, says=says)
            )
    return found


def _finding(
    claims: AiClaims,
    point: Point,
    more: Mapping[str, Key],
    numbers: Range,
    settings: ClaimSettings,
    *,
    says: str,
) -> Finding:
    known = point.known
    population: dict[str, Key] = {"gallery_size": known.gallery_size, **known.at}
    if point.level == "candidate":
        population["level"] = "candidate"
    elif any(inputs.reviewed for inputs in known.inputs.values()):
        population["reviewed"] = "yes"
    assumed = dict.fromkeys(a for i in known.inputs.values() for a in assumptions(i))
    cautions = (NOT_ONE, LEVELS[point.level], *claims.cautions, *known.cautions)
    return Finding(
        id=EXPECTED,
        population={**population, **more},
        status="bounded",
        interval=(numbers.low, numbers.high),
        confidence=settings.confidence,
        unit="count",
        method=METHOD,
        says=says,
        curve=f"data/{CURVE}.csv",
        sources=("ISO/IEC 19795-1:2021, FPIR and TPIR",),
        cautions=(*cautions, *assumed),
    )


def between(numbers: Range, n: int) -> str:
    """Return between which numbers of claims something is expected, rounded outward.

    Examples
    --------
    >>> between(Range(0.003, None, 28.2), 160), between(Range(12.7, None, 159.8), 160)
    ('between almost none and 29', 'between 12 and 160')
    >>> between(Range(159.95, None, 160.0), 160)
    'almost all'
    """
    ends = _end(numbers.low, n, math.floor), _end(numbers.high, n, math.ceil)
    return ends[0] if ends[0] == ends[1] else f"between {ends[0]} and {ends[1]}"


def _end(value: float, n: int, whole: Callable[[float], int]) -> str:
    if value < _ALMOST:
        return "almost none"
    if value > n - _ALMOST:
        return "almost all"
    return f"{whole(value):,}" if value >= 1 else f"{value:.1f}"
