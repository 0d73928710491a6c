"""The tables of the page, from what every method said of every world."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gallery_methods.methods import OURS, SAYS
from gallery_methods.scoring import Said, Score, score
from gallery_methods.trials import SIZES

Records = Sequence[dict[str, Any]]

# The trial's own table, of 16 random families: median / 90th percentile / coverage / U.
TRIAL = {
    1000: {
        "a_gpd": (".50/1.65/.86/.02", "2.05/10/.78/.15", "7.9/11/.66/.17"),
        "b_bb": (".38/1.26/.87/.02", "1.22/10/.76/.17", "2.3/10/.69/.25"),
        "c_max": (".73/10/.76/.20", "9.1/11/.57/.41", "10/11/.54/.45"),
        "e_pow": (".21/.53/.70/.03", ".74/1.39/.39/.01", "1.43/10/.24/0"),
        "d": (".44/.81/.96/0", ".96/1.49/.93/0", "1.41/2.15/.89/0"),
        "d_cal": (".28/.60/.98/0", ".53/1.09/.95/0", ".78/1.49/.96/0"),
    },
    4000: {
        "a_gpd": (".35/1.10/.77/0", ".82/8.0/.88/.08", "1.31/10/.80/.14"),
        "b_bb": (".14/.55/.92/.05", ".35/3.6/.91/.08", ".58/10/.84/.14"),
        "c_max": (".49/1.62/.73/.03", "2.96/10/.58/.36", "10/11/.42/.52"),
        "e_pow": (".28/.56/.38/.03", "1.02/1.49/.14/.02", "1.61/10/.12/0"),
        "d_cal": (".11/.36/.86/0", ".35/.65/.92/0", ".44/.81/.94/0"),
    },
}
MEDIAN_BAR = {1000: 0.5, 4000: 0.3}  # at 270M
INTERVAL_BAR = {"100x": 1.2, "10,000x": 2.0, "270M": 2.6}
COVERAGE_BAR = (0.93, 0.97)
FAMILY_BAR = 0.85
UNDER_BAR = 0.025


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of the bar: what was found, what is asked, whether it is met."""

    what: str
    found: str
    asked: str
    met: bool


def said(records: Records, method: str, cell: str, target: float | None = None) -> Said:
    """Gather what a method said in one cell, a row for each world."""
    at = [
        k
        for k, point in enumerate(records[0]["points"])
        if point["cell"] == cell and target in (None, point["target"])
    ]
    of = [r["methods"][method]["said"] for r in records]
    parts = [
        np.array([[one[k][name] for k in at] for one in of])
        for name in ("centre", "low", "high", "beyond")
    ]
    truth = np.array([[r["points"][k]["truth"] for k in at] for r in records])
    return Said(parts[0], parts[1], parts[2], truth, parts[3].astype(np.bool_))


def of_family(records: Records, family: str) -> Records:
    """Return the records of one family."""
    return [r for r in records if r["case"]["family"] == family]


def families_of(records: Records) -> list[str]:
    """Return the families, in the order in which they were drawn."""
    return list(dict.fromkeys(r["case"]["family"] for r in records))


