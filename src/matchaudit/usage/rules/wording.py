"""Sentences on rules: what was counted, of what, and what was missing."""

from collections.abc import Mapping

from matchaudit.records.wording import listed
from matchaudit.tallies.rules import Answers
from matchaudit.usage.days import written_out
from matchaudit.usage.rules.cards import Card, WordList
from matchaudit.usage.rules.compiling import NO_HOUR, Standing

ANSWERS = ("meets", "breaks", "cannot_tell", "does_not_apply")
_MOST_CAUSES = 3
_SAYS = {
    "meets": '{those} met the rule "{rule}" ({source}).',
    "breaks": '{those} broke the rule "{rule}" ({source}).',
    "cannot_tell": ('Cannot tell: {those}, for the rule "{rule}" ({source}).{missing}'),
    "does_not_apply": 'The rule "{rule}" ({source}) is not about {those}.',
}
_NONE_ASKED = 'The rule "{rule}" ({source}) is about none of {all} {unit}.'


def units(standing: Standing) -> str:
    """Return the plural of what a card's answers count."""
    if standing.unit == "groups":
        return f"groups (by {listed(standing.card.for_each)})"
    return standing.kind


def answer_says(
    standing: Standing, answer: str, counts: Answers, *, missing: str
) -> str:
    """Return the sentence for one answer to one rule, out of whom the rule is about."""
    asked_none = counts.asked == 0 and answer != "does_not_apply"
    return (_NONE_ASKED if asked_none else _SAYS[answer]).format(
        those=_those(answer, counts, units(standing)),
        all=f"{counts.n:,}",
        unit=units(standing),
        rule=standing.card.says.rstrip("."),
        source=standing.card.source,
        missing=f" {missing}" if missing else "",
    )


def trials_of(answer: str, counts: Answers) -> int:
    """Return out of how many an answer is counted.

    That is those to which the rule applies, with those that cannot tell; of those to
    which it does not apply, all.

    Examples
    --------
    >>> counts = Answers(meets=240, breaks=36, cannot_tell=2, does_not_apply=9722)
    >>> trials_of("breaks", counts), trials_of("does_not_apply", counts)
    (278, 10000)
    """
    return counts.n if answer == "does_not_apply" else counts.asked


def _those(answer: str, counts: Answers, unit: str) -> str:
    n, of = f"{getattr(counts, answer):,}", f"{trials_of(answer, counts):,}"
    if answer == "does_not_apply" or counts.asked == counts.n:
        return f"{n} of {of} {unit}"
    reach = "applies or may apply" if answer == "cannot_tell" else "applies"
    return f"{n} of the {of} {unit} to which it {reach} (of {counts.n:,})"


def not_run_says(standing: Standing) -> str:
    """Return the sentence for a rule that was not run."""
    card = standing.card
    said = f'the rule "{card.says.rstrip(".")}" ({card.source})'
    start = {
        "not checkable": f"Not checkable from this log: {said}.",
        "not run": f"Not run: {said}.",
        "other kind": f"For another kind of record: {said}.",
    }[standing.state]
    return f"{start} {standing.why[0].upper()}{standing.why[1:]}."


def missing_says(standing: Standing, causes: Mapping[str, int]) -> str:
    """Say what is missing where a rule cannot tell, most often first.

    Examples
    --------
    >>> from matchaudit.usage.rules.cards import Card, Pack
    >>> card = Card.model_validate({"id": "A", "says": "B.", "from": "C"})
    >>> ours = Pack(pack="ours", title="Ours", rules=(card,))
    >>> standing = Standing(pack=ours, card=card, kind="searches", state="run")
    >>> missing_says(standing, {"purpose": 97, "acted_at (no hour)": 2})
    'Not recorded: purpose (97 times), the hour of acted_at (2 times).'
    """
    said = []
    if standing.absent:
        said.append(f"Not in the file: {listed(standing.absent)}.")
    most = sorted(causes.items(), key=lambda item: (-item[1], item[0]))
    found = [
        f"{_named(name)} ({n:,} {'time' if n == 1 else 'times'})"
        for name, n in most[:_MOST_CAUSES]
        if n > 0
    ]
    if found:
        said.append(f"Not recorded: {', '.join(found)}.")
    if standing.open_lists:
        lists = standing.pack.lists
        titles = [f'"{list_title(lists[name])}"' for name in standing.open_lists]
        one = len(titles) == 1
        start, them = ("The list", "it") if one else ("The lists", "them")
        are = "is" if one else "are"
        said.append(
            f"{start} {listed(titles)} {are} not whole: a word that is not on {them} "
            "cannot be told."
        )
    if standing.unit == "groups" and not found:
        said.append(
            "Too much is unknown, or too little was counted, to say on which side of the "
            "limit these groups lie."
        )
    return " ".join(said)


def list_title(words: WordList) -> str:
    """Return what a list is, in its own words: the first sentence of what it says.

    Examples
    --------
    >>> list_title(WordList(says="Grave crimes. Read in part.", values=("arson",)))
    'Grave crimes'
    """
    first, stop, _ = " ".join(words.says.split()).partition(". ")
    return first if stop else first.removesuffix(".")


def in_force_says(card: Card, *, kind: str) -> str:
    """Say from when and until when a card holds; empty if it names no day.

    Examples
    --------
    >>> given = {"id": "A", "says": "B.", "from": "C", "valid": {"from": "2027-12-02"}}
    >>> in_force_says(Card.model_validate(given), kind="searches")
    'In force from 2 December 2027: for earlier searches the answer is "does not apply".'
    """
    since = card.valid.since if card.valid else None
    until = card.valid.until if card.valid else None
    days = " ".join(
        f"{word} {written_out(day)}"
        for word, day in (("from", since), ("until", until))
        if day
    )
    if not days or card.needs:
        return f"In force {days}." if days else ""
    others = " and ".join(
        word for word, day in (("earlier", since), ("later", until)) if day
    )
    return f'In force {days}: for {others} {kind} the answer is "does not apply".'


def _named(cause: str) -> str:
    name = cause.removesuffix(NO_HOUR)
    return name if name == cause else f"the hour of {name}"
