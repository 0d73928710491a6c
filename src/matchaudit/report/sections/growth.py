"""What happens as the gallery grows: measured, predicted, and beyond prediction."""

import re
from collections.abc import Iterable, Sequence
from functools import partial

from matchaudit.estimation.finding import Finding
from matchaudit.report import numbers
from matchaudit.report.evidence import Draft, Evidence, Exhibit
from matchaudit.report.exhibits import rates_figure, shares_figure
from matchaudit.report.figure import Figure, Table
from matchaudit.report.lists import Lists
from matchaudit.report.messages import Messages
from matchaudit.report.phrasing import best, between, own_base, population, table
from matchaudit.report.sections.growth_figure import (
    NAME,
    growth_figures,
    largest_measured,
    measured_in_words,
    predicts,
)

FPIR = "galleries/fpir_predicted"
FNIR = "galleries/fnir_predicted"
THRESHOLD = "galleries/threshold_at_fpir"
PROBES = "galleries/probes_to_confirm"

OF_WHOM = ("group", "probe_group", "reference_group", "dimension")
"""Population keys that make a prediction one of a group."""

TARGETS = ("target_fpir", "target_fmr")

SAYS = 4
"""Sentences at most; the table holds the rest."""

LINEAR_FROM = 0.02
"""Rates of which none is below stand on an axis from none to all."""

LISTED = 8
"""Sentences of one of the three lists."""


def draft(evidence: Evidence) -> Draft:
    """Draft the section."""
    words = evidence.words
    every = evidence.named(FPIR, FNIR, PROBES)
    if not every and not predicts(evidence):
        return Draft("growth", [])
    every += [f for f in evidence.named(THRESHOLD) if f.population.get("predicted")]
    of_all = [f for f in every if not is_of_group(f)]
    made: list[Exhibit | None] = [
        *growth_figures(evidence, asked_sizes(of_all)),
        _table(of_all, words),
        _targets(of_all, words),
        _groups(every, words),
    ]
    if every:
        made.append(_lists(evidence, every, of_all))
    untold = [f.says for f in every if f.because is not None]
    says = [f.says for f in main_predictions(of_all)[:SAYS]]
    exhibits = [exhibit for exhibit in made if exhibit is not None]
    curves = [NAME] if exhibits or every else []
    return Draft(
        "growth",
        every,
        exhibits,
        curves,
        says=[*says, *dict.fromkeys(untold[:2])],
        quiet=True,
    )


def is_of_group(finding: Finding) -> bool:
    """Return whether a prediction is that of a group, not of everybody."""
    return any(key in finding.population for key in OF_WHOM)


def asked_sizes(findings: Sequence[Finding]) -> list[float]:
    """Return the sizes of galleries that were asked for, ascending."""
    sizes = (f.population.get("gallery_size") for f in findings)
    return sorted({float(size) for size in sizes if size is not None})


def main_predictions(of_all: Sequence[Finding]) -> list[Finding]:
    """Return what is told first: the largest gallery, wrong people before missed ones."""
    order = (FPIR, THRESHOLD, FNIR)
    told = [f for f in of_all if f.id in order and f.interval is not None]
    return sorted(
        told,
        key=lambda f: (
            -float(f.population.get("gallery_size", 0)),
            order.index(f.id),
            f.status != "measured",
            "rank" in f.population,
        ),
    )


def _at(finding: Finding, words: Messages) -> str:
    """Return the score of a prediction, with the target that set it."""
    score = population("threshold", finding)
    for key in TARGETS:
        if key in finding.population:
            target = numbers.frequency(float(finding.population[key]))
            set_by = words.say(f"sections.growth.{key}", target=target)
            return f"{score} ({set_by})" if score else set_by
    return score


def _size(finding: Finding) -> str:
    return numbers.people(float(finding.population["gallery_size"]))


