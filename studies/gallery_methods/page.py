"""What the study writes between the markers of its page."""

import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy

import matchaudit.records.simulation.galleries as simulation
from gallery_methods import tables
from gallery_methods.methods import DECLARED, OURS
from gallery_methods.tables import Records
from gallery_methods.trials import FIRST_SEED, SIZES

FEW = ("d_cal", OURS, DECLARED)
JUDGED = "Judged families, not used for tuning:"
BARS = {OURS: "our method", DECLARED: "our method, told the scale,"}
TUNED = "Families that were used for tuning (other seeds here)"
SEEN = (
    "The threshold is the tenth highest score of the test, the gallery 100 times as "
    "large as the test."
)
BEGIN, END = "<!-- gallery-study: begin -->", "<!-- gallery-study: end -->"


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """What was run.

    Attributes
    ----------
    date, command : str
    judged : mapping of int to Records
        By size of test: random and held-out families, every method.
    further : mapping of int to Records
        Families of the development and those beyond any test, a few methods.
    appendices : sequence of (str, str)
        Heading and text.
    methods : sequence of str
    """

    date: str
    command: str
    judged: dict[int, Records]
    further: dict[int, Records]
    appendices: Sequence[tuple[str, str]]
    methods: Sequence[str]


def seconds(records: Records, method: str) -> float:
    """Return the mean CPU seconds of a method."""
    return float(np.mean([r["methods"][method]["seconds"] for r in records]))


def made_by(study: Study) -> str:
    """Say when, by which command and with which versions the tables were made."""
    drawn = {n: len(records) for n, records in study.judged.items()}
    worlds = " and ".join(f"{count:,} worlds of {n:,}" for n, count in drawn.items())
    return (
        f"Made on {study.date} by `{study.command}`: {worlds} subjects "
        f"(random and held-out families, seeds from {FIRST_SEED:,}), "
        f"{len(SIZES)} gallery sizes, rates of 0.1 and 0.01. Python "
        f"{platform.python_version()}, NumPy {np.__version__}, SciPy {scipy.__version__}."
    )


def verdict(met: Sequence[bool]) -> str:
    """Say how much of the bar is met."""
    if all(met):
        return f"All {len(met)} lines of the bar are met."
    return f"{sum(met)} of {len(met)} lines of the bar are met, {met.count(False)} are not."


def families(study: Study, n: int) -> list[str]:
    """Write ours family by family, and what declaring the scale changes."""
    heading = f"### A test of {n:,} people: ours, family by family"
    parts = [heading, JUDGED, tables.family_table(study.judged[n])]
    if study.further[n]:
        parts += [
            f"{TUNED}, and {' and '.join(simulation.BEYOND)}, which no such test can show:",
            tables.family_table(study.further[n]),
        ]
    every = [*study.judged[n], *study.further[n]]
    bent = [record for record in every if record["declared"] != "identity"]
    if DECLARED in study.methods and bent:
        parts += [f"### A test of {n:,} people: worlds whose vendor bends the scale"]
        for method in (OURS, DECLARED):
            says = "Where it is declared" if method == DECLARED else "Not declared"
            parts += [f"{says}:", tables.family_table(bent, method)]
    return parts


def of_size(study: Study, n: int) -> list[str]:
    """Write all that is said of tests of one size."""
    records = study.judged[n]
    parts = []
    for method in (OURS, DECLARED):
        if method in study.methods:
            bar, met = tables.bar_table(records, n, method)
            parts += [f"### A test of {n:,} people: {BARS[method]} and the bar"]
            parts += [verdict(met), bar]
    for cell in SIZES:
        parts += [f"### A test of {n:,} people, gallery of {cell}"]
        parts += [tables.cell_table(records, study.methods, cell)]
    parts += [f"### A test of {n:,} people: the two rates apart"]
    shown = [method for method in FEW if method in study.methods]
    parts += [tables.point_table(records, shown)]
    parts += [f"### A test of {n:,} people: only what would be printed"]
    parts += [tables.printed_table(records, shown)]
    if OURS in study.methods:
        parts += families(study, n)
    parts += [
        f"### A test of {n:,} people: at a threshold that the test can see",
        SEEN,
        tables.seen_table(records, study.methods),
    ]
    if n in tables.TRIAL:
        parts += [
            f"### A test of {n:,} people: beside the earlier trial",
            "Median error / 90th percentile / held / U. The trial drew other worlds.",
            tables.trial_table(records, n),
        ]
    return parts


def text(study: Study) -> str:
    """Write everything."""
    parts = [made_by(study), tables.method_list()]
    for n in study.judged:
        parts += of_size(study, n)
    costs = [
        [tables.short(m), *(f"{seconds(r, m):.2f}" for r in study.judged.values())]
        for m in study.methods
    ]
    heads = ["method", *(f"n = {n:,}, CPU s" for n in study.judged)]
    parts += ["### What it costs", tables.table(heads, costs)]
    for heading, body in study.appendices:
        parts += [f"### {heading}", body]
    return "\n\n".join(parts)


def write(out: Path, body: str) -> None:
    """Put the tables between the markers of a page."""
    page = out.read_text(encoding="utf-8")
    head, rest = page.split(BEGIN)
    tail = rest.split(END)[1]
    out.write_text(f"{head}{BEGIN}\n\n{body}\n\n{END}{tail}", encoding="utf-8")
