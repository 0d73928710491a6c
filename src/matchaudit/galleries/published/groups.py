"""Wrong people returned, by group, as published, and how far groups are apart."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.finding import Column, Curve, Finding
from matchaudit.estimation.statements import unknown
from matchaudit.galleries.published import quoting
from matchaudit.galleries.published.quoting import Rounded, quoted
from matchaudit.records.frte import PublishedGroups, PublishedTable, Quoted

FPIR, RATIO = "galleries/published_fpir", "galleries/published_fpir_ratio"
APART = "galleries/published_fpir_max_over_geomean"
CURVE = "published_fpir"
_REGIONS = {
    "EAsia": "in East Asia",
    "EEurope": "in Eastern Europe",
    "SAsia": "in South Asia",
    "WAfrica": "in West Africa",
}
_SEXES = {"F": "women", "M": "men"}


def group_findings(
    table: PublishedTable,
    chosen: Sequence[PublishedGroups],
    *,
    reference: str | None = None,
) -> tuple[list[Finding], list[Curve]]:
    """Quote how often algorithms return a wrong person, by group.

    Parameters
    ----------
    table : PublishedTable
    chosen : sequence of PublishedGroups
        Rows of it.
    reference : str, optional
        The group that others are compared with. Without it none is.

    Returns
    -------
    findings : list of Finding
        ``galleries/published_fpir`` and, with a reference,
        ``galleries/published_fpir_ratio`` of each group, and
        ``galleries/published_fpir_max_over_geomean``.
    curves : list of Curve
        ``published_fpir``.
    """
    findings: list[Finding] = []
    for row in chosen:
        findings += [_rate(row, group, table) for group in row.fpir]
        if reference is not None:
            findings += [
                _ratio(row, group, reference, table)
                for group in row.fpir
                if group != reference
            ]
        findings.append(_apart(row, table))
    return findings, [_curve(chosen)]


def spoken(group: str) -> str:
    """Return a group of NIST's table in words; another one as it stands.

    Examples
    --------
    >>> spoken("EAsia_F"), spoken("B")
    ('women born in East Asia', 'group B')
    """
    region, _, sex = group.rpartition("_")
    if region in _REGIONS and sex in _SEXES:
        return f"{_SEXES[sex]} born {_REGIONS[region]}"
    return f"group {group}"


def max_over_geomean(rates: Sequence[Quoted]) -> Rounded:
    """Return the largest of some rates over their geometric mean.

    Parameters
    ----------
    rates : sequence of Quoted
        Two or more.

    Returns
    -------
    Rounded
        With a range that holds all values that rates of this rounding may have.

    Raises
    ------
    UndefinedMeasureError
        If a rate was published as 0, or there are fewer than two.

    Examples
    --------
    >>> found = max_over_geomean([Quoted(0.01, 4), Quoted(0.04, 4)])
    >>> round(found.value, 3)
    2.0
    """
    if len(rates) < 2:
        raise UndefinedMeasureError("fewer than two groups have a rate")
    if any(rate.value == 0 for rate in rates):
        raise UndefinedMeasureError("a rate was published as 0")
    found = [
        np.array([getattr(rate, name) for rate in rates])
        for name in ("value", "low", "high")
    ]
    value, low, high = found
    top = int(np.argmax(value))

    def over(one: float, others: NDArray[np.float64]) -> float:
        logs = np.log(np.append(np.delete(others, top), one))
        return float(one / np.exp(logs.mean()))

    open_above = bool((low <= 0).any())
    return Rounded(
        over(float(value[top]), value),
        over(float(low[top]), high),
        None if open_above else over(float(high[top]), low),
    )


def _cautions(row: PublishedGroups) -> tuple[str, ...]:
    return () if row.rule is None else (f"As published: {row.rule}.",)


def _rate(row: PublishedGroups, group: str, table: PublishedTable) -> Finding:
    rate = row.fpir[group]
    found = quoted(
        FPIR,
        {"algorithm": row.algorithm, "group": group},
        rate.value,
        f"As published for {row.algorithm}: a wrong person came back in "
        f"{quoting.frequency(rate)} searches. They were for {spoken(group)}.",
        sources=table.sources,
        cautions=_cautions(row),
    )
    return replace(found, curve=f"data/{CURVE}.csv")


def _ratio(
    row: PublishedGroups, group: str, reference: str, table: PublishedTable
) -> Finding:
    population = {"algorithm": row.algorithm, "group": group, "reference": reference}
    who, other = spoken(group), spoken(reference)
    what = f"how often {who} are wrongly returned, beside {other}"
    if reference not in row.fpir:
        because = f"no rate of {other} was published for {row.algorithm}"
        return unknown(RATIO, population, what, because, unit="ratio")
    try:
        found = quoting.ratio(row.fpir[group], row.fpir[reference])
    except UndefinedMeasureError as error:
        return unknown(RATIO, population, what, error.because, unit="ratio")
    finding = quoted(
        RATIO,
        population,
        found.value,
        f"As published for {row.algorithm}, searches for {who}: a wrong person came back "
        f"{quoting.times(found, 'as often')}. That is beside {other}.",
        sources=table.sources,
        cautions=(quoting.ROUNDING_ONLY, *_cautions(row)),
    )
    return replace(finding, unit="ratio", method="ratio-of-quoted")


def _apart(row: PublishedGroups, table: PublishedTable) -> Finding:
    population = {"algorithm": row.algorithm}
    try:
        found = max_over_geomean(list(row.fpir.values()))
    except UndefinedMeasureError as error:
        what = f"how far groups are apart with {row.algorithm}"
        return unknown(APART, population, what, error.because, unit="ratio")
    cautions = [quoting.ROUNDING_ONLY, *_cautions(row)]
    said = row.max_over_geomean
    if said is not None and not agrees(found, said):
        cautions.append(
            f"The table itself says {said.value:g}, which its own rates do not give."
        )
    finding = quoted(
        APART,
        population,
        found.value,
        f"As published for {row.algorithm}, the worst-off group has "
        f"{quoting.times(found, 'the rate of a middling one')}. Middling is the "
        "geometric mean.",
        sources=table.sources,
        cautions=tuple(cautions),
    )
    return replace(finding, unit="ratio", method="max-over-geometric-mean-of-quoted")


def agrees(found: Rounded, said: Quoted) -> bool:
    """Say whether a published ratio can come of the published rates, by their rounding.

    Examples
    --------
    >>> (
    ...     agrees(Rounded(2.0, 1.9, 2.1), Quoted(2.11, 2)),
    ...     agrees(Rounded(2.0, 1.9, 2.1), Quoted(2.3, 2)),
    ... )
    (False, False)
    """
    high = said.value + 0.5 * 10.0**-said.decimals
    low = said.value - 0.5 * 10.0**-said.decimals
    return high >= found.low and (found.high is None or low <= found.high)


def _curve(chosen: Sequence[PublishedGroups]) -> Curve:
    rows = [(row, group, rate) for row in chosen for group, rate in row.fpir.items()]
    rounding = "end of what rounding leaves open"
    return Curve(
        CURVE,
        "Published: searches that return a wrong person, by group",
        (
            Column(
                "algorithm",
                "string",
                "",
                "name",
                tuple(r.algorithm for r, _, _ in rows),
            ),
            Column(
                "group", "string", "", "group", tuple(group for _, group, _ in rows)
            ),
            Column(
                "fpir",
                "number",
                "probability",
                "share of searches that return a wrong person, as published",
                tuple(rate.value for _, _, rate in rows),
            ),
            Column(
                "low",
                "number",
                "probability",
                f"lower {rounding}",
                tuple(rate.low for _, _, rate in rows),
            ),
            Column(
                "high",
                "number",
                "probability",
                f"upper {rounding}",
                tuple(rate.high for _, _, rate in rows),
            ),
        ),
    )
