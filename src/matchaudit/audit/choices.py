"""From what a plan says to what the records hold: what is compared with what."""

from collections.abc import Mapping

from matchaudit import tallies
from matchaudit.errors import InputError, Problem
from matchaudit.records import ComparisonTable


def chosen_dimensions(
    by: tuple[str, ...] | None, table: ComparisonTable
) -> tuple[str, ...]:
    """Return what to compare by: what was asked for, or all that the records hold.

    A name without a side ("group") stands for both sides, if both are recorded.

    Raises
    ------
    InputError
        If the records do not hold what was asked for.
    """
    known = tallies.dimensions(table)
    if by is None:
        return known
    for name in by:
        if name not in known and name not in table.covariates:
            can = (
                ", ".join(known) or "nothing: no column describes a probe or reference"
            )
            raise InputError(
                Problem(
                    code="E01",
                    what=f'We cannot compare by "{name}": the records do not hold it.',
                    fix=f"They can be compared by {can}.",
                    done="Nothing was written.",
                )
            )
    return tuple(dict.fromkeys(by))


def chosen_baselines(
    reference: tuple[str, ...],
    tally: tallies.ComparisonTally,
    dimensions: tuple[str, ...],
) -> Mapping[str, str]:
    """Return for each dimension the value that others are compared with.

    ``"A"`` is looked up in all dimensions; ``"group=A"`` says in which.

    Raises
    ------
    InputError
        If a value is in no dimension, or in more than one.
    """
    values = {d: _values(tally, d) for d in dimensions}
    chosen: dict[str, str] = {}
    for word in reference:
        dimension, equals, value = word.rpartition("=")
        fits = [
            d
            for d in dimensions
            if value in values[d] and (not equals or dimension == d)
        ]
        if len(fits) != 1:
            raise InputError(_reference_problem(word, fits, values))
        chosen[fits[0]] = value
    return chosen


def _values(tally: tallies.ComparisonTally, dimension: str) -> set[str]:
    keys = {dimension, f"probe_{dimension}"}
    return {
        value
        for stratum in tally.strata
        for key, value in stratum.population.items()
        if key in keys
    }


def _reference_problem(
    word: str, fits: list[str], values: Mapping[str, set[str]]
) -> Problem:
    if fits:
        fix = f"Say which: {' or '.join(f'--reference {d}={word}' for d in fits)}."
        what = f'"{word}" is a value of {" and of ".join(fits)}.'
    else:
        seen = "; ".join(f"{d}: {', '.join(sorted(v))}" for d, v in values.items())
        fix = f"These values are there: {seen}." if seen else "There are no groups."
        what = f'No group or condition is called "{word}".'
    return Problem(code="E01", what=what, fix=fix, done="Nothing was written.")
