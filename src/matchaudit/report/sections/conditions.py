"""Masks and other conditions: rates, contrasts, the visible share of a face."""

from functools import partial

from matchaudit.estimation.finding import Finding
from matchaudit.report.evidence import OPERATING, Draft, Evidence
from matchaudit.report.exhibits import rates_figure, ratios_figure
from matchaudit.report.figure import Figure, Table
from matchaudit.report.messages import Messages
from matchaudit.report.phrasing import population, spoken
from matchaudit.report.sections.det import by_dimension
from matchaudit.report.sections.groups import is_group, is_group_dimension
from matchaudit.report.sections.thresholds import first_threshold, other_thresholds
from matchaudit.report.sections.visible import visible_figure, visible_names

VISIBLE = ("probe_visible_fraction", "reference_visible_fraction")


def draft(evidence: Evidence) -> Draft:
    """Draft the section."""
    rates = [
        f
        for f in evidence.named("accuracy/fmr", "accuracy/fnmr")
        if not set(f.population) <= OPERATING and not is_group(f)
    ]
    contrasts = evidence.named("accuracy/condition_contrast")
    words = evidence.words
    curves = visible_names(evidence)
    drawn_once = VISIBLE if curves else ()  # the falling curve shows these already
    exhibits: list[Figure | Table] = [
        *_rate_figures(
            [
                f
                for f in rates
                if f.curve is None
                and not (f.id == "accuracy/fnmr" and set(f.population) & {*drawn_once})
            ],
            words,
        ),
        *_contrast_figures(contrasts, words),
        *_others(rates, contrasts, words),
        *by_dimension(
            evidence,
            lambda what: not is_group_dimension(what) and what not in drawn_once,
        ),
    ]
    for name in curves:
        drawn = visible_figure(evidence, name)
        exhibits += [drawn] if drawn is not None else []
    return Draft("conditions", [*rates, *contrasts], exhibits, curves)


def _conditions(finding: Finding) -> dict[str, str]:
    """Return the population without the operating point."""
    return {k: spoken(v) for k, v in finding.population.items() if k not in OPERATING}


def _rate_figures(rates: list[Finding], words: Messages) -> list[Figure]:
    split: dict[tuple[str, str], list[Finding]] = {}
    for finding in rates:
        what = ", ".join(k.replace("_", " ") for k in _conditions(finding))
        split.setdefault((what, finding.id), []).append(finding)
    figures = []
    for (what, name), findings in split.items():
        kind = "wrong" if name == "accuracy/fmr" else "missed"
        threshold, first = first_threshold(findings)
        key = f"sections.conditions.{kind}"
        drawn = rates_figure(
            first,
            name=_condition,
            title=words.say(key, what=what, threshold=threshold),
            describe=partial(words.say, "sections.conditions.describes"),
            words=words,
        )
        figures += [drawn] if drawn is not None else []
    return figures


def _contrast_figures(contrasts: list[Finding], words: Messages) -> list[Figure]:
    split: dict[str, list[Finding]] = {}
    for finding in contrasts:
        what = population("dimension", finding).replace("_", " ")
        split.setdefault(what, []).append(finding)
    figures = []
    for what, findings in split.items():
        threshold, first = first_threshold(findings)
        key = "sections.conditions.contrast"
        drawn = ratios_figure(
            first,
            name=partial(_contrast, words=words),
            title=words.say(key, what=what, threshold=threshold),
            describe=partial(words.say, "sections.conditions.describes_contrast"),
            words=words,
        )
        figures += [drawn] if drawn is not None else []
    return figures


def _others(
    rates: list[Finding], contrasts: list[Finding], words: Messages
) -> list[Table]:
    named = [f for f in contrasts if "measure" in f.population]
    made = other_thresholds(
        ([f for f in rates if f.curve is None], _condition),
        (named, _compared),
        section="conditions",
        words=words,
    )
    return [made] if made is not None else []


def _condition(finding: Finding) -> str:
    return ", ".join(_conditions(finding).values())


def _compared(finding: Finding) -> str:
    condition, against = (population(k, finding) for k in ("condition", "against"))
    return f"{condition} / {against}" if condition else against


def _contrast(finding: Finding, *, words: Messages) -> str:
    measure = population("measure", finding)
    kinds = {"fmr": "wrong", "fnmr": "missed"}
    what = words.say(f"words.{kinds[measure]}") if measure in kinds else measure
    return f"{_compared(finding)}\n{what}".strip()