def worst_family(records: Records, method: str, cell: str) -> tuple[str, Score]:
    """Return the family in which fewest intervals hold the truth."""
    scores = {
        family: score(said(of_family(records, family), method, cell))
        for family in families_of(records)
    }
    worst = min(scores, key=lambda family: scores[family].coverage)
    return worst, scores[worst]


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a Markdown table.

    >>> print(table(["a", "b"], [["1", "2"]]))
    | a | b |
    | --- | --- |
    | 1 | 2 |
    """
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def short(method: str) -> str:
    """Return the name of a method for a cell; ours stands out."""
    return f"**{method}**" if method == OURS else method


def cell_table(records: Records, methods: Sequence[str], cell: str) -> str:
    """Write one cell: every method in a row."""
    heads = [
        "method",
        "median error",
        "90th",
        "held ± MC error",
        "U",
        "mean width",
        "interval score ± MC",
        "its median",
        "worst family held",
        "refused",
    ]
    rows = []
    for method in methods:
        s = score(said(records, method, cell))
        worst, of_worst = worst_family(records, method, cell)
        rows.append(
            [
                short(method),
                f"{s.median:.2f} ({s.bias:+.2f})",
                f"{s.ninth:.2f}",
                f"{s.coverage:.3f} ± {s.coverage_error:.3f}",
                f"{s.under:.3f}",
                f"{s.width:.2f}",
                f"{s.interval_score:.2f} ± {s.interval_error:.2f}",
                f"{s.interval_median:.2f}",
                f"{of_worst.coverage:.2f} ({worst})",
                f"{s.refused:.2f}",
            ]
        )
    return table(heads, rows)


def trial_table(records: Records, n: int) -> str:
    """Set what was found beside what the earlier trial printed."""
    rows = []
    for method, printed in TRIAL[n].items():
        if method not in records[0]["methods"]:
            continue
        for cell, theirs in zip(SIZES, printed, strict=True):
            s = score(said(records, method, cell))
            here = f"{s.median:.2f}/{s.ninth:.2f}/{s.coverage:.2f}/{s.under:.2f}"
            rows.append([method, cell, here, theirs])
    return table(["method", "size", "here", "in the trial"], rows)


def bars(records: Records, n: int, cell: str, method: str) -> list[Bar]:
    """Hold a method against the bar in one cell."""
    s = score(said(records, method, cell))
    worst, of_worst = worst_family(records, method, cell)
    low, high = COVERAGE_BAR
    lines = [
        Bar(
            "coverage",
            f"{s.coverage:.3f} ± {s.coverage_error:.3f}",
            f"{low} to {high}",
            low <= round(s.coverage, 3) <= high,
        ),
        Bar(
            "worst family",
            f"{of_worst.coverage:.2f} ± {of_worst.coverage_error:.2f} ({worst})",
            f"at least {FAMILY_BAR}",
            of_worst.coverage >= FAMILY_BAR,
        ),
        Bar(
            "upper limit below the truth",
            f"{100 * s.under:.1f} %",
            f"at most {100 * UNDER_BAR:.1f} %",
            s.under <= UNDER_BAR,
        ),
        Bar(
            "interval score",
            f"{s.interval_score:.2f} ± {s.interval_error:.2f}",
            f"at most {INTERVAL_BAR[cell]}",
            s.interval_score <= INTERVAL_BAR[cell],
        ),
    ]
    if cell == "270M":
        asked = MEDIAN_BAR.get(n, 0.3)
        found = f"{s.median:.2f}"
        lines.insert(
            0, Bar("median error", found, f"at most {asked}", s.median <= asked)
        )
    return lines


def bar_table(records: Records, n: int, method: str = OURS) -> tuple[str, list[bool]]:
    """Write the bar for all cells of one size of test."""
    rows, met = [], []
    for cell in SIZES:
        for bar in bars(records, n, cell, method):
            rows.append(
                [cell, bar.what, bar.found, bar.asked, "yes" if bar.met else "no"]
            )
            met.append(bar.met)
    return table(["size", "what", "found", "asked", "met"], rows), met


def family_table(records: Records, method: str = OURS) -> str:
    """Write one method by family: worlds, then error, coverage, score by cell."""
    heads = ["family", "worlds"]
    heads += [f"{cell}: median / held / score" for cell in SIZES]
    rows = []
    for family in families_of(records):
        some = of_family(records, family)
        row = [family, str(len(some))]
        for cell in SIZES:
            s = score(said(some, method, cell))
            row.append(f"{s.median:.2f} / {s.coverage:.2f} / {s.interval_score:.2f}")
        rows.append(row)
    return table(heads, rows)


def point_table(records: Records, methods: Sequence[str]) -> str:
    """Write one row a method and operating point, for the two that matter."""
    heads = ["method", "rate"]
    heads += [f"{cell}: median (bias) / held / U / score" for cell in SIZES]
    rows = []
    for method in methods:
        for target in (0.1, 0.01):
            row = [short(method), f"{target:g}"]
            for cell in SIZES:
                s = score(said(records, method, cell, target))
                row.append(
                    f"{s.median:.2f} ({s.bias:+.2f}) / {s.coverage:.3f} / "
                    f"{s.under:.3f} / {s.interval_score:.2f}"
                )
            rows.append(row)
    return table(heads, rows)


def printed_table(records: Records, methods: Sequence[str]) -> str:
    """Write how methods do where they do not refuse; each prediction counts."""
    rows = []
    for method in methods:
        for cell in SIZES:
            every = said(records, method, cell)
            kept = ~every.beyond
            centre, low, high, truth = (
                part[kept][:, None]
                for part in (every.centre, every.low, every.high, every.truth)
            )
            s = score(Said(centre, low, high, truth, every.beyond[kept][:, None]))
            rows.append(
                [
                    short(method),
                    cell,
                    f"{kept.mean():.3f}",
                    f"{s.median:.2f}",
                    f"{s.coverage:.3f}",
                    f"{s.under:.3f}",
                    f"{s.interval_score:.2f}",
                ]
            )
    heads = ["method", "size", "printed", "median error", "held", "U", "interval score"]
    return table(heads, rows)


def seen_table(records: Records, methods: Sequence[str]) -> str:
    """Write how methods do at a threshold that the test can see, at 100x."""
    rows = []
    for method in methods:
        s = score(said(records, method, "seen"))
        rows.append(
            [
                short(method),
                f"{s.bias:+.2f}",
                f"{s.median:.2f}",
                f"{s.coverage:.3f} ± {s.coverage_error:.3f}",
                f"{s.interval_score:.2f}",
            ]
        )
    heads = [
        "method",
        "median error with sign",
        "median error",
        "held",
        "interval score",
    ]
    return table(heads, rows)


def method_list() -> str:
    """Say what every method is."""
    return table(["method", "what it does"], [[short(m), s] for m, s in SAYS.items()])
