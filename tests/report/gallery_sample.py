"""Larger galleries as a report meets them: predictions, and what a candidate is worth.

Synthetic: the numbers are typed in or follow from formulas; nobody was measured.
"""

import math
from collections.abc import Mapping
from types import MappingProxyType

from matchaudit.disclosure import Provenance, Released
from matchaudit.estimation.finding import Column, Curve, Finding, Key, Status
from report.usage_sample import Cell, curve, provenance

SIZES = (500, 1_000, 2_000, 4_000)
ASKED = 270_000_000
SCORE = 0.62


def rate(
    name: str,
    value: float | None,
    interval: tuple[float | None, float | None],
    says: str,
    *,
    counts: tuple[int | None, int | None] = (None, None),
    unit: str = "probability",
    cautions: tuple[str, ...] = (),
    of: Mapping[str, Key] = MappingProxyType({}),
) -> Finding:
    """Return a measured finding; bounded without a value."""
    status: Status = "measured" if value is not None else "bounded"
    return Finding(
        id=name,
        population=of,
        status=status,
        estimate=value,
        interval=interval,
        confidence=0.95,
        events=counts[0],
        trials=counts[1],
        unit=unit,
        method="gallery-tail" if "predicted" in name else "cluster-wilson",
        says=says,
        cautions=cautions,
    )


def rising(size: float, *, fmr: float = 2e-9, uneven: float = 3.0) -> float:
    """Return a rate that grows with the gallery, more slowly the more uneven it is."""
    return -math.expm1(-math.log1p(uneven * size * fmr) / uneven)


LIKE = (
    "This takes the people in the gallery to be like those tested, and none to be kin "
    "to the person searched."
)
KIN = "Twins and other kin are in a large gallery. No test of strangers shows them."


def growth(*, horizon: float = math.inf) -> Curve:
    """Return measured, predicted and naive rates, and brackets beyond a horizon."""
    sizes = [4_000 * 10 ** (k / 4) for k in range(20)] + [float(ASKED)]
    rows: list[tuple[Cell, ...]] = []
    for k, small in enumerate(SIZES):
        value = rising(small, fmr=4e-7)
        rows.append(
            (SCORE, "measured", small, "", value, value * 0.5, value * 1.8, True, k)
        )
    for size in sizes:
        value = rising(size, fmr=4e-7)
        wide = 10 ** (0.2 + 0.15 * math.log10(size / 4_000))
        odds = value / (1 - value)
        low, high = (o / (1 + o) for o in (odds / wide, odds * wide))
        n, within = round(size), size <= horizon
        naive = -math.expm1(size * math.log1p(-4e-7))
        rows.append((SCORE, "naive", n, "", naive, None, None, True, 0))
        if within:
            rows.append((SCORE, "predicted", n, "", value, low, high, True, 0))
        most = 1 - (1 - 0.0025) ** (size / 4_000)
        rows.append((SCORE, "bracket", n, "", None, 0.0011, most, within, 0))
    return growth_curve([row[:8] for row in rows])


def growth_curve(rows: list[tuple[Cell, ...]]) -> Curve:
    """Return the curve of growth from its rows."""
    made = curve(
        "gallery_growth",
        *rows,
        columns="threshold:n kind:s gallery_size:i group:s fpir:n low:n high:n "
        "within_horizon:s",
    )
    *first, last = made.columns
    within = Column(last.name, "boolean", "", last.meaning, last.values)
    return Curve(made.name, made.title, (*first, within))


