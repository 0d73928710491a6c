"""Field use as a report meets it: deployments and a search log, released by hand.

Synthetic: the numbers are typed in, some of them after published totals; the logs, the
agencies and the operators are invented.
"""

from typing import Literal

from matchaudit.disclosure import Provenance, Released
from matchaudit.estimation.finding import Column, Curve, Finding, Key

SYNTHETIC = "Synthetic example data."
Cell = str | int | float | None
Interval = tuple[float | None, float | None]


def measured(
    name: str,
    value: float,
    interval: tuple[float, float],
    *,
    counts: tuple[int | None, int | None] = (None, None),
    unit: str = "probability",
    **population: Key,
) -> Finding:
    """Return a measured finding of these counts."""
    return Finding(
        id=name,
        population=population,
        status="measured",
        estimate=value,
        interval=interval,
        confidence=0.95,
        events=counts[0],
        trials=counts[1],
        unit=unit,
        method="clopper-pearson" if unit == "probability" else "garwood",
        says=f"{counts[0]} of {counts[1]} were wrong.",
    )


def bounded(name: str, interval: Interval, **population: Key) -> Finding:
    """Return a range without a best estimate."""
    return Finding(
        id=name,
        population=population,
        status="bounded",
        interval=interval,
        confidence=0.95,
        unit="probability",
        method="union of clopper-pearson limits",
        says="The share is somewhere in this range.",
        cautions=("No assumption is made on those that nobody checked.",),
    )


def counted(name: str, n: float | None, says: str = "", **population: Key) -> Finding:
    """Return an exact count."""
    return Finding(
        id=name,
        population=population,
        status="counted",
        estimate=n,
        unit="count",
        method="count",
        says=says or f"There were {n}.",
    )


def unknown(name: str, because: str, **population: Key) -> Finding:
    """Return a finding that the data cannot give."""
    return Finding(
        id=name,
        population=population,
        status="not_estimable",
        unit="probability",
        method="none",
        says=f"We cannot tell, because {because}.",
        because=because,
    )


def curve(
    name: str,
    *rows: tuple[Cell, ...],
    columns: str,
    for_holder: bool = False,
) -> Curve:
    """Return a table whose columns are ``name:type`` words: s, i or n."""
    kinds: dict[str, Literal["string", "integer", "number"]]
    kinds = {"s": "string", "i": "integer", "n": "number"}
    made = []
    for k, column in enumerate(columns.split()):
        title, _, kind = column.partition(":")
        made.append(
            Column(
                title,
                kinds[kind or "s"],
                "",
                title.replace("_", " "),
                tuple(row[k] for row in rows),
            )
        )
    return Curve(name, name.replace("_", " "), tuple(made), for_holder=for_holder)


