"""Figures that somebody published, as quotations, beside what was measured here."""

from collections.abc import Sequence
from dataclasses import replace

from matchaudit.estimation.finding import Finding
from matchaudit.report import numbers
from matchaudit.report.curves import Row, number, word
from matchaudit.report.evidence import Draft, Evidence, Exhibit
from matchaudit.report.figure import Table
from matchaudit.report.messages import Messages
from matchaudit.report.phrasing import population, table

FNIR = "galleries/published_fnir"
FPIR = "galleries/published_fpir"
GROWTH = "galleries/published_growth"
RATIO = "galleries/published_fpir_ratio"
PREFIX = "galleries/published_"

BESIDE = "published_beside"
CURVES = ("published_fnir", "published_growth", "published_fpir", BESIDE)

FIRST_RANK = ("", "1")
"""Ranks that are set beside published figures, of everybody; the open data hold all."""

SAYS = 4


def draft(evidence: Evidence) -> Draft:
    """Draft the section."""
    words = evidence.words
    findings = [f for f in evidence.findings if f.id.startswith(PREFIX)]
    made: list[Exhibit | None] = [
        _sizes(findings, words),
        _groups(findings, words),
        _beside(evidence.rows(BESIDE), words),
    ]
    told = [f for f in findings if f.id in (FNIR, GROWTH)]
    others = [f for f in findings if f.id not in (FNIR, GROWTH, FPIR, RATIO)]
    says = [f.says for f in (*told[:SAYS], *others)]
    exhibits = [exhibit for exhibit in made if exhibit is not None]
    return Draft("published", findings, exhibits, CURVES, says=says)


def _sizes(findings: Sequence[Finding], words: Messages) -> Table | None:
    """Set the people missed of each algorithm, by size, and how fast that grows."""
    rates: dict[str, dict[float, str]] = {}
    for f in findings:
        if f.id == FNIR and f.estimate is not None and "gallery_size" in f.population:
            size = float(f.population["gallery_size"])
            of = rates.setdefault(population("algorithm", f), {})
            of[size] = numbers.frequency(f.estimate)
    if not rates:
        return None
    powers = {
        population("algorithm", f): numbers.plain(round(f.estimate, 2))
        for f in findings
        if f.id == GROWTH and f.estimate is not None
    }
    sizes = sorted({size for held in rates.values() for size in held})
    body = [
        (name, *(held.get(size, "") for size in sizes), powers.get(name, ""))
        for name, held in rates.items()
    ]
    key = "sections.published"
    header = (
        words.say(f"{key}.algorithm"),
        *(words.say(f"{key}.missed_at", size=numbers.people(size)) for size in sizes),
        words.say(f"{key}.power"),
    )
    made = table(words.say(f"{key}.sizes"), header, body, words=words)
    return replace(made, note=made.note or words.say(f"{key}.no_range"))


def _groups(findings: Sequence[Finding], words: Messages) -> Table | None:
    """Set the published rates of groups, and how many times as often."""
    ratios = {
        (population("algorithm", f), population("group", f)): f
        for f in findings
        if f.id == RATIO and f.estimate is not None
    }
    body = []
    for f in findings:
        if f.id != FPIR or f.estimate is None:
            continue
        whose = (population("algorithm", f), population("group", f))
        ratio = ratios.get(whose)
        body.append(
            (
                *whose,
                numbers.frequency(f.estimate),
                numbers.times(ratio.estimate or 0.0) if ratio is not None else "",
            )
        )
    references = {population("reference", f) for f in ratios.values()}
    against = ", ".join(sorted(references))
    key = "sections.published"
    header = (
        words.say(f"{key}.algorithm"),
        words.say("words.group"),
        words.say(f"{key}.returned"),
        words.say(f"{key}.against", reference=against) if against else "",
    )
    if not body:
        return None
    made = table(words.say(f"{key}.groups"), header, body, words=words)
    return replace(made, note=made.note or words.say(f"{key}.no_range"))


def _beside(rows: Sequence[Row], words: Messages) -> Table | None:
    """Set published figures and those of the audit into one table."""
    key = "sections.published"
    body = []
    for row in rows:
        published = word(row, "whose") == "published"
        if word(row, "group") or _rank(row) not in FIRST_RANK:
            continue
        size = number(row, "gallery_size")
        rate, low, high = (number(row, name) for name in ("rate", "low", "high"))
        body.append(
            (
                word(row, "what"),
                word(row, "algorithm") if published else words.say(f"{key}.here"),
                word(row, "group"),
                word(row, "at").replace("_", " "),
                numbers.people(size) if size else "",
                "" if rate is None else numbers.frequency(rate),
                _range(low, high, words),
            )
        )
    header = (
        words.say("words.what"),
        words.say(f"{key}.whose"),
        words.say("words.group"),
        words.say(f"{key}.at"),
        words.say(f"{key}.size"),
        words.say("words.best"),
        words.say("words.range"),
    )
    caption = words.say(f"{key}.beside")
    path = f"data/{BESIDE}.csv"
    return table(caption, header, body, words=words, path=path) if body else None


def _rank(row: Row) -> str:
    """Return the rank in the words of a setting, such as "threshold 0.5, rank 5"."""
    found = word(row, "at").partition("rank ")[2]
    return found.partition(",")[0].strip()


def _range(low: float | None, high: float | None, words: Messages) -> str:
    if low is None or high is None:
        return words.say("sections.published.none_given")
    base = numbers.base_of(high)
    return words.say(
        "words.between",
        low=numbers.short(low * base, way="down"),
        high=numbers.frequency(high, base=base, way="up"),
    )
