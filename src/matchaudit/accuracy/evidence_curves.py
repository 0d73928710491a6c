"""Figures of likelihood ratios: Tippett plot and empirical cross-entropy."""

import numpy as np

from matchaudit.accuracy.cllr import FloatArray, ece, pav, tallied
from matchaudit.estimation.finding import Column, Curve

N_POINTS = 201
WIDEST = 9.0
PRIORS = np.linspace(-3.0, 3.0, 61)
FIGURES = 2
"""Decimals of a natural log LR in the figure: equal ones are costed once."""


def evidence_curves(
    mated: FloatArray, nonmated: FloatArray, *, by_score: tuple[FloatArray, FloatArray]
) -> list[Curve]:
    """Draw the Tippett plot and the empirical cross-entropy.

    Parameters
    ----------
    mated, nonmated : ndarray of float64
        Natural logarithms of likelihood ratios.
    by_score : tuple of ndarray of float64, shape (B,)
        How many mated and non-mated comparisons have each score, ascending. The best
        recalibration is that of the scores themselves.

    Returns
    -------
    list of Curve
        ``tippett`` and ``ece``.
    """
    return [_tippett(mated, nonmated), _ece(mated, nonmated, by_score)]


def _tippett(mated: FloatArray, nonmated: FloatArray) -> Curve:
    tens = [np.sort(x / np.log(10)) for x in (mated, nonmated)]
    low = max(min(x[0] for x in tens), -WIDEST)
    high = min(max(x[-1] for x in tens), WIDEST)
    grid = np.linspace(np.floor(low), np.ceil(high), N_POINTS)
    shares = [1 - np.searchsorted(x, grid, side="left") / x.size for x in tens]
    columns = [_column("log10_lr", "log10", "Logarithm of the likelihood ratio", grid)]
    for name, kind, share in zip(
        ("mated", "nonmated"), ("mated", "non-mated"), shares, strict=True
    ):
        meaning = f"Share of {kind} comparisons with this likelihood ratio or more"
        columns.append(_column(name, "share", meaning, share))
    return Curve(
        "tippett", "How often a likelihood ratio is that large", tuple(columns)
    )


def _ece(
    mated: FloatArray, nonmated: FloatArray, by_score: tuple[FloatArray, FloatArray]
) -> Curve:
    values, m, n = tallied(np.round(mated, FIGURES), np.round(nonmated, FIGURES))
    neutral = np.zeros(1)
    one = np.ones(1)
    columns = (
        _column("log10_prior_odds", "log10", "Logarithm of the prior odds", PRIORS),
        _column("ece", "bits", "Cost of the system", ece(values, m, n, PRIORS)),
        _column(
            "ece_min",
            "bits",
            "Cost after the best recalibration",
            ece(pav(*by_score), *by_score, PRIORS),
        ),
        _column(
            "ece_neutral",
            "bits",
            "Cost of a likelihood ratio of 1, always",
            ece(neutral, one, one, PRIORS),
        ),
    )
    return Curve("ece", "Cost of the evidence at each prior", columns)


def _column(name: str, unit: str, meaning: str, values: FloatArray) -> Column:
    return Column(name, "number", unit, meaning, tuple(float(v) for v in values))
