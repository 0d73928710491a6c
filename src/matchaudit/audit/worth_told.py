"""What a terminal shows of the worth of a candidate."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matchaudit.audit.worth import WorthOutcome
from matchaudit.estimation import wording
from matchaudit.estimation.finding import Finding
from matchaudit.galleries.worth import Driver, Range, assumptions, narrowing
from matchaudit.galleries.worth import wording as words

CORRECT = "galleries/candidate_correct"
_ALMOST = 0.9995
_USUAL = 0.1
"""The share enrolled that the first sentence is about, where the grid holds it."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of words below a line of names."""

    title: str
    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What to print.

    Attributes
    ----------
    synthetic : str or None
        That the findings are not about real people.
    sentences : tuple of str
        The answer; for the share nearest to 1 in 10.
    tables : tuple of Table
    lists : tuple of (str, tuple of str)
        Headings with sentences.
    """

    synthetic: str | None
    sentences: tuple[str, ...]
    tables: tuple[Table, ...]
    lists: tuple[tuple[str, tuple[str, ...]], ...]


def told(outcome: WorthOutcome) -> Told:
    """Choose what a terminal shows; the report holds the rest."""
    lead = outcome.inputs[0]
    found = outcome.released.findings
    names = [each.group for each in outcome.inputs]
    tables = [_worth_table(found, group) for group in names]
    if yearly := _yearly_table(found, names[0], outcome.typed.searches):
        tables.append(yearly)
    tables.append(_inputs_table(outcome.worth.drivers))
    lists = (
        ("What a match weighs", _weights(found)),
        ("What is assumed", assumptions(lead)),
        ("Take care", outcome.released.provenance.cautions),
        ("What would narrow it", narrowing(outcome.worth.drivers)),
    )
    return Told(
        synthetic=outcome.released.provenance.synthetic,
        sentences=_sentences(found, knows_searches=lead.fpir is not None),
        tables=tuple(tables),
        lists=tuple((heading, said) for heading, said in lists if said),
    )


def _sentences(findings: Sequence[Finding], *, knows_searches: bool) -> tuple[str, ...]:
    """Return the answer: what is known best, and only then its outer limits."""
    everybody = [f for f in findings if "group" not in f.population]
    about = [f for f in everybody if f.id == CORRECT]
    shares = sorted({_share(f) for f in about}, key=_far)
    near = [f for f in about if _share(f) == shares[0]]
    any_one = [f for f in near if "level" in f.population]
    reviewed = [f for f in near if "reviewed" in f.population]
    first = [f for f in near if f not in any_one and f not in reviewed]
    shown = any("mode" in f.population for f in near)
    each = [f for f in everybody if f.id == "galleries/wrong_candidates_per_year"]
    ordered = (
        [*first, *reviewed, *any_one]
        if knows_searches or shown
        else [*any_one, *first, *reviewed]
    )
    claims = [
        f
        for f in everybody
        if f.id == "claims/expected_false" and _share(f) == shares[0]
    ]
    return tuple(f.says for f in (*ordered, *claims, *each))


def _weights(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Return what holds whatever the share enrolled, of everybody."""
    names = ("galleries/match_weight", "galleries/break_even_enrolled")
    return tuple(
        f.says for f in findings if f.id in names and "group" not in f.population
    )


def _far(share: float) -> float:
    odds = math.log(share / (1 - share)) - math.log(_USUAL / (1 - _USUAL))
    return abs(odds)


def _share(finding: Finding) -> float:
    return float(finding.population["enrolled_share"])


def _worth_table(findings: Sequence[Finding], group: str) -> Table:
    about = [
        f
        for f in findings
        if f.id == CORRECT and f.population.get("group", "") == group
    ]
    columns = (
        ("first candidate", lambda f: not {"reviewed", "level"} & f.population.keys()),
        ("accepted in review", lambda f: "reviewed" in f.population),
        ("any one returned", lambda f: "level" in f.population),
    )
    held = [(name, list(filter(fits, about))) for name, fits in columns]
    held = [(name, found) for name, found in held if found]
    shares = dict.fromkeys(_share(f) for f in about)
    rows = [
        (
            words.part(share),
            *(_cell(next(f for f in found if _share(f) == share)) for _, found in held),
        )
        for share in shares
    ]
    who = f" (group {group})" if group else ""
    return Table(
        f"How often a candidate is right{who}",
        ("in the gallery", *(name for name, _ in held)),
        tuple(rows),
    )


def _cell(finding: Finding) -> str:
    """Return a range as few words, such as ``6 to 38 in 100``."""
    low, high = finding.interval or (None, None)
    said = words.times(low or 0.0, 1.0 if high is None else high)
    return said.replace(" times in ", " in ")


def _yearly_table(
    findings: Sequence[Finding], group: str, searches: int | None
) -> Table | None:
    rows = [
        (words.part(_share(f)), _counts(f))
        for f in findings
        if f.id == "galleries/false_candidates_per_year"
        and f.population.get("group", "") == group
    ]
    if searches is None or not rows:
        return None
    return Table(
        f"In {searches:,} searches a year",
        ("in the gallery", "searches with a wrong person first"),
        tuple(rows),
    )


def _counts(finding: Finding) -> str:
    low, high = finding.interval or (None, None)
    return words.so_many(Range(low or 0.0, None, high or 0.0)).removeprefix("about ")


def _inputs_table(drivers: Sequence[Driver]) -> Table:
    rows: list[tuple[str, ...]] = []
    for driver in drivers:
        share = "" if driver.share is None else f"{100 * driver.share:.0f} %"
        rows += [(driver.words, _ends(driver), share), (f"    {driver.source}",)]
    return Table(
        "What it was worked out from, and what drives the width",
        ("input", "range", "of width"),
        tuple(rows),
    )


def _ends(driver: Driver) -> str:
    """Return the range of an input in few words."""
    if driver.unit == "not known":
        return "not known"
    if driver.unit != "probability":
        least, most = wording.rounded(driver.low), wording.rounded(driver.high)
        return least if least == most else f"{least} to {most}"
    if driver.low == driver.high:
        return wording.one_in(driver.low)
    return _cell_of(driver.low, driver.high)


def _cell_of(low: float, high: float) -> str:
    if low > _ALMOST:
        return "almost all"
    size = 100
    while 0 < high * size < 1 and size < 10**12:
        size *= 10
    ends = [f"{end * size:.3g}" for end in (low, high)]
    return f"{ends[0]} to {ends[1]} in {size:,}"
