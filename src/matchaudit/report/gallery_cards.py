"""What we found of galleries: growth, worth, wrong people returned, claims, quotations."""

import math
from collections.abc import Iterator, Sequence

from matchaudit.estimation.finding import Finding
from matchaudit.report import numbers
from matchaudit.report.card import Card
from matchaudit.report.evidence import Evidence
from matchaudit.report.messages import Messages
from matchaudit.report.phrasing import headline, own_base, population
from matchaudit.report.sections import claims, growth, identification, worth
from matchaudit.report.sections.worth_figure import CANDIDATE, base_of_ends

GALLERIES = ("galleries/", "claims/")
PREDICTED = (growth.FPIR, growth.FNIR)
REFUTED = "claims/refuted_share"
EXPECTED = "claims/expected_false"
PUBLISHED = ("galleries/published_fnir", "galleries/published_fpir")


def of_galleries(finding: Finding) -> bool:
    """Return whether a finding is on galleries, or on claims made with them."""
    return finding.id.startswith(GALLERIES)


def gallery_cards(evidence: Evidence) -> list[Card]:
    """Return the cards in the order of what weighs most; none without galleries."""
    return [
        *_growth(evidence),
        *_worth(evidence),
        *_claims(evidence),
        *_returned(evidence),
        *_published(evidence),
    ]


def gallery_limits(evidence: Evidence) -> Card | None:
    """Return the card on what no such audit can tell; None for measured searches."""
    words = evidence.words
    for name, ids, section in (
        ("claims", (REFUTED, EXPECTED, "claims/totals"), "claims"),
        ("kin", PREDICTED, "growth"),
        ("share", (worth.CORRECT,), "worth"),
        ("published", PUBLISHED, "published"),
    ):
        if evidence.named(*ids):
            title = words.say(f"cards.galleries.limits.{name}")
            about = words.say(f"cards.galleries.about_limits.{name}")
            return Card(title, (about,), "unsure", section)
    return None


def _growth(evidence: Evidence) -> Iterator[Card]:
    """Yield what a search of the largest gallery would return, or miss."""
    words = evidence.words
    every = evidence.named(*PREDICTED, growth.THRESHOLD)
    of_all = [
        f
        for f in every
        if not growth.is_of_group(f)
        and (f.id != growth.THRESHOLD or f.population.get("predicted"))
    ]
    main = growth.main_predictions(of_all)
    if not main:
        lost = [f for f in of_all if f.id in PREDICTED and f.because is not None]
        if lost:
            title = words.say("cards.galleries.growth_unknown")
            yield Card(title, (lost[0].says,), "unsure", "growth")
        return
    size = main[0].population.get("gallery_size")
    largest = [f for f in main if f.population.get("gallery_size") == size]
    lead = _lead(largest)
    said = numbers.people(float(size or 0))
    others = [f.says for f in largest if f.id == growth.THRESHOLD]
    says = tuple(dict.fromkeys([lead.says, *others]))[:2]
    if lead.status != "measured":
        title = words.say("cards.galleries.growth_far", size=said)
        yield Card(title, says, "unsure", "growth")
        return
    rate = headline(lead, own_base(lead), words)
    key = "growth_missed" if lead.id == growth.FNIR else "growth"
    title = words.say(f"cards.galleries.{key}", size=said, rate=rate)
    yield Card(title, says, "finding", "growth")


def _lead(found: Sequence[Finding]) -> Finding:
    """Return the news: a target sets how many are wrong, and not how many are missed."""
    named = [f for f in found if "target_fpir" not in f.population]
    missed = [f for f in found if f.id == growth.FNIR and f.status == "measured"]
    return next((f for f in named if f.id == growth.FPIR), (missed or found)[0])


def _worth(evidence: Evidence) -> Iterator[Card]:
    """Yield how often a candidate is right, and how many are wrong in a year."""
    words = evidence.words
    main = worth.main_answers(evidence.named(worth.CORRECT))
    if main:
        lead = main[0]
        share = float(lead.population.get("enrolled_share", 0.0))
        title = _worth_title(lead, share, words)
        half = [f.says for f in main[1:] if f.population.get("enrolled_share") == 0.5]
        says = (lead.says, *(half or [f.says for f in main[1:]])[:1])
        yield Card(title, says, "finding", "worth")
    yearly = [
        f
        for f in evidence.named(worth.WRONG_A_YEAR, worth.FALSE_A_YEAR)
        if f.interval is not None and "group" not in f.population
    ]
    if yearly:
        yearly.sort(key=lambda f: f.id != worth.WRONG_A_YEAR)
        said = _range(yearly[0], numbers.rough, words)
        title = words.say("cards.galleries.yearly", n=said)
        yield Card(title, (yearly[0].says,), "finding", "worth")


