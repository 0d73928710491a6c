"""Plain words for numbers: every sentence of the package is made here.

"Wrong match" is a false match, "missed match" a false non-match, a "try" one
comparison. Rates are natural frequencies ("12 in 100,000"), intervals are "between x
and y".
"""

import math
from collections.abc import Mapping

from matchaudit.estimation.counts import Estimate
from matchaudit.estimation.finding import Key
from matchaudit.estimation.proportions import trials_to_show

WRONG = "wrong match"
MISSED = "missed match"
_TRIES = {WRONG: "with different people", MISSED: "with the same person"}
_FEWEST = 100


def whole(value: float) -> str:
    """Return a count with thousands separators, halves rounded up.

    Examples
    --------
    >>> whole(3699.6)
    '3,700'
    """
    return f"{math.floor(value + 0.5):,}"


def rounded(value: float) -> str:
    """Return a positive number to two figures, whole from 10 on.

    Examples
    --------
    >>> rounded(3688), rounded(18.4), rounded(1.83), rounded(0.041)
    ('3,700', '18', '1.8', '0.041')
    """
    if value >= 10:
        digits = math.floor(math.log10(value)) - 1
        return whole(round(value / 10**digits) * 10**digits)
    return f"{value:.2g}"


def at_most(value: float) -> str:
    """Return a limit of 1 or more to two figures, never above it.

    Examples
    --------
    >>> at_most(257.04), at_most(75857.8), at_most(2.96), at_most(1.0)
    ('250', '75,000', '2.9', '1')
    """
    unit = 10.0 ** (math.floor(math.log10(value)) - 1)
    down = math.floor(value / unit + 1e-9) * unit
    return whole(down) if down >= 10 else f"{down:.2g}"


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


def base(rate: float) -> int:
    """Return the power of ten of which a rate is said: 10 to 99 of it, or 1 missing.

    Examples
    --------
    >>> base(1.2e-4), base(0.00999), base(0.5), base(0.0), base(0.9996)
    (100000, 1000, 100, 100, 10000)
    """
    least, small = (1.0, 1 - rate) if rate > 0.5 else (9.5, rate)
    size = _FEWEST
    while 0 < small * size < least and size < 10**12:
        size *= 10
    return size


def share_of(rate: float, size: int) -> str:
    """Return how many of ``size`` a rate is: whole from 1 on, else one figure.

    Examples
    --------
    >>> share_of(0.45e-4, 100_000), share_of(3e-6, 100_000), share_of(0.0, 100)
    ('5', '0.3', '0')
    """
    many = rate * size
    return whole(many) if many >= 1 or many == 0 else f"{many:.1g}"


def frequency(rate: float) -> str:
    """Return a rate as a natural frequency.

    Examples
    --------
    >>> frequency(1.2e-4), frequency(0.083), frequency(0.44)
    ('12 in 100,000', '83 in 1,000', '44 in 100')
    """
    size = base(rate)
    return f"{share_of(rate, size)} in {size:,}"


def one_in(rate: float) -> str:
    """Return a small rate as "1 in so many"; from a half on as a frequency.

    Examples
    --------
    >>> one_in(1 / 3688), one_in(0.01), one_in(0.0183), one_in(0.6)
    ('1 in 3,700', '1 in 100', '1 in 55', '60 in 100')
    """
    return f"1 in {rounded(1 / rate)}" if 0 < rate < 0.5 else frequency(rate)


def spread(estimate: Estimate, size: int) -> str:
    """Return the interval of a rate in words, of ``size``.

    Examples
    --------
    >>> spread(
    ...     Estimate(value=0.1, low=0.05, high=0.2, confidence=0.95, method="x"), 100
    ... )
    'between 5 and 20'
    """
    return ends(share_of(estimate.low, size), share_of(estimate.high, size))


def ends(low: str | None, high: str | None) -> str:
    """Return an interval in words whose ends may be open.

    Examples
    --------
    >>> ends("5", "20"), ends("5", None), ends(None, "20"), ends(None, None)
    ('between 5 and 20', '5 or more', '20 or less', 'anything')
    """
    if low is not None and high is not None:
        return f"between {low} and {high}"
    if low is not None:
        return f"{low} or more"
    return "anything" if high is None else f"{high} or less"


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


def rate_sentence(
    estimate: Estimate, error: str, population: Mapping[str, Key], *, aim: float
) -> str:
    """Say a rate of wrong or missed matches at a threshold.

    Parameters
    ----------
    estimate : Estimate
    error : str
        ``WRONG`` or ``MISSED``.
    population : mapping
        With a ``threshold``, and the group or condition if there is one.
    aim : float
        The rate that a sample without errors should have shown.

    Returns
    -------
    str
        One sentence; without a single error the few short ones that say what such a
        sample does not show.

    Examples
    --------
    >>> e = Estimate(
    ...     value=1.2e-4,
    ...     low=4.5e-5,
    ...     high=3.2e-4,
    ...     confidence=0.95,
    ...     method="x",
    ...     events=12,
    ...     trials=100_000,
    ... )
    >>> rate_sentence(e, WRONG, {"threshold": 0.64, "probe_group": "B"}, aim=1e-4)
    'At score 0.64, about 12 in 100,000 tries with different people in group B were wrong matches (between 5 and 32).'
    """
    line = f"score {score(float(population['threshold']))}"
    place = where(population)
    if estimate.events == 0:
        return no_events_sentence(
            estimate, f"{error}es", f"{place} at {line}".lstrip(), aim=aim
        )
    if estimate.events == estimate.trials:
        few = frequency(estimate.low)
        return (
            f"At {line}, all {estimate.trials:,} tries {_TRIES[error]}{place} were "
            f"{error}es, but the true rate could be as low as {few}."
        )
    size = base(estimate.value)
    return (
        f"At {line}, about {share_of(estimate.value, size)} in {size:,} tries "
        f"{_TRIES[error]}{place} were {error}es ({spread(estimate, size)})."
    )


def no_events_sentence(
    estimate: Estimate, errors: str, place: str, *, aim: float
) -> str:
    """Say what a sample without a single error does not show.

    Examples
    --------
    >>> e = Estimate(
    ...     value=0,
    ...     low=0,
    ...     high=0.0183,
    ...     confidence=0.95,
    ...     method="x",
    ...     trials=200,
    ...     effective_trials=200.0,
    ... )
    >>> no_events_sentence(e, "wrong matches", "at score 0.9", aim=1e-3)
    'There were no wrong matches in 200 tries at score 0.9. That does not mean the rate is zero. It could be as high as 1.8 in 100. To show it is below 1 in 1,000 you need about 3,700 such tries.'
    """
    need = float(trials_to_show(aim, confidence=estimate.confidence))
    if estimate.trials and estimate.effective_trials:
        need *= estimate.trials / estimate.effective_trials
    return (
        f"There were no {errors} in {estimate.trials or 0:,} tries {place}. "
        "That does not mean the rate is zero. "
        f"It could be as high as {_upper(estimate.high)}. "
        f"To show it is below {one_in(aim)} you need about {rounded(need)} such tries."
    )


def aim_below(high: float) -> float:
    """Return the power of ten below an upper end: the next thing to be shown.

    Examples
    --------
    >>> aim_below(0.0183), aim_below(1e-3)
    (0.01, 0.0001)
    """
    return float(f"1e{math.ceil(math.log10(high)) - 1}")


def _upper(rate: float) -> str:
    size = base(rate)
    if rate * size >= 10 and size > _FEWEST:
        size //= 10
    return f"{rate * size:.2g} in {size:,}"
