"""The DET curve: both error rates at every threshold, with their bands."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from matchaudit.accuracy import strata
from matchaudit.accuracy.bands import Band, fmr_band, fnmr_band
from matchaudit.accuracy.statements import ISO
from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.counts import Estimate
from matchaudit.estimation.finding import Column, Curve, Finding, Key
from matchaudit.tallies.comparisons import ComparisonTally, StratumTally

SOURCES = (f"{ISO}, detection error trade-off curve",)
Cell = str | int | float | None
_RATES = (
    ("fmr", "false match rate", "false_matches", "nonmated"),
    ("fnmr", "false non-match rate", "false_non_matches", "mated"),
)


def det_findings(
    tally: ComparisonTally,
    *,
    dimensions: Sequence[str] = (),
    confidence: float = 0.95,
    group_floor: int = 10,
) -> tuple[list[Finding], list[Curve]]:
    """Draw the trade-off between wrong and missed matches.

    Parameters
    ----------
    tally : ComparisonTally
    dimensions : sequence of str, default=()
        As for `rate_findings`.
    confidence : float, default=0.95
        Of each point's own interval; the band does not hold for all points at once.
    group_floor : int, default=10
        Groups with fewer people are left out.

    Returns
    -------
    list of Finding
        ``accuracy/det``, and one for each dimension.
    list of Curve
        ``det``; ``det_by_group`` if a dimension has groups to show.
    """
    whole = list(_rows(tally, tally.strata[0], tally.strata[0], confidence))
    curves = [_curve("det", "Missed matches against wrong matches", whole, ())]
    found = [_finding({}, curves[0])]
    by_group: list[dict[str, Cell]] = []
    named: list[str] = []
    for dimension in dimensions:
        before = len(by_group)
        for wrong, missed in _pairs(tally, dimension):
            if min(wrong.nonmated_units.size, missed.mated_units.size) < group_floor:
                continue
            names = {"dimension": dimension, "group": strata.only(wrong.population)}
            rows = _rows(tally, wrong, missed, confidence)
            by_group += [{**names, **row} for row in rows]
        if len(by_group) > before:
            named.append(dimension)
    if by_group:
        curve = _curve(
            "det_by_group",
            "Missed matches against wrong matches, by group",
            by_group,
            _GROUP,
        )
        curves.append(curve)
        found += [_finding({"dimension": dimension}, curve) for dimension in named]
    return found, curves


_GROUP = (
    ("dimension", "What the records are split by"),
    ("group", "The group or condition"),
)


def _pairs(
    tally: ComparisonTally, dimension: str
) -> Iterator[tuple[StratumTally, StratumTally]]:
    missed = {
        strata.only(s.population): s for s in strata.fnmr_strata(tally, dimension)
    }
    for wrong in strata.fmr_strata(tally, dimension):
        value = strata.only(wrong.population)
        if value in missed:
            yield wrong, missed[value]


def _rows(
    tally: ComparisonTally,
    wrong: StratumTally,
    missed: StratumTally,
    confidence: float,
) -> Iterator[dict[str, Cell]]:
    bands = (
        _or_none(lambda: fmr_band(tally, wrong, confidence=confidence)),
        _or_none(lambda: fnmr_band(tally, missed, confidence=confidence)),
    )
    for k, threshold in enumerate(tally.thresholds):
        if np.isfinite(threshold):
            row: dict[str, Cell] = {"threshold": float(threshold)}
            for names, band in zip(_RATES, bands, strict=True):
                row |= _cells(names, None if band is None else band.estimates[k])
            yield row


def _cells(names: tuple[str, str, str, str], point: Estimate | None) -> dict[str, Cell]:
    rate, _, events, trials = names
    keys = (rate, f"{rate}_low", f"{rate}_high", events, trials)
    if point is None:
        return dict.fromkeys(keys)
    values = (point.value, point.low, point.high, point.events, point.trials)
    return dict(zip(keys, values, strict=True))


def _or_none(band: Callable[[], Band]) -> Band | None:
    try:
        return band()
    except UndefinedMeasureError:
        return None


def _curve(
    name: str,
    title: str,
    rows: Sequence[dict[str, Cell]],
    labels: Sequence[tuple[str, str]],
) -> Curve:
    columns = [
        Column(label, "string", "", meaning, tuple(row[label] for row in rows))
        for label, meaning in labels
    ]
    columns.append(
        Column(
            "threshold",
            "number",
            "score",
            "A comparison matches if its score is at least this",
            tuple(row["threshold"] for row in rows),
        )
    )
    for rate, words, events, trials in _RATES:
        for suffix, meaning in (
            ("", words.capitalize()),
            ("_low", f"Lower end of the interval of the {words}"),
            ("_high", f"Upper end of the interval of the {words}"),
        ):
            values = tuple(row[rate + suffix] for row in rows)
            columns.append(
                Column(rate + suffix, "number", "probability", meaning, values)
            )
        for count, meaning in (
            (events, events.replace("_", " ").capitalize()),
            (trials, f"Usable {trials.replace('non', 'non-')} comparisons"),
        ):
            values = tuple(row[count] for row in rows)
            columns.append(Column(count, "integer", "count", meaning, values))
    return Curve(name, title, tuple(columns))


def _finding(population: dict[str, Key], curve: Curve) -> Finding:
    split = f" for each {population['dimension']}" if population else ""
    return Finding(
        id="accuracy/det",
        population=population,
        status="counted",
        unit="probability",
        method="both rates with their intervals at each counted threshold",
        says=f"The curve shows how many matches are missed as fewer are wrong{split}.",
        curve=curve.path,
        sources=SOURCES,
    )
