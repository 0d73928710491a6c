"""From what is known of each input to the rates that the model needs, many times over."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from matchaudit.galleries.worth import model
from matchaudit.galleries.worth.drawing import (
    FloatArray,
    drawn,
    drawn_ratio,
    log_odds,
    share_at,
)
from matchaudit.galleries.worth.quantities import Inputs, Quantity

GROWTH = 0.40
GROWTH_SD = 0.09
"""Exponent of people missed over gallery size at a fixed false positive rate: median
and spread over 406 algorithms between 1.6 and 12 million people (NIST FRTE 1:N). Nobody
has published it for a larger gallery."""

EVENNESS = "evenness"
"""Name of the input that nobody types: how wrong matches fall on searches."""

Draws = Mapping[str, FloatArray]
"""For each input by its name the draws, shape (size,)."""

_LEAST = 1e-15


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """What one use of the model needs; each an array of one shape, or a number."""

    tpir: FloatArray
    fpir: FloatArray
    wrong_candidates: FloatArray | None
    accept_right: FloatArray
    accept_wrong: FloatArray


def draws(inputs: Inputs, *, size: int, rng: np.random.Generator) -> Draws:
    """Draw each input that is more than two limits.

    Parameters
    ----------
    inputs : Inputs
    size : int
        How many draws, at least 1.
    rng : numpy.random.Generator

    Returns
    -------
    mapping of str to ndarray of float64, shape (size,)
        By the names of the fields of `Inputs`; ``growth`` too where the right person was
        looked for in a gallery of another size.
    """
    found: dict[str, FloatArray] = {}
    for name in ("tpir", "fpir", "fmr", "accept_right", "accept_wrong"):
        quantity = getattr(inputs, name)
        if quantity is not None and not quantity.limits:
            found[name] = drawn(quantity, size, rng=rng)
    for name in ("missed_ratio", "wrong_ratio"):
        ratio = getattr(inputs, name)
        if ratio is not None:
            found[name] = drawn_ratio(ratio.low, ratio.high, size, rng=rng)
    if carried(inputs):
        growth = rng.normal(GROWTH, GROWTH_SD, size)
        found["growth"] = np.maximum(growth, 0.0)  # nobody is found for being many
    return found


def carried(inputs: Inputs) -> bool:
    """Return whether people found were measured in a gallery of another size."""
    return inputs.measured_size not in (None, inputs.gallery_size)


def within_limits(inputs: Inputs) -> bool:
    """Return whether some input is known by two limits only.

    So are the searches that return a wrong person where no more than the rate of
    comparisons is known, or where a mask changes that rate.
    """
    known = (inputs.tpir, inputs.fpir, inputs.fmr, inputs.accept_right)
    limits = any(q.limits for q in (*known, inputs.accept_wrong) if q is not None)
    return limits or spread_unknown(inputs)


def spread_unknown(inputs: Inputs) -> bool:
    """Return whether it is unknown how wrong matches fall on searches."""
    if inputs.shown is not None:
        return False
    masked = inputs.wrong_ratio
    changed = masked is not None and (masked.low, masked.high) != (1.0, 1.0)
    return inputs.fpir is None or changed


def rates(inputs: Inputs, sample: Draws, *, against: float) -> Rates:
    """Return the rates that one set of draws leads to.

    Parameters
    ----------
    inputs : Inputs
    sample : mapping of str to ndarray
        As `draws` returns.
    against : float
        Where between its limits each limited input lies: 0 is best for the candidate, 1
        worst.

    Returns
    -------
    Rates
    """
    tpir = _found(inputs, sample, against)
    fmr = _fmr(inputs, sample, against)
    one = np.ones(())
    right, wrong = inputs.accept_right, inputs.accept_wrong
    return Rates(
        tpir=tpir,
        fpir=_fpir(inputs, sample, fmr, against),
        wrong_candidates=None if fmr is None else inputs.gallery_size * fmr,
        accept_right=_value("accept_right", right, sample, 1 - against)
        if right
        else one,
        accept_wrong=_value("accept_wrong", wrong, sample, against) if wrong else one,
    )


def _value(name: str, quantity: Quantity, sample: Draws, place: float) -> FloatArray:
    """Return the draws of an input, or the place between its limits (log-odds)."""
    return (
        _between(quantity.low, quantity.high, place)
        if quantity.limits
        else sample[name]
    )


def _between(
    low: FloatArray | float, high: FloatArray | float, place: float
) -> FloatArray:
    if place in (0.0, 1.0):
        return np.asarray(high if place else low, dtype=np.float64)
    ends = [np.clip(end, _LEAST, 1 - _LEAST) for end in (low, high)]
    return share_at((1 - place) * log_odds(ends[0]) + place * log_odds(ends[1]))


def _found(inputs: Inputs, sample: Draws, against: float) -> FloatArray:
    tpir = _value("tpir", inputs.tpir, sample, 1 - against)
    if inputs.measured_size is not None and carried(inputs):
        tpir = model.larger_gallery(
            tpir,
            sample["growth"],
            size=inputs.gallery_size,
            measured=inputs.measured_size,
        )
    if inputs.missed_ratio is not None:
        times, odds = sample["missed_ratio"], inputs.missed_ratio.odds
        tpir = 1 - model.multiplied(1 - tpir, times, odds=odds)
    return tpir


def _fmr(inputs: Inputs, sample: Draws, against: float) -> FloatArray | None:
    if inputs.fmr is None:
        return None
    fmr = _value("fmr", inputs.fmr, sample, against)
    if inputs.wrong_ratio is None:
        return fmr
    return model.multiplied(fmr, sample["wrong_ratio"], odds=inputs.wrong_ratio.odds)


def _fpir(
    inputs: Inputs, sample: Draws, fmr: FloatArray | None, against: float
) -> FloatArray:
    """Return how often a search for somebody who is not enrolled returns anybody.

    Without a measured rate it lies between that of one comparison (all wrong matches
    fall on the same searches) and that of independent comparisons (Jensen). In the same
    way a rate per comparison that is r times as large brings between 1 and about r times
    the searches.
    """
    if inputs.shown is not None:
        return np.ones(())
    if inputs.fpir is None:
        fewest = np.zeros(()) if fmr is None else fmr  # Inputs refuses neither
        return _between(fewest, _any_of(fewest, inputs.gallery_size), against)
    fpir = _value("fpir", inputs.fpir, sample, against)
    if inputs.wrong_ratio is None:
        return fpir
    scaled = _any_of(fpir, sample["wrong_ratio"])
    return _between(np.minimum(fpir, scaled), np.maximum(fpir, scaled), against)


def _any_of(rate: FloatArray, times: FloatArray | int) -> FloatArray:
    """Return ``1 - (1 - rate)^times``, exact for tiny rates."""
    return -np.expm1(times * np.log1p(-np.minimum(rate, 1 - _LEAST)))
