"""What we found in field use: wrong alerts, broken rules, wrong candidates, odd figures."""

from collections.abc import Iterator

from matchaudit.estimation.finding import Finding
from matchaudit.report import numbers
from matchaudit.report.card import Card
from matchaudit.report.curves import Row, number, word
from matchaudit.report.evidence import Evidence
from matchaudit.report.messages import Messages
from matchaudit.report.phrasing import FEW_EVENTS, headline, in_base, own_base
from matchaudit.report.rule_cards import ANSWERS
from matchaudit.report.sections.denominators import ALERTS, FACES
from matchaudit.report.sections.rules import SEVERITIES
from matchaudit.report.sections.verification import WRONG_SHARE

CHANGED = "data/denominator_changed"
FIELD = ("usage/", "data/")
GRAVE = {"severity": "high"}
MOST = 3
"""Cards before the one on what cannot be told."""


def of_field_use(finding: Finding) -> bool:
    """Return whether a finding is on field use, or on figures published of it."""
    return finding.id.startswith(FIELD)


def use_cards(evidence: Evidence) -> list[Card]:
    """Return at most three cards; none in an audit without field use."""
    return [
        *_alerts(evidence),
        *_breaches(evidence),
        *_candidates(evidence),
        *_silent(evidence),
        *_odd(evidence),
    ][:MOST]


def cannot_tell(evidence: Evidence) -> Card | None:
    """Return the card on the rule that most records cannot be told by, or None."""
    rows = [row for row in evidence.rows("rules") if number(row, "cannot_tell")]
    if not rows:
        return None
    words = evidence.words
    row = max(rows, key=lambda row: (number(row, "cannot_tell") or 0.0, -_rank(row)))
    n = number(row, "cannot_tell") or 0
    noun = _noun(row, words, n=n)
    title = words.say("cards.limits.of_records", n=numbers.integer(n), noun=noun)
    rule, says, missing = (word(row, name) for name in ("rule", "says", "missing"))
    if missing:
        key = "cards.limits.of_rule"
        about = words.say(key, rule=rule, says=says, missing=missing)
    else:
        about = words.say("cards.limits.of_rule_bare", rule=rule, says=says)
    others = len(rows) - 1
    key = "of_rules_one" if others == 1 else "of_rules"
    more = (words.say(f"cards.limits.{key}", n=others),) if others else ()
    return Card(title, (about, *more), "unsure", "rules")


def unconfirmed(evidence: Evidence) -> Card | None:
    """Return the card on alerts that nobody confirmed, or None if there are none."""
    totals = evidence.plain("usage/totals", within=("count",))
    n = sum(f.estimate or 0 for f in totals if f.population["count"] in UNCONFIRMED)
    either = [
        f.says
        for f in evidence.plain(ALERTS, within=("unconfirmed",))
        if f.population.get("unconfirmed") == "either way" and f.because is None
    ]
    if not n or not either:
        return None
    title = evidence.words.say("cards.limits.unconfirmed", n=numbers.integer(n))
    return Card(title, (either[0],), "unsure", "denominators")


def _rank(row: Row) -> int:
    said = word(row, "severity")
    return SEVERITIES.index(said) if said in SEVERITIES else len(SEVERITIES)


def _noun(row: Row, words: Messages, *, n: float = 2) -> str:
    """Return what ``n`` records of a rule are called."""
    grouped = word(row, "unit") == "groups"
    kind = "groups" if grouped else word(row, "kind")
    key = kind if kind in NOUNS else "records"
    return words.say(f"nouns.one.{key}" if n == 1 else f"nouns.{key}")


UNCONFIRMED = ("true_alerts_unconfirmed", "false_alerts_unconfirmed")
NOUNS = ("searches", "deployments", "groups", "records")


def _alerts(evidence: Evidence) -> Iterator[Card]:
    """Yield the wrong share of alerts, with the share of faces beside it."""
    words = evidence.words
    for finding in evidence.plain(ALERTS):
        beside = [f.says for f in evidence.plain(FACES) if f.because is None]
        says = (finding.says, *beside[:1])
        if finding.interval is None:
            title = words.say("cards.use.alerts_unknown")
            yield Card(title, says, "unsure", "denominators")
            return
        if (finding.trials or FEW_EVENTS) < FEW_EVENTS:
            n = numbers.integer(finding.trials or 0)
            title = words.say("cards.use.alerts_few", n=n)
            yield Card(title, says, "unsure", "denominators")
            return
        rate = finding.estimate or 0.0
        write = in_base(100) if 0.01 <= rate < 0.1 else own_base(finding)
        said = headline(finding, write, words)
        title = words.say("cards.use.alerts", estimate=said)
        yield Card(title, says, "finding", "denominators")
        return


