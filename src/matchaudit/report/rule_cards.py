"""Rules as cards, and boxes of context: exhibits that are neither figure nor table."""

from dataclasses import dataclass

BAR = 240
"""Width of the bar of four parts, in pixels."""

ANSWERS = ("breaks", "cannot_tell", "meets", "does_not_apply")
"""The answers in the order in which the bar shows them."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar: an answer, how it is called, how often, and where it lies.

    ``of`` says out of how many, where the rule is not about all; else it is empty.
    """

    answer: str
    word: str
    number: str
    left: int
    width: int
    of: str = ""


@dataclass(frozen=True, slots=True)
class RuleCard:
    """One rule in words.

    Attributes
    ----------
    rule, says, source, url : str
        The url is shown as text, never loaded or linked; it may be empty.
    marks : tuple of str
        Short words such as the severity and how the provision was read.
    parts : tuple of Part
        Empty for a rule that was not run.
    notes : tuple of str
        Sentences: what is missing, what is not looked at, the records that break it.
    """

    rule: str
    says: str
    source: str
    url: str
    marks: tuple[str, ...]
    parts: tuple[Part, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """Cards of one kind of outcome; a long group is folded and opens when printed."""

    title: str
    cards: tuple[RuleCard, ...]
    folded: bool


@dataclass(frozen=True, slots=True)
class Box:
    """What others found: a title, a sentence or two, the source, how it was read."""

    title: str
    says: str
    source: str
    how: str


def parts(
    counts: dict[str, int], words: dict[str, str], *, of: str = ""
) -> tuple[Part, ...]:
    """Return the parts of a bar: a part that is there is at least two pixels wide.

    ``of`` says out of how many a rule was broken.

    Examples
    --------
    >>> answers = {"meets": 2990, "breaks": 1, "cannot_tell": 0, "does_not_apply": 9}
    >>> [(p.answer, p.left, p.width) for p in parts(answers, {a: a for a in answers})]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('breaks', 0, 2), ('cannot_tell', 2, 0), ('meets', 2, 236),
     ('does_not_apply', 238, 2)]
    """
    total = sum(counts.values())
    least = 2
    widths = {
        a: max(round(BAR * counts[a] / total), least) if counts[a] else 0
        for a in ANSWERS
    }
    # What small parts were given too much is taken from the widest.
    widths[max(ANSWERS, key=lambda a: widths[a])] += BAR - sum(widths.values())
    made, left = [], 0
    for answer in ANSWERS:
        number = f"{counts[answer]:,}"
        out_of = of if answer == "breaks" else ""
        made.append(Part(answer, words[answer], number, left, widths[answer], out_of))
        left += widths[answer]
    return tuple(made)
