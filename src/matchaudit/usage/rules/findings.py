"""What a table says of the rules, as findings and three tables."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from matchaudit.estimation.finding import Curve, Finding, Key
from matchaudit.tallies.rules import Answers, RuleTally
from matchaudit.usage.rules.cards import Pack
from matchaudit.usage.rules.compiling import Standing, standings
from matchaudit.usage.rules.judging import Judged, answers, judge
from matchaudit.usage.rules.tables import RuleRow, rule_groups, rule_records, rules
from matchaudit.usage.rules.wording import (
    ANSWERS,
    answer_says,
    in_force_says,
    missing_says,
    not_run_says,
    trials_of,
)

NOT_LEGAL_ADVICE = "This is not legal advice."
COUNTED_APART = "Rules on groups, such as months, are counted apart."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Card:
    """A card with what was counted for it."""

    standing: Standing
    counts: Answers | None = None
    groups: tuple[Judged, ...] = ()
    missing: str = ""


def rule_findings(
    packs: Sequence[Pack], *tallies: RuleTally
) -> tuple[list[Finding], list[Curve]]:
    """State what tables say of the rules in packs.

    Parameters
    ----------
    packs : sequence of Pack
    *tallies : RuleTally
        One for each table that was tallied with the queries of these packs.

    Returns
    -------
    findings : list of Finding
        ``usage/rule`` [rule, answer] for each card that was run, ``usage/rule`` [rule]
        for each that was not, and ``usage/any_rule_broken``.
    curves : list of Curve
        ``rules`` (one row a card), ``rule_groups`` and ``rule_records``; the last is
        for the holder of the data, and so is the second where operators are told apart.

    Raises
    ------
    InputError
        E19 if two packs have a rule of the same id.
    """
    cards = list(_cards(packs, tallies))
    findings = [finding for card in cards for finding in _of_card(card)]
    for tally in tallies:
        kind: dict[str, Key] = {"kind": tally.kind} if len(tallies) > 1 else {}
        findings += _any_broken(tally, kind)
    run = {c.standing.card.id: c.groups for c in cards if c.groups}
    rows = [RuleRow(c.standing, c.counts, c.missing) for c in cards]
    curves = [rules(rows)]
    if run:
        curves.append(rule_groups([c.standing for c in cards], run))
    named = [each for tally in tallies for each in tally.named]
    if named:
        curves.append(rule_records(named))
    return findings, curves


def _cards(packs: Sequence[Pack], tallies: Sequence[RuleTally]) -> Iterator[_Card]:
    by_kind = {tally.kind: tally for tally in tallies}
    first = tallies[0].kind if tallies else None
    stands = {
        kind: standings(packs, kind=kind, columns=tally.columns)
        for kind, tally in by_kind.items()
    }
    for i, plain in enumerate(standings(packs, kind=first)):
        tally = by_kind.get(plain.kind)
        if tally is None:
            yield _Card(standing=plain)
        else:
            yield _counted(stands[plain.kind][i], tally)


def _counted(standing: Standing, tally: RuleTally) -> _Card:
    rule = standing.card.id
    if standing.state != "run":
        return _Card(standing=standing)
    if standing.unit == "groups":
        judged = tuple(judge(standing.card, g) for g in tally.groups[rule])
        counts = answers(judged)
    else:
        judged, counts = (), tally.answers[rule]
    missing = ""
    if counts.cannot_tell:
        missing = missing_says(standing, tally.causes.get(rule, {}))
    return _Card(standing=standing, counts=counts, groups=judged, missing=missing)


def _of_card(card: _Card) -> Iterator[Finding]:
    standing, rule = card.standing, card.standing.card
    sources = (rule.source, *([rule.source_url] if rule.source_url else []))
    if card.counts is None:
        yield Finding(
            id="usage/rule",
            population={"rule": rule.id},
            status="not_estimable",
            unit="count",
            method="count",
            says=not_run_says(standing),
            because=standing.why,
            curve="data/rules.csv",
            sources=sources,
            cautions=_cautions(standing),
        )
        return
    for answer in ANSWERS:
        n = getattr(card.counts, answer)
        yield Finding(
            id="usage/rule",
            population={"rule": rule.id, "answer": answer},
            status="counted",
            estimate=n,
            events=n,
            trials=trials_of(answer, card.counts),
            unit="count",
            method="count",
            says=answer_says(standing, answer, card.counts, missing=card.missing),
            curve="data/rules.csv",
            sources=sources,
            cautions=_cautions(standing),
        )


def _cautions(standing: Standing) -> tuple[str, ...]:
    """Return what must stand beside the counts of a card."""
    card = standing.card
    said = [NOT_LEGAL_ADVICE]
    if card.as_read not in {"read", None}:
        words = {"part": "in part only", "summary": "in summary only"}
        how = words.get(card.as_read, "by nobody yet: it is not verified")
        said.append(f"The source of this rule was read {how}.")
    if when := in_force_says(card, kind=standing.kind):
        said.append(when)
    if card.not_covered:
        said.append(f"Not looked at: {card.not_covered.rstrip('.')}.")
    return tuple(said)


def _any_broken(tally: RuleTally, kind: Mapping[str, Key]) -> Iterator[Finding]:
    """Yield how many records broke a rule, and how many one of high severity."""
    for broke, grave in ((tally.broke_any, False), (tally.broke_grave, True)):
        what = "rule of high severity" if grave else "rule"
        population = {**kind, "severity": "high"} if grave else dict(kind)
        if not tally.answers:
            yield Finding(
                id="usage/any_rule_broken",
                population=population,
                status="not_estimable",
                unit="count",
                method="count",
                says=f"No {what} was run over single {tally.kind}.",
                because="no rule was run over single records",
            )
            continue
        yield Finding(
            id="usage/any_rule_broken",
            population=population,
            status="counted",
            estimate=broke,
            events=broke,
            trials=tally.n_records,
            unit="count",
            method="count",
            says=f"{broke:,} of {tally.n_records:,} {tally.kind} broke at least "
            f"one {what}.",
            curve="data/rules.csv",
            cautions=(NOT_LEGAL_ADVICE, *([COUNTED_APART] if tally.groups else [])),
        )
