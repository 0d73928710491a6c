"""Searches of a gallery as they were measured: wrong people returned, right ones missed."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from matchaudit.estimation.finding import Finding
from matchaudit.report import numbers
from matchaudit.report.evidence import Draft, Evidence, Exhibit
from matchaudit.report.exhibits import rates_figure
from matchaudit.report.figure import Figure, Table
from matchaudit.report.messages import Messages
from matchaudit.report.phrasing import (
    best,
    between,
    count,
    counts,
    own_base,
    population,
    table,
)
from matchaudit.report.sections.growth_figure import NAME as GROWTH
from matchaudit.report.sections.growth_figure import growth_figures, predicts
from matchaudit.report.sections.identification_figures import (
    cmc_figures,
    open_det_figures,
)

FPIR, FNIR, TPIR = (f"galleries/{name}" for name in ("fpir", "fnir", "tpir"))
SELECTIVITY = "galleries/selectivity"
EXPONENT = "galleries/growth_exponent"
AT_TARGET = ("galleries/threshold_at_fpir", "galleries/fnir_at_fpir")

WHERE = ("system", "gallery", "gallery_size")
"""Population keys that say which gallery was searched."""
POINT = ("threshold", "lists", "rank")
"""Population keys that say how far down, and from which score on."""
PLAIN = frozenset({*WHERE, *POINT})

SEARCHES = "galleries/searches"
FAILED = "failed"
"""Population key of rates that leave failed searches out."""

SAYS = 4
GROUP_FIGURES = 4


def draft(evidence: Evidence) -> Draft:
    """Draft the section."""
    words = evidence.words
    rates = evidence.named(FPIR, FNIR, TPIR, SELECTIVITY)
    targets = [f for f in evidence.named(*AT_TARGET) if not _is_predicted(f)]
    others = evidence.named(EXPONENT, "galleries/cmc", "galleries/det", SEARCHES)
    whole = overall(evidence)
    first = first_rank(rates)
    grown = [] if predicts(evidence) else growth_figures(evidence, ())
    shown = [f for f in rates if set(f.population) <= {*PLAIN, FAILED}]
    made: list[Exhibit | None] = [
        _searches(others, words),
        _rates(shown, first, words),
        _ranks(whole, words),
        _targets(targets, first, words),
        *open_det_figures(evidence),
        *cmc_figures(evidence),
        *_groups([f for f in rates if is_group(f)], first, words),
        _selectivity(whole, words),
        *grown,
        _exponents(others, words),
    ]
    told = [f for f in whole if f.id in (FPIR, FNIR) and f.because is None]
    says = [f.says for f in told if f.population.get("rank", first) == first][:SAYS]
    says += [f.says for f in others if f.id == EXPONENT and f.because is None][:2]
    curves = ["identification_det", "cmc", *([GROWTH] if grown else [])]
    exhibits = [exhibit for exhibit in made if exhibit is not None]
    found = [*rates, *targets, *others]
    return Draft("identification", found, exhibits, curves, says=says)


def first_rank(found: Sequence[Finding]) -> int:
    """Return the rank whose misses are told and drawn: the first that was looked at."""
    ranks = (f.population.get("rank") for f in found)
    return min((int(rank) for rank in ranks if rank is not None), default=1)


def overall(evidence: Evidence) -> list[Finding]:
    """Return the rates of everybody, failed searches counted."""
    return evidence.plain(FPIR, FNIR, TPIR, SELECTIVITY, within=PLAIN)


def is_group(finding: Finding) -> bool:
    """Return whether a rate is that of a group or a condition."""
    return "group" in finding.population and "dimension" in finding.population


def _is_predicted(finding: Finding) -> bool:
    return bool(finding.population.get("predicted"))


def where(finding: Finding) -> str:
    """Return which gallery was searched, as words."""
    names = [population(key, finding) for key in WHERE[:2]]
    size = finding.population.get("gallery_size")
    if size is not None:
        names.append(numbers.people(float(size)))
    return ", ".join(name for name in names if name)


def _point(finding: Finding, words: Messages) -> str:
    """Return from which score on a candidate counts, or that all do."""
    score = population("threshold", finding)
    return score or words.say("sections.identification.as_returned")


def _searches(found: Sequence[Finding], words: Messages) -> Table | None:
    """Set how many searches were recorded, for whom, and what they returned."""
    body = [
        (
            where(f),
            ", ".join(
                f"{key.replace('_', ' ')}: {population(key, f)}"
                for key in f.population
                if key not in WHERE
            )
            or words.say("words.all"),
            count(f.estimate),
        )
        for f in found
        if f.id == SEARCHES
    ]
    keys = ("size", "searches", "number")
    header = tuple(words.say(f"sections.identification.{key}") for key in keys)
    caption = words.say("sections.identification.recorded")
    return table(caption, header, body, words=words) if body else None


def _rates(shown: Sequence[Finding], first: int, words: Messages) -> Table | None:
    """Set wrong people returned beside right ones missed, by gallery and score."""
    held: dict[tuple[str, str, str], dict[str, Finding]] = {}
    for f in shown:
        if f.id == FPIR or (f.id == FNIR and f.population.get("rank", first) == first):
            place = (where(f), _point(f, words), population(FAILED, f))
            held.setdefault(place, {})[f.id] = f
    body = []
    for (size, at, failed), found in held.items():
        cells = [
            (*_pair(f, own_base(f), words), count(f.trials)) if f else ("", "", "")
            for f in (found.get(FPIR), found.get(FNIR))
        ]
        body.append((size, at, failed, *cells[0], *cells[1]))
    keys = (
        *("size", "at", "failed"),
        *("returned", "between", "out_of", "missed", "between", "out_of"),
    )
    header = tuple(words.say(f"sections.identification.{key}") for key in keys)
    caption = words.say("sections.identification.table", rank=first)
    return table(caption, header, body, words=words) if body else None


def _ranks(whole: Sequence[Finding], words: Messages) -> Table | None:
    """Set people missed at each rank, where several were asked for."""
    missed = [f for f in whole if f.id == FNIR]
    if len({f.population.get("rank") for f in missed}) < 2:
        return None
    body = [
        (
            where(f),
            _point(f, words),
            population("rank", f),
            *_pair(f, own_base(f), words),
            *counts(f)[:2],
        )
        for f in missed
    ]
    keys = ("size", "at", "rank", "missed", "between", "errors", "out_of")
    header = tuple(words.say(f"sections.identification.{key}") for key in keys)
    caption = words.say("sections.identification.by_rank")
    return table(caption, header, body, words=words, folds=True)


def _targets(findings: Sequence[Finding], first: int, words: Messages) -> Table | None:
    """Set the scores found for targets, and the people missed there."""
    split: dict[tuple[str, str], dict[str, Finding]] = {}
    for f in findings:
        of_group = "group" in f.population
        if "target_fpir" not in f.population or of_group:
            continue
        if f.population.get("rank", first) != first:
            continue
        target = numbers.frequency(float(f.population["target_fpir"]))
        key = f"{f.id} {population('rank', f)}".strip()
        split.setdefault((where(f), target), {})[key] = f
    body = []
    for (size, target), found in split.items():
        score = found.get(AT_TARGET[0])
        missed = [f for key, f in found.items() if key.startswith(AT_TARGET[1])]
        scored = ("", "") if score is None else _pair(score, numbers.score, words)
        there = [
            (population("rank", f), *_pair(f, own_base(f), words)) for f in missed
        ] or [("", "", "")]
        body += [(target, size, *scored, *row) for row in there]
    keys = ("target", "size", "score", "between", "rank", "missed", "between")
    header = tuple(words.say(f"sections.identification.{key}") for key in keys)
    caption = words.say("sections.identification.targets")
    return table(caption, header, body, words=words) if body else None


def _pair(
    finding: Finding, write: numbers.WriteEnd, words: Messages
) -> tuple[str, str]:
    return best(finding, write, words), between(finding, write, words)


def _groups(found: Sequence[Finding], first: int, words: Messages) -> list[Figure]:
    """Draw each dimension: wrong people returned, and right ones missed at the first rank."""
    split: dict[tuple[str, str, str], list[Finding]] = {}
    for f in found:
        if f.id in (FPIR, FNIR) and f.population.get("rank", first) == first:
            what = population("dimension", f).replace("_", " ")
            split.setdefault((f.id, what, where(f)), []).append(f)
    figures = []
    for (name, what, size), held in split.items():
        kind = "by_returned" if name == FPIR else "by_missed"
        at = _point(held[0], words)
        drawn = rates_figure(
            [f for f in held if _point(f, words) == at],
            name=lambda f: population("group", f),
            title=words.say(
                f"sections.identification.{kind}",
                what=what,
                at=at,
                size=words.say("sections.identification.of_size", size=size)
                if size
                else "",
            ),
            describe=partial(words.say, "sections.groups.describes"),
            words=words,
        )
        figures += [drawn] if drawn is not None else []
    return figures[:GROUP_FIGURES]


def _selectivity(whole: Sequence[Finding], words: Messages) -> Table | None:
    """Set how many wrong people a search puts on its list."""
    body = [
        (
            _point(f, words),
            where(f),
            population("searches", f),
            best(f, numbers.plain, words),
            between(f, numbers.plain, words),
        )
        for f in whole
        if f.id == SELECTIVITY
    ]
    keys = ("at", "size", "searches", "people", "between")
    header = tuple(words.say(f"sections.identification.{key}") for key in keys)
    caption = words.say("sections.identification.selectivity")
    return table(caption, header, body, words=words) if body else None


def _exponents(found: Sequence[Finding], words: Messages) -> Table | None:
    """Set the powers by which rates grow with the gallery."""
    body = [
        (
            population("measure", f).upper(),
            *(_people(f, end) for end in ("from", "to")),
            population("threshold", f) or population("target_fpir", f),
            best(f, numbers.plain, words),
            between(f, numbers.plain, words),
        )
        for f in found
        if f.id == EXPONENT
    ]
    keys = ("measure", "from", "to", "at", "power", "between")
    header = tuple(words.say(f"sections.identification.{key}") for key in keys)
    caption = words.say("sections.identification.exponents")
    note = words.say("sections.identification.exponents_note")
    if not body:
        return None
    made = table(caption, header, body, words=words)
    return replace(made, note=made.note or note)


def _people(finding: Finding, key: str) -> str:
    value = finding.population.get(key)
    return "" if value is None else numbers.people(float(value))
