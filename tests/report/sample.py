"""A released audit made by hand, as rich as a real one: four groups, masks, failures.

Synthetic: the numbers are typed in or follow from formulas; nobody was measured.
"""

import math

from matchaudit.disclosure import Provenance, Released
from matchaudit.estimation.finding import Column, Curve, Finding, Key

SYNTHETIC = "Synthetic example data."
GROUPS = ("A", "B", "C", "D")
THRESHOLDS = (0.6, 0.64)
FMR = {"A": 2.1e-4, "B": 4.0e-4, "C": 1.6e-4, "D": 19.5e-4}
FNMR = {"A": 0.031, "B": 0.044, "C": 0.028, "D": 0.067}
ISO = "ISO/IEC 19795-1:2021"


def rate(name: str, value: float, population: dict[str, Key], trials: int) -> Finding:
    """Return a measured rate with an interval of about one third to three times."""
    wrong = name == "accuracy/fmr"
    what = "wrong matches" if wrong else "missed matches"
    events = round(value * trials)
    high = min(value * 1.9 + 4 / trials, 1.0)
    where = " ".join(f"{k} {v}" for k, v in population.items() if k != "threshold")
    return Finding(
        id=name,
        population=population,
        status="measured",
        estimate=value,
        interval=(value * 0.55, high),
        confidence=0.95,
        events=events,
        trials=trials,
        effective_trials=trials / 4.3,
        unit="probability",
        method=f"{'dyadic' if wrong else 'cluster'}-wilson; this sample could show more",
        says=f"At score {population['threshold']}, about {value * 1e5:,.0f} in 100,000 "
        f"tries {where} were {what}.".replace("  ", " "),
        sources=(f"{ISO}, false {'match' if wrong else 'non-match'} rate",),
    )


def ratio(name: str, group: str, value: float, threshold: float) -> Finding:
    """Return a ratio to group A."""
    what = "wrongly matched" if "fmr" in name else "missed"
    low, high = value / 1.5, value * 1.6
    return Finding(
        id=name,
        population={
            "threshold": threshold,
            "dimension": "group",
            "group": group,
            "reference": "A",
        },
        status="measured",
        estimate=value,
        interval=(low, high),
        confidence=0.95,
        unit="ratio",
        method="mover-log",
        says=f"Group {group} was {what} about {value:.2g} times as often as group A "
        f"(between {low:.2g} and {high:.2g} times).",
        sources=("ISO/IEC 19795-10", "NIST IR 8429"),
    )


def unknown(name: str, because: str, population: dict[str, Key]) -> Finding:
    """Return a finding that the data cannot give."""
    return Finding(
        id=name,
        population=population,
        status="not_estimable",
        unit="probability",
        method="none",
        says=f"We cannot tell this rate, because {because}.",
        because=because,
    )


def findings() -> tuple[Finding, ...]:
    """Return the findings in the order in which an audit makes them."""
    found: list[Finding] = []
    for at in THRESHOLDS:
        scale = 10 ** (-(at - 0.6) * 20)
        found.append(rate("accuracy/fmr", 6.8e-4 * scale, {"threshold": at}, 3_112_500))
        found.append(rate("accuracy/fnmr", 0.0425, {"threshold": at}, 5_000))
    found.append(
        Finding(
            id="accuracy/fmr",
            population={"threshold": 0.9},
            status="measured",
            estimate=0.0,
            interval=(0.0, 1.1e-6),
            confidence=0.95,
            events=0,
            trials=3_112_500,
            unit="probability",
            method="zero-events",
            says="There were no wrong matches in 3,112,500 tries. It could be as high "
            "as 1.1 in 1,000,000.",
        )
    )
    found += _targets()
    for at in THRESHOLDS:
        for group in GROUPS:
            both: dict[str, Key] = {"probe_group": group, "reference_group": group}
            where: dict[str, Key] = {"threshold": at, **both}
            found.append(rate("accuracy/fmr", FMR[group], where, 190_000))
            where = {"threshold": at, "probe_group": group}
            found.append(rate("accuracy/fnmr", FNMR[group], where, 1_250))
        for group in GROUPS[1:]:
            for name, rates in (("fmr", FMR), ("fnmr", FNMR)):
                times = rates[group] / rates["A"]
                found.append(ratio(f"accuracy/{name}_ratio", group, times, at))
    small: dict[str, Key] = {"threshold": 0.64, "probe_group": "E"}
    found.append(
        unknown("accuracy/fnmr", "there are 4 people and we need at least 10", small)
    )
    found += _conditions()
    found += _weight()
    return tuple(found)


