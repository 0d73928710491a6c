"""Findings as the words of a table cell."""

from collections.abc import Iterable, Sequence

from matchaudit.estimation.finding import Finding, Key
from matchaudit.report import numbers
from matchaudit.report.figure import Table
from matchaudit.report.messages import Messages
from matchaudit.report.numbers import Way, WriteEnd

FEW_EVENTS = 10
"""Fewer are given as counts ("3 of 517"), not in proportion."""

ROWS = 40
"""A longer table is cut, and says where the rest is."""


SEEN = 10
"""A table of more rows is folded, where it may be."""


def common_base(findings: Iterable[Finding]) -> int:
    """Return out of how many the rates of one table are said, so that they compare.

    Long bases are avoided: the median rate decides.
    """
    bases = sorted(numbers.base_of(_size(f)) for f in findings if _size(f) > 0)
    return bases[len(bases) // 2] if bases else 100


def _size(finding: Finding) -> float:
    ends = [end for end in finding.interval or () if end is not None]
    return finding.estimate or max(ends, default=0.0)


def in_base(base: int) -> WriteEnd:
    """Return the writer of rates out of one base."""

    def write(rate: float, /, *, way: Way | None = None) -> str:
        return numbers.frequency(rate, base=base, way=way)

    return write


def own_base(finding: Finding) -> WriteEnd:
    """Return the writer of rates out of the base that suits one finding.

    A rate and both its ends are said out of one number, as in the finding's sentence:
    with two figures of the rate, or of its upper end where the rate itself would be said
    out of more tries than there were.
    """
    rate, ends = finding.estimate, finding.interval
    if not rate or rate > 0.5 or ends is None or ends[1] is None:
        return in_base(numbers.base_of(_size(finding)))
    base = _two_figures(rate)
    if finding.trials is not None and finding.trials < base:
        base = _two_figures(ends[1])
    return in_base(base)


def _two_figures(rate: float) -> int:
    base = 100
    while 0 < rate * base < 9.5 and base < 10**12:
        base *= 10
    return base


def best(finding: Finding, write: WriteEnd, words: Messages) -> str:
    """Return the estimate; without errors the honest words are "at most"."""
    if finding.status == "not_estimable":
        return words.say("words.cannot_tell")
    if finding.estimate is None:
        return words.say("words.not_known")
    if finding.estimate == 0 and finding.events == 0:
        return words.say("words.none_seen")
    return _estimate(finding, write)


def _estimate(finding: Finding, write: WriteEnd) -> str:
    """Return the estimate, as plain counts where they are too few to be scaled."""
    said, events, trials = (
        write(finding.estimate or 0.0),
        finding.events,
        finding.trials,
    )
    if finding.unit == "probability" and events and trials:
        size = _size_of(said.partition(" in ")[2])
        if events < FEW_EVENTS or trials < size:
            return words_of(events, trials)
    return said


def _size_of(base: str) -> int:
    """Return the number that `numbers.large` wrote; 0 for nothing."""
    digits, _, billion = base.replace(",", "").partition(" ")
    return int(digits or 0) * (10**9 if billion else 1)


def words_of(events: int, trials: int) -> str:
    """Return counts as words.

    Examples
    --------
    >>> words_of(1, 517)
    '1 of 517'
    """
    return f"{numbers.integer(events)} of {numbers.integer(trials)}"


def between(finding: Finding, write: WriteEnd, words: Messages) -> str:
    """Return the interval, an open end as "at most" or "at least"."""
    if finding.interval is None:
        exact = finding.status == "counted"
        return words.say("words.exact" if exact else "words.cannot_tell")
    low, high = finding.interval
    if high is None:
        return words.say("words.at_least", low=write(low or 0.0, way="down"))
    if low is None or (low == 0 and not finding.estimate):
        return words.say("words.at_most", high=write(high, way="up"))
    if low < (finding.estimate or high) / 1000:
        return words.say("words.from_nothing", high=write(high, way="up"))
    ends = _bare(
        write(low, way="down"), write(high, way="up"), of=best(finding, write, words)
    )
    return words.say("words.between", low=ends[0], high=ends[1])


def _bare(low: str, high: str, *, of: str) -> tuple[str, str]:
    """Say a unit ("in 1,000") once, and not at all if the estimate says it already."""
    bare, _, unit = low.partition(" ")
    number, _, same = high.partition(" ")
    if unit != same:
        return low, high
    return bare, number if of.partition(" ")[2] == unit else high


def headline(finding: Finding, write: WriteEnd, words: Messages) -> str:
    """Return the number that a card or a chart shows: an upper end if no error was."""
    if finding.estimate and finding.status == "measured":
        return _estimate(finding, write)
    return between(finding, write, words)


def population(key: str, finding: Finding) -> str:
    """Return one population key of a finding as words, or nothing."""
    return spoken(finding.population[key]) if key in finding.population else ""


def spoken(value: Key) -> str:
    """Return a threshold or a group's name as words."""
    return numbers.score(value) if isinstance(value, float) else str(value)


def count(n: float | None) -> str:
    """Return a count; nothing where it is not known."""
    return "" if n is None else numbers.integer(n)


def table(
    caption: str,
    header: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    *,
    words: Messages,
    path: str = "data/findings.csv",
    folds: bool = False,
) -> Table:
    """Return a table without empty columns, cut if it is long.

    One that ``folds`` is folded if it has more rows than a reader sees at once.
    """
    filled = [k for k in range(len(header)) if k == 0 or any(row[k] for row in rows)]
    kept = tuple(tuple(row[k] for k in filled) for row in rows[:ROWS])
    note = None
    if len(rows) > ROWS:
        note = words.say("page.cut", shown=ROWS, all=len(rows), path=path)
    folded = folds and len(rows) > SEEN
    return Table(caption, tuple(header[k] for k in filled), kept, note, folded)


def counts(finding: Finding) -> tuple[str, str, str]:
    """Return errors, trials and effective trials as three cells."""
    return (
        count(finding.events),
        count(finding.trials),
        count(finding.effective_trials),
    )
