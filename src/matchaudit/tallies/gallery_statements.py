"""The SQL texts behind what galleries of other sizes are predicted from.

They read the view ``comparisons`` of one row a search and compared sample: where a
comparison stands for two searches, the view holds it from either side. As in
``statements``, they keep to what DuckDB and Spark SQL share.
"""
# No text of a user gets into a statement unquoted: names of columns are those of the
# schema, values pass through ``number``.
# ruff: noqa: S608

from collections.abc import Mapping, Sequence

from matchaudit.records.table import ComparisonTable
from matchaudit.tallies import statements
from matchaudit.tallies.statements import FALSE_MATCH_CANDIDATE, number, scattered

NO_SAMPLE = -1
_FINITE = f"CASE WHEN score > {number(float('-inf'))} THEN score END"


def searches(table: ComparisonTable, *, mirrored: bool, by_sample: bool) -> str:
    """Return the view of all searches.

    Parameters
    ----------
    table : ComparisonTable
    mirrored : bool
        Let every non-mated comparison also stand for the search from its other side.
    by_sample : bool
        Each sample that was looked for is a search; else all of a subject are one.
    """
    plain = statements.comparisons(table)
    stems = [c.partition("_")[2] for c in table.covariates if c.startswith("probe_")]
    both = [stem for stem in stems if f"reference_{stem}" in table.covariates]
    alone = [c for c in table.covariates if c.partition("_")[2] not in both]

    def sample(side: str) -> str:
        if not by_sample or f"{side}_id" not in table.columns:
            return f"CAST({NO_SAMPLE} AS BIGINT)"
        # Ids of the two sides are coded apart: even and odd keeps them apart.
        return f"coalesce({side}_id * 2 + {int(side == 'reference')}, {NO_SAMPLE})"

    def seen_from(side: str, other: str) -> str:
        named = [
            f"{side}_subject AS probe_subject",
            f"{other}_subject AS reference_subject",
            f"{sample(side)} AS sample",
            f"{sample(other)} AS other_sample",
            *(
                f"{given}_{stem} AS {shown}_{stem}"
                for stem in both
                for given, shown in ((side, "probe"), (other, "reference"))
            ),
            *alone,
        ]
        return f"SELECT {', '.join(named)}, mated, score FROM ({plain}) AS plain"

    forward = seen_from("probe", "reference")
    if not mirrored:
        return forward
    back = seen_from("reference", "probe")
    return f"{forward} UNION ALL {back} WHERE NOT mated"


def directions() -> str:
    """Return the statement for the comparisons in either direction of codes."""
    up = "CASE WHEN probe_subject < reference_subject THEN 1 END"
    return (
        f"SELECT count({up}) AS up, count(*) AS n FROM comparisons "
        f"WHERE {FALSE_MATCH_CANDIDATE}"
    )


def pairs_in_both_directions(among: Sequence[int] = ()) -> str:
    """Return the statement for one pair of subjects that is there in both directions.

    ``among`` limits it to pairs with one of these subjects.
    """
    codes = ", ".join(str(int(code)) for code in among)
    near = f" AND (probe_subject IN ({codes}) OR reference_subject IN ({codes}))"
    up = "CASE WHEN probe_subject < reference_subject THEN 1 ELSE 0 END"
    return (
        "SELECT 1 AS one FROM (SELECT least(probe_subject, reference_subject) AS low, "
        "greatest(probe_subject, reference_subject) AS high, "
        f"min({up}) AS least_up, max({up}) AS most_up FROM comparisons "
        f"WHERE {FALSE_MATCH_CANDIDATE}{near if among else ''} GROUP BY 1, 2) AS pair "
        "WHERE least_up < most_up LIMIT 1"
    )


def subjects_on_both_sides() -> str:
    """Return the statement for the number of subjects that were probe and reference."""
    sides = [
        f"(SELECT DISTINCT {side}_subject AS subject FROM comparisons "
        f"WHERE {FALSE_MATCH_CANDIDATE}) AS {side}"
        for side in ("probe", "reference")
    ]
    return (
        f"SELECT count(*) AS n FROM {sides[0]} JOIN {sides[1]} "
        "ON probe.subject = reference.subject"
    )


