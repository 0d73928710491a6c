"""What a candidate is worth: how often right, over the share that nobody knows."""

import math
from collections.abc import Sequence

from matchaudit.estimation.finding import Finding
from matchaudit.report import numbers
from matchaudit.report.axes import log_odds
from matchaudit.report.curves import Row, number, word
from matchaudit.report.evidence import Draft, Evidence, Exhibit
from matchaudit.report.figure import Table
from matchaudit.report.lists import Lists
from matchaudit.report.messages import Messages
from matchaudit.report.phrasing import best, between, own_base, population, table
from matchaudit.report.sections.worth_figure import (
    ALMOST,
    INPUTS,
    NAME,
    worth_figures,
)

CORRECT = "galleries/candidate_correct"
WEIGHT = "galleries/match_weight"
BREAK_EVEN = "galleries/break_even_enrolled"
WRONG_A_YEAR = "galleries/wrong_candidates_per_year"
FALSE_A_YEAR = "galleries/false_candidates_per_year"
DRIVER = "galleries/worth_driver"

ONE_IN_TEN = 0.1
"""The share enrolled that a sentence is told of first."""

HALF = 0.5

LISTED = 7


def draft(evidence: Evidence) -> Draft:
    """Draft the section."""
    words = evidence.words
    findings = evidence.named(
        CORRECT, WEIGHT, BREAK_EVEN, WRONG_A_YEAR, FALSE_A_YEAR, DRIVER
    )
    if not findings and not evidence.rows(NAME):
        return Draft("worth", [])
    inputs = evidence.rows(INPUTS)
    made: list[Exhibit | None] = [
        *worth_figures(evidence),
        _weights(findings, words),
        _yearly(findings, words),
        _inputs(inputs, words),
        _lists(inputs, findings, words),
    ]
    exhibits = [exhibit for exhibit in made if exhibit is not None]
    answers = _first_answers(findings)
    says = [f.says for f in answers]
    if len({_people(f) for f in findings if f.id == CORRECT}) > 1:
        size = numbers.people(_people(answers[0]))
        says.insert(0, words.say("sections.worth.of_size", size=size))
    for name in (WEIGHT, WRONG_A_YEAR):
        told = [f for f in findings if f.id == name and not _of_group(f)]
        told.sort(key=_people, reverse=True)
        says += [f.says for f in told if f.because is None][:1]
    says += [f.says for f in findings if f.because is not None][:2]
    return Draft(
        "worth",
        findings,
        exhibits,
        (NAME, INPUTS),
        says=list(dict.fromkeys(says)),
        quiet=True,
    )


def _first_answers(findings: Sequence[Finding]) -> list[Finding]:
    """Return the main answer at a few shares, and the other kinds at the first."""
    main = main_answers(findings)
    if not main:
        return []
    share = main[0].population.get("enrolled_share")
    others = [
        f
        for f in findings
        if f.id == CORRECT
        and f.interval is not None
        and "group" not in f.population
        and f.population.get("enrolled_share") == share
        and _people(f) == _people(main[0])
        and f.population.get("threshold") == main[0].population.get("threshold")
    ]
    half = [f for f in main if f.population.get("enrolled_share") == HALF][:1]
    return [main[0], *(f for f in others if f is not main[0]), *half]


def main_answers(findings: Sequence[Finding]) -> list[Finding]:
    """Return how often a returned candidate is right, the share of a tenth first.

    That in the largest gallery of the first candidate; where its limits say almost
    nothing, that of any one.
    """
    told = [f for f in findings if f.id == CORRECT and f.interval is not None]
    largest = max(map(_people, told), default=0.0)
    told = [f for f in told if _people(f) == largest]
    plain = [f for f in told if not {"group", "reviewed"} & set(f.population)]
    kinds = [
        sorted((f for f in plain if _is_any(f) is any_one), key=_from_tenth)
        for any_one in (False, True)
    ]
    first, any_one = kinds
    if first and any_one and says_nothing(first[0]):
        return any_one
    return first or any_one or sorted(told, key=_from_tenth)


def says_nothing(finding: Finding) -> bool:
    """Return whether a share may be almost anything: a factor of 400 in its odds."""
    low, high = finding.interval or (None, None)
    ends = (low or 0.0, 1.0 if high is None else high)
    return log_odds(ends[1]) - log_odds(ends[0]) > math.log(400)


def _people(finding: Finding) -> float:
    return float(finding.population.get("gallery_size", 0))


def _is_any(finding: Finding) -> bool:
    return finding.population.get("level") == "candidate"


def _from_tenth(finding: Finding) -> float:
    return abs(log_odds(_share(finding)) - log_odds(ONE_IN_TEN))


def _share(finding: Finding) -> float:
    return float(finding.population.get("enrolled_share", 0.0))


def _of_group(finding: Finding) -> bool:
    return "group" in finding.population


def _size(finding: Finding) -> str:
    size = finding.population.get("gallery_size")
    return "" if size is None else numbers.people(float(size))


def _weights(findings: Sequence[Finding], words: Messages) -> Table | None:
    """Set what is the same whatever share is enrolled."""
    body = [
        (
            words.name(f.id),
            population("group", f),
            _size(f),
            _of_break_even(f),
            *_far_apart(f, words),
        )
        for f in findings
        if f.id in (WEIGHT, BREAK_EVEN)
    ]
    header = (
        words.say("words.what"),
        words.say("words.group"),
        words.say("sections.growth.size"),
        words.say("sections.worth.right"),
        words.say("words.best"),
        words.say("words.range"),
    )
    caption = words.say("sections.worth.weights")
    return table(caption, header, body, words=words) if body else None


