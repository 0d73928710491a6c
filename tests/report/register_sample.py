"""Searches, a register of claims and published figures as a report meets them.

Synthetic: the numbers are typed in or follow from formulas; nobody was measured.
"""

import math
from collections.abc import Mapping
from types import MappingProxyType

from matchaudit.disclosure import Released
from matchaudit.estimation.finding import Curve, Finding, Key
from report.gallery_sample import ASKED, SCORE, rate
from report.usage_sample import Cell, curve, provenance


def searched() -> Released:
    """Return an audit of searches: two galleries, four groups, lists to rank 50."""
    return Released.local(
        search_findings(), (cmc(), open_det()), provenance("candidates", 60_000)
    )


FPIRS = {1_000: 0.012, 8_000: 0.071}
BY_GROUP = {"A": 0.004, "B": 0.011, "C": 0.006, "D": 0.061}


def counted_rate(
    name: str,
    value: float,
    says: str,
    *,
    trials: int = 2_000,
    of: Mapping[str, Key],
) -> Finding:
    """Return a rate of so many searches with a range of half to twice."""
    counts = (round(value * trials), trials)
    ends = (value / 2, min(value * 2, 1.0))
    return rate(name, value, ends, says, counts=counts, of=of)


def search_findings() -> tuple[Finding, ...]:
    """Return how often searches return a wrong person, or miss the right one."""
    found: list[Finding] = []
    for size, value in FPIRS.items():
        at: dict[str, Key] = {"threshold": SCORE, "gallery_size": size}
        says = f"In a gallery of {size:,}, {value * 1000:.0f} in 1,000 were wrong."
        found.append(counted_rate("galleries/fpir", value, says, of=at))
        for rank in (1, 10):
            missed = 0.08 / rank**0.3
            says = f"{missed * 1000:.0f} in 1,000 were missed down to rank {rank}."
            of = {**at, "rank": rank}
            found.append(counted_rate("galleries/fnir", missed, says, of=of))
            found.append(counted_rate("galleries/tpir", 1 - missed, "Found.", of=of))
        found.append(
            rate(
                "galleries/selectivity",
                value * 1.4,
                (value, value * 2),
                "So many wrong people stand on the list of a search.",
                unit="people",
                of=at,
            )
        )
    for group, value in BY_GROUP.items():
        where: dict[str, Key] = {"dimension": "group", "group": group}
        says = f"In group {group}, {value * 1000:.0f} in 1,000 were wrong."
        of = {"threshold": SCORE, "gallery_size": 1_000, **where}
        found.append(counted_rate("galleries/fpir", value, says, of=of))
    of = {"target_fpir": 0.01, "gallery_size": 1_000}
    score = ("galleries/threshold_at_fpir", 0.64, (0.63, 0.66))
    found.append(rate(*score, "It takes score 0.64.", unit="score", of=of))
    of = {**of, "rank": 1}
    found.append(counted_rate("galleries/fnir_at_fpir", 0.09, "There, 9.", of=of))
    found.append(
        rate(
            "galleries/growth_exponent",
            0.85,
            (0.7, 1.02),
            "From 1,000 to 8,000 people, wrong answers became 5.9 times as common.",
            unit="power",
            of={"measure": "fpir", "threshold": SCORE, "from": 1_000, "to": 8_000},
        )
    )
    return tuple(found)


def cmc() -> Curve:
    """Return how many are found by rank, in two galleries and two groups."""
    rows: list[tuple[Cell, ...]] = []
    lines = [(1_000, "", "", 0.93), (8_000, "", "", 0.9)]
    lines += [(8_000, "group", "A", 0.94), (8_000, "group", "B", 0.86)]
    for size, dimension, group, first in lines:
        for rank in (1, 2, 5, 10, 20, 50):
            share = 1 - (1 - first) / rank**0.5
            cells = (size, dimension, group, rank, 2_000, round(2_000 * share))
            rows.append((*cells, share, share - 0.01, min(share + 0.01, 1.0)))
    return curve(
        "cmc",
        *rows,
        columns="gallery_size:i dimension:s group:s rank:i searches:i found:i share:n "
        "low:n high:n",
    )


def open_det() -> Curve:
    """Return missed against wrong people over thresholds."""
    rows: list[tuple[Cell, ...]] = []
    for size, much in ((1_000, 1.0), (8_000, 6.0)):
        for k in range(20):
            fpir, fnir = min(much * 0.3 * 0.7**k, 1.0), 0.01 * 1.15**k
            ends = (fpir / 1.5, min(fpir * 1.5, 1.0), fnir, fnir / 1.4, fnir * 1.4)
            rows.append((size, "", "", 0.5 + k / 100, fpir, *ends, 50))
    return curve(
        "identification_det",
        *rows,
        columns="gallery_size:i dimension:s group:s threshold:n fpir:n fpir_low:n "
        "fpir_high:n fnir:n fnir_low:n fnir_high:n rank:i",
    )


def register() -> Released:
    """Return an audit of a register of claims."""
    return Released.local(
        claim_findings(),
        (claims_by_month(), claims_expected(), claims_corrections()),
        provenance("claims", 240),
    )


CLAIMS = {"claims": 240, "confirmed": 54, "refuted": 37, "withdrawn": 11}