def _targets() -> list[Finding]:
    found = []
    for target, at in ((1e-3, 0.585), (1e-4, 0.641), (1e-6, 0.88)):
        found.append(
            Finding(
                id="accuracy/threshold_at_fmr",
                population={"target_fmr": target},
                status="measured" if target > 1e-6 else "bounded",
                estimate=at if target > 1e-6 else None,
                interval=(at - 0.01, at + 0.012) if target > 1e-6 else (at, None),
                confidence=0.95,
                unit="score",
                method="band-crossing",
                says=f"Score {at} keeps wrong matches below 1 in {1 / target:,.0f}.",
            )
        )
        found.append(
            Finding(
                id="accuracy/fnmr_at_fmr",
                population={"target_fmr": target},
                status="measured",
                estimate=at / 10,
                interval=(at / 12, at / 7),
                confidence=0.95,
                unit="probability",
                method="delta",
                says=f"There, about {at * 100:.0f} in 1,000 tries were missed matches.",
            )
        )
    found.append(
        Finding(
            id="accuracy/eer",
            status="measured",
            estimate=0.0183,
            interval=(0.0141, 0.0226),
            confidence=0.95,
            unit="probability",
            method="delta",
            says="Both errors are equally common at about 18 in 1,000 "
            "(between 14 and 23).",
        )
    )
    found.append(
        Finding(
            id="accuracy/det",
            status="counted",
            unit="probability",
            method="both rates at each threshold",
            says="The curve shows how many matches are missed as fewer are wrong.",
            curve="data/det.csv",
        )
    )
    return found


def _conditions() -> list[Finding]:
    found: list[Finding] = []
    for mask, value in (("none", 0.021), ("surgical", 0.083), ("balaclava", 0.31)):
        where: dict[str, Key] = {"threshold": 0.64, "probe_mask": mask}
        found.append(rate("accuracy/fnmr", value, where, 1_600))
        found.append(rate("accuracy/fmr", value / 100, where, 1_000_000))
        if mask != "none":
            contrast: dict[str, Key] = {
                "condition": mask,
                "against": "none",
                "threshold": 0.64,
                "dimension": "probe_mask",
                "measure": "fnmr",
            }
            times = value / 0.021
            found.append(
                Finding(
                    id="accuracy/condition_contrast",
                    population=contrast,
                    status="measured",
                    estimate=times,
                    interval=(times / 1.4, times * 1.5),
                    confidence=0.95,
                    unit="ratio",
                    method="mover-log-paired",
                    says=f"With mask {mask}, matches were missed {times:.1f} times "
                    "as often.",
                )
            )
    found.append(
        Finding(
            id="accuracy/fnmr",
            population={"threshold": 0.64, "by": "probe_visible_fraction"},
            status="counted",
            unit="probability",
            method="isotonic, joint band",
            says="At score 0.64, there were missed matches in 192 of 310 tries with "
            "0 to 25% of the face in view.",
            curve="data/fnmr_by_visible_fraction.csv",
        )
    )
    for side, value in (("probe", 0.012), ("reference", 0.004)):
        found.append(
            Finding(
                id="accuracy/failure_to_acquire",
                population={"side": side},
                status="measured",
                estimate=value,
                interval=(value / 2, value * 2),
                confidence=0.95,
                events=round(value * 2_500),
                trials=2_500,
                unit="probability",
                method="cluster-wilson",
                says=f"About {value * 1000:.0f} in 1,000 {side} samples gave no score.",
            )
        )
    return found


