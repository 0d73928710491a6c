"""Words for what is measured here: scores, groups, and the errors of a matcher.

"Wrong match" is a false match, "missed match" a false non-match, a "try" one
comparison. Numbers are put into words by ``estimation.wording``.
"""

import math
from collections.abc import Mapping

from matchaudit.estimation.counts import Estimate
from matchaudit.estimation.finding import Key
from matchaudit.estimation.wording import cut, ends, joint_base, share_of, whole

WRONG = "wrong match"
MISSED = "missed match"


def score(value: float) -> str:
    """Return a score to five figures.

    Examples
    --------
    >>> score(0.64), score(-12.0), score(1234567.0)
    ('0.64', '-12', '1,234,567')
    """
    if abs(value) >= 1e5 and math.isfinite(value):
        return whole(value)
    return f"{value:.5g}"


def score_from(value: float) -> str:
    """Return a score to five figures that is not below the score itself.

    Examples
    --------
    >>> score_from(0.612494), score_from(-12.0)
    ('0.6125', '-12')
    """
    return score(cut(value, "up", figures=5))


def likely(estimate: Estimate) -> str:
    """Say between what the rate is likely to be for others than those tried.

    Examples
    --------
    >>> likely(Estimate(value=0.1, low=0.052, high=0.198, confidence=0.95, method="x"))
    'For people like these the rate is likely between 5 and 20 in 100.'
    """
    size = joint_base(estimate)
    span = ends(
        share_of(estimate.low, size, "down"), share_of(estimate.high, size, "up")
    )
    return f"For people like these the rate is likely {span} in {size:,}."


def where(population: Mapping[str, Key]) -> str:
    """Return the group or condition in words, with a leading blank, or nothing.

    Examples
    --------
    >>> where({"probe_group": "B", "reference_group": "B"})
    ' in group B'
    >>> where({"probe_group": "A", "reference_group": "B"})
    ' from group A and group B'
    >>> where({"threshold": 0.5, "probe_mask": "surgical"})
    ' with mask surgical'
    """
    stems: dict[str, list[str]] = {}
    for key, value in population.items():
        side, _, stem = key.partition("_")
        if side in {"probe", "reference"} and stem:
            stems.setdefault(stem.replace("_", " "), []).append(str(value))
    words = ""
    for stem, values in stems.items():
        if len(set(values)) > 1:
            words += f" from {stem} " + f" and {stem} ".join(values)
        else:
            words += f" {'in' if stem == 'group' else 'with'} {stem} {values[0]}"
    return words