def most_samples() -> str:
    """Return the statement for the most samples that a subject has on a side.

    The view holds searches one way.
    """
    sides = [
        f"SELECT count(DISTINCT {sample}) AS n FROM comparisons "
        f"WHERE {FALSE_MATCH_CANDIDATE} GROUP BY {side}_subject"
        for side, sample in (("probe", "sample"), ("reference", "other_sample"))
    ]
    return (
        f"SELECT coalesce(max(n), 0) AS n FROM ({' UNION ALL '.join(sides)}) AS sides"
    )


def infinite() -> str:
    """Return the statement for the non-mated scores that are plus infinity."""
    return (
        f"SELECT count(*) AS n FROM comparisons WHERE {FALSE_MATCH_CANDIDATE} "
        f"AND score = {number(float('inf'))}"
    )


def by_search(key: str) -> str:
    """Return the statement for what each search met, and its scores."""
    return (
        f"SELECT {key} AS stratum, probe_subject AS subject, sample, count(*) AS n, "
        f"CAST(sum({scattered('reference_subject')}) AS BIGINT) AS met, "
        f"coalesce(avg({_FINITE}), 0) AS mean, "
        f"coalesce(var_samp({_FINITE}), 0) AS variance "
        f"FROM comparisons WHERE {FALSE_MATCH_CANDIDATE} GROUP BY 1, 2, 3"
    )


def by_reference(key: str) -> str:
    """Return the statement for the samples of each reference subject."""
    return (
        "SELECT stratum, subject, count(*) AS samples FROM ("
        f"SELECT {key} AS stratum, reference_subject AS subject, other_sample "
        f"FROM comparisons WHERE {FALSE_MATCH_CANDIDATE} GROUP BY 1, 2, 3) AS one "
        "GROUP BY 1, 2"
    )


def people_met(key: str) -> str:
    """Return the statement for how many people each search was compared with."""
    return (
        "SELECT stratum, subject, sample, count(*) AS compared FROM ("
        f"SELECT {key} AS stratum, probe_subject AS subject, sample, reference_subject "
        f"FROM comparisons WHERE {FALSE_MATCH_CANDIDATE} GROUP BY 1, 2, 3, 4"
        ") AS pair GROUP BY 1, 2, 3"
    )


def closest(key: str, cuts: Mapping[int, float], limit: int) -> str:
    """Return the statement for the closest pairs of each stratum.

    ``cuts`` are scores below which none of them lies, by stratum.
    """
    cut = " ".join(f"WHEN {code} THEN {number(at)}" for code, at in cuts.items())
    above = f"score >= CASE {key} {cut} END" if cuts else "FALSE"
    # Most scores are below every cut and leave at the first condition.
    lowest = number(min(cuts.values(), default=0.0))
    pairs = (
        f"SELECT {key} AS stratum, probe_subject AS subject, sample, "
        "reference_subject AS found, max(score) AS score FROM comparisons "
        f"WHERE {FALSE_MATCH_CANDIDATE} AND score >= {lowest} AND {above} "
        f"AND score > {number(float('-inf'))} "
        "GROUP BY 1, 2, 3, 4"
    )
    return (
        "SELECT stratum, subject, sample, found, score FROM (SELECT pair.*, "
        "row_number() OVER (PARTITION BY stratum ORDER BY score DESC) AS place "
        f"FROM ({pairs}) AS pair) AS placed WHERE place <= {limit}"
    )


def mated(key: str) -> str:
    """Return the statement for the score of each mated search."""
    return (
        f"SELECT {key} AS stratum, probe_subject AS subject, sample, "
        "max(score) AS score FROM comparisons "
        f"WHERE {statements.USABLE} AND mated GROUP BY 1, 2, 3"
    )