def _worth_title(lead: Finding, share: float, words: Messages) -> str:
    """Return the share with the times that a candidate is right, said out of one base."""
    low, high = (end or 0.0 for end in lead.interval or (0.0, 0.0))
    key = "worth_any" if lead.population.get("level") == "candidate" else "worth"
    base = base_of_ends(high)
    size = lead.population.get("gallery_size")
    said = numbers.people(float(size or 0))
    return words.say(
        f"cards.galleries.{key}",
        share=numbers.part(share),
        of=words.say("cards.galleries.of_size", size=said) if size else "",
        low=numbers.short(low * base, way="down"),
        high=numbers.short(high * base, way="up"),
        base=numbers.large(base),
    )


def _returned(evidence: Evidence) -> Iterator[Card]:
    """Yield how often a wrong person is returned, and whether that differs by group."""
    words = evidence.words
    whole = identification.overall(evidence)
    rates = [f for f in whole if f.id == identification.FPIR]
    known = [f for f in rates if f.interval is not None]
    if rates and not known:
        title = words.say("cards.galleries.returned_unknown")
        yield Card(title, (rates[0].says,), "unsure", "identification")
        return
    if not known:
        return
    main = known[0]
    missed = [
        f.says
        for f in whole
        if f.id == identification.FNIR and f.because is None and _same_point(f, main)
    ]
    said = headline(main, own_base(main), words)
    title = words.say("cards.galleries.returned", rate=said)
    yield Card(title, (main.says, *missed[:1]), "finding", "identification")
    yield _unequal(evidence, main, words)


def _same_point(finding: Finding, main: Finding) -> bool:
    keys = ("threshold", "lists", "gallery_size", "gallery", "system")
    return all(finding.population.get(k) == main.population.get(k) for k in keys)


def _unequal(evidence: Evidence, main: Finding, words: Messages) -> Card:
    """Return the card on groups: the widest gap between two of one dimension."""
    split: dict[str, list[Finding]] = {}
    for finding in evidence.named(identification.FPIR):
        of_group = identification.is_group(finding) and finding.interval is not None
        if of_group and _same_point(finding, main):
            split.setdefault(population("dimension", finding), []).append(finding)
    pairs = [
        (max(held, key=_rate), min(held, key=_rate))
        for held in split.values()
        if len(held) > 1
    ]
    if not pairs:
        about = words.say("cards.unequal.not_tested_about")
        return Card(words.say("cards.unequal.not_tested"), (about,), "unsure", None)
    high, low = max(pairs, key=lambda pair: _gap(*pair))
    if _gap(high, low) <= 0:
        title = words.say("cards.unequal.none_shown")
        about = words.say("cards.unequal.none_shown_about")
        return Card(title, (high.says, about), "calm", "identification")
    title = words.say(
        "cards.galleries.unequal",
        high=headline(high, own_base(high), words),
        low=headline(low, own_base(low), words),
        worst=population("group", high),
        best=population("group", low),
    )
    return Card(title, (high.says, low.says), "warning", "identification")


def _rate(finding: Finding) -> float:
    return finding.estimate or 0.0


def _gap(high: Finding, low: Finding) -> float:
    """Return by how much two intervals lie apart; not above 0 if they touch."""
    least, most = (high.interval or (0,))[0], (low.interval or (0, 1))[1]
    return (least or 0.0) - (1.0 if most is None else most)


def _claims(evidence: Evidence) -> Iterator[Card]:
    """Yield the wrong share of claims, and how many accuracy alone would make wrong."""
    words = evidence.words
    for finding in evidence.plain(REFUTED):
        if finding.interval is None:
            title = words.say("cards.galleries.claims_unknown")
            yield Card(title, (finding.says,), "unsure", "claims")
        else:
            said = _range(finding, own_base(finding), words)
            title = words.say("cards.galleries.claims", share=said)
            yield Card(title, (finding.says,), "finding", "claims")
        break
    expected = [f for f in evidence.named(EXPECTED) if "method" not in f.population]
    known = [f for f in expected if f.interval is not None]
    if known:
        # Of the first candidate, if that is told: a name is what one search returned.
        # Of several thresholds the widest, since nobody knows which was asked for.
        found = claims.largest(known)
        first = [f for f in found if f.population.get("level") != CANDIDATE]
        main = max(first or found, key=_width)
        title = words.say(
            "cards.galleries.expected",
            n=_range(main, numbers.rough, words),
            size=numbers.people(float(main.population.get("gallery_size", 0))),
        )
        yield Card(title, (main.says,), "finding", "claims")


def _width(finding: Finding) -> float:
    low, high = finding.interval or (None, None)
    return math.inf if high is None else high - (low or 0.0)


def _range(finding: Finding, write: numbers.WriteEnd, words: Messages) -> str:
    """Return an estimate; where there is none, both ends, or the one that they are."""
    low, high = finding.interval or (None, None)
    if low is not None and low == high:
        return write(low)
    said = headline(finding, write, words)
    if finding.estimate is None and low is not None and high is not None:
        return words.say("cards.use.range", range=said)
    return said


def _published(evidence: Evidence) -> Iterator[Card]:
    """Yield what was published, as a quotation."""
    quoted = [f for f in evidence.named(*PUBLISHED) if f.estimate is not None]
    if quoted:
        title = evidence.words.say("cards.galleries.published")
        says = tuple(f.says for f in quoted[:2])
        yield Card(title, says, "unsure", "published")