def deployment_findings() -> tuple[Finding, ...]:
    """Return what an audit of deployments finds."""
    alerts, faces = "usage/false_share_of_alerts", "usage/false_share_of_faces"
    hours, entry = "usage/false_per_100_hours", "usage/false_per_face_and_entry"
    found = [
        counted("usage/totals", 277, count="deployments"),
        counted("usage/totals", 2158, count="alerts"),
        counted("usage/totals", 34, count="false_alerts"),
        counted("usage/totals", 2371465, count="faces_seen"),
        counted("usage/totals", 90, count="alerts", period="2023"),
        measured(alerts, 34 / 2158, (0.0109, 0.0219), counts=(34, 2158)),
        measured(
            alerts, 34 / 2158, (0.0101, 0.0235), counts=(34, 2158), clustered="day"
        ),
        measured(
            alerts,
            66 / 2158,
            (0.0237, 0.0388),
            counts=(66, 2158),
            unconfirmed="as wrong",
        ),
        bounded(alerts, (0.0109, 0.0388), unconfirmed="either way"),
        measured(faces, 34 / 2371465, (9.9e-6, 2.01e-5), counts=(34, 2371465)),
        bounded(faces, (9.9e-6, 3.6e-5), unconfirmed="either way"),
        measured(hours, 2.4, (1.66, 3.36), counts=(34, None), unit="per 100 hours"),
        measured(
            "usage/alerts_per_hour",
            1.53,
            (1.46, 1.6),
            counts=(2158, None),
            unit="per hour",
        ),
        measured(entry, 1.1e-9, (7.6e-10, 1.6e-9), counts=(34, 30_900_000_000)),
        unknown("usage/false_share_of_people", "nobody counted people"),
    ]
    periods = (
        ("2023-04-06 to 2023-11-08", 2, 40),
        ("2023-11-09 to 2024-07-22", 15, 900),
    )
    for period, wrong, n in periods:
        share = wrong / n
        ends = (share / 2, min(share * 2.5, 1.0))
        found.append(measured(alerts, share, ends, counts=(wrong, n), period=period))
        seen = n * 1000
        low, high = (end / 1000 for end in ends)
        found.append(
            measured(
                faces, share / 1000, (low, high), counts=(wrong, seen), period=period
            )
        )
    found += [
        measured(alerts, 5 / 1413, (0.0011, 0.0083), counts=(5, 1413), threshold=0.64),
        measured(alerts, 29 / 745, (0.026, 0.056), counts=(29, 745), threshold=0.6),
        measured(
            "usage/wrong_by_group", 0.8, (0.44, 0.98), counts=(8, 10), group="Black"
        ),
        counted("usage/locations", 1, "1 of 4 places lies outside the limits."),
        measured(alerts, 0.1, (0.01, 0.3), counts=(2, 20), location="Dalston"),
        counted("data/duplicated_column", 203, "Two columns are equal in 203 rows."),
        counted("data/outlier", 1, "In row 270 (2 May 2025) one value stands out."),
        counted("data/published_rate", 0, "No wrong rate was found in 277 rows."),
    ]
    return tuple(found)


def deployment_curves() -> tuple[Curve, ...]:
    """Return the curves of an audit of deployments."""
    shares = [k / 100 for k in range(1, 100)]
    return (
        curve(
            "deployment_periods",
            (
                "2023-04-06",
                "2023-11-08",
                20,
                40,
                2,
                160.0,
                350000,
                35.9,
                0.24,
                "first row",
            ),
            (
                *("2023-11-09", "2024-07-22", 90, 900, 15, 690.0, 195000, 4.7, 1.3),
                "denominator changed",
            ),
            (
                *("2024-07-23", "2024-12-31", 93, 600, 10, 460.0, 390000, 14.1, 1.3),
                "denominator changed",
            ),
            columns="from to deployments:i alerts:i false_alerts:i hours:n faces_seen:i "
            "median_faces_per_minute:n alerts_per_hour:n starts_with",
        ),
        curve(
            "locations",
            ("Camden", 9, 120, 2, 2 / 120, 0.0, 0.042, 0.0, 0.058, "none"),
            ("Croydon", 30, 700, 9, 9 / 700, 0.007, 0.027, 0.004, 0.033, "none"),
            ("Dalston", 2, 20, 4, 0.2, 0.0, 0.1, 0.0, 0.15, "99.8"),
            ("Walworth Rd", 5, 60, 4, 4 / 60, 0.0, 0.05, 0.0, 0.083, "95"),
            columns="location deployments:i alerts:i false_alerts:i share:n low95:n "
            "high95:n low998:n high998:n outside",
        ),
        curve(
            "equal_risk",
            *(
                (
                    "Black",
                    p,
                    4.0 / (p / (1 - p)),
                    0.79 / (p / (1 - p)),
                    49.0 / (p / (1 - p)),
                )
                for p in shares
            ),
            columns="group share_of_faces:n risk_ratio:n low:n high:n",
        ),
        curve(
            "oddities",
            (
                *("data/outlier", "met.csv", 270, "2025-05-02", "Bond St"),
                *("watchlist_size", "19199", "16199"),
                "The watchlist stands out from its neighbours.",
            ),
            *(
                (
                    *(
                        "data/duplicated_column",
                        "met.csv",
                        k + 2,
                        "2023-04-06",
                        "Camden",
                    ),
                    *("other_disposals", "1", None, "Two columns are equal."),
                )
                for k in range(203)
            ),
            columns="fault file row:i date location column published expected says",
        ),
    )