def _table(of_all: Sequence[Finding], words: Messages) -> Table | None:
    """Set each size and score in a row: wrong people, and missed ones."""
    missed = {
        (_size(f), _at(f, words)): f
        for f in of_all
        if f.id == FNIR
        and "gallery_size" in f.population
        and "rank" not in f.population
    }
    body = []
    for f in of_all:
        if f.id != FPIR or "gallery_size" not in f.population:
            continue
        other = missed.get((_size(f), _at(f, words)))
        kind = "only_limits" if f.status == "bounded" else "predicted"
        body.append(
            (
                _size(f),
                _at(f, words),
                *pair(f, words),
                *(pair(other, words) if other else ("", "")),
                words.say(f"sections.growth.{kind}") if f.because is None else "",
            )
        )
    keys = ("size", "at", "wrong", "between", "missed", "between", "how")
    header = tuple(words.say(f"sections.growth.{key}") for key in keys)
    caption = words.say("sections.growth.table")
    return table(caption, header, body, words=words) if body else None


def pair(finding: Finding, words: Messages) -> tuple[str, str]:
    """Return the best estimate and the range of a rate as two cells."""
    write = own_base(finding)
    return best(finding, write, words), between(finding, write, words)


def _targets(of_all: Sequence[Finding], words: Messages) -> Table | None:
    """Set the score that each target needs in each gallery."""
    body = [
        (
            _size(f),
            numbers.frequency(float(f.population["target_fpir"])),
            best(f, numbers.score, words),
            between(f, numbers.score, words),
        )
        for f in of_all
        if f.id == THRESHOLD and {"gallery_size", "target_fpir"} <= set(f.population)
    ]
    keys = ("size", "target", "score", "between")
    header = tuple(words.say(f"sections.growth.{key}") for key in keys)
    caption = words.say("sections.growth.scores")
    return table(caption, header, body, words=words) if body else None


def _groups(every: Sequence[Finding], words: Messages) -> Figure | None:
    """Draw the predictions of each group at the largest size and the first score."""
    held = [
        f
        for f in every
        if f.id == FPIR and is_of_group(f) and "gallery_size" in f.population
    ]
    if not held:
        return None
    largest = max(float(f.population["gallery_size"]) for f in held)
    at_largest = [f for f in held if f.population["gallery_size"] == largest]
    first = _at(at_largest[0], words)
    drawn = [f for f in at_largest if _at(f, words) == first]
    lowest = min((f.interval or (0.0,))[0] or 0.0 for f in drawn)
    make = shares_figure if lowest >= LINEAR_FROM else rates_figure
    return make(
        drawn,
        name=_group,
        title=words.say(
            "sections.growth.by_group", size=numbers.people(largest), at=first
        ),
        describe=partial(words.say, "sections.groups.describes"),
        words=words,
    )


def _group(finding: Finding) -> str:
    sides = [population(k, finding) for k in OF_WHOM[:3]]
    return " / ".join(dict.fromkeys(side for side in sides if side))


def _lists(
    evidence: Evidence, every: Sequence[Finding], of_all: Sequence[Finding]
) -> Lists:
    """Say what is known, what is assumed, and what would prove it."""
    words = evidence.words
    known = [measured_in_words(row, words) for row in largest_measured(evidence)]
    known += [f.says for f in evidence.plain("galleries/fpir", within=_MEASURED)]
    # Those of the largest gallery stand for others that differ in numbers only.
    first = [*main_predictions(of_all), *every]
    assumed = told_once(c for f in first for c in f.cautions) or [
        words.say("sections.growth.assumed_like")
    ]
    probes = sorted(
        (f for f in of_all if f.id == PROBES),
        key=lambda f: -float(f.population.get("gallery_size", 0)),
    )
    proof = [words.say("sections.growth.prove_search")]
    largest = probes[0].population.get("gallery_size") if probes else None
    proof += [f.says for f in probes if f.population.get("gallery_size") == largest]
    nothing = words.say("sections.growth.known_nothing")
    return Lists(
        words.say("sections.growth.lists"),
        (
            (words.say("words.known"), tuple(known[:LISTED]) or (nothing,)),
            (words.say("words.assumed"), tuple(assumed[:LISTED])),
            (words.say("words.would_prove"), tuple(dict.fromkeys(proof))[:LISTED]),
        ),
    )


def told_once(sentences: Iterable[str]) -> list[str]:
    """Leave out sentences that differ from an earlier one in numbers only."""
    told: dict[str, str] = {}
    for sentence in sentences:
        told.setdefault(re.sub(r"[\d,.]+", "#", sentence), sentence)
    return list(told.values())


_MEASURED = ("threshold", "gallery_size", "lists")