def _weight() -> list[Finding]:
    return [
        Finding(
            id="accuracy/cllr",
            status="measured",
            estimate=0.148,
            interval=(0.121, 0.177),
            confidence=0.95,
            unit="bits",
            method="logistic, subject bootstrap",
            says="On a scale from 0 (perfect) to 1 (no use), the weights cost 0.15.",
            sources=("Bruemmer and du Preez, 2006",),
        ),
        Finding(
            id="accuracy/lr_bounds",
            population={"for": "same person"},
            status="bounded",
            interval=(None, 310.0),
            confidence=0.95,
            unit="likelihood ratio",
            method="ratio of rates at a threshold",
            says="No more than 310 to 1 can be claimed from this sample that it is "
            "one person.",
        ),
    ]


def _numbers(name: str, unit: str, values: list[float]) -> Column:
    return Column(name, "number", unit, name.replace("_", " "), tuple(values))


def _words(name: str, values: list[str]) -> Column:
    return Column(name, "string", "", name.replace("_", " "), tuple(values))


def _tail(z: float) -> float:
    return 0.5 * math.erfc(z / math.sqrt(2))


def _det_columns(shift: float, n: int = 120) -> dict[str, list[float]]:
    """Return a binormal DET: non-mated N(0.42, 0.06), mated N(0.75 - shift, 0.07)."""
    thresholds = [0.45 + 0.25 * k / (n - 1) for k in range(n)]
    fmr = [_tail((t - 0.42 - shift / 2) / 0.06) for t in thresholds]
    fnmr = [1 - _tail((t - 0.75 + shift) / 0.07) for t in thresholds]
    wide = [1 + 2 / math.sqrt(1 + 4e4 * p) for p in fmr]
    return {
        "threshold": thresholds,
        "fmr": fmr,
        "fmr_low": [p / w for p, w in zip(fmr, wide, strict=True)],
        "fmr_high": [min(p * w, 1.0) for p, w in zip(fmr, wide, strict=True)],
        "fnmr": fnmr,
        "fnmr_low": [p / (1 + 1 / math.sqrt(1 + 400 * p)) for p in fnmr],
        "fnmr_high": [min(p * (1 + 1 / math.sqrt(1 + 400 * p)), 1.0) for p in fnmr],
    }


def det() -> Curve:
    """Return the DET curve of all comparisons."""
    columns = _det_columns(0.0)
    made = (_numbers(name, "probability", v) for name, v in columns.items())
    return Curve("det", "Missed matches against wrong matches", tuple(made))


def det_by_group() -> Curve:
    """Return the DET curves within groups, and under conditions."""
    names: dict[str, list[str]] = {"dimension": [], "group": []}
    held: dict[str, list[float]] = {name: [] for name in _det_columns(0.0)}
    series = [("group", g, 0.012 * k) for k, g in enumerate(GROUPS)]
    series += [("probe_mask", m, 0.04 * k) for k, m in enumerate(("none", "surgical"))]
    for dimension, group, shift in series:
        columns = _det_columns(shift)
        for name, values in columns.items():
            held[name] += values
        names["dimension"] += [dimension] * len(columns["fmr"])
        names["group"] += [group] * len(columns["fmr"])
    made = (
        *(_words(name, v) for name, v in names.items()),
        *(_numbers(name, "probability", v) for name, v in held.items()),
    )
    return Curve("det_by_group", "DET by group", made)


def fmr_matrix(groups: tuple[str, ...] = GROUPS) -> Curve:
    """Return the false match rate between groups: highest within, one cell empty."""
    cells = [(a, b) for a in groups for b in groups]
    rates: list[float | None] = []
    for a, b in cells:
        near = 1.0 if a == b else 0.2 / (1 + abs(groups.index(a) - groups.index(b)))
        rates.append(near * list(FMR.values())[groups.index(a) % len(FMR)])
    rates[-2] = 0.0
    status = ["measured"] * len(cells)
    lows = tuple(r and r * 0.5 for r in rates)
    highs = tuple(1.5e-5 if r == 0 else (r or 0.0) * 1.8 for r in rates)
    columns = (
        _numbers("threshold", "score", [0.64] * len(cells)),
        _words("probe_group", [a for a, _ in cells]),
        _words("reference_group", [b for _, b in cells]),
        Column("fmr", "number", "probability", "false match rate", tuple(rates)),
        Column("low", "number", "probability", "lower end", lows),
        Column("high", "number", "probability", "upper end", highs),
        _words("status", status),
    )
    return Curve("fmr_matrix", "False match rates between groups", columns)


