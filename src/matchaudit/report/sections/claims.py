"""A register of public claims, in totals: never a row, never a verdict on one."""

from collections.abc import Sequence
from functools import partial

from matchaudit.estimation.finding import Finding
from matchaudit.report import numbers
from matchaudit.report.curves import number, word
from matchaudit.report.evidence import Draft, Evidence, Exhibit
from matchaudit.report.exhibits import shares_figure
from matchaudit.report.figure import Figure, Spec, Table, figure
from matchaudit.report.lists import Lists
from matchaudit.report.messages import Messages
from matchaudit.report.month_chart import month_bars
from matchaudit.report.phrasing import (
    best,
    between,
    count,
    own_base,
    population,
    table,
)
from matchaudit.report.sections.claims_figures import (
    CORRECTIONS,
    EXPECTED_CURVE,
    corrections_figure,
    expected_figure,
)
from matchaudit.report.sections.verification import ASSUMED, assumption

TOTALS = "claims/totals"
REFUTED = "claims/refuted_share"
EXPECTED = "claims/expected_false"
DAYS = "claims/days_to_correction"
CORRECTED = "claims/corrected_share"
MONTHS = "claims_by_month"

COUNTS = (
    *("claims", "confirmed", "refuted", "withdrawn", "unverified"),
    *("corrected", "removed"),
)
"""Columns of the table of totals, in this order."""

LEVELS = {"": "first", "search": "first", "candidate": "any"}
LISTED = 8


def draft(evidence: Evidence) -> Draft:
    """Draft the section."""
    words = evidence.words
    findings = evidence.named(TOTALS, REFUTED, EXPECTED, DAYS, CORRECTED)
    if not findings:
        return Draft("claims", [])
    expected = [f for f in findings if f.id == EXPECTED]
    made: list[Exhibit | None] = [
        _totals(findings, words),
        _months(evidence),
        _refuted(findings, words),
        expected_figure(evidence),
        _expected(expected, words),
        corrections_figure(evidence),
        _corrected(findings, words),
        _lists(expected, words),
    ]
    exhibits = [exhibit for exhibit in made if exhibit is not None]
    curves = (MONTHS, EXPECTED_CURVE, CORRECTIONS)
    return Draft(
        "claims", findings, exhibits, curves, says=_says(findings), quiet=bool(expected)
    )


def _says(findings: Sequence[Finding]) -> list[str]:
    """Return the totals, what is known to be wrong, and what is to be expected."""
    told = [f for f in findings if f.id == TOTALS and not _split(f)][:1]
    told += [f for f in findings if f.id == REFUTED and not _split(f)]
    told += largest([f for f in findings if f.id == EXPECTED])
    told += [f for f in findings if f.id == DAYS]
    return list(dict.fromkeys(f.says for f in told))


def largest(expected: Sequence[Finding]) -> list[Finding]:
    """Return what is expected in the largest gallery, over all shares enrolled."""
    whole = [f for f in expected if "enrolled_share" not in f.population]
    held = [f for f in whole or expected if f.interval is not None]
    most = max((_size_of(f) for f in held), default=0.0)
    found = [f for f in held if _size_of(f) == most]
    return sorted(found, key=lambda f: "level" in f.population)


def _size_of(finding: Finding) -> float:
    return float(finding.population.get("gallery_size", 0))


def _split(finding: Finding) -> list[str]:
    """Return the keys that make a finding one of a part of the register."""
    return [k for k in finding.population if k not in (*ASSUMED, "count", "day")]


def _part(finding: Finding, words: Messages) -> str:
    """Return which part of the register a finding is of."""
    keys = _split(finding)
    if not keys:
        return words.say("words.all")
    return ", ".join(
        f"{key.replace('_', ' ')}: {population(key, finding).replace('_', ' ')}"
        for key in keys
    )


def _totals(findings: Sequence[Finding], words: Messages) -> Table | None:
    """Set one row for the register and for each part of it."""
    rows: dict[str, dict[str, str]] = {}
    for f in findings:
        if f.id == TOTALS and f.because is None:
            name = population("count", f)
            rows.setdefault(_part(f, words), {})[name] = count(f.estimate)
    key = "sections.claims"
    header = (
        words.say(f"{key}.part"),
        *(words.say(f"{key}.counts.{name}") for name in COUNTS),
    )
    body = [
        (part, *(held.get(name, "") for name in COUNTS)) for part, held in rows.items()
    ]
    caption = words.say(f"{key}.totals")
    return table(caption, header, body, words=words) if body else None


