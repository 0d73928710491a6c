"""What we found: three cards, a word first and a number, then one sentence."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from matchaudit.estimation.finding import Finding
from matchaudit.report import numbers
from matchaudit.report.evidence import Evidence
from matchaudit.report.phrasing import between, headline
from matchaudit.report.sections.groups import RATIOS

Tone = Literal["finding", "warning", "calm", "unsure"]


@dataclass(frozen=True, slots=True)
class Card:
    """A word with its number, a sentence or two, and the tone that colours it.

    Attributes
    ----------
    section : str or None
        The section that the card leads to.
    """

    title: str
    sentences: tuple[str, ...]
    tone: Tone
    section: str | None


def cards(evidence: Evidence) -> tuple[Card, Card, Card]:
    """Return the three cards: how often wrong, for whom, and what cannot be said."""
    return (_wrong(evidence), _unequal(evidence), _limits(evidence))


def _wrong(evidence: Evidence) -> Card:
    words = evidence.words
    rates = evidence.overall("accuracy/fmr")
    if not rates:
        return _no_rate(evidence)
    known = [f for f in rates if f.interval is not None]
    if not known:
        title = words.say("cards.wrong.not_estimable")
        return Card(title, (rates[0].says,), "unsure", "rates")
    main = known[0]
    base = numbers.base_of(main.estimate or max(e or 0.0 for e in main.interval or ()))
    said = headline(main, lambda rate: numbers.frequency(rate, base=base), words)
    missed = [
        f.says
        for f in evidence.overall("accuracy/fnmr")
        if f.population.get("threshold") == main.population.get("threshold")
    ]
    title = words.say("cards.wrong.measured", estimate=said)
    return Card(title, (main.says, *missed[:1]), "finding", "rates")


def _no_rate(evidence: Evidence) -> Card:
    words = evidence.words
    for finding in evidence.overall("accuracy/eer"):
        if finding.estimate is not None:
            said = numbers.frequency(finding.estimate)
            title = words.say("cards.wrong.eer", estimate=said)
            return Card(title, (finding.says,), "finding", "rates")
    about = words.say("cards.wrong.none_about")
    return Card(words.say("cards.wrong.none"), (about,), "unsure", None)


def _unequal(evidence: Evidence) -> Card:
    words = evidence.words
    ratios = evidence.named(*RATIOS)
    if not ratios:
        about = words.say("cards.unequal.not_tested_about")
        return Card(words.say("cards.unequal.not_tested"), (about,), "unsure", None)
    known = [f for f in ratios if f.interval is not None]
    if not known:
        cannot = words.say("cards.unequal.cannot")
        return Card(cannot, (ratios[0].says,), "unsure", "groups")
    apart = [f for f in known if _distance(f) > 0]
    if not apart:
        title = words.say("cards.unequal.none_shown", n=len(known))
        widest = max(known, key=lambda f: abs(math.log(f.estimate or 1.0)))
        about = words.say("cards.unequal.none_shown_about")
        return Card(title, (widest.says, about), "calm", "groups")
    worst = max(apart, key=_size)
    if worst.estimate:
        said = numbers.times(worst.estimate)
        title = words.say("cards.unequal.unequal", times=said)
    else:
        said = between(worst, numbers.times, words)
        title = words.say("cards.unequal.unequal_bounded", times=said)
    return Card(title, (worst.says,), "warning", "groups")


def _distance(ratio: Finding) -> float:
    """Return how far the interval of a ratio lies from 1, on a log scale; 0 if not."""
    low, high = ratio.interval or (None, None)
    if low is not None and low > 1:
        return math.log(low)
    return -math.log(high) if high is not None and 0 < high < 1 else 0.0


def _size(ratio: Finding) -> float:
    return abs(math.log(ratio.estimate)) if ratio.estimate else _distance(ratio)


def _limits(evidence: Evidence) -> Card:
    words = evidence.words
    open_ones = [f for f in evidence.findings if f.status == "not_estimable"]
    if not open_ones:
        about = words.say("cards.limits.none_about")
        return Card(words.say("cards.limits.none"), (about,), "unsure", None)
    title = words.say(
        "cards.limits.some",
        n=numbers.integer(len(open_ones)),
        all=numbers.integer(len(evidence.findings)),
    )
    about = words.say("cards.limits.some_about", because=_most_common(open_ones))
    return Card(title, (about,), "unsure", None)


def _most_common(findings: Sequence[Finding]) -> str:
    reasons = Counter(f.because for f in findings if f.because is not None)
    return reasons.most_common(1)[0][0]
