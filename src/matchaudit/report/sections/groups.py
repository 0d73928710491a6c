"""Is it wrong more often for some groups: rates, ratios, the matrix, DET by group."""

from functools import partial

from matchaudit.estimation.finding import Finding
from matchaudit.report import numbers
from matchaudit.report.evidence import Draft, Evidence
from matchaudit.report.exhibits import rates_figure, ratios_figure
from matchaudit.report.figure import Figure, Table
from matchaudit.report.messages import Messages
from matchaudit.report.phrasing import (
    best,
    between,
    population,
    spoken,
    table,
)
from matchaudit.report.sections.det import by_dimension
from matchaudit.report.sections.matrix import matrix_figure, matrix_names
from matchaudit.report.sections.thresholds import first_threshold, other_thresholds

RATIOS = ("accuracy/fmr_ratio", "accuracy/fnmr_ratio")
INDICES = (
    *(
        f"accuracy/{rate}_max_over_{what}"
        for rate in ("fmr", "fnmr")
        for what in ("min", "geomean", "mean")
    ),
    "accuracy/fdr",
    "accuracy/garbe",
    "accuracy/inequity_rate",
)
_SIDES = ("probe_", "reference_")


def draft(evidence: Evidence) -> Draft:
    """Draft the section."""
    rates = [f for f in evidence.named("accuracy/fmr", "accuracy/fnmr") if is_group(f)]
    ratios = evidence.named(*RATIOS)
    indices = evidence.named(*INDICES)
    words = evidence.words
    matrices = matrix_names(evidence)
    found: list[Figure | Table | None] = [
        *_rate_figures(rates, words),
        *_ratio_figures(ratios, words),
        other_thresholds(
            (rates, _group_name), (ratios, _compared), section="groups", words=words
        ),
        _indices(indices, words),
        *(matrix_figure(evidence, name) for name in matrices),
        *by_dimension(evidence, is_group_dimension),
    ]
    exhibits = [exhibit for exhibit in found if exhibit is not None]
    findings = [*rates, *ratios, *indices]
    return Draft("groups", findings, exhibits, (*matrices, "det_by_group"))


def is_group(finding: Finding) -> bool:
    """Return whether a rate is that of a group of people, not of a condition."""
    keys = set(finding.population)
    stems = {key.partition("_")[2] for key in keys if key.startswith("reference_")}
    both = any(f"probe_{stem}" in keys for stem in stems)
    return both or "probe_group" in keys or "reference_group" in keys


def is_group_dimension(dimension: str) -> bool:
    """Return whether a dimension describes both sides, as people do."""
    return not dimension.startswith(_SIDES) or dimension.endswith("_group")


def _group_name(finding: Finding) -> str:
    """Return the group, or both if probe and reference differ."""
    sided = (k for k in finding.population if k.startswith(_SIDES))
    return " / ".join(dict.fromkeys(spoken(finding.population[k]) for k in sided))


def _compared(finding: Finding) -> str:
    group, reference = (population(k, finding) for k in ("group", "reference"))
    return f"{group} / {reference}" if group and reference else group or reference


def _rate_figures(rates: list[Finding], words: Messages) -> list[Figure | None]:
    split: dict[tuple[str, str], list[Finding]] = {}
    for finding in rates:
        sided = (k for k in finding.population if k.startswith(_SIDES))
        stem = next(sided).partition("_")[2].replace("_", " ")
        split.setdefault((stem, finding.id), []).append(finding)
    figures = []
    for (stem, name), findings in split.items():
        kind = "wrong" if name == "accuracy/fmr" else "missed"
        threshold, first = first_threshold(findings)
        key = f"sections.groups.{kind}"
        figures.append(
            rates_figure(
                first,
                name=_group_name,
                title=words.say(key, threshold=threshold, what=stem),
                describe=partial(words.say, "sections.groups.describes"),
                words=words,
            )
        )
    return figures


def _ratio_figures(ratios: list[Finding], words: Messages) -> list[Figure | None]:
    split: dict[tuple[str, str], list[Finding]] = {}
    for finding in ratios:
        what = population("dimension", finding).replace("_", " ") or "group"
        split.setdefault((what, finding.id), []).append(finding)
    figures = []
    for (what, name), findings in split.items():
        kind = "ratio_wrong" if name == RATIOS[0] else "ratio_missed"
        threshold, first = first_threshold(findings)
        key = f"sections.groups.{kind}"
        figures.append(
            ratios_figure(
                first,
                name=_compared,
                title=words.say(key, threshold=threshold, what=what),
                describe=partial(words.say, "sections.groups.describes_ratio"),
                words=words,
            )
        )
    return figures


def _indices(indices: list[Finding], words: Messages) -> Table | None:
    keys = ("what", "threshold", "best", "range")
    header = tuple(words.say(f"words.{key}") for key in keys)
    body = [
        (
            words.name(f.id),
            population("threshold", f),
            best(f, numbers.plain, words),
            between(f, numbers.plain, words),
        )
        for f in indices
    ]
    caption = words.say("sections.groups.indices")
    return table(caption, header, body, words=words) if body else None
