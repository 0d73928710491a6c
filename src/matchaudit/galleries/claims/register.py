"""What a register of claims holds, and how small a part of it may be told.

A register is published in totals. Nobody may read off them how one claim turned out, so
a part with few claims, or whose claims all turned out alike, is told with others.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matchaudit.errors import ParameterError
from matchaudit.estimation.partial_verification import Checked, CheckedUnits
from matchaudit.galleries.claims.covers import known_word
from matchaudit.tallies.claims import ClaimRows, Days

FEWEST = 5
"""A register, or a part of one, with fewer claims is not told by how they turned out."""

FEWEST_EXPECTED = 10
"""With fewer claims nothing is said of how many of them may be wrong."""

MOST_PARTS = 20
"""The largest parts are told one by one; the rest are told together."""

OTHERS, NOT_RECORDED, ANOTHER = "others", "not recorded", "another word"
SPLIT_BY = ("method", "publisher", "probe_mask")
SETTLED = ("confirmed", "refuted")
STATUSES = (*SETTLED, "withdrawn", "unverified")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimSettings:
    """The decisions of an audit of claims.

    Attributes
    ----------
    confidence : float, default=0.95
        Nominal two-sided coverage of every interval, in (0, 1).
    random_sample : bool, default=False
        True if somebody declares that the claims with ``verification_sample`` were
        drawn at random from all of the register.
    publishers_listed : bool, default=False
        True if the plan lists all publishers, so that none can be the name of a person.
        Only then are they told one by one.
    """

    confidence: float = 0.95
    random_sample: bool = False
    publishers_listed: bool = False

    def __post_init__(self) -> None:
        """Refuse a confidence that is none."""
        if not 0 < self.confidence < 1:
            raise ParameterError("confidence", "in (0, 1)", self.confidence)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusCounts:
    """How claims turned out. ``unverified`` holds those without a status as well."""

    confirmed: int = 0
    refuted: int = 0
    withdrawn: int = 0
    unverified: int = 0

    @property
    def claims(self) -> int:
        """How many claims there are."""
        return self.confirmed + self.refuted + self.withdrawn + self.unverified

    @property
    def checked(self) -> Checked:
        """The claims, those that were confirmed or refuted, and the refuted ones.

        A claim that was withdrawn may have been right: nobody found out.
        """
        settled = self.confirmed + self.refuted
        return Checked(trials=self.claims, checked=settled, events=self.refuted)

    @property
    def alike(self) -> bool:
        """True if all turned out alike, so that the total tells each one."""
        known = (self.confirmed, self.refuted, self.withdrawn)
        return self.claims > 0 and self.claims in known


def status_counts(
    rows: ClaimRows, chosen: NDArray[np.bool_] | None = None
) -> StatusCounts:
    """Count how claims turned out: all of them, or those that are ``chosen``.

    Examples
    --------
    >>> status_counts(made_of(["refuted", "unverified", None])).unverified
    2
    """
    status = rows.words["status"]
    if chosen is None:
        return _counted(status)
    return _counted([status[i] for i in np.flatnonzero(chosen).tolist()])


def _counted(status: Iterable[str | None]) -> StatusCounts:
    counts = dict.fromkeys(STATUSES, 0)
    for said in status:
        counts[said if said in counts else "unverified"] += 1
    return StatusCounts(**counts)


def why_untold(rows: ClaimRows) -> str | None:
    """Return why the total of a register would tell each claim, if it would.

    Examples
    --------
    >>> why_untold(made_of(["refuted"] * 8))
    'all turned out alike, so a total would tell each one'
    """
    if rows.n < FEWEST:
        return f"fewer than {FEWEST} claims would be told almost one by one"
    if status_counts(rows).alike:
        return "all turned out alike, so a total would tell each one"
    return None


def has_word(rows: ClaimRows, column: str, word: str) -> NDArray[np.bool_]:
    """Return which claims have a word in a column."""
    return np.array([said == word for said in rows.words[column]], dtype=np.bool_)


def parts(rows: ClaimRows, column: str) -> Mapping[str, StatusCounts]:
    """Return the parts of a register that may be told, by the words of a column.

    Parameters
    ----------
    rows : ClaimRows
    column : str
        One of ``SPLIT_BY``.

    Returns
    -------
    mapping of str to StatusCounts
        Largest first, ``"others"`` last: those with fewer than ``FEWEST`` claims, and
        those whose claims all turned out alike, together. Nothing if that leaves one
        part, or if the register does not have the column.

    Examples
    --------
    >>> words = ["confirmed", "refuted"] * 5
    >>> rows = made_of([*words, "refuted"], method=["tip"] * 10 + ["self"])
    >>> parts(rows, "method")
    {}
    """
    labels = grouping(rows, column)
    return {} if labels is None else counts_of(rows, labels)


def counts_of(rows: ClaimRows, labels: Sequence[str]) -> Mapping[str, StatusCounts]:
    """Count how claims turned out by a label of each: largest first, others last."""
    found: dict[str, StatusCounts] = {}
    for label in set(labels):
        chosen = np.array([said == label for said in labels], dtype=np.bool_)
        found[label] = status_counts(rows, chosen)
    order = sorted(found, key=lambda one: (one == OTHERS, -found[one].claims, one))
    return {label: found[label] for label in order}


def grouping(rows: ClaimRows, column: str) -> tuple[str, ...] | None:
    """Return with which part each claim is told; None if there is one part only.

    Parameters
    ----------
    rows : ClaimRows
    column : str
        One of ``SPLIT_BY``.
    """
    if column not in rows.columns:
        return None
    labels = [_label(column, said) for said in rows.words[column]]
    found = counts_of(rows, labels)
    order = sorted(found, key=lambda label: (-found[label].claims, label))
    kept = [label for label in order if not _too_telling(found[label])][:MOST_PARTS]
    rest = [label for label in order if label not in kept]
    while rest and kept and _too_telling(_together(found, rest)):
        rest.append(kept.pop())
    if len(kept) + bool(rest) < 2:
        return None
    return tuple(label if label in kept else OTHERS for label in labels)


def _label(column: str, said: str | None) -> str:
    """Return the word of a part; a mask in a word of somebody's own is not repeated."""
    if said is None or not said.strip():
        return NOT_RECORDED
    if column == "probe_mask" and not known_word(said):
        return ANOTHER
    return said


