"""Wrong alerts where nobody confirmed all of them: as published, and at the extremes.

An alert that nobody confirmed is neither right nor wrong. A publisher takes it as one of
the two; here it is also counted the other way, so that both ends are seen.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchaudit.tallies.deployments import DeploymentRows

Floats = NDArray[np.float64]

FALSE = "false_alerts"
TAKEN_AS_FALSE = "false_alerts_unconfirmed"
TAKEN_AS_TRUE = "true_alerts_unconfirmed"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WrongAlerts:
    """Wrong alerts of ``n`` deployments, by how the unconfirmed ones are counted.

    Attributes
    ----------
    as_published : ndarray of float64, shape (n,)
        Confirmed as wrong, or taken as wrong by the publisher. NaN: not recorded.
    at_least : ndarray of float64, shape (n,)
        Confirmed as wrong. NaN where ``at_most`` is.
    at_most : ndarray of float64, shape (n,)
        The same, and all that nobody confirmed. NaN: not recorded.
    told : bool
        True if the files have a column of unconfirmed alerts; else nothing is known of
        them and ``at_least`` and ``at_most`` mean nothing.
    """

    as_published: Floats
    at_least: Floats
    at_most: Floats
    told: bool


def wrong_alerts(rows: DeploymentRows) -> WrongAlerts | None:
    """Return the wrong alerts of each deployment.

    Parameters
    ----------
    rows : DeploymentRows

    Returns
    -------
    WrongAlerts or None
        None if the files do not say how many alerts were wrong.

    Notes
    -----
    An empty cell in a column of unconfirmed alerts adds none to what was published, but
    leaves the row out of the extremes: nobody knows what it hides.

    Examples
    --------
    >>> import numpy as np
    >>> rows = DeploymentRows(
    ...     file=("a.csv",),
    ...     row=np.array([2]),
    ...     day=np.array([19000]),
    ...     numbers={
    ...         "false_alerts": np.array([3.0]),
    ...         "true_alerts_unconfirmed": np.array([2.0]),
    ...     },
    ...     texts={},
    ...     columns=("false_alerts", "true_alerts_unconfirmed"),
    ... )
    >>> wrong = wrong_alerts(rows)
    >>> wrong.as_published.tolist(), wrong.at_most.tolist()
    ([3.0], [5.0])
    """
    surely = rows.numbers.get(FALSE)
    if surely is None:
        return None
    none = np.zeros(rows.n)
    taken_as_false = rows.numbers.get(TAKEN_AS_FALSE, none)
    open_ones = taken_as_false + rows.numbers.get(TAKEN_AS_TRUE, none)
    at_most = surely + open_ones
    return WrongAlerts(
        as_published=surely + np.nan_to_num(taken_as_false),
        at_least=np.where(np.isnan(at_most), np.nan, surely),
        at_most=at_most,
        told=bool({TAKEN_AS_FALSE, TAKEN_AS_TRUE} & rows.numbers.keys()),
    )
