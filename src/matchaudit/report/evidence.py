"""Findings and curves, looked up the way the page needs them."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from matchaudit.disclosure import Released
from matchaudit.estimation.finding import Curve, Finding
from matchaudit.report.curves import Row, rows
from matchaudit.report.figure import Figure, Table
from matchaudit.report.lists import Lists
from matchaudit.report.messages import Messages
from matchaudit.report.rule_cards import Box, RuleGroup

Exhibit = Figure | Table | RuleGroup | Box | Lists

OPERATING = frozenset({"threshold", "target_fmr"})
"""Population keys that say at which point a rate was taken, not of whom."""


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the page, ready to be set.

    Attributes
    ----------
    says : tuple of str
        What was found, in sentences.
    exhibits : tuple of Figure, Table, RuleGroup, Box or Lists
    worked_out, cannot_tell : tuple of str
        Sentences.
    downloads : tuple of str
        Paths below the output folder.
    not_done : str or None
        Why there is nothing to show.
    folded : bool
        True for what was not measured here.
    """

    name: str
    title: str
    means: str
    says: tuple[str, ...]
    exhibits: tuple[Exhibit, ...]
    worked_out: tuple[str, ...]
    cannot_tell: tuple[str, ...]
    downloads: tuple[str, ...]
    not_done: str | None = None
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was released, and the words to say it in."""

    findings: tuple[Finding, ...]
    curves: Mapping[str, Curve]
    words: Messages

    @classmethod
    def of(cls, released: Released, words: Messages) -> "Evidence":
        """Index what was released."""
        return cls(released.findings, {c.name: c for c in released.curves}, words)

    def named(self, *names: str) -> list[Finding]:
        """Return the findings with these ids, in the order in which they were found."""
        return [f for f in self.findings if f.id in names]

    def overall(self, *names: str) -> list[Finding]:
        """Return those of all comparisons: of no group, under no condition."""
        return [f for f in self.named(*names) if set(f.population) <= OPERATING]

    def keyed(
        self, *names: str, by: Collection[str], within: Collection[str] = ()
    ) -> list[Finding]:
        """Return those with one of the keys ``by``, and none that is not ``within``."""
        return [
            f
            for f in self.named(*names)
            if set(f.population) & {*by} and set(f.population) <= {*by, *within}
        ]

    def plain(self, *names: str, within: Collection[str] = ()) -> list[Finding]:
        """Return those that have no key but the ones ``within``."""
        return [f for f in self.named(*names) if set(f.population) <= {*within}]

    def rows(self, name: str) -> list[Row]:
        """Return the rows of a curve; none if it was not released."""
        return rows(self.curves[name]) if name in self.curves else []


@dataclass(frozen=True, slots=True)
class Draft:
    """What a section is made from, before methods, cautions and paths are gathered.

    Attributes
    ----------
    says : sequence of str
        What was found, in sentences.
    quiet : bool
        True if cautions, and what is missing, stand in the exhibits already.
    standing : bool
        True for a section that stands without a finding, folded.
    """

    name: str
    findings: list[Finding]
    exhibits: Sequence[Exhibit] = ()
    curves: Collection[str] = ()
    says: Sequence[str] = ()
    quiet: bool = False
    standing: bool = False

    def finish(self, evidence: Evidence) -> Section | None:
        """Return the section; None if nothing of it was asked for."""
        words = evidence.words
        curves = [evidence.curves[c].path for c in self.curves if c in evidence.curves]
        if not self.findings and not curves and not self.standing:
            return None
        missing = [f for f in self.findings if f.because is not None]
        nothing = len(missing) == len(self.findings) > 0 and not curves
        because = missing[0].because if nothing else None
        key = f"sections.{self.name}"
        return Section(
            name=self.name,
            title=words.say(f"{key}.title"),
            means=words.say(f"{key}.means"),
            says=() if nothing else tuple(self.says),
            exhibits=() if nothing else tuple(self.exhibits),
            worked_out=(words.say(f"{key}.worked"), *self._methods(words)),
            cannot_tell=(
                words.say(f"{key}.limits"),
                *(() if self.quiet else self._cautions(missing)),
            ),
            downloads=() if self.standing else (*curves, "data/findings.csv"),
            folded=self.standing,
            not_done=words.say("page.not_done", because=because) if because else None,
        )

    def _methods(self, words: Messages) -> list[str]:
        """Return which measure was worked out by which method, from which source."""
        methods = dict.fromkeys(
            f"{f.id} by {f.method.partition(';')[0]}"
            for f in self.findings
            if f.because is None
        )
        sources = dict.fromkeys(source for f in self.findings for source in f.sources)
        lines = []
        if methods:
            lines.append(words.say("page.methods", list="; ".join(methods)))
        if sources:
            lines.append(words.say("page.sources", list="; ".join(sources)))
        return lines

    def _cautions(self, missing: list[Finding]) -> list[str]:
        noted = {e.note for e in self.exhibits if isinstance(e, Table)}
        cautions = _told_once(
            c for f in self.findings for c in f.cautions if c not in noted
        )
        return [*cautions[:CAUTIONS], *_told_once(f.says for f in missing)[:CAUTIONS]]


def _told_once(sentences: Iterable[str]) -> list[str]:
    """Leave out those that differ in numbers and dates only.

    The one with the smallest number stands for all.
    """
    told: dict[frozenset[str], str] = {}
    for sentence in sentences:
        key = frozenset(re.findall("[a-z]+", sentence.lower())) - _OF_DATES
        told[key] = min(told.get(key, sentence), sentence, key=_first_number)
    return list(told.values())


def _first_number(sentence: str) -> float:
    found = _NUMBER.search(sentence)
    return float(found[0].replace(",", "")) if found else 0.0


_OF_DATES = {
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december", "and", "on"),
}

_NUMBER = re.compile(r"\d+(?:[,.]\d+)*")

CAUTIONS = 6
"""So many sentences of a kind stand in a section; the open data hold all."""
