"""Groups of records held against a limit: meets, breaks, or cannot tell."""

from dataclasses import dataclass
from typing import Literal

from matchaudit.estimation.proportions import clopper_pearson
from matchaudit.tallies.rules import Answers, GroupTally
from matchaudit.usage.rules.cards import Card

Answer = Literal["meets", "breaks", "cannot_tell", "does_not_apply"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One group and its answer.

    Attributes
    ----------
    key : tuple of str, or None
        None where the group of the records is not known.
    answer : {"meets", "breaks", "cannot_tell", "does_not_apply"}
    events, trials : int
        What was counted.
    low, high : float or None
        Between which the share lies: unknown records counted both ways, or the
        exact 95% interval of a ratio of counts.
    """

    key: tuple[str, ...] | None
    answer: Answer
    events: int
    trials: int
    low: float | None = None
    high: float | None = None


def judge(card: Card, group: GroupTally) -> Judged:
    """Hold one group against the limit of a card.

    Parameters
    ----------
    card : Card
        With ``at_most``, and ``share_where`` or ``share``.
    group : GroupTally

    Returns
    -------
    Judged
        A group whose records are not known to belong to it cannot tell.

    Examples
    --------
    >>> card = Card.model_validate(
    ...     {
    ...         "id": "A",
    ...         "says": "Few.",
    ...         "from": "B",
    ...         "for_each": ["month"],
    ...         "share_where": "urgent",
    ...         "at_most": 0.5,
    ...     }
    ... )
    >>> group = GroupTally(key=("2025-01",), sure=10, maybe=0, true=4, unknown=2)
    >>> judge(card, group).answer
    'cannot_tell'
    """
    ratio = card.share is not None
    events, trials = (group.of, group.out_of) if ratio else (group.true, group.sure)
    low, high = _of_counts(group) if ratio else _of_records(group)
    return Judged(
        key=group.key,
        answer=_answer(card, group, low, high),
        events=events,
        trials=trials,
        low=low,
        high=high,
    )


def answers(groups: tuple[Judged, ...]) -> Answers:
    """Count the answers of groups.

    Examples
    --------
    >>> answers(
    ...     (Judged(key=None, answer="cannot_tell", events=0, trials=0),)
    ... ).cannot_tell
    1
    """
    said = [group.answer for group in groups]
    return Answers(
        meets=said.count("meets"),
        breaks=said.count("breaks"),
        cannot_tell=said.count("cannot_tell"),
        does_not_apply=said.count("does_not_apply"),
    )


def _answer(
    card: Card, group: GroupTally, low: float | None, high: float | None
) -> Answer:
    if group.sure + group.maybe == 0:
        return "does_not_apply"
    if group.key is None or low is None or high is None or card.at_most is None:
        return "cannot_tell"
    if high <= card.at_most:
        return "meets"
    return "breaks" if low > card.at_most else "cannot_tell"


def _of_records(group: GroupTally) -> tuple[float | None, float | None]:
    """Return the least and the largest share, what is unknown counted both ways."""
    maybe_false = group.maybe - group.maybe_true - group.maybe_unknown
    least_of = group.sure + maybe_false + group.maybe_unknown
    largest_of = group.sure + group.maybe_true + group.maybe_unknown
    if group.sure == 0 or least_of == 0 or largest_of == 0:
        return None, None
    most = group.true + group.unknown + group.maybe_true + group.maybe_unknown
    return group.true / least_of, most / largest_of


def _of_counts(group: GroupTally) -> tuple[float | None, float | None]:
    """Return the exact interval of a ratio of counts, where all are known."""
    if group.lacking or group.out_of == 0 or not 0 <= group.of <= group.out_of:
        return None, None
    estimate = clopper_pearson(group.of, group.out_of)
    return estimate.low, estimate.high
