"""One table of published figures and of what was measured here, and why they differ."""

from collections.abc import Mapping, Sequence

from matchaudit.estimation.finding import Column, Curve, Finding, Key
from matchaudit.galleries.worth.operating_points import group_of

BESIDE = "galleries/published_beside"
CURVE = "published_beside"
MISSED, WRONG = "right person not found", "wrong person returned"
PUBLISHED, HERE = "published", "measured here"
WHY_THEY_DIFFER = (
    "A rate of single comparisons (fnmr, fmr) is not one of searches in a gallery.",
    "The two were measured on other people and other pictures.",
    "The thresholds were set in other ways: one may miss more, one return more.",
    "The galleries are of other sizes. Errors grow with the gallery.",
    "The version of the software, or its settings, may be another.",
)
_OF_MISSES = {
    "galleries/published_fnir": PUBLISHED,
    "galleries/fnir": HERE,
    "galleries/fnir_at_fpir": HERE,
    "galleries/fnir_predicted": HERE,
    "accuracy/fnmr": HERE,
    "accuracy/fnmr_at_fmr": HERE,
}
_OF_WRONG = {
    "galleries/published_fpir": PUBLISHED,
    "galleries/fpir": HERE,
    "galleries/fpir_predicted": HERE,
    "accuracy/fmr": HERE,
}
_SETTINGS = ("threshold", "target_fpir", "target_fmr", "rank", "condition")


def beside(
    quoted: Sequence[Finding], local: Sequence[Finding]
) -> tuple[Finding, list[Curve]]:
    """Set published figures and an audit's own into one table.

    Parameters
    ----------
    quoted : sequence of Finding
        ``galleries/published_fnir`` and ``galleries/published_fpir``.
    local : sequence of Finding
        Of an audit.

    Returns
    -------
    finding : Finding
        ``galleries/published_beside``, which points to the table and says why the
        figures may differ; *not_estimable* if the audit has nothing to compare.
    curves : list of Curve
        ``published_beside``: one row a figure.
    """
    rows = [
        (what, ids[f.id], f)
        for what, ids in ((MISSED, _OF_MISSES), (WRONG, _OF_WRONG))
        if any(ids.get(q.id) == PUBLISHED for q in quoted)
        for f in (*quoted, *(f for f in local if _fits(f, what, ids)))
        if f.id in ids and f.status != "not_estimable"
    ]
    here = sum(whose == HERE for _, whose, _ in rows)
    if not here:
        because = "the audit has no figure of that kind"
        return _nothing(because), []
    says = (
        f"The table sets {len(rows) - here:,} published figures beside {here:,} that "
        "were measured here. They are not of the same thing."
    )
    curve = _curve(rows)
    finding = Finding(
        id=BESIDE,
        status="counted",
        estimate=here,
        unit="count",
        method="quoted",
        says=says,
        curve=curve.path,
        cautions=WHY_THEY_DIFFER,
    )
    return finding, [curve]


def _fits(finding: Finding, what: str, ids: Mapping[str, str]) -> bool:
    """Return whether an own figure is of everybody, or of a group where groups are."""
    group = group_of(finding)
    whole = group == "" if what == MISSED else group is not None
    return ids.get(finding.id) == HERE and whole


def _nothing(because: str) -> Finding:
    return Finding(
        id=BESIDE,
        status="not_estimable",
        unit="count",
        method="none",
        says=f"We cannot set a figure beside the published one, because {because}.",
        because=because,
    )


def _curve(rows: Sequence[tuple[str, str, Finding]]) -> Curve:
    found = [f for _, _, f in rows]
    ends = [f.interval or (None, None) for f in found]
    return Curve(
        CURVE,
        "Published figures beside those measured here",
        (
            _words("what", "which error", [what for what, _, _ in rows]),
            _words("whose", "published, or measured here", [w for _, w, _ in rows]),
            _words("id", "the finding", [f.id for f in found]),
            _words(
                "algorithm",
                "name of the algorithm; empty for what was measured here",
                [str(f.population.get("algorithm", "")) for f in found],
            ),
            _words(
                "group",
                "group; empty means everybody",
                [_group(f) for f in found],
            ),
            _words("at", "threshold, target or rank", [_setting(f) for f in found]),
            Column(
                "gallery_size",
                "integer",
                "count",
                "people in the gallery, where it is known",
                tuple(_size(f) for f in found),
            ),
            Column(
                "rate",
                "number",
                "probability",
                "the error; empty where only a range is known",
                tuple(f.estimate for f in found),
            ),
            Column(
                "low",
                "number",
                "probability",
                "lower end of its interval; empty where none was published",
                tuple(low for low, _ in ends),
            ),
            Column(
                "high",
                "number",
                "probability",
                "upper end of its interval; empty where none was published",
                tuple(high for _, high in ends),
            ),
        ),
    )


def _words(name: str, meaning: str, values: Sequence[str]) -> Column:
    return Column(name, "string", "", meaning, tuple(values))


def _group(finding: Finding) -> str:
    if "algorithm" in finding.population:
        return str(finding.population.get("group", ""))
    return group_of(finding) or ""


def _setting(finding: Finding) -> str:
    said = finding.population
    return ", ".join(f"{k} {_short(said[k])}" for k in _SETTINGS if k in said)


def _short(value: Key) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _size(finding: Finding) -> int | None:
    size = finding.population.get("gallery_size")
    return int(size) if isinstance(size, (int, float)) else None