def scores() -> Curve:
    """Return two hills of scores."""
    low = [0.2 + 0.008 * k for k in range(100)]

    def hill(mean: float, sd: float) -> list[float]:
        scale = sd * math.sqrt(2 * math.pi)
        return [math.exp(-0.5 * ((x + 0.004 - mean) / sd) ** 2) / scale for x in low]

    columns = (
        _numbers("score_low", "score", low),
        _numbers("score_high", "score", [x + 0.008 for x in low]),
        _numbers("mated", "1/score", hill(0.75, 0.07)),
        _numbers("nonmated", "1/score", hill(0.42, 0.06)),
    )
    return Curve("scores", "How scores are spread", columns)


def visible() -> Curve:
    """Return missed matches by how much of the face can be seen."""
    edges = [0.0, 0.25, 0.5, 0.75, 1.0]
    fnmr = [0.62, 0.31, 0.09, 0.021]
    columns = (
        _numbers("threshold", "score", [0.64] * 4),
        _numbers("visible_from", "fraction", edges[:-1]),
        _numbers("visible_to", "fraction", edges[1:]),
        _numbers("fnmr", "probability", fnmr),
        _numbers("fit", "probability", fnmr),
        _numbers("low", "probability", [p * 0.7 for p in fnmr]),
        _numbers("high", "probability", [min(p * 1.35, 1) for p in fnmr]),
        Column("trials", "integer", "count", "comparisons", (310, 420, 390, 480)),
    )
    return Curve("fnmr_by_visible_fraction", "Missed matches by visible share", columns)


def tippett() -> Curve:
    """Return the shares at or above each likelihood ratio."""
    tens = [-4 + 0.1 * k for k in range(81)]
    columns = (
        _numbers("log10_lr", "log10", tens),
        _numbers("mated", "share", [_tail((x - 1.6) / 1.1) for x in tens]),
        _numbers("nonmated", "share", [_tail((x + 1.5) / 0.8) for x in tens]),
    )
    return Curve("tippett", "How often a likelihood ratio is that large", columns)


def ece() -> Curve:
    """Return the cost at each prior."""
    tens = [-3 + 0.15 * k for k in range(41)]
    cost = [math.exp(-x * x / 2) for x in tens]
    columns = (
        _numbers("log10_prior_odds", "log10", tens),
        _numbers("ece", "bits", [0.15 * c for c in cost]),
        _numbers("ece_min", "bits", [0.12 * c for c in cost]),
        _numbers("ece_neutral", "bits", cost),
    )
    return Curve("ece", "Cost of the evidence at each prior", columns)


def curves() -> tuple[Curve, ...]:
    """Return all curves of the sample."""
    return (
        det(),
        det_by_group(),
        scores(),
        fmr_matrix(),
        visible(),
        tippett(),
        ece(),
    )


def provenance() -> Provenance:
    """Return where the sample claims to come from."""
    return Provenance(
        title="Accuracy audit of a face matcher",
        agency="Example City Police Oversight Board",
        date="2026-01-31",
        version="0.1.0",
        plan_sha256="5" * 64,
        inputs=(
            {
                "file": "scores.parquet",
                "kind": "comparisons",
                "rows": 3_123_750,
                "sha256": "a" * 64,
                "map_sha256": "b" * 64,
            },
        ),
        command="matchaudit audit plan.yaml",
        synthetic=SYNTHETIC,
        cautions=("12 rows were given twice and are counted twice.",),
    )


def released() -> Released:
    """Return the whole sample as a local release."""
    return Released.local(findings(), curves(), provenance())
