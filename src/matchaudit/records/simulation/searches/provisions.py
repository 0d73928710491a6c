"""What the log takes for granted of the provisions: when they hold, and their lists."""

from collections.abc import Mapping

import numpy as np

from matchaudit.records.simulation.searches.log import OPEN_WORDS, Log, Mask

LIVE_IS_FORBIDDEN = "DET-3.1-3.4"
"""What every live search breaks."""

IN_FORCE: Mapping[str, str] = {
    "EU-12-3": "2027-12-02",
    "EU-14-5": "2027-12-02",
    "EU-26-10": "2027-12-02",
}
"""The first day of those that begin after the log does."""

_ON_LIST = OPEN_WORDS["offence"][:-1]  # the last is on no list

LISTS: Mapping[str, tuple[str, ...]] = {
    "ANNEX_II": _ON_LIST,
    "CBP_SERVICE": OPEN_WORDS["system"],
    "DPD_PART1_OR_HI1": _ON_LIST,
    "DPD_STILL": ("still",),
    "EU_PURPOSES": ("missing_person", "imminent_threat", "terrorism", "trafficking"),
    "MA_GROUNDS": ("court_order", "warrant", "emergency"),
    "MD_LIST": _ON_LIST,
    "MT_IMMINENT": ("imminent_threat",),
    "MT_SERIOUS": _ON_LIST,
    "VA_14": ("suspect", "victim", "witness", "missing_person", "deceased"),
    "WA_EXIGENT": ("exigent",),
}
"""The lists of the rule packs in the words of this log, taken as complete.

An agency writes such lists into its plan, because only it knows its codes.
"""


def in_force(log: Log, provision: str) -> Mask:
    """Return which searches were made when a provision already held."""
    day = IN_FORCE.get(provision)
    if day is None:
        return np.ones(log.n, dtype=bool)
    return np.asarray(log["searched_at"] >= np.datetime64(day, "s").astype(np.int64))
