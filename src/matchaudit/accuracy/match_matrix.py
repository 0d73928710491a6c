"""The false match rate of each probe group with each reference group."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from matchaudit.accuracy.rates import stratum_fmr
from matchaudit.accuracy.strata import is_two_sided
from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.finding import Column, Curve
from matchaudit.tallies.comparisons import ComparisonTally, StratumTally

Kind = Literal["string", "integer", "number", "boolean"]
Cell = tuple[str | int | float | None, ...]


def fmr_matrix(
    tally: ComparisonTally,
    *,
    dimension: str,
    thresholds: Sequence[float],
    confidence: float = 0.95,
    floor: int = 10,
) -> Curve | None:
    """Return the false match rates of all pairs of groups as a table.

    Parameters
    ----------
    tally : ComparisonTally
    dimension : str
        Such as ``"group"``.
    thresholds : sequence of float
        Each one of ``tally.thresholds``.
    confidence : float, default=0.95
        Of each interval on its own.
    floor : int, default=10
        Where one of the two groups has fewer subjects there are counts but no rate.

    Returns
    -------
    Curve or None
        One row for each threshold, probe group and reference group, in this order;
        None if the dimension is not told of both sides.
    """
    if not is_two_sided(tally, dimension):
        return None
    sides = (f"probe_{dimension}", f"reference_{dimension}")
    cells = sorted(
        (s for s in tally.strata if set(s.population) == set(sides)),
        key=lambda s: [s.population[side] for side in sides],
    )
    sizes = {
        cell.population[sides[0]]: int(cell.nonmated_units.size)
        for cell in cells
        if len(set(cell.population.values())) == 1
    }
    rows = [
        (threshold, *(cell.population[side] for side in sides), *entry)
        for threshold in thresholds
        for cell in cells
        for entry in _entry(
            cell,
            tally.index(threshold),
            confidence,
            enough=_smaller(cell, sizes) >= max(floor, 1),
        )
    ]
    values = list(zip(*rows, strict=True)) or [()] * 10
    return Curve(
        name="fmr_matrix" if dimension == "group" else f"fmr_matrix_{dimension}",
        title=f"Wrong matches between each probe {dimension} and reference {dimension}",
        columns=tuple(
            Column(name, kind, unit, meaning, tuple(column))
            for (name, kind, unit, meaning), column in zip(
                _columns(*sides, confidence), values, strict=True
            )
        ),
    )


def _smaller(cell: StratumTally, sizes: Mapping[str, int]) -> int:
    """Return the number of subjects of the smaller of a cell's two groups."""
    groups = set(cell.population.values())
    own = int(cell.nonmated_units.size)
    return min(sizes.get(group, own) for group in groups)


def _entry(
    cell: StratumTally, k: int, confidence: float, *, enough: bool
) -> Iterator[Cell]:
    """Yield rate, interval, counts and status of one cell."""
    counts = (
        cell.false_matches(k).n_events,
        cell.n_nonmated,
        int(cell.nonmated_units.size),
    )
    try:
        rate = stratum_fmr(cell, k, confidence=confidence) if enough else None
    except UndefinedMeasureError:
        rate = None
    if rate is None:
        yield None, None, None, *counts, "not_estimable"
    else:
        yield rate.value, rate.low, rate.high, *counts, "measured"


def _columns(
    probe: str, reference: str, confidence: float
) -> tuple[tuple[str, Kind, str, str], ...]:
    """Return name, type, unit and meaning of each column."""
    level = f"of its {confidence:.0%} interval, for this cell alone"
    return (
        ("threshold", "number", "score", "A comparison matches from this score on."),
        (probe, "string", "", "Value of the probe."),
        (reference, "string", "", "Value of the reference."),
        ("fmr", "number", "probability", "False match rate; empty if not estimable."),
        ("low", "number", "probability", f"Lower end {level}."),
        ("high", "number", "probability", f"Upper end {level}."),
        ("events", "integer", "count", "False matches."),
        ("trials", "integer", "count", "Usable non-mated comparisons."),
        ("subjects", "integer", "count", "Subjects in them, on either side."),
        ("status", "string", "", "measured, or not_estimable: too few subjects."),
    )
