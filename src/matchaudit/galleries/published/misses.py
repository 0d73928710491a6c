"""People missed in galleries of several sizes, as published, and how that grows."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation.finding import Column, Curve, Finding, Key
from matchaudit.estimation.statements import unknown
from matchaudit.galleries.published import quoting
from matchaudit.galleries.published.quoting import Rounded, quoted
from matchaudit.records.frte import PublishedMisses, PublishedTable, Quoted

FNIR, GROWTH = "galleries/published_fnir", "galleries/published_growth"
CURVE, GROWTH_CURVE = "published_fnir", "published_growth"
AT_ITS_OWN = (
    "The threshold was set anew at each size, so that the share of searches that return "
    "a wrong person stays {fpir:g}."
)
FEWEST_OTHERS = 20
MISSED_AT_MOST = 0.2
POWER = "power-of-gallery-size"
USABLE = (
    f"Algorithms that miss more than {MISSED_AT_MOST:.0%} in the larger gallery are left "
    "out: some of them fail altogether."
).replace("%", " in 100")
_LARGEST = "For more than {n:,} people nobody has published it."


def miss_findings(
    table: PublishedTable, chosen: Sequence[PublishedMisses]
) -> tuple[list[Finding], list[Curve]]:
    """Quote how often algorithms miss people, and how that grows with the gallery.

    Parameters
    ----------
    table : PublishedTable
    chosen : sequence of PublishedMisses
        Rows of it.

    Returns
    -------
    findings : list of Finding
        ``galleries/published_fnir`` for each size, ``galleries/published_growth`` for
        each two neighbouring sizes, and of all algorithms of the table.
    curves : list of Curve
        ``published_fnir`` and ``published_growth``.
    """
    findings, grown = [], []
    for row in chosen:
        findings += [_rate(row, n, rate, table) for n, rate in row.fnir.items()]
        for sizes in pairwise(row.fnir):
            found = _growth(row, sizes, table)
            findings.append(found[0])
            if found[1] is not None:
                grown.append((row.algorithm, sizes, found[1]))
        if len(row.fnir) == 1:
            findings.append(_no_growth(row))
    findings += _all_algorithms(table)
    return findings, [_curve(chosen), *([_growth_curve(grown)] if grown else [])]


def _cautions(row: PublishedMisses) -> tuple[str, ...]:
    return () if row.fpir is None else (AT_ITS_OWN.format(fpir=row.fpir),)


def _rate(row: PublishedMisses, n: int, rate: Quoted, table: PublishedTable) -> Finding:
    found = quoted(
        FNIR,
        {"algorithm": row.algorithm, "gallery_size": n},
        rate.value,
        f"As published for {row.algorithm}: {quoting.frequency(rate)} people were not "
        f"found. The gallery held {n:,} people, and they were among them.",
        sources=table.sources,
        cautions=_cautions(row),
    )
    return replace(found, curve=f"data/{CURVE}.csv")


def _growth(
    row: PublishedMisses, sizes: tuple[int, int], table: PublishedTable
) -> tuple[Finding, Rounded | None]:
    small, large = (row.fnir[n] for n in sizes)
    population: dict[str, Key] = {"algorithm": row.algorithm}
    if len(row.fnir) > 2:
        population |= {"from": sizes[0], "to": sizes[1]}
    what = f"how the people missed by {row.algorithm} grow with the gallery"
    try:
        power = quoting.exponent(small, large, times=sizes[1] / sizes[0])
        many = quoting.ratio(large, small)
    except UndefinedMeasureError as error:
        found = unknown(GROWTH, population, what, error.because, unit="exponent")
        return found, None
    says = (
        f"From {sizes[0]:,} to {sizes[1]:,} people, {row.algorithm} missed "
        f"{quoting.times(many, 'as many')}. That is the power {power.value:.2f} of the size."
    )
    finding = quoted(
        GROWTH,
        population,
        power.value,
        says,
        sources=table.sources,
        cautions=(quoting.ROUNDING_ONLY, _LARGEST.format(n=max(row.fnir))),
    )
    return (
        replace(
            finding,
            unit="exponent",
            method=POWER,
            curve=f"data/{GROWTH_CURVE}.csv",
        ),
        power,
    )


def _no_growth(row: PublishedMisses) -> Finding:
    what = f"how the people missed by {row.algorithm} grow with the gallery"
    because = "its rate was published for one size only"
    return unknown(GROWTH, {"algorithm": row.algorithm}, what, because, unit="exponent")


def _all_algorithms(table: PublishedTable) -> list[Finding]:
    """Say how the algorithms of the whole table grow, from the first size to the last."""
    sizes = sorted({n for row in table.misses for n in row.fnir})
    if len(sizes) < 2:
        return []
    small, large = sizes[0], sizes[-1]
    powers = exponents(table.misses, small, large)
    if powers.size < FEWEST_OTHERS:
        return []
    low, middle, high = np.quantile(powers, [0.05, 0.5, 0.95]).tolist()
    found = quoted(
        GROWTH,
        {"of": "all algorithms"},
        middle,
        f"From {small:,} to {large:,} people, of {powers.size:,} algorithms half have "
        f"a power of {middle:.2f} or less. For 9 in 10 it is between {low:.2f} and "
        f"{high:.2f}.",
        sources=table.sources,
        cautions=(USABLE, _LARGEST.format(n=large)),
    )
    return [replace(found, unit="exponent", method=POWER)]


def exponents(
    rows: Sequence[PublishedMisses], small: int, large: int
) -> NDArray[np.float64]:
    """Return the exponents of all rows that find most people at both sizes.

    Left out are rows without a rate above 0 at both sizes, and those that miss more
    than ``MISSED_AT_MOST`` in the larger one: some of these fail altogether.

    Parameters
    ----------
    rows : sequence of PublishedMisses
    small, large : int
        People in the two galleries.

    Returns
    -------
    ndarray of float64, shape (k,)

    Examples
    --------
    >>> rates = {100: Quoted(0.01, 3), 1000: Quoted(0.1, 3)}
    >>> exponents([PublishedMisses(algorithm="x", fpir=None, fnir=rates)], 100, 1000)
    array([1.])
    """
    found = [
        quoting.exponent(row.fnir[small], row.fnir[large], times=large / small).value
        for row in rows
        if {small, large} <= row.fnir.keys()
        and row.fnir[small].value > 0
        and 0 < row.fnir[large].value <= MISSED_AT_MOST
    ]
    return np.array(found, dtype=np.float64)


def _curve(chosen: Sequence[PublishedMisses]) -> Curve:
    rows = [(row, n, rate) for row in chosen for n, rate in row.fnir.items()]
    rounding = "end of what rounding leaves open"
    return Curve(
        CURVE,
        "Published: people missed by gallery size",
        (
            Column(
                "algorithm",
                "string",
                "",
                "name",
                tuple(r.algorithm for r, _, _ in rows),
            ),
            Column(
                "fpir",
                "number",
                "probability",
                "share of searches that return a wrong person, which set the threshold",
                tuple(r.fpir for r, _, _ in rows),
            ),
            Column(
                "gallery_size",
                "integer",
                "count",
                "people in the gallery",
                tuple(n for _, n, _ in rows),
            ),
            Column(
                "fnir",
                "number",
                "probability",
                "people missed, as published",
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


def _growth_curve(grown: Sequence[tuple[str, tuple[int, int], Rounded]]) -> Curve:
    names, sizes, powers = zip(*grown, strict=True)
    rounding = "end of what rounding leaves open"
    return Curve(
        GROWTH_CURVE,
        "Published: how people missed grow with the gallery",
        (
            Column("algorithm", "string", "", "name", names),
            Column(
                "from",
                "integer",
                "count",
                "people, smaller",
                tuple(s for s, _ in sizes),
            ),
            Column(
                "to", "integer", "count", "people, larger", tuple(s for _, s in sizes)
            ),
            Column(
                "exponent",
                "number",
                "",
                "power of the gallery's size",
                tuple(p.value for p in powers),
            ),
            Column(
                "low", "number", "", f"lower {rounding}", tuple(p.low for p in powers)
            ),
            Column(
                "high", "number", "", f"upper {rounding}", tuple(p.high for p in powers)
            ),
        ),
    )