def claim_findings() -> tuple[Finding, ...]:
    """Return totals, the wrong share, wrong names to expect, days to correction."""
    found = [total(name, n) for name, n in CLAIMS.items()]
    found += [
        total(name, n // 2, of={"method": "ai_match"}) for name, n in CLAIMS.items()
    ]
    share = "claims/refuted_share"
    says = "Between 15 and 78 in 100 of all named the wrong person."
    found.append(rate(share, None, (0.15, 0.78), says))
    says = "Of 91 claims that were checked, 37 were refuted."
    of_checked = rate(
        share, 37 / 91, (0.3, 0.52), says, counts=(37, 91), of={"among": "verified"}
    )
    found.append(of_checked)
    for level, low in ((None, 0.001), ("candidate", 168.2)):
        for enrolled in (None, 0.1, 0.5):
            more: dict[str, Key] = {"gallery_size": ASKED}
            more |= {} if enrolled is None else {"enrolled_share": enrolled}
            more |= {} if level is None else {"level": level}
            expected = rate(
                "claims/expected_false",
                None,
                (low, 186.4),
                f"Between {low:.0f} and 187 of 194 claims are expected to be wrong.",
                unit="count",
                cautions=("Each claim is taken to be the first of one search.",),
                of=more,
            )
            found.append(expected)
    says = "Half were corrected within 62 days (likely between 32 and 186)."
    days = rate("claims/days_to_correction", 62, (32, 186), says, unit="days")
    by_day = counted_rate(
        "claims/corrected_share",
        0.31,
        "By day 30, 15 of 48.",
        trials=48,
        of={"day": 30},
    )
    return (*found, days, by_day)


def total(
    name: str, n: int, *, of: Mapping[str, Key] = MappingProxyType({})
) -> Finding:
    """Return a count of claims."""
    return Finding(
        id="claims/totals",
        population={"count": name, **of},
        status="counted",
        estimate=n,
        unit="count",
        method="count",
        says=f"{n} claims were {name}.",
    )


def claims_by_month() -> Curve:
    """Return claims by month."""
    months = [(f"2025-{k:02d}", 20 + k) for k in range(1, 12)]
    return curve("claims_by_month", *months, columns="month:s claims:i")


def claims_expected(sizes: tuple[int, ...] = (10_000, 1_000_000, ASKED)) -> Curve:
    """Return wrong names to expect by size of the gallery and share enrolled."""
    rows: list[tuple[Cell, ...]] = []
    for size in sizes:
        for share in (0.1, 0.3, 0.5, 0.9):
            most = 194 * (1 - share * 0.6) * (1 - math.exp(-size / 1e6))
            rows.append((size, share, 194, 0.001, most, "search"))
            rows.append((size, share, 194, most / 2, most, "candidate"))
    return curve(
        "claims_expected",
        *rows,
        columns="gallery_size:i enrolled_share:n claims:i low:n high:n level:s",
    )


def claims_corrections() -> Curve:
    """Return the share corrected by day."""
    rows: list[tuple[Cell, ...]] = []
    for k, day in enumerate((0, 5, 14, 30, 62, 120, 186)):
        share = 0.02 + 0.1 * k
        rows.append((day, share, share * 0.7, min(share * 1.5, 1.0), 48 - 6 * k))
    return curve(
        "claims_corrections", *rows, columns="day:i share:n low:n high:n at_risk:i"
    )


UNSURE = "It was published without an interval, so nobody can say how sure it is."


def published_findings() -> tuple[Finding, ...]:
    """Return quotations of an invented algorithm."""
    said: list[tuple[str, float, dict[str, Key], str]] = []
    for size, value in ((1_600_000, 5e-4), (12_000_000, 6e-4)):
        of: dict[str, Key] = {"algorithm": "made_001", "gallery_size": size}
        text = f"As published, made_001 missed {value * 1e4:.0f} in 10,000."
        said.append(("galleries/published_fnir", value, of, text))
    of = {"algorithm": "made_001"}
    said.append(("galleries/published_growth", 0.0905, of, "That is the power 0.09."))
    for group, value in (("East", 0.013), ("West", 0.002)):
        of = {"algorithm": "made_001", "group": group}
        said.append(("galleries/published_fpir", value, of, f"In {group}, so many."))
    of = {"algorithm": "made_001", "group": "East", "reference": "West"}
    said.append(("galleries/published_fpir_ratio", 6.5, of, "6.5 times as often."))
    return tuple(
        Finding(
            id=name,
            population=population,
            status="counted",
            estimate=value,
            unit="probability" if value < 1 else "ratio",
            method="quoted",
            says=text,
            cautions=(UNSURE,),
        )
        for name, value, population, text in said
    )


def published_beside() -> Curve:
    """Return published figures and an audit's own, of everybody and of a group."""
    missed, here = "right person not found", "measured here"
    return curve(
        "published_beside",
        (missed, "published", "made_001", "", "", 1_600_000, 5e-4, None, None),
        (missed, here, "", "", "threshold 0.5, rank 1", 1_000, 0.041, 0.029, 0.059),
        (missed, here, "", "", "threshold 0.5, rank 5", 1_000, 0.03, 0.02, 0.05),
        (missed, here, "", "A", "threshold 0.5, rank 1", 1_000, 0.02, 0.01, 0.04),
        columns="what:s whose:s algorithm:s group:s at:s gallery_size:i rate:n low:n "
        "high:n",
    )


def quoted() -> Released:
    """Return published figures beside an audit's own."""
    return Released.local(
        published_findings(), (published_beside(),), provenance("published", 618)
    )