def predictions() -> tuple[Finding, ...]:
    """Return what is predicted within the horizon, for everybody and by group."""
    found = [
        rate(
            "galleries/fpir_predicted",
            0.87,
            (0.31, 0.99),
            "In a gallery of 270 million people, about 87 in 100 searches for somebody "
            "who is not in it would return at least one wrong person at score 0.62 "
            "(likely between 31 and 99 in 100).",
            cautions=(LIKE, KIN),
            of={"gallery_size": ASKED, "threshold": SCORE},
        ),
        rate(
            "galleries/fnir_predicted",
            0.043,
            (0.031, 0.058),
            "At score 0.62, about 43 in 1,000 people who are in it would be missed "
            "(between 31 and 58).",
            of={"gallery_size": ASKED, "threshold": SCORE},
        ),
        rate(
            "galleries/threshold_at_fpir",
            0.71,
            (0.68, 0.75),
            "To keep that to 1 in 1,000 searches, the score would have to be at least "
            "0.71 (between 0.68 and 0.75).",
            unit="score",
            of={"gallery_size": ASKED, "target_fpir": 0.001, "predicted": True},
        ),
        rate(
            "galleries/fpir_predicted",
            0.001,
            (0.0001, 0.009),
            "At score 0.71, about 1 in 1,000 searches would return a wrong person.",
            of={"gallery_size": ASKED, "threshold": 0.71, "target_fpir": 0.001},
        ),
        rate(
            "galleries/fnir_predicted",
            0.19,
            (0.11, 0.3),
            "At that score, about 19 in 100 people would be missed.",
            of={"gallery_size": ASKED, "threshold": 0.71, "target_fpir": 0.001},
        ),
        Finding(
            id="galleries/probes_to_confirm",
            population={"gallery_size": ASKED, "target_fpir": 0.001},
            status="counted",
            estimate=3_000,
            unit="count",
            method="rule of three",
            says="Search the real gallery with 3,000 people who are known not to be in "
            "it. If none is matched, the rate is below 1 in 1,000.",
        ),
    ]
    for group, value in (("A", 0.71), ("B", 0.9), ("C", 0.66), ("D", 0.97)):
        found.append(
            rate(
                "galleries/fpir_predicted",
                value,
                (value / 2, min(value * 1.3, 0.999)),
                f"In group {group}, about {value * 100:.0f} in 100 would be wrong.",
                of={"gallery_size": ASKED, "threshold": SCORE, "group": group},
            )
        )
    return tuple(found)


def beyond() -> tuple[Finding, ...]:
    """Return what is left beyond the horizon: limits, and nothing predicted."""
    return (
        rate(
            "galleries/fpir_predicted",
            None,
            (0.0011, 1.0),
            "A gallery of 270 million is too far beyond this test to predict. Between 1 "
            "in 1,000 and all searches for somebody who is not in it would return a "
            "wrong person at score 0.62.",
            cautions=("The threshold lies 7 decades beyond the test.", KIN),
            of={"gallery_size": ASKED, "threshold": SCORE},
        ),
    )


WORTH_SHARES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99)
REVIEWED = (0.8, 0.3)


def worth_curve(*, middle: bool = False) -> Curve:
    """Return how often a candidate is right over the share enrolled."""
    rows: list[tuple[Cell, ...]] = []
    for group, fpir in (("", (0.14, 0.9)), ("A", (0.1, 0.5)), ("B", (0.3, 0.97))):
        for share in WORTH_SHARES:
            for reviewed, level in ((False, ""), (True, ""), (False, "candidate")):
                if group and (reviewed or level):
                    continue
                ends = [correct(share, rate, reviewed=reviewed) for rate in fpir]
                if level:
                    ends = [share * 0.95 / (share * 0.95 + n) for n in (20, 270)]
                half = (ends[0] * ends[1]) ** 0.5 if middle else None
                cells = (ASKED, group, share, reviewed, level)
                rows.append((*cells, min(ends), half, max(ends)))
    made = curve(
        "worth",
        *rows,
        columns="gallery_size:i group:s enrolled_share:n reviewed:s level:s low:n "
        "middle:n high:n",
    )
    columns = [
        Column(c.name, "boolean", "", c.meaning, c.values)
        if c.name == "reviewed"
        else c
        for c in made.columns
    ]
    return Curve(made.name, made.title, tuple(columns))