WRONG_SHARE = "usage/outcome_wrong_share"


def search_findings() -> tuple[Finding, ...]:
    """Return what an audit of a search log finds."""
    lost = "a log holds only what was returned; it needs seeded probes"
    return (
        counted("usage/searches", 3000),
        *(
            counted("usage/searches", n, purpose=purpose)
            for purpose, n in (("robbery", 2400), ("fraud", 503), ("not recorded", 97))
        ),
        counted("usage/searches", 2990, mode="still"),
        counted("usage/searches", 10, mode="realtime"),
        counted("usage/silent_months", 2, "North PD was silent in 2.", agency="North"),
        measured("usage/candidate_share", 0.5, (0.48, 0.52), counts=(1500, 3000)),
        bounded(WRONG_SHARE, (0.09, 0.73)),
        measured(WRONG_SHARE, 0.26, (0.23, 0.3), counts=(310, 1204), among="verified"),
        measured(
            WRONG_SHARE,
            0.31,
            (0.27, 0.36),
            assuming="missing at random",
            given="group and top_score",
        ),
        unknown(WRONG_SHARE, "no random sample was drawn", assuming="random sample"),
        bounded(WRONG_SHARE, (0.05, 0.8), group="A"),
        bounded(WRONG_SHARE, (0.15, 0.9), group="B"),
        unknown("usage/miss_rate", lost),
        counted("usage/operators", 1, "1 of 4 operators lies outside the limits."),
    )


def search_curves() -> tuple[Curve, ...]:
    """Return the curves of an audit of a search log."""
    months = [f"2024-{m:02d}" for m in range(1, 13)]
    states = {"South": {}, "North": {3: "silent", 7: "silent", 5: "nil return"}}
    rows = [
        (
            agency,
            month,
            *((0, 0) if k in odd else (100 + 9 * k, 40)),
            odd.get(k, "rows"),
        )
        for agency, odd in states.items()
        for k, month in enumerate(months)
    ]
    return (
        curve(
            "searches_by_month",
            *rows,
            columns="agency month searches:i with_candidates:i state",
        ),
        curve(
            "operators",
            ("b7d1", 900, 300, 70, 70 / 300, 0.18, 0.29, 0.15, 0.33, "none"),
            ("a3f0", 400, 100, 40, 0.4, 0.15, 0.32, 0.1, 0.38, "99.8"),
            ("c900", 50, 9, 3, 3 / 9, 0.0, 0.56, 0.0, 0.78, "none"),
            ("d412", 20, 0, 0, None, None, None, None, None, "none"),
            columns="operator searches:i verified:i wrong:i share:n low95:n high95:n "
            "low998:n high998:n outside",
            for_holder=True,
        ),
    )


def provenance(kind: str, rows: int) -> Provenance:
    """Return where a sample claims to come from."""
    return Provenance(
        title=f"Audit of {kind}",
        agency="Example City Police Oversight Board",
        date="2026-01-31",
        version="0.1.0",
        plan_sha256="5" * 64,
        inputs=(
            {"file": f"{kind}.csv", "kind": kind, "rows": rows, "sha256": "a" * 64},
        ),
        command="matchaudit audit plan.yaml",
        synthetic=SYNTHETIC,
    )


def deployments() -> Released:
    """Return an audit of deployments as a local release."""
    return Released.local(
        deployment_findings(), deployment_curves(), provenance("deployments", 277)
    )


def searches() -> Released:
    """Return an audit of a search log, without rules, as a local release."""
    return Released.local(
        search_findings(), search_curves(), provenance("searches", 3000)
    )