def _far_apart(finding: Finding, words: Messages) -> tuple[str, str]:
    """Return the best estimate and a range whose ends may be a million times apart."""
    write = _times if finding.id == WEIGHT else numbers.frequency
    low, high = finding.interval or (None, None)
    said = "" if finding.estimate is None else write(finding.estimate)
    if low is None or high is None:
        return best(finding, own_base(finding), words), between(
            finding, own_base(finding), words
        )
    ends = (write(low, way="down"), write(high, way="up"))
    return said, words.say("words.between", low=ends[0], high=ends[1])


def _times(x: float, /, *, way: numbers.Way | None = None) -> str:
    return numbers.times(x, way=way) if x < MANY else f"{numbers.rough(x)} times"


MANY = 1000


def _of_break_even(finding: Finding) -> str:
    """Return how often a candidate is to be right, for the share that this needs."""
    if "correct" not in finding.population:
        return ""
    return numbers.part(float(finding.population["correct"]))


def _yearly(findings: Sequence[Finding], words: Messages) -> Table | None:
    """Set the wrong candidates of a year, and the searches that return one."""
    body = [
        (
            words.name(f.id),
            population("group", f),
            _size(f),
            _enrolled(f),
            *_counted(f, words),
        )
        for f in findings
        if f.id in (WRONG_A_YEAR, FALSE_A_YEAR)
    ]
    header = (
        words.say("words.what"),
        words.say("words.group"),
        words.say("sections.growth.size"),
        words.say("sections.worth.share"),
        words.say("words.best"),
        words.say("words.range"),
    )
    caption = words.say("sections.worth.yearly")
    return table(caption, header, body, words=words) if body else None


def _counted(finding: Finding, words: Messages) -> tuple[str, str]:
    """Return a count and its range; one number where both ends are the same."""
    low, high = finding.interval or (None, None)
    if low is not None and low == high:
        return numbers.rough(low), ""
    return best(finding, numbers.rough, words), between(finding, numbers.rough, words)


def _enrolled(finding: Finding) -> str:
    if "enrolled_share" not in finding.population:
        return ""
    return numbers.part(_share(finding))


def _inputs(inputs: Sequence[Row], words: Messages) -> Table | None:
    """Set every input with its source, and its part of the width."""
    body = []
    for row in inputs:
        low, high = number(row, "low"), number(row, "high")
        value = number(row, "best")
        drives = number(row, "driver_share")
        body.append(
            (
                _sentence(word(row, "input")),
                word(row, "group"),
                "" if value is None else _written(value),
                _range(low, high, words),
                word(row, "source"),
                "" if drives is None else numbers.percent(round(drives, 2)),
            )
        )
    header = (
        words.say("sections.worth.input"),
        words.say("words.group"),
        words.say("words.best"),
        words.say("words.range"),
        words.say("sections.worth.source"),
        words.say("sections.worth.drives"),
    )
    caption = words.say("sections.worth.inputs")
    path = f"data/{INPUTS}.csv"
    return table(caption, header, body, words=words, path=path) if body else None


def _sentence(words_of_input: str) -> str:
    """Return what an input is called, with a capital letter."""
    return words_of_input[:1].upper() + words_of_input[1:]


def _range(low: float | None, high: float | None, words: Messages) -> str:
    if low is None or high is None:
        return ""
    if low == high:
        return _written(low)
    return words.say("words.between", low=_written(low), high=_written(high))


def _written(value: float) -> str:
    """Return a share as a natural frequency, a count or a factor as a number."""
    if value == 0 or value > 1:
        return numbers.plain(value) if value < 1000 else numbers.people(value)
    if ALMOST < value < 1:
        return f"{numbers.plain(value * 100)} in 100"
    return numbers.frequency(value)


def _lists(
    inputs: Sequence[Row], findings: Sequence[Finding], words: Messages
) -> Lists | None:
    """Say which inputs were measured, which are assumed, and what would narrow it."""
    if not inputs:
        return None
    known: list[str] = []
    assumed: list[str] = []
    for row in inputs:
        source = word(row, "source")
        said = words.say(
            "sections.worth.of_input",
            input=_sentence(word(row, "input")),
            source=source,
        )
        (known if source.startswith("measured") else assumed).append(said)
    known, assumed = (list(dict.fromkeys(said)) for said in (known, assumed))
    cautions = dict.fromkeys(c for f in findings for c in f.cautions)
    assumed += list(cautions)
    proof = [words.say(f"sections.worth.{key}") for key in PROOF]
    drivers = [f.says for f in findings if f.id == DRIVER and f.because is None]
    proof += drivers[:1]
    nothing = words.say("sections.worth.known_nothing")
    return Lists(
        words.say("sections.worth.lists"),
        (
            (words.say("words.known"), tuple(known[:LISTED]) or (nothing,)),
            (words.say("words.assumed"), tuple(assumed[:LISTED])),
            (words.say("words.would_prove"), tuple(proof[:LISTED])),
        ),
    )


PROOF = ("prove_share", "prove_checked", "prove_test")
