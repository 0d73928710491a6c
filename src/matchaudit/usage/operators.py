"""Operators as a funnel: who lies further off than chance explains, never a ranking.

The funnel itself is for the holder of the data. What everybody may know is how many
operators lie outside, and how many chance alone would put there.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from matchaudit.estimation import statements
from matchaudit.estimation.finding import Column, Curve, Finding
from matchaudit.tallies.search_counts import SearchCounts, SearchTally
from matchaudit.usage.funnel import (
    FUNNEL_CONFIDENCES,
    FunnelLimits,
    funnel_limits,
    one_holds_most,
)

OPERATORS = "usage/operators"
ONLY_CHANCE = (
    "The limits allow for chance only. Cases differ, and so does what gets checked: an "
    "operator outside them is a reason to look, not a verdict."
)
_NAMES = {0.95: "95", 0.998: "99.8"}


def operators(tally: SearchTally) -> tuple[list[Finding], list[Curve]]:
    """Compare operators with the limits of chance around the share of all.

    Parameters
    ----------
    tally : SearchTally

    Returns
    -------
    findings : list of Finding
        ``usage/operators``: how many lie outside the 99.8 % limits, and with
        ``limits: 0.95`` how many outside the inner ones.
    curves : list of Curve
        ``operators``, for the holder of the data only, in the order of the pseudonyms.
    """
    checked = {name: c for name, c in tally.operators.items() if c.checked}
    if not checked:
        because = "no search has both an operator and a checked candidate"
        if "operator" not in tally.columns:
            because = "the log does not say who searched"
        what = "how operators differ"
        return [statements.unknown(OPERATORS, {}, what, because, unit="count")], []
    sizes = np.array([c.checked for c in checked.values()])
    wrong = np.array([c.wrong for c in checked.values()])
    share = float(wrong.sum() / sizes.sum())
    limits = {c: funnel_limits(sizes, share, confidence=c) for c in FUNNEL_CONFIDENCES}
    curve = _curve(tally.operators, limits)
    left_out = tally.overall.checked - int(sizes.sum())
    unnamed = [f"Checked candidates with no operator recorded: {left_out:,}."]
    further = (*one_holds_most(sizes), *(unnamed if left_out else ()))
    findings = [
        _finding(c, limits[c], wrong, further, curve.path)
        for c in sorted(limits, reverse=True)
    ]
    return findings, [curve]


def _finding(
    confidence: float,
    limits: FunnelLimits,
    wrong: np.ndarray,
    further: tuple[str, ...],
    path: str,
) -> Finding:
    outer = confidence == max(FUNNEL_CONFIDENCES)
    n, expected = int(limits.is_outside(wrong).sum()), limits.chance_outside.sum()
    few = f"about {expected:.1f}" if expected >= 0.05 else "almost none"
    lie = "lies" if n == 1 else "lie"
    people = "operator" if wrong.size == 1 else "operators"
    says = (
        f"{wrong.size:,} {people} had candidates checked. {n:,} of them {lie} outside "
        f"the {'outer' if outer else 'inner'} limits. Chance would put {few} there."
    )
    return statements.counted(
        OPERATORS,
        {} if outer else {"limits": confidence},
        n,
        says,
        curve=path,
        cautions=(ONLY_CHANCE, *further),
    )


def _curve(
    everybody: Mapping[str, SearchCounts], limits: Mapping[float, FunnelLimits]
) -> Curve:
    counts = list(everybody.values())
    place = np.cumsum([c.checked > 0 for c in counts]) - 1
    at = [int(i) if c.checked else None for c, i in zip(counts, place, strict=True)]

    def number(name: str, meaning: str) -> Column:
        found = tuple(int(getattr(c, name)) for c in counts)
        title = "verified" if name == "checked" else name
        return Column(title, "integer", "count", meaning, found)

    share = tuple(c.wrong / c.checked if c.checked else None for c in counts)
    return Curve(
        "operators",
        "Operators, and the limits of chance",
        (
            Column("operator", "string", "", "The pseudonym.", tuple(everybody)),
            number("searches", "Searches."),
            number("checked", "Candidates that were confirmed or refuted."),
            number("wrong", "Candidates that were refuted: wrong matches."),
            Column("share", "number", "share", "Wrong of verified.", share),
            *_ends(limits, at),
            Column(
                "outside",
                "string",
                "",
                "The widest limits that the operator lies outside of.",
                tuple(
                    "none" if i is None else _outside(limits, i, c.wrong)
                    for c, i in zip(counts, at, strict=True)
                ),
            ),
        ),
        for_holder=True,
    )


def _ends(
    limits: Mapping[float, FunnelLimits], at: Sequence[int | None]
) -> list[Column]:
    """Return the columns of the limits; ``at`` is where an operator stands in them."""
    columns = []
    for confidence in FUNNEL_CONFIDENCES:
        name = _NAMES[confidence]
        for end, side in (("low", "Lower"), ("high", "Upper")):
            found = getattr(limits[confidence], end)
            values = tuple(None if i is None else float(found[i]) for i in at)
            meaning = f"{side} limit that chance keeps {name} in 100 inside."
            title = f"{end}{name.replace('.', '')}"
            columns.append(Column(title, "number", "share", meaning, values))
    return columns


def _outside(limits: Mapping[float, FunnelLimits], i: int, wrong: int) -> str:
    found = "none"
    for confidence in sorted(limits):
        low, high = limits[confidence].low_events[i], limits[confidence].high_events[i]
        if not low <= wrong <= high:
            found = _NAMES[confidence]
    return found