def _months(evidence: Evidence) -> Figure | None:
    """Draw one bar for each month."""
    drawn = [
        (word(row, "month"), int(number(row, "claims") or 0))
        for row in evidence.rows(MONTHS)
    ]
    if len(drawn) < 2:
        return None
    words = evidence.words
    key = "sections.claims"
    ranked = sorted(drawn, key=lambda item: item[1])
    least, most = (f"{n:,} in {month}" for month, n in (ranked[0], ranked[-1]))
    title = words.say(f"{key}.months")
    header = (words.say("words.month"), words.say(f"{key}.counts.claims"))
    body = [(month, numbers.integer(n)) for month, n in drawn]
    path = f"data/{MONTHS}.csv"
    return figure(
        partial(_bars, drawn, words.say(f"{key}.counts.claims")),
        title=title,
        description=words.say(f"{key}.describes_months", most=most, fewest=least),
        table=table(title, header, body, words=words, path=path),
    )


def _bars(drawn: Sequence[tuple[str, int]], title: str, width: int) -> Spec:
    return month_bars(drawn, title=title, width=width)


def _refuted(findings: Sequence[Finding], words: Messages) -> Figure | None:
    """Draw the wrong share by what is assumed, then of each part without assumption."""
    found = [f for f in findings if f.id == REFUTED]
    whole = [f for f in found if not _split(f)]

    def name(finding: Finding) -> str:
        said = assumption(finding, words)
        return said if finding in whole else _part(finding, words)

    return shares_figure(
        [*whole, *(f for f in found if _split(f))],
        name=name,
        title=words.say("sections.claims.refuted"),
        describe=partial(words.say, "sections.groups.describes"),
        words=words,
    )


def _expected(expected: Sequence[Finding], words: Messages) -> Table | None:
    """Set how many wrong names are to be expected, by size and share enrolled."""
    key = "sections.claims"
    body = [
        (
            numbers.people(_size_of(f)),
            _share(f, words),
            words.say(f"{key}.levels.{LEVELS.get(population('level', f), 'first')}"),
            population("threshold", f),
            between(f, numbers.rough, words),
        )
        for f in expected
        if f.interval is not None
    ]
    header = (
        words.say("sections.growth.size"),
        words.say("sections.worth.share"),
        words.say(f"{key}.level"),
        words.say("words.threshold"),
        words.say(f"{key}.wrong_names"),
    )
    caption = words.say(f"{key}.expected_table")
    return table(caption, header, body, words=words, folds=True) if body else None


def _share(finding: Finding, words: Messages) -> str:
    if "enrolled_share" not in finding.population:
        return words.say("sections.claims.any_share")
    return numbers.part(float(finding.population["enrolled_share"]))


def _corrected(findings: Sequence[Finding], words: Messages) -> Table | None:
    """Set the share that was corrected by some days."""
    body = [
        (
            population("day", f),
            best(f, own_base(f), words),
            between(f, own_base(f), words),
        )
        for f in findings
        if f.id == CORRECTED
    ]
    key = "sections.claims"
    header = (
        words.say(f"{key}.day"),
        words.say(f"{key}.corrected"),
        words.say("words.range"),
    )
    caption = words.say(f"{key}.by_day")
    return table(caption, header, body, words=words) if body else None


def _lists(expected: Sequence[Finding], words: Messages) -> Lists | None:
    """Say what the expected wrong names rest on."""
    cautions = list(dict.fromkeys(c for f in expected for c in f.cautions))
    if not cautions:
        return None
    key = "sections.claims"
    return Lists(
        words.say(f"{key}.lists"),
        (
            (words.say("words.assumed"), tuple(cautions[:LISTED])),
            (
                words.say("words.would_prove"),
                tuple(words.say(f"{key}.{name}") for name in PROOF),
            ),
        ),
    )


PROOF = ("prove_draw", "prove_gallery")
