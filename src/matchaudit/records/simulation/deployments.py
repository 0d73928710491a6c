"""Simulated deployments of live recognition, with a known truth and planted faults.

They look as an agency publishes them: one row a day, counts of alerts by what was found
out, outcomes, and a rate that the agency worked out itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matchaudit.errors import ParameterError

IntArray = NDArray[np.int64]

FIRST_DAY = np.datetime64("2024-01-08")
_PLACES = tuple(f"Square {k + 1}" for k in range(8))
_FACES_PER_MINUTE = 20.0
_ALERTS_PER_FACE = 0.0006
_THRESHOLDS = (0.60, 0.64)
_WRONG_SHARES = (0.08, 0.03)  # of alerts, at either threshold
_UNCONFIRMED = 0.1  # of alerts
_UNCONFIRMED_WRONG = 0.3
_DECIMALS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class DeploymentTableSettings:
    """A design of a table of deployments.

    Attributes
    ----------
    n_deployments : int
        From 60 to 100,000; a day each, three days apart.
    faults : bool
        True plants one fault of each kind, or a few.
    """

    n_deployments: int = 240
    faults: bool = True

    def __post_init__(self) -> None:
        """Refuse a table too short for its faults."""
        if not 60 <= self.n_deployments <= 100_000:
            raise ParameterError("n_deployments", "from 60 to 100,000", self)


@dataclass(slots=True, kw_only=True)
class SimulatedDeployments:
    """A table of deployments, and what is true of it.

    Attributes
    ----------
    columns : dict of str to list
        The canonical columns of the kind, in order.
    faults : dict of str to list of str
        The rows in which each kind of fault was planted, by ``deployment_id``.
    truth : mapping of str to object
        The true number of wrong alerts and the totals, of the table and per threshold.
    """

    columns: dict[str, list[Any]]
    faults: dict[str, list[str]] = field(default_factory=dict)
    truth: Mapping[str, Any] = field(default_factory=dict)

    @property
    def n_rows(self) -> int:
        """How many deployments there are."""
        return len(self.columns["date"])

    def to_json(self) -> dict[str, Any]:
        """Return the truth, to be written as JSON."""
        return {**self.truth, "faults": self.faults}


def simulate_deployments(
    settings: DeploymentTableSettings, rng: np.random.Generator
) -> SimulatedDeployments:
    """Draw a table of deployments.

    Parameters
    ----------
    settings : DeploymentTableSettings
    rng : numpy.random.Generator

    Returns
    -------
    SimulatedDeployments

    Examples
    --------
    >>> settings = DeploymentTableSettings(n_deployments=60, faults=False)
    >>> made = simulate_deployments(settings, np.random.default_rng(1))
    >>> made.columns["date"][:2], made.faults
    (['2024-01-08', '2024-01-11'], {})
    """
    drawn, wrong = _draw(settings.n_deployments, rng)
    faults: dict[str, IntArray] = {}
    if settings.faults:
        faults |= _spoil_counts(drawn, rng)
    rates = [
        _percent(int(false), int(faces))
        for false, faces in zip(drawn["false_alerts"], drawn["faces_seen"], strict=True)
    ]
    days = FIRST_DAY + 3 * np.arange(settings.n_deployments)
    if settings.faults:
        faults |= _spoil_rates(drawn, rates, rng)
        late = settings.n_deployments // 2 + 7
        days[late] = _a_year_before(days[late])
        faults["date_out_of_order"] = np.array([late])
    ids = [f"D{k + 1:05d}" for k in range(settings.n_deployments)]
    columns: dict[str, list[Any]] = {
        "date": days.astype(str).tolist(),
        "deployment_id": ids,
        **{name: values.tolist() for name, values in drawn.items()},
        "published_rate": rates,
    }
    place = np.arange(settings.n_deployments) * 5 % len(_PLACES)
    columns["location"] = [_PLACES[k] for k in place]
    return SimulatedDeployments(
        columns=columns,
        faults={name: [ids[k] for k in rows] for name, rows in faults.items()},
        truth=_truth(drawn, wrong),
    )


def _draw(n: int, rng: np.random.Generator) -> tuple[dict[str, NDArray[Any]], IntArray]:
    """Return the columns as they truly are, and how many alerts are truly wrong."""
    minutes = rng.integers(180, 420, n)
    busy = np.exp(rng.normal(0, 0.2, n))
    faces = np.round(minutes * _FACES_PER_MINUTE * busy).astype(np.int64)
    late = (np.arange(n) >= n // 2).astype(np.int64)
    alerts = rng.poisson(faces * _ALERTS_PER_FACE)
    unconfirmed = rng.binomial(alerts, _UNCONFIRMED)
    sure = alerts - unconfirmed
    false = rng.binomial(sure, np.array(_WRONG_SHARES)[late])
    right = sure - false
    arrests = rng.binomial(right, 0.4)
    others = rng.binomial(right - arrests, 0.4)
    wrong = false + rng.binomial(unconfirmed, _UNCONFIRMED_WRONG)
    drawn = {
        "minutes": minutes,
        "watchlist_size": 15_000 + 4 * np.arange(n) + rng.integers(0, 3, n),
        "threshold": np.array(_THRESHOLDS)[late],
        "faces_seen": faces,
        "alerts": alerts,
        "true_alerts": right,
        "true_alerts_unconfirmed": unconfirmed,
        "false_alerts": false,
        "false_alerts_unconfirmed": np.zeros(n, dtype=np.int64),
        "interventions": right.copy(),
        "arrests": arrests,
        "other_disposals": others,
        "no_action": right - arrests - others,
    }
    return drawn, wrong


def _spoil_counts(
    drawn: dict[str, NDArray[Any]], rng: np.random.Generator
) -> dict[str, IntArray]:
    """Plant faults in the counts; return the rows of each."""
    n = drawn["alerts"].size
    rows = np.arange(n)
    copied = rows[n // 8 : n // 2]
    drawn["other_disposals"][copied] = drawn["no_action"][copied]
    since = rows[3 * n // 4 :]
    drawn["faces_seen"][since] = drawn["faces_seen"][since] // 6 + 1
    sums = drawn["arrests"] + drawn["other_disposals"] + drawn["no_action"]
    one, other = rng.choice(rows[n // 2 + 10 : 3 * n // 4], 2, replace=False)
    drawn["alerts"][one] += 1
    drawn["watchlist_size"][other] += 3000
    return {
        "duplicated_column": copied,
        "denominator_changed": since,
        "outcomes_exceed_alerts": np.flatnonzero(sums > drawn["alerts"]),
        "parts_do_not_add_up": np.array([one]),
        "outlier": np.array([other]),
    }


def _spoil_rates(
    drawn: dict[str, NDArray[Any]], rates: list[str], rng: np.random.Generator
) -> dict[str, IntArray]:
    """Cut some published rates instead of rounding them, and make one wrong."""
    false, faces = drawn["false_alerts"], drawn["faces_seen"]
    whole = np.floor(10**_DECIMALS * 100 * false / faces).astype(np.int64)
    texts = [f"{cut / 10**_DECIMALS:.{_DECIMALS}f}%" for cut in whole.tolist()]
    differ = [k for k, text in enumerate(texts) if text != rates[k]]
    chosen = rng.permutation(np.array(differ, dtype=np.int64))[:4]
    cut, wrong = chosen[1:], chosen[:1]
    for k in cut.tolist():
        rates[k] = texts[k]
    for k in wrong.tolist():
        rates[k] = _percent(2 * int(false[k]) + 1, int(faces[k]))
    return {"rate_truncated": np.sort(cut), "rate_wrong": wrong}


def _percent(events: int, trials: int) -> str:
    """Return a share as a percentage, rounded half up, as people round."""
    scaled = (2 * events * 100 * 10**_DECIMALS + trials) // (2 * trials)
    return f"{scaled // 10**_DECIMALS}.{scaled % 10**_DECIMALS:0{_DECIMALS}d}%"


def _a_year_before(day: np.datetime64) -> np.datetime64:
    return np.datetime64(day.astype(object) - timedelta(days=365))


def _truth(drawn: Mapping[str, NDArray[Any]], wrong: IntArray) -> dict[str, Any]:
    """Add up what is true, over all rows and at each threshold."""

    def facts(rows: NDArray[np.bool_]) -> dict[str, Any]:
        alerts = drawn["true_alerts"] + drawn["false_alerts"]
        n = int((alerts + drawn["true_alerts_unconfirmed"])[rows].sum())
        return {
            "deployments": int(rows.sum()),
            "alerts": n,
            "false_alerts": int(drawn["false_alerts"][rows].sum()),
            "truly_wrong": int(wrong[rows].sum()),
            "true_wrong_share_of_alerts": float(wrong[rows].sum() / n),
        }

    by_threshold = {
        f"{t:.2f}": facts(np.asarray(drawn["threshold"] == t)) for t in _THRESHOLDS
    }
    everywhere = np.ones(wrong.size, dtype=bool)
    return {**facts(everywhere), "by_threshold": by_threshold}
