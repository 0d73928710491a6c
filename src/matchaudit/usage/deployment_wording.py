"""Sentences about deployments, so that two denominators are plainly the same events."""

from collections.abc import Sequence
from dataclasses import dataclass

from matchaudit.estimation import wording
from matchaudit.estimation.counts import Estimate
from matchaudit.estimation.finding import Finding
from matchaudit.estimation.wording import Way
from matchaudit.usage.denominators import (
    ALERTS_PER_HOUR,
    OF_ALERTS,
    OF_FACES,
    PER_HUNDRED_HOURS,
    Denominator,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What a sentence is about.

    Attributes
    ----------
    start : str
        What it begins with, such as ``"In 2024, "``; may be empty.
    by : Denominator
    total : float
        What the events are divided by, in all.
    same : bool
        True if the events are those of the sentence about alerts.
    """

    start: str
    by: Denominator
    total: float
    same: bool = False


def rate_sentence(
    story: Story, estimate: Estimate, *, as_wrong: bool = False, by_day: bool = False
) -> str:
    """Say how many there were, out of what, and what the true rate may be.

    Parameters
    ----------
    story : Story
    estimate : Estimate
        Its ``events`` are set.
    as_wrong : bool, default=False
        True if alerts that nobody confirmed are counted as wrong.
    by_day : bool, default=False
        True if the interval allows for days that differ.

    Returns
    -------
    str

    Examples
    --------
    >>> from matchaudit.estimation.proportions import clopper_pearson
    >>> story = Story(start="", by=OF_ALERTS, total=2158)
    >>> print(rate_sentence(story, clopper_pearson(34, 2158)))
    34 of 2,158 alerts were wrong (1.6 in 100). The true rate is likely between 1.09 and
    2.2 in 100.
    >>> story = Story(start="", by=OF_FACES, total=2371465, same=True)
    >>> print(rate_sentence(story, clopper_pearson(34, 2371465)))
    Of 2,371,465 faces seen, the same 34 set off a wrong alert (1.4 in 100,000). The true
    rate is likely between 0.99 and 2.1 in 100,000.
    """
    events = estimate.events or 0
    rate = f" ({_rate(story.by, estimate)})" if events else ""
    said = f"{_counted(story, events)}{rate}."
    if as_wrong:
        said += " This counts each one that nobody confirmed as wrong."
    return after(story.start, f"{said} {_likely(story.by, estimate, by_day=by_day)}")


def between_sentence(
    story: Story, events: tuple[int, int], ends: Estimate, *, by_day: bool = False
) -> str:
    """Say between what the number lies if nobody confirmed some of the alerts.

    Parameters
    ----------
    story : Story
    events : tuple of int
        With none and with all of the unconfirmed ones.
    ends : Estimate
        Its ends are those of the union of both intervals.
    by_day : bool, default=False
        True if the interval allows for days that differ.

    Returns
    -------
    str

    Examples
    --------
    >>> union = Estimate(
    ...     value=0.03, low=0.0109, high=0.0387, confidence=0.95, method="x"
    ... )
    >>> story = Story(start="At score 0.64, ", by=OF_ALERTS, total=2158)
    >>> print(between_sentence(story, (34, 66), union))
    At score 0.64, from 34 to 66 of 2,158 alerts were wrong. Nobody confirmed 32 of
    them. The true rate is likely between 1.09 and 3.9 in 100.
    """
    least, most = events
    open_ones = most - least
    why = (
        f"Nobody confirmed {open_ones:,} of them" if open_ones else "All were confirmed"
    )
    said = f"{_counted(story, least, most=most)}. {why}."
    return after(story.start, f"{said} {_likely(story.by, ends, by_day=by_day)}")


def doubt_sentence(n: int, *, high: float, low: float | None = None) -> str:
    """Say how far alerts that nobody confirmed could move the wrong share of alerts.

    Parameters
    ----------
    n : int
        How many nobody confirmed; one or more.
    high : float
        The end of the range if all of them were wrong.
    low : float, optional
        The end if all of them were right, where some were counted as wrong.

    Returns
    -------
    str

    Examples
    --------
    >>> print(doubt_sentence(32, high=0.0387))
    Nobody confirmed 32 of the alerts; if they were wrong too, up to 3.9 in 100.
    >>> print(doubt_sentence(1, high=0.0387, low=0.0109))
    Nobody confirmed 1 of the alerts; it could be between 1.09 and 3.9 in 100.
    """
    size = _size(high)
    end = f"{wording.end(high * size, 'up')} in {_sized(size)}"
    if low is not None:
        start = wording.end(low * size, "down")
        range_of = f"it could be between {start} and {end}"
    else:
        range_of = f"if {'it was' if n == 1 else 'they were'} wrong too, up to {end}"
    return f"Nobody confirmed {n:,} of the alerts; {range_of}."


def parts_sentence(
    whole: Finding,
    parts: tuple[Finding, Finding],
    *,
    of: str,
    places: Sequence[str] = ("", ""),
) -> str:
    """Say two rates that a rate mixes, out of the same number as that rate.

    Parameters
    ----------
    whole : Finding
        The rate that mixes them.
    parts : tuple of Finding
        The low one and the high one; their events and trials are known.
    of : str
        What is mixed, such as ``"5 periods"``.
    places : sequence of str, default=("", "")
        What is said behind each of the two.

    Returns
    -------
    str
        ``"This mixes scores, such as 5 of 1,413 (0.35 in 100) at score 0.64 and ..."``
    """
    size = _size(whole.estimate or 0.0)
    said = []
    for part, place in zip(parts, places, strict=True):
        many = (part.estimate or 0.0) * size
        rate = f" ({wording.rounded(many)} in {_sized(size)})" if many else ""
        said.append(f"{part.events or 0:,} of {part.trials or 0:,}{rate}{place}")
    return f"This mixes {of}, such as {said[0]} and {said[1]}."


def with_doubt(says: str, doubt: str) -> str:
    """Put a doubt between what was counted and what the true rate may be.

    Examples
    --------
    >>> print(with_doubt("1 of 9 was wrong. The true rate is likely low.", "One hid."))
    1 of 9 was wrong. One hid. As counted, the true rate is likely low.
    """
    counted, the, likely = says.rpartition("The true rate")
    return f"{counted}{doubt} As counted, {the.lower()}{likely}"


def after(start: str, said: str) -> str:
    """Return a sentence behind what it begins with, in small letters there.

    Examples
    --------
    >>> after("In 2024, ", "None of 3 was wrong."), after("", "none of 3 was wrong.")
    ('In 2024, none of 3 was wrong.', 'None of 3 was wrong.')
    """
    first = said[:1].lower() if start else said[:1].upper()
    return f"{start}{first}{said[1:]}"


def _counted(story: Story, events: int, *, most: int | None = None) -> str:
    """Say the events and what they are out of."""
    total = wording.whole(story.total)
    some = _some(events, most)
    one = (most if most is not None else events) == 1
    match story.by.id:
        case OF_ALERTS.id:
            were = "was" if one or not (most or events) else "were"
            start = "from " if " to " in some else ""
            return f"{start}{some} of {total} alerts {were} wrong"
        case OF_FACES.id:
            same = "the same " if story.same and (most or events) else ""
            return f"of {total} faces seen, {same}{some} set off a wrong alert"
        case PER_HUNDRED_HOURS.id:
            return f"{_wrong(story, some, one=one)} came in {_hours(story.total * 100)}"
        case ALERTS_PER_HOUR.id:
            alerts = "alert" if one else "alerts"
            return (
                f"{some.replace('none', 'no')} {alerts} came in {_hours(story.total)}"
            )
        case _:
            same = "The same " if story.same else ""
            tries = f"there were {_many(story.total)} tries of a face against an entry"
            return f"{tries}. {after('', f'{same}{some}')} went wrong"


def _some(events: int, most: int | None) -> str:
    if most is not None and most > events:
        return f"{events:,} to {most:,}"
    return f"{events:,}" if events else "none"


def _wrong(story: Story, some: str, *, one: bool) -> str:
    if some == "none":
        return "no wrong alert"
    same = "the same " if story.same else ""
    return f"{same}{some} wrong {'alert' if one else 'alerts'}"


def _hours(hours: float) -> str:
    return f"{wording.whole(hours) if hours >= 10 else f'{hours:.2g}'} hours"


def _many(total: float) -> str:
    for size, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if total >= size:
            return f"{wording.rounded(total / size)} {name}"
    return wording.whole(total)


def _likely(by: Denominator, estimate: Estimate, *, by_day: bool) -> str:
    start = "Counted by day, the" if by_day else "The"
    if not estimate.low and not estimate.events:
        return f"{start} true rate could be {_up_to(by, estimate)}."
    return f"{start} true rate is likely {_span(by, estimate)}."


def _rate(by: Denominator, estimate: Estimate) -> str:
    if by.kind == "time":
        return f"{wording.rounded(estimate.value)}{_time(by)}"
    size = _size(estimate.value)
    many = estimate.value * size
    return f"{wording.whole(many) if many >= 9.95 else f'{many:.1f}'} in {_sized(size)}"


def _span(by: Denominator, estimate: Estimate) -> str:
    if by.kind == "time":
        low, high = (
            "close to 0" if _nothing(end, estimate) else wording.end(end, way)
            for end, way in _ways(estimate)
        )
        return f"between {low} and {high}{_time(by)}"
    size = _size(estimate.value)
    low, high = (
        "close to 0" if _nothing(end, estimate) else wording.end(end * size, way)
        for end, way in _ways(estimate)
    )
    return f"between {low} and {high} in {_sized(size)}"


def _up_to(by: Denominator, estimate: Estimate) -> str:
    if by.kind == "time":
        return f"up to {wording.end(estimate.high, 'up')}{_time(by)}"
    size = _size(estimate.high)
    return f"up to {wording.end(estimate.high * size, 'up')} in {_sized(size)}"


def _nothing(end: float, estimate: Estimate) -> bool:
    """Say whether an end is so far below the rate that no figure of it means much."""
    return end < estimate.value / 1000


def _ways(estimate: Estimate) -> tuple[tuple[float, Way], tuple[float, Way]]:
    return (estimate.low, "down"), (estimate.high, "up")


def _time(by: Denominator) -> str:
    return " in 100 hours" if by.id == PER_HUNDRED_HOURS.id else " an hour"


def _size(rate: float) -> int:
    """Return the least power of ten, from 100 on, of which a rate is one or more."""
    size = 100
    while 0 < rate * size < 0.995 and size < 10**15:
        size *= 10
    return size


def _sized(size: int) -> str:
    return _many(size) if size > 10**6 else f"{size:,}"
