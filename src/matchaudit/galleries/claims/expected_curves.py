"""The table of claims expected to be wrong, and that of all inputs."""

from collections.abc import Mapping, Sequence

from matchaudit.estimation.finding import Column, Curve, Key
from matchaudit.galleries.claims.covers import Cover
from matchaudit.galleries.claims.expected_points import AiClaims, Enrolled, Point
from matchaudit.galleries.worth import Sample, drivers
from matchaudit.galleries.worth.curves import inputs_curve

CURVE = "claims_expected"


def expected_curve(claims: AiClaims, points: Sequence[Point]) -> Curve:
    """Return the expected numbers by gallery size, share enrolled and level."""
    of = "of how many are expected to be wrong"
    found = tuple(p.known for p in points)
    columns = (
        ("gallery_size", "count", "people", tuple(k.gallery_size for k in found)),
        ("claims", "count", "claims by AI matching", (claims.n,) * len(points)),
    )
    shares = tuple(p.share for p in points)
    numbers = (
        ("enrolled_share", "probability", "people sought who are in it", shares),
        ("low", "count", f"lower end {of}", tuple(p.numbers.low for p in points)),
        ("high", "count", f"upper end {of}", tuple(p.numbers.high for p in points)),
    )
    words = (
        (
            "level",
            "search: the first one returned; candidate: any one",
            [p.level for p in points],
        ),
        (
            "at",
            "operating point of the accuracy; empty where rates were typed",
            [point_words(k.at) for k in found],
        ),
    )
    size, count = (Column(n, "integer", u, m, v) for n, u, m, v in columns)
    share, low, high = (Column(n, "number", u, m, v) for n, u, m, v in numbers)
    level, at = (Column(n, "string", "", m, tuple(v)) for n, m, v in words)
    title = "Claims expected to be wrong"
    return Curve(CURVE, title, (size, share, count, low, high, level, at))


def point_words(at: Mapping[str, Key]) -> str:
    """Return an operating point as a cell of a table has it.

    Examples
    --------
    >>> point_words({"threshold": 0.62}), point_words({})
    ('threshold 0.62', '')
    """
    return ", ".join(
        f"{key} {value:.4g}" if isinstance(value, float) else f"{key} {value}"
        for key, value in at.items()
    )


def inputs_of(samples: Mapping[Cover, Sample], enrolled: Enrolled) -> Curve:
    """Return every input for the last gallery size, by what covers the face."""
    ends = (enrolled.low, enrolled.high)
    only = len(samples) == 1
    return inputs_curve(
        [
            ("" if only else f"covered: {cover}", driver)
            for cover, sample in samples.items()
            for driver in drivers(sample, ends, source=enrolled.source)
        ]
    )
