"""How many searches there were, and in how many of them a candidate came back."""

from collections.abc import Mapping

from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation import statements, wording
from matchaudit.estimation.clustered import clustered_proportion
from matchaudit.estimation.counts import Clusters
from matchaudit.estimation.finding import Column, Curve, Finding, Key
from matchaudit.estimation.partial_verification import Checked, worst_case_share
from matchaudit.estimation.proportions import clopper_pearson
from matchaudit.tallies.search_counts import SearchCounts, SearchTally
from matchaudit.usage import log_findings as state
from matchaudit.usage.log_findings import SearchSettings

SEARCHES = "usage/searches"
CANDIDATES = "usage/candidate_share"
MOST_VALUES = 50
"""A column with more values is given as a table of its own."""

_WHAT = "in how many searches a candidate came back"


def search_counts(tally: SearchTally) -> tuple[list[Finding], list[Curve]]:
    """Count searches: all of them, and by the values of each column.

    Parameters
    ----------
    tally : SearchTally

    Returns
    -------
    findings : list of Finding
        ``usage/searches`` overall and by value, and ``usage/totals`` of nil returns. A
        missing value is counted as "not recorded".
    curves : list of Curve
        ``searches_by_<column>`` of each column with more than 50 values.
    """
    n = tally.overall.searches
    findings = [
        statements.counted(
            SEARCHES,
            {},
            n,
            f"The log has {n:,} search{'' if n == 1 else 'es'}.",
            cautions=_cautions(tally),
        ),
        statements.counted(
            "usage/totals",
            {"count": "nil_returns"},
            tally.nil_returns,
            f"Rows that say that a period had no search: {tally.nil_returns:,}.",
        ),
    ]
    curves = []
    for column, values in tally.by.items():
        if len(values) > MOST_VALUES:
            curves.append(_table(column, values))
            findings.append(_pointer(column, len(values), curves[-1]))
        else:
            findings += _by_value(column, values, n)
    return findings, curves


def _cautions(tally: SearchTally) -> tuple[str, ...]:
    said = []
    if tally.undated:
        said.append(
            f"Searches whose month is not known: {tally.undated:,}. "
            "They are in no month's count."
        )
    if tally.contradictions:
        said.append(
            "Searches that say that no candidate came back, and also that one was "
            f"checked: {tally.contradictions:,}. They count as with one."
        )
    return tuple(said)


def _by_value(
    column: str, values: Mapping[str, SearchCounts], total: int
) -> list[Finding]:
    return [
        statements.counted(
            SEARCHES,
            {column: value},
            counts.searches,
            f"In {counts.searches:,} of {total:,} searches, {state.spoken(column)} "
            f"is {state.spoken(value)}.",
        )
        for value, counts in values.items()
    ]


def _pointer(column: str, n_values: int, curve: Curve) -> Finding:
    return statements.counted(
        SEARCHES,
        {"by": column},
        None,
        f"The log has {n_values:,} values of {state.spoken(column)}; they have a table "
        "of their own.",
        curve=curve.path,
    )


def _table(column: str, values: Mapping[str, SearchCounts]) -> Curve:
    def numbers(name: str, meaning: str) -> Column:
        found = tuple(int(getattr(c, name)) for c in values.values())
        return Column(name, "integer", "count", meaning, found)

    return Curve(
        f"searches_by_{column}",
        f"Searches by {state.spoken(column)}",
        (
            Column(column, "string", "", "The value.", tuple(values)),
            numbers("searches", "Searches."),
            numbers("returned", "Searches known to have brought a candidate."),
            numbers("checked", "Candidates that were confirmed or refuted."),
            numbers("wrong", "Candidates that were refuted: wrong matches."),
        ),
    )


def candidate_shares(tally: SearchTally, settings: SearchSettings) -> list[Finding]:
    """Measure the share of searches that brought a candidate.

    Parameters
    ----------
    tally : SearchTally
    settings : SearchSettings

    Returns
    -------
    list of Finding
        ``usage/candidate_share`` overall, for each of at most 50 agencies, and
        overall where searches of one case, or of one operator, count as a cluster.
        It is bounded where some searches do not say.
    """
    findings = [_share({}, tally.overall, settings)]
    agencies = tally.by.get("agency", {})
    if 1 < len(agencies) <= MOST_VALUES:
        findings += [
            _share({"agency": agency}, counts, settings)
            for agency, counts in agencies.items()
        ]
    units = {"case": tally.returned_by_case, "operator": tally.returned_by_operator}
    findings += [
        _clustered(unit, clusters, tally.overall.unknown, settings)
        for unit, clusters in units.items()
        if clusters is not None and clusters.n_trials
    ]
    return findings


def _share(
    population: Mapping[str, Key], counts: SearchCounts, settings: SearchSettings
) -> Finding:
    n, some = counts.searches, counts.returned
    of_whom = "In"
    if population:
        of_whom = f"For {state.named('agency', population['agency'])}, in"
    if counts.unknown == n:
        return statements.unknown(
            CANDIDATES, population, _WHAT, "no search says if there was one"
        )
    if not counts.unknown:
        share = clopper_pearson(some, n, confidence=settings.confidence)
        says = f"{of_whom} {some:,} of {n:,} searches a candidate came back: "
        return statements.measured(
            CANDIDATES, population, share, f"{says}{wording.likely_share(share)}."
        )
    bounds = worst_case_share(
        Checked(trials=n, checked=n - counts.unknown, events=some),
        confidence=settings.confidence,
    )
    says = (
        f"{of_whom} {some:,} of {n:,} searches a candidate came back; in "
        f"{counts.unknown:,} the log does not say. So the share is "
        f"{wording.share_span(bounds.least, bounds.most)}."
    )
    return statements.bounded(CANDIDATES, population, bounds, says)


def _clustered(
    unit: str, clusters: Clusters, left_out: int, settings: SearchSettings
) -> Finding:
    population = {"clustered": unit}
    try:
        share = clustered_proportion(clusters, confidence=settings.confidence)
    except UndefinedMeasureError:
        because = f"the log holds fewer than two {unit}s"
        return statements.unknown(
            CANDIDATES, population, f"how the share differs by {unit}", because
        )
    cautions = state.few_units(clusters.n_units, f"{unit}s")
    if left_out:
        cautions += (f"Searches that do not say are left out: {left_out:,}.",)
    says = (
        f"Searches of one {unit} may hang together. With room for that, a candidate "
        f"came back: {wording.likely_share(share)}."
    )
    return statements.measured(CANDIDATES, population, share, says, cautions=cautions)