def correct(share: float, fpir: float, *, reviewed: bool = False) -> float:
    """Return how often a returned candidate is right."""
    keeps_right, keeps_wrong = REVIEWED if reviewed else (1.0, 1.0)
    right = share * 0.95 * keeps_right
    return right / (right + ((1 - share) * fpir + share * 0.05 * fpir) * keeps_wrong)


def worth_inputs() -> Curve:
    """Return what went into the worth, with sources."""
    return curve(
        "worth_inputs",
        ("enrolled", 0.01, 0.99, None, "a grid: nobody knows it", None),
        ("tpir", 0.9, 0.97, None, "typed", 0.08),
        ("fmr", 1e-9, 1e-9, None, "typed", None),
        ("fpir", 0.14, 0.9, 0.5, "measured: galleries/fpir_predicted", 0.71),
        ("accept_right", 0.8, 0.8, None, "typed", 0.0),
        ("accept_wrong", 0.1, 0.5, None, "White and others (2015)", 0.21),
        columns="input:s low:n high:n best:n source:s driver_share:n",
    )


def worth_findings() -> tuple[Finding, ...]:
    """Return how often a candidate is right, with what is wrong in a year."""
    found = []
    for share, low, high in ((0.01, 1, 7), (0.1, 10, 43), (0.5, 51, 88)):
        said = "half" if share == 0.5 else f"1 in {1 / share:.0f}"
        found.append(
            rate(
                "galleries/candidate_correct",
                None,
                (low / 100, high / 100),
                f"If {said} of the people searched is in the gallery, a returned "
                f"candidate is right {low} to {high} times in 100.",
                of={"gallery_size": ASKED, "enrolled_share": share, "threshold": SCORE},
            )
        )
    found += [
        rate(
            "galleries/match_weight",
            None,
            (1.05, 6.8),
            "A returned candidate makes it between 1.05 and 6.8 times as likely that "
            "the person is in the gallery.",
            unit="ratio",
            of={"gallery_size": ASKED},
        ),
        rate(
            "galleries/break_even_enrolled",
            None,
            (0.13, 0.49),
            "For a candidate to be right half of the time, between 13 and 49 in 100 of "
            "the people searched must be in the gallery.",
            of={"gallery_size": ASKED, "correct": 0.5},
        ),
        rate(
            "galleries/wrong_candidates_per_year",
            27_000,
            (9_000, 81_000),
            "In 100,000 searches, about 27,000 wrong people would be returned (between "
            "9,000 and 81,000).",
            unit="candidates",
            of={"gallery_size": ASKED},
        ),
        rate(
            "galleries/false_candidates_per_year",
            None,
            (12_600, 81_500),
            "Between 12,600 and 81,500 of 100,000 searches would return a wrong person.",
            unit="searches",
            of={"gallery_size": ASKED, "enrolled_share": 0.1},
        ),
        rate(
            "galleries/worth_driver",
            0.71,
            (0.71, 0.71),
            "What is known least: how often a wrong person is returned.",
            of={"input": "fpir"},
        ),
    ]
    return tuple(found)


def typed() -> Provenance:
    """Return where numbers come from that somebody typed."""
    return Provenance(
        title="What a candidate is worth",
        agency=None,
        date="2026-01-31",
        version="0.1.0",
        plan_sha256="5" * 64,
        inputs=(),
        command="matchaudit worth --fmr 1e-9 --gallery 270000000 --enrolled 0.01..0.99",
    )


def predicted() -> Released:
    """Return an audit that predicts within its horizon."""
    return Released.local(
        (*predictions(), *worth_findings()),
        (growth(), worth_curve(), worth_inputs()),
        provenance("comparisons", 3_123_750),
    )


def past_the_horizon() -> Released:
    """Return an audit that can predict only part of the way."""
    return Released.local(
        beyond(), (growth(horizon=2e6),), provenance("comparisons", 9_000)
    )


def worth_only() -> Released:
    """Return the worth of typed numbers: no file was read."""
    return Released.local(worth_findings(), (worth_curve(), worth_inputs()), typed())