def _breaches(evidence: Evidence) -> Iterator[Card]:
    """Yield how many records broke at least one rule."""
    words = evidence.words
    for finding in evidence.plain("usage/any_rule_broken", within=("kind",)):
        if finding.estimate is None:
            continue
        noun = _noun_of_all(evidence, finding)
        of = numbers.integer(finding.trials or 0)
        if finding.estimate:
            n = numbers.integer(finding.estimate)
            title = words.say("cards.use.breaches", n=n, of=of, noun=noun)
            advice = words.say("cards.use.advice")
            grave = [
                f.says
                for f in evidence.plain(
                    "usage/any_rule_broken", within=("kind", "severity")
                )
                if f.estimate and f.population == {**finding.population, **GRAVE}
            ]
            yield Card(title, (finding.says, *grave, advice), "warning", "rules")
        elif group := _broken_by_groups(evidence):
            yield group
        else:
            title = words.say("cards.use.breaches_none", of=of, noun=noun)
            about = words.say("cards.use.breaches_about")
            yield Card(title, (finding.says, about), "calm", "rules")


def _noun_of_all(evidence: Evidence, finding: Finding) -> str:
    """Return what the records are called that were held against the rules."""
    kind = finding.population.get("kind")
    rows = [
        row
        for row in evidence.rows("rules")
        if word(row, "unit") == "records"
        and any(number(row, answer) is not None for answer in ANSWERS)
        and kind in (None, word(row, "kind"))
    ]
    words = evidence.words
    if not rows:
        return words.say("nouns.records")
    return _noun(rows[0], words, n=finding.trials or 0)


def _broken_by_groups(evidence: Evidence) -> Card | None:
    """Return the card on a rule that groups broke, where no single record broke one."""
    words = evidence.words
    rows = [
        row
        for row in evidence.rows("rules")
        if word(row, "unit") == "groups" and number(row, "breaks")
    ]
    if not rows:
        return None
    row = min(rows, key=lambda row: (_rank(row), -(number(row, "breaks") or 0.0)))
    n = numbers.integer(number(row, "breaks") or 0)
    bound = [answer for answer in ANSWERS if answer != "does_not_apply"]
    of = sum(number(row, answer) or 0 for answer in bound)
    noun = _noun(row, words, n=of)
    title = words.say("cards.use.breaches", n=n, of=numbers.integer(of), noun=noun)
    about = words.say("cards.use.by_groups", says=word(row, "says"))
    return Card(title, (about, words.say("cards.use.advice")), "warning", "rules")


def _candidates(evidence: Evidence) -> Iterator[Card]:
    """Yield the wrong share of candidates; without an assumption it is a range."""
    words = evidence.words
    for finding in evidence.plain(WRONG_SHARE):
        if finding.interval is None:
            title = words.say("cards.use.candidates_unknown")
            yield Card(title, (finding.says,), "unsure", "verification")
            return
        said = headline(finding, own_base(finding), words)
        low, high = finding.interval
        if finding.status == "bounded" and low and high is not None:
            said = words.say("cards.use.range", range=said)
        title = words.say("cards.use.candidates", estimate=said)
        yield Card(title, (finding.says,), "finding", "verification")
        return


def _silent(evidence: Evidence) -> Iterator[Card]:
    """Yield the months, or the weeks, of which nobody logged a word."""
    found = [
        f
        for f in evidence.plain("usage/silent_months", within=("period",))
        if f.estimate
    ]
    if found:
        n = numbers.integer(found[0].estimate or 0)
        weekly = found[0].population.get("period") == "week"
        key = "silent_weeks" if weekly else "silent"
        title = evidence.words.say(f"cards.use.{key}", n=n)
        yield Card(title, tuple(f.says for f in found[:2]), "warning", "searches")


def _odd(evidence: Evidence) -> Iterator[Card]:
    """Yield how many kinds of fault the published figures have."""
    words = evidence.words
    found = [f for f in evidence.findings if f.id.startswith("data/")]
    kinds: dict[str, list[Finding]] = {}
    for finding in sorted(found, key=lambda f: (f.id == CHANGED, -(f.estimate or 0.0))):
        if finding.estimate:
            kinds.setdefault(finding.id, []).append(finding)
    if not found:
        return
    if not kinds:
        title = words.say("cards.use.odd_none")
        yield Card(title, (words.say("cards.use.odd_about"),), "calm", "oddities")
        return
    key = "odd" if len(kinds) > 1 else "odd_one"
    title = words.say(f"cards.use.{key}", n=len(kinds))
    names = ", ".join(_odd_kind(kind, held, words) for kind, held in kinds.items())
    about = words.say("cards.use.odd_kinds", names=names)
    worst = next(iter(kinds.values()))[0].says
    yield Card(title, (worst, about), "warning", "oddities")


def _odd_kind(kind: str, held: list[Finding], words: Messages) -> str:
    """Return a kind of fault with how often it is there."""
    name = words.name(kind).lower()
    n = len(held) if kind == CHANGED else sum(int(f.estimate or 0) for f in held)
    if kind == CHANGED and n > 1:
        return words.say("cards.use.odd_times", name=name, n=n)
    if kind == CHANGED:
        return name
    key = "odd_row" if n == 1 else "odd_rows"
    return words.say(f"cards.use.{key}", name=name, n=numbers.integer(n))
