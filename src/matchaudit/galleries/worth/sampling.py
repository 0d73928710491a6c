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
"""Exponent of people missed over gallery size at a fixed false positive rate. Of 406
algorithms between 1.6 and 12 million people (NIST FRTE 1:N) the median is .38; of those
that miss fewest, .40. Nobody has published it for a larger gallery."""

EVENNESS = "evenness"
"""Name of the input that nobody types: how wrong matches fall on searches."""

ORDER = "order"
"""Name of another such input: how often a wrong person comes before the right one."""

Draws = Mapping[str, FloatArray]
"""For each input by its name the draws, shape (size,)."""

_LEAST = 1e-15


QUANTITIES = ("tpir", "listed", "fpir", "fmr", "accept_right", "accept_wrong")
"""Fields of `Inputs` that are rates."""


@dataclass(frozen=True, slots=True)
class Against:
    """Where between its limits each limited input lies.

    Attributes
    ----------
    place : float
        0 is best for the candidate, 1 worst.
    only : str or None
        The one input that lies there, with all others in the middle; None means all.
    """

    place: float
    only: str | None = None

    def at(self, name: str) -> float:
        """Return the place of one input."""
        return self.place if self.only in (None, name) else 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """What one use of the model needs; each an array of one shape, or a number.

    ``tpir`` is how often the right person comes first, ``listed`` how often anywhere.
    """

    tpir: FloatArray
    listed: FloatArray
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
    for name in QUANTITIES:
        quantity = getattr(inputs, name)
        if quantity is not None and not quantity.limits:
            found[name] = drawn(quantity, size, rng=rng)
    if "listed" in found and "tpir" in found:
        # Both count the same searches: where many come first, many are on the list.
        places = np.argsort(np.argsort(found["tpir"]))
        found["listed"] = np.sort(found["listed"])[places]
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


def limited(inputs: Inputs) -> tuple[str, ...]:
    """Return the names of the inputs that are known by two limits only.

    Among them is how wrong matches fall on searches, where no more than the rate of
    comparisons is known or a mask changes that rate, and which person comes first, where
    the right one was counted at any place.
    """
    names = [
        n for n in QUANTITIES if (q := getattr(inputs, n)) is not None and q.limits
    ]
    if spread_unknown(inputs):
        names.append(EVENNESS)
    if inputs.anywhere:
        names.append(ORDER)
    return tuple(names)


def spread_unknown(inputs: Inputs) -> bool:
    """Return whether it is unknown how wrong matches fall on searches."""
    if inputs.shown is not None:
        return False
    masked = inputs.wrong_ratio
    changed = masked is not None and (masked.low, masked.high) != (1.0, 1.0)
    return inputs.fpir is None or changed


def rates(inputs: Inputs, sample: Draws, *, against: Against) -> Rates:
    """Return the rates that one set of draws leads to.

    Parameters
    ----------
    inputs : Inputs
    sample : mapping of str to ndarray
        As `draws` returns.
    against : Against

    Returns
    -------
    Rates
    """
    known = _Known(inputs, sample, against)
    fmr = _fmr(known)
    fpir = _fpir(known, fmr)
    found = _found(known, "tpir")
    first = found
    if inputs.anywhere:
        first = found * (1 - against.at(ORDER) * fpir)
    return Rates(
        tpir=first,
        listed=found if inputs.listed is None else _found(known, "listed"),
        fpir=fpir,
        wrong_candidates=None if fmr is None else inputs.gallery_size * fmr,
        accept_right=known.value("accept_right", helps=True),
        accept_wrong=known.value("accept_wrong"),
    )


@dataclass(frozen=True, slots=True)
class _Known:
    inputs: Inputs
    sample: Draws
    against: Against

    def value(self, name: str, *, helps: bool = False) -> FloatArray:
        """Return the draws of an input, or its place between limits; 1 if not given."""
        quantity: Quantity | None = getattr(self.inputs, name)
        if quantity is None:
            return np.ones(())
        if not quantity.limits:
            return self.sample[name]
        place = self.against.at(name)
        return _between(quantity.low, quantity.high, 1 - place if helps else place)


def _between(
    low: FloatArray | float, high: FloatArray | float, place: float
) -> FloatArray:
    """Return a value between two ends, in steps of log-odds."""
    if place in (0.0, 1.0):
        return np.asarray(high if place else low, dtype=np.float64)
    ends = [np.clip(end, _LEAST, 1 - _LEAST) for end in (low, high)]
    return share_at((1 - place) * log_odds(ends[0]) + place * log_odds(ends[1]))


def _found(known: _Known, name: str) -> FloatArray:
    inputs, sample = known.inputs, known.sample
    tpir = known.value(name, helps=True)
    if inputs.measured_size is not None and carried(inputs):
        tpir = model.larger_gallery(
            tpir,
            sample["growth"],
            size=inputs.gallery_size,
            measured=inputs.measured_size,
        )
    if inputs.missed_ratio is not None:
        tpir = 1 - model.multiplied(
            1 - tpir, sample["missed_ratio"], odds=inputs.missed_ratio.odds
        )
    return tpir


def _fmr(known: _Known) -> FloatArray | None:
    if known.inputs.fmr is None:
        return None
    fmr = known.value("fmr")
    if known.inputs.wrong_ratio is None:
        return fmr
    return model.multiplied(fmr, known.sample["wrong_ratio"])


def _fpir(known: _Known, fmr: FloatArray | None) -> FloatArray:
    """Return how often a search for somebody who is not enrolled returns anybody.

    Without a measured rate it lies between that of one comparison (all wrong matches
    fall on the same searches) and that of independent comparisons (Jensen). In the same
    way a rate per comparison that is r times as large brings between 1 and about r times
    the searches.
    """
    inputs, place = known.inputs, known.against.at(EVENNESS)
    if inputs.shown is not None:
        return np.ones(())
    if inputs.fpir is None:
        fewest = np.zeros(()) if fmr is None else fmr  # Inputs refuses neither
        return _between(fewest, _any_of(fewest, inputs.gallery_size), place)
    fpir = known.value("fpir")
    if inputs.wrong_ratio is None:
        return fpir
    scaled = _any_of(fpir, known.sample["wrong_ratio"])
    return _between(np.minimum(fpir, scaled), np.maximum(fpir, scaled), place)


def _any_of(rate: FloatArray, times: FloatArray | int) -> FloatArray:
    """Return ``1 - (1 - rate)^times``, exact for tiny rates."""
    return -np.expm1(times * np.log1p(-np.minimum(rate, 1 - _LEAST)))
