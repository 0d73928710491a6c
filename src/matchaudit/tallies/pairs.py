"""Sums over subject pairs: what makes comparisons dependent on each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matchaudit.estimation.counts import IntArray
from matchaudit.tallies import statements
from matchaudit.tallies.design import CompleteDesign, fitting_designs
from matchaudit.tallies.engine import Columns, Engine
from matchaudit.tallies.margins import Margins, met_by_subject

# Below this many comparisons a table of pairs is quicker than the question whether the
# design is complete.
PAIR_TABLE_UP_TO = 2_000_000
_PART = 400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PairSums:
    """Moments over subject pairs, and events per subject, of one stratum.

    Attributes
    ----------
    sum_trials_squared : int
        Over unordered pairs ``i < j``, of ``M_ij**2``.
    sum_events_trials, sum_events_squared : ndarray of int64, shape (K,)
        Of ``E_ij * M_ij`` and ``E_ij**2`` at each threshold.
    events : ndarray of int64, shape (K, n)
        Events of each subject on both sides, at each threshold.
    """

    sum_trials_squared: int
    sum_events_trials: IntArray
    sum_events_squared: IntArray
    events: IntArray


def pair_sums(
    engine: Engine,
    key: str,
    *,
    thresholds: Sequence[float],
    margins: Mapping[int, Margins],
    pair_table_up_to: int = PAIR_TABLE_UP_TO,
) -> dict[int, PairSums]:
    """Return the sums over subject pairs of every stratum, by code.

    Where every stratum has a complete design (verified, see ``design``), comparisons
    per pair follow from counts per subject; else one grouping by pairs counts them, on
    disk if need be.

    Parameters
    ----------
    engine : Engine
        It holds the view ``comparisons``.
    key : str
        SQL expression for the code of the stratum.
    thresholds : sequence of float
        Ascending.
    margins : mapping of int to Margins
        Counts per subject of every stratum.
    pair_table_up_to : int
        Number of comparisons up to which pairs are always counted.
    """
    n_nonmated = sum(m.n_nonmated for m in margins.values())
    designs: dict[int, CompleteDesign] = {}
    if n_nonmated > pair_table_up_to:
        designs = _designs(engine, key, margins)
    if designs:
        squared = {c: round(d.sum_trials_squared) for c, d in designs.items()}
    else:
        engine.keep("pairs", statements.pairs(key))
        found = engine.columns(statements.squared_trials())
        squared = dict(
            zip(found["stratum"].tolist(), found["squared"].tolist(), strict=True)
        )
    sums = {
        code: PairSums(
            sum_trials_squared=squared.get(code, 0),
            sum_events_trials=np.zeros(len(thresholds), dtype=np.int64),
            sum_events_squared=np.zeros(len(thresholds), dtype=np.int64),
            events=np.zeros((len(thresholds), m.both_sides()[0].size), dtype=np.int64),
        )
        for code, m in margins.items()
    }
    if thresholds:
        engine.keep("event_pairs", statements.event_pairs(key, thresholds))
        _add_events(engine, sums, margins)
        _add_products(engine, sums, designs)
    return sums


def _designs(
    engine: Engine, key: str, margins: Mapping[int, Margins]
) -> dict[int, CompleteDesign]:
    """Return the design of every stratum, or nothing if one is not complete."""
    counted = {code: counts for code, counts in margins.items() if counts.n_nonmated}
    fitting = {code: fitting_designs(counts) for code, counts in counted.items()}
    if not all(fitting.values()):
        return {}
    met = met_by_subject(engine, key, counted)
    confirmed = {
        code: design
        for code, designs in fitting.items()
        for design in designs
        if design.is_confirmed_by(met[code])
    }
    return confirmed if len(confirmed) == len(counted) else {}


def _add_events(
    engine: Engine, sums: Mapping[int, PairSums], margins: Mapping[int, Margins]
) -> None:
    """Fill the events per subject from events by level."""
    found = engine.columns(statements.events_per_subject())
    for code, here in _by_stratum(found["stratum"]):
        units, _ = margins[code].both_sides()
        who = np.searchsorted(units, found["subject"][here])
        events = sums[code].events
        np.add.at(events, (found["level"][here] - 1, who), found["n"][here])
        events[:] = _at_or_above(events)


def _add_products(
    engine: Engine,
    sums: Mapping[int, PairSums],
    designs: Mapping[int, CompleteDesign],
) -> None:
    """Fill the sums of products, part by part; a pair is never split over parts."""
    name = "event_pairs"
    if not designs:
        name = "event_pairs_with_trials"
        engine.keep(name, statements.event_pairs_with_trials())
    rows = int(engine.columns(statements.event_count())["n"][0])
    parts = max(1, -(-rows // _PART))
    for part in range(parts):
        found = engine.columns(statements.events_part(name, part, parts))
        for code, here in _by_stratum(found["stratum"]):
            columns = {name: values[here] for name, values in found.items()}
            if designs:
                pair = columns["low"], columns["high"]
                columns["trials"] = designs[code].trials(*pair)
            _add_part(sums[code], columns)
    for one in sums.values():
        one.sum_events_trials[:] = _at_or_above(one.sum_events_trials)
        one.sum_events_squared[:] = _at_or_above(one.sum_events_squared)


def _add_part(sums: PairSums, found: Columns) -> None:
    """Add what each level of each pair brings, as thresholds fall past it.

    With c events above a level and n at it, ``E**2`` grows by ``(c + n)**2 - c**2``.
    """
    order = np.lexsort((-found["level"], found["high"], found["low"]))
    low, high, level, n, trials = (
        found[name][order].astype(np.int64)
        for name in ("low", "high", "level", "n", "trials")
    )
    starts = np.r_[True, (low[1:] != low[:-1]) | (high[1:] != high[:-1])]
    upto = np.cumsum(n)
    before_pair = np.repeat(
        (upto - n)[starts], np.diff(np.r_[np.flatnonzero(starts), n.size])
    )
    above = upto - n - before_pair
    np.add.at(sums.sum_events_squared, level - 1, n * (n + 2 * above))
    np.add.at(sums.sum_events_trials, level - 1, n * trials)


def _at_or_above(by_level: IntArray) -> IntArray:
    """Return sums over a level and all higher ones, along the first axis."""
    total: IntArray = np.cumsum(by_level[::-1], axis=0)[::-1]
    return total


def _by_stratum(codes: np.ndarray) -> list[tuple[int, np.ndarray]]:
    return [(int(code), codes == code) for code in np.unique(codes)]
