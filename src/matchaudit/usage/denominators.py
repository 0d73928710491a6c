"""What wrong alerts can be divided by: each gives another headline for the same events.

No denominator is the right one. So each is measured, side by side.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from matchaudit.estimation.counts import Clusters
from matchaudit.estimation.counts_per_time import TimedCounts
from matchaudit.tallies.deployments import DeploymentRows
from matchaudit.usage.breaks import minutes_of

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Denominator:
    """One thing to divide by.

    Attributes
    ----------
    id : str
        Of the findings.
    counts : {"wrong", "alerts"}
        What is divided.
    kind : {"share", "time"}
        Whether it is a count of which each may be wrong, or a time.
    unit : str
        Of the findings: ``"probability"``, ``"per 100 hours"`` or ``"per hour"``.
    per_face : bool
        True if it uses the number of faces seen.
    what : str
        Completes "We cannot tell ...".
    missing, none : str
        Complete "... because ...", where files do not have it, and where it is 0.
    of : callable
        Returns it for each deployment, NaN where not recorded; None without a column.
    """

    id: str
    counts: Literal["wrong", "alerts"]
    kind: Literal["share", "time"]
    unit: str
    per_face: bool
    what: str
    missing: str
    none: str
    of: Callable[[DeploymentRows], Floats | None]


def hours_of(rows: DeploymentRows) -> Floats | None:
    """Return how long each deployment ran, in hours; None if no column says so."""
    minutes = minutes_of(rows)
    return None if minutes is None else minutes / 60


def _hundreds_of_hours(rows: DeploymentRows) -> Floats | None:
    hours = hours_of(rows)
    return None if hours is None else hours / 100


def _faces_and_entries(rows: DeploymentRows) -> Floats | None:
    faces, entries = (rows.numbers.get(n) for n in ("faces_seen", "watchlist_size"))
    return None if faces is None or entries is None else faces * entries


OF_ALERTS = Denominator(
    id="usage/false_share_of_alerts",
    counts="wrong",
    kind="share",
    unit="probability",
    per_face=False,
    what="which share of the alerts was wrong",
    missing="no alerts are on record",
    none="there were no alerts",
    of=lambda rows: rows.numbers.get("alerts"),
)
OF_FACES = Denominator(
    id="usage/false_share_of_faces",
    counts="wrong",
    kind="share",
    unit="probability",
    per_face=True,
    what="how many of the faces seen set off a wrong alert",
    missing="nobody said how many faces were seen",
    none="no faces were seen",
    of=lambda rows: rows.numbers.get("faces_seen"),
)
PER_HUNDRED_HOURS = Denominator(
    id="usage/false_per_100_hours",
    counts="wrong",
    kind="time",
    unit="per 100 hours",
    per_face=False,
    what="how many wrong alerts came in 100 hours",
    missing="nobody said how long it ran",
    none="it ran for no time",
    of=_hundreds_of_hours,
)
PER_FACE_AND_ENTRY = Denominator(
    id="usage/false_per_face_and_entry",
    counts="wrong",
    kind="share",
    unit="probability",
    per_face=True,
    what="how many tries of a face against the list went wrong",
    missing="the faces seen or the size of the list are not on record",
    none="no face was tried",
    of=_faces_and_entries,
)
ALERTS_PER_HOUR = Denominator(
    id="usage/alerts_per_hour",
    counts="alerts",
    kind="time",
    unit="per hour",
    per_face=False,
    what="how many alerts came in an hour",
    missing="nobody said how long it ran",
    none="it ran for no time",
    of=hours_of,
)

DENOMINATORS = (
    OF_ALERTS,
    OF_FACES,
    PER_HUNDRED_HOURS,
    PER_FACE_AND_ENTRY,
    ALERTS_PER_HOUR,
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Divided:
    """Events and what they are divided by, of the ``k`` deployments that have both.

    Attributes
    ----------
    at : ndarray of int64, shape (k,)
        Which deployments they are.
    day : ndarray of int64, shape (k,)
    events, over : ndarray of float64, shape (k,)
    n_silent : int
        Deployments left out because one of the two is not recorded.
    n_impossible : int
        Deployments left out because they have more events than trials, or events in no
        time.
    """

    at: NDArray[np.int64]
    day: NDArray[np.int64]
    events: Floats
    over: Floats
    n_silent: int
    n_impossible: int

    @property
    def n_events(self) -> int:
        """How many events there were."""
        return int(self.events.sum())

    @property
    def total(self) -> float:
        """The sum of what they are divided by."""
        return float(self.over.sum())

    @property
    def n_days(self) -> int:
        """On how many days there was something to divide by."""
        return int(np.unique(self.day[self.over > 0]).size)

    def clusters(self) -> Clusters:
        """Return trials and events of each day."""
        return Clusters(
            self._by_day(self.over).astype(np.int64),
            self._by_day(self.events).astype(np.int64),
        )

    def timed(self) -> TimedCounts:
        """Return time and events of each day."""
        return TimedCounts(self._by_day(self.over), self._by_day(self.events))

    def _by_day(self, values: Floats) -> Floats:
        """Sum values over each day on which there was something to divide by."""
        some = self.over > 0
        _, of_row = np.unique(self.day[some], return_inverse=True)
        return np.bincount(of_row, values[some]).astype(np.float64)


def divided(
    rows: DeploymentRows, chosen: Mask, events: Floats, by: Denominator
) -> Divided:
    """Divide events by something, where a deployment has both.

    Parameters
    ----------
    rows : DeploymentRows
        ``n`` deployments.
    chosen : ndarray of bool, shape (n,)
        Which of them to take.
    events : ndarray of float64, shape (n,)
        NaN: not recorded.
    by : Denominator

    Returns
    -------
    Divided
        Empty if the files do not have what to divide by.
    """
    over = by.of(rows)
    if over is None:
        over = np.full(rows.n, np.nan)
    has_both = chosen & ~np.isnan(events) & ~np.isnan(over)
    most = over if by.kind == "share" else np.where(over > 0, np.inf, 0.0)
    at = np.flatnonzero(has_both & (np.nan_to_num(events) <= np.nan_to_num(most)))
    return Divided(
        at=at,
        day=rows.day[at],
        events=events[at],
        over=over[at],
        n_silent=int(chosen.sum() - has_both.sum()),
        n_impossible=int(has_both.sum() - at.size),
    )