def _too_telling(counts: StatusCounts) -> bool:
    return counts.claims < FEWEST or counts.alike


def _together(found: Mapping[str, StatusCounts], labels: Sequence[str]) -> StatusCounts:
    total = {
        name: sum(getattr(found[label], name) for label in labels) for name in STATUSES
    }
    return StatusCounts(**total)


def by_publisher(rows: ClaimRows, chosen: NDArray[np.bool_]) -> CheckedUnits | None:
    """Return claims in units that may hang together: those of one publisher.

    Parameters
    ----------
    rows : ClaimRows
    chosen : ndarray of bool, shape (n,)
        Claims to look at.

    Returns
    -------
    CheckedUnits or None
        A claim without a publisher is a unit of its own. None if nothing is chosen or
        the register names no publisher.
    """
    if "publisher" not in rows.columns or not chosen.any():
        return None
    units: dict[str | int, list[str | None]] = {}
    for i in np.flatnonzero(chosen).tolist():
        said = rows.words["publisher"][i]
        unit = units.setdefault(i if said is None else said, [])
        unit.append(rows.words["status"][i])
    lines = [_counted(unit).checked for unit in units.values()]
    k = len(lines)
    return CheckedUnits(
        times=np.ones(k, dtype=np.int64),
        kind=np.arange(k, dtype=np.int64),
        stratum=np.zeros(k, dtype=np.int64),
        trials=np.array([line.trials for line in lines], dtype=np.int64),
        checked=np.array([line.checked for line in lines], dtype=np.int64),
        events=np.array([line.events for line in lines], dtype=np.int64),
        n_strata=1,
    )


def made_of(
    status: Sequence[str | None],
    *,
    days: Mapping[str, Sequence[int | None]] | None = None,
    drawn: Sequence[bool] = (),
    visible: Sequence[float | None] = (),
    **words: Sequence[str | None],
) -> ClaimRows:
    """Return the rows of a register that is written out by hand, for an example.

    Parameters
    ----------
    status : sequence of str or None, length n
    days : mapping of str to sequence of int or None, optional
        Days since 1970-01-01 by the name of the date; day 0 for ``published_at`` if
        nothing is said.
    drawn : sequence of bool, optional
    visible : sequence of float or None, optional
    **words : sequence of str or None
        ``publisher``, ``method``, ``probe_mask``.

    Examples
    --------
    >>> made_of(["refuted"], method=["ai_match"]).columns
    ('published_at', 'status', 'method')
    """
    n = len(status)
    given: dict[str, Sequence[int | None]] = {"published_at": [0] * n, **(days or {})}
    columns = [*given, "status", *words]
    columns += ["verification_sample"] * bool(drawn)
    columns += ["visible_fraction"] * bool(visible)
    nothing: list[str | None] = [None] * n
    rows = ClaimRows(
        n=n,
        dates={},
        words={
            "status": tuple(status),
            **{c: tuple(words.get(c, nothing)) for c in SPLIT_BY},
        },
        visible_fraction=np.array(
            [np.nan if v is None else v for v in visible or nothing], dtype=np.float64
        ),
        drawn=np.array(drawn or [False] * n, dtype=np.bool_),
        columns=tuple(columns),
    )
    names = ("published_at", "corrected_at", "removed_at", "last_checked_at")
    return replace(rows, dates={c: _days(given.get(c, nothing)) for c in names})


def _days(said: Sequence[object]) -> Days:
    days = np.array([d if isinstance(d, int) else 0 for d in said], dtype=np.int64)
    known = np.array([d is not None for d in said], dtype=np.bool_)
    return Days(known=known, first=days, last=days.copy())
