"""What we found: a few cards, a word first and a number, then one sentence."""

import math
from collections import Counter
from collections.abc import Sequence

from matchaudit.estimation.finding import Finding
from matchaudit.report import numbers
from matchaudit.report.card import Card
from matchaudit.report.evidence import Evidence
from matchaudit.report.gallery_cards import (
    gallery_cards,
    gallery_limits,
    of_galleries,
)
from matchaudit.report.messages import Messages
from matchaudit.report.phrasing import headline, own_base
from matchaudit.report.sections.groups import RATIOS
from matchaudit.report.use_cards import (
    MOST,
    cannot_tell,
    of_field_use,
    unconfirmed,
    use_cards,
)


def cards(evidence: Evidence) -> tuple[Card, ...]:
    """Return the cards: how often wrong, for whom, and what cannot be said.

    Of field use there are at most three before the last one: wrong alerts, broken rules,
    wrong candidates, odd figures. Where a test and field use were audited together, the
    first of each of the two leads. A prediction leads before the test that it rests on.
    """
    used = use_cards(evidence)
    limits = cannot_tell(evidence) or unconfirmed(evidence)
    grown = gallery_cards(evidence)
    if any(of_galleries(finding) for finding in evidence.findings):
        beside = [*used[:1], *(_of_test(evidence) if _tested(evidence) else ())]
        chosen = [*grown[:2], *beside, *grown[2:]][:MOST]
        return (*chosen, limits or gallery_limits(evidence) or _limits(evidence))
    limits = limits or _limits(evidence)
    if not any(of_field_use(finding) for finding in evidence.findings):
        return (_wrong(evidence), _unequal(evidence), limits)
    if all(of_field_use(finding) for finding in evidence.findings):
        return (*used, limits)
    return (_wrong(evidence), *used[:2], limits)


def _tested(evidence: Evidence) -> bool:
    return any(f.id.startswith("accuracy/") for f in evidence.findings)


def _of_test(evidence: Evidence) -> list[Card]:
    """Return the cards of a test beside others: a clear difference comes first."""
    cards = [_wrong(evidence), _unequal(evidence)]
    return sorted(cards, key=lambda card: card.tone != "warning")


def _wrong(evidence: Evidence) -> Card:
    words = evidence.words
    rates = evidence.overall("accuracy/fmr")
    if not rates:
        return _no_rate(evidence)
    known = [f for f in rates if f.interval is not None]
    if not known:
        title = words.say("cards.wrong.not_estimable")
        return Card(title, (rates[0].says,), "unsure", "rates")
    if _all_set_by_targets(evidence, rates):
        return _missed_at_target(evidence)
    main = known[0]
    said = headline(main, own_base(main), words)
    missed = [
        f.says
        for f in evidence.overall("accuracy/fnmr")
        if f.population.get("threshold") == main.population.get("threshold")
    ]
    title = words.say("cards.wrong.measured", estimate=said)
    return Card(title, (main.says, *missed[:1]), "finding", "rates")


def _all_set_by_targets(evidence: Evidence, rates: Sequence[Finding]) -> bool:
    """Return whether no threshold was named: then its wrong matches are no news."""
    found = evidence.overall("accuracy/threshold_at_fmr")
    reached = [f for f in found if f.status != "not_estimable"]
    at = {f.estimate for f in reached if f.estimate is not None}
    others = [f for f in rates if f.population.get("threshold") not in at]
    # A target's score without an upper end is not named in its finding.
    return bool(reached) and len(others) <= len([f for f in reached if not f.estimate])


def _missed_at_target(evidence: Evidence) -> Card:
    """Lead with what is missed at the first target that the data show."""
    words = evidence.words
    found = evidence.overall("accuracy/fnmr_at_fmr")
    known = [f for f in found if f.interval is not None]
    if not known:
        title = words.say("cards.wrong.missed_unknown")
        return Card(title, tuple(f.says for f in found[:1]), "unsure", "rates")
    main = min(known, key=lambda f: f.status != "measured")
    title = words.say(
        "cards.wrong.missed", estimate=headline(main, own_base(main), words)
    )
    target = numbers.frequency(float(main.population["target_fmr"]))
    set_by = words.say("cards.wrong.set_by_target", target=target)
    return Card(title, (main.says, set_by), "finding", "rates")


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
        title = words.say("cards.unequal.none_shown")
        widest = max(known, key=lambda f: abs(math.log(f.estimate or 1.0)))
        about = words.say("cards.unequal.none_shown_about")
        return Card(title, (widest.says, about), "calm", "groups")
    worst = max(apart, key=_distance)
    title = words.say("cards.unequal.unequal", times=_sure(worst, words))
    if worst.estimate:
        said = numbers.times(worst.estimate)
        title = words.say(
            "cards.unequal.unequal_about", times=_sure(worst, words), best=said
        )
    return Card(title, (worst.says,), "warning", "groups")


def _distance(ratio: Finding) -> float:
    """Return how far the interval of a ratio lies from 1, on a log scale; 0 if not."""
    low, high = ratio.interval or (None, None)
    if low is not None and low > 1:
        return math.log(low)
    return -math.log(high) if high is not None and 0 < high < 1 else 0.0


def _sure(ratio: Finding, words: Messages) -> str:
    """Return the end of an interval that is nearest to 1: what the data do show."""
    low, high = ratio.interval or (None, None)
    if low is not None and low > 1:
        return words.say("words.at_least", low=numbers.times(low, way="down"))
    return words.say("words.at_most", high=numbers.times(high or 0.0, way="up"))


def _limits(evidence: Evidence) -> Card:
    words = evidence.words
    asked = [
        f
        for f in evidence.findings
        if not (of_field_use(f) and (f.id == "usage/rule" or f.status == "counted"))
    ]
    open_ones = [f for f in asked if f.status == "not_estimable"]
    if not open_ones and any(of_field_use(f) for f in evidence.findings):
        about = words.say("cards.limits.unseen_about")
        return Card(words.say("cards.limits.unseen"), (about,), "unsure", None)
    if not open_ones:
        about = words.say("cards.limits.none_about")
        return Card(words.say("cards.limits.none"), (about,), "unsure", None)
    title = words.say(
        "cards.limits.some",
        n=numbers.integer(len(open_ones)),
        all=numbers.integer(len(asked)),
    )
    about = words.say("cards.limits.some_about", because=_most_common(open_ones))
    misses = [f.says for f in open_ones if f.id == "usage/miss_rate"]
    return Card(title, (*misses, about)[:1], "unsure", None)


def _most_common(findings: Sequence[Finding]) -> str:
    # Without the counts in brackets, which differ from one question to the next.
    said = (f.because.partition(" (")[0] for f in findings if f.because is not None)
    reasons = Counter(said)
    return reasons.most_common(1)[0][0]
