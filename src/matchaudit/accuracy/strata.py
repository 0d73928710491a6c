"""Which strata of a tally stand for the groups or conditions of a dimension."""

from collections.abc import Mapping

from matchaudit.tallies.comparisons import ComparisonTally, StratumTally


def is_two_sided(tally: ComparisonTally, dimension: str) -> bool:
    """Return whether a dimension describes the probe and the reference.

    ``"group"`` stands for ``probe_group`` and ``reference_group``; ``"probe_mask"``
    for the probe alone.
    """
    both = {f"probe_{dimension}", f"reference_{dimension}"}
    return any(set(stratum.population) == both for stratum in tally.strata)


def fmr_strata(tally: ComparisonTally, dimension: str) -> tuple[StratumTally, ...]:
    """Return the strata whose false match rate is a group's or a condition's.

    A group's false match rate is that within the group: an impostor is most like the
    people of the same group.
    """
    if not is_two_sided(tally, dimension):
        return _with_keys(tally, {dimension})
    both = {f"probe_{dimension}", f"reference_{dimension}"}
    return tuple(
        stratum
        for stratum in _with_keys(tally, both)
        if len(set(stratum.population.values())) == 1
    )


def fnmr_strata(tally: ComparisonTally, dimension: str) -> tuple[StratumTally, ...]:
    """Return the strata whose false non-match rate is a group's or a condition's."""
    if not is_two_sided(tally, dimension):
        return _with_keys(tally, {dimension})
    return _with_keys(tally, {f"probe_{dimension}"}) or fmr_strata(tally, dimension)


def only(population: Mapping[str, str]) -> str:
    """Return the value that all keys of a within-group stratum share."""
    return next(iter(population.values()))


def _with_keys(tally: ComparisonTally, keys: set[str]) -> tuple[StratumTally, ...]:
    return tuple(s for s in tally.strata if set(s.population) == keys)
