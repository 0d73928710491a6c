"""What a covered face does to the errors, where nobody measured it here.

Two reports of NIST on face masks are used, and of them only what could be read:

* July 2020, NISTIR 8311, algorithms from before the pandemic. NIST's announcement: even
  the best of 89 algorithms failed to match 5 to 50 % of digitally masked faces to an
  uncovered photograph of the same person. As the press repeated it: about 0.3 % of
  uncovered faces, about 5 % of masked ones with the best; 20 to 50 % with many others.
* December 2020, NISTIR 8331, algorithms from after its beginning. An author, quoted in
  the announcement: in the best cases 2.4 to 5 % on masked faces.

The tables of the reports were not read. On wrong matches no figure could be verified, so
none is used. Both are tests of one comparison at a time, with masks drawn by a computer.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from matchaudit.galleries.worth.quantities import Ratio

Cover = Literal["lower", "full"]
"""What is covered: the lower face, or all but the eyes."""

MISSED_UNCOVERED = 0.003
MISSED_BEST = (0.024, 0.05)
MISSED_WORST = 0.5


def _odds_ratio(missed: float) -> float:
    return (missed / (1 - missed)) * ((1 - MISSED_UNCOVERED) / MISSED_UNCOVERED)


PUBLISHED_MISSED: Mapping[Cover, Ratio] = MappingProxyType(
    {
        "lower": Ratio(
            low=_odds_ratio(MISSED_BEST[0]),
            high=_odds_ratio(MISSED_BEST[1]),
            source="NIST, 2020: best algorithms miss 0.3 % uncovered, 2.4 % to 5 % "
            "masked (NISTIR 8331, 8311; read in announcements)",
            odds=True,
        ),
        "full": Ratio(
            low=_odds_ratio(MISSED_BEST[1]),
            high=_odds_ratio(MISSED_WORST),
            source="NIST, 2020: 0.3 % uncovered, 5 % to 50 % masked (NISTIR 8311; read "
            "in announcements). The nearest published: no eyes-only case was read",
            odds=True,
        ),
    }
)
"""By how much a covered face multiplies the odds that a person is missed, out of what was
published. Of odds, so that a matcher that misses more uncovered faces than the best stays
below 1."""

PUBLISHED_WRONG = Ratio(
    low=1.0,
    high=1.0,
    source="not verified: no published figure could be read, so it is left as it is",
)
"""By how much a covered face multiplies wrong matches: nothing was found to quote."""

_OF_THE_BEST = (
    "The range for masks is that of the best algorithms. Many others missed 20 to 50 in "
    "100 masked faces."
)
_MIXED = (
    "The range for covered faces mixes algorithms: no test with only the eyes in view "
    "was read."
)
_WRONG_UNKNOWN = (
    "What a mask does to wrong matches was not measured here. It may raise them."
)

MASK_CAUTIONS: Mapping[Cover, tuple[str, ...]] = MappingProxyType(
    {
        "lower": (
            _OF_THE_BEST,
            _WRONG_UNKNOWN,
        ),
        "full": (
            _MIXED,
            _WRONG_UNKNOWN,
        ),
    }
)
