"""What is true of a simulated search log, gathered block by block."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matchaudit.records.simulation.searches.breaches import PLANTS
from matchaudit.records.simulation.searches.frame import START, Frame
from matchaudit.records.simulation.searches.gaps import Gaps
from matchaudit.records.simulation.searches.log import A_DAY, OPEN_WORDS, Log
from matchaudit.records.simulation.searches.matches import Matches
from matchaudit.records.simulation.searches.provisions import (
    LISTS,
    LIVE_IS_FORBIDDEN,
    in_force,
)
from matchaudit.records.simulation.searches.settings import SearchSettings

IntArray = NDArray[np.int64]


class SearchTruth:
    """The known truth of a log.

    Attributes
    ----------
    breaks : dict of str to list of int
        The searches that break each provision, by number, in the order of the log.
    cannot_tell : dict of str to list of int
        Those for which a missing value or a day without an hour hides the answer, if
        the lists that rules refer to are those of ``LISTS``.
    abuses : dict of str to list of int
        The planted orders of dates, by name.
    missing : Counter
        Values left out, by column.
    """

    def __init__(self, settings: SearchSettings, frame: Frame) -> None:
        self.settings = settings
        self.silent = _silent(settings, frame)
        self.silent_weeks = _silent_weeks(frame)
        self.breaks: dict[str, list[int]] = defaultdict(list)
        self.cannot_tell: dict[str, list[int]] = defaultdict(list)
        self.abuses: dict[str, list[int]] = defaultdict(list)
        self.plants: Counter[str] = Counter()
        self.missing: Counter[str] = Counter()
        self.verified: Counter[str] = Counter()
        self._wrong = np.zeros((len(settings.groups), 2), dtype=np.int64)

    def add(self, log: Log, matches: Matches, sown: IntArray, gaps: Gaps) -> None:
        """Add a block of searches."""
        live = np.flatnonzero(log.has("mode", "realtime"))
        breaks = [(LIVE_IS_FORBIDDEN, live), *gaps.breaks]
        cannot_tell = list(gaps.cannot_tell)
        for k, plant in enumerate(PLANTS):
            changed = np.flatnonzero(sown == k)
            self.plants[plant.name] += changed.size
            breaks += [(provision, changed) for provision in plant.breaks]
            cannot_tell += [(provision, changed) for provision in plant.cannot_tell]
            if plant.abuse is not None:
                self.abuses[plant.abuse] += log["search_id"][changed].tolist()
        _gather(self.breaks, log, breaks)
        _gather(self.cannot_tell, log, cannot_tell)
        self.missing.update({name: rows.size for name, rows in gaps.lost.items()})
        self._count_candidates(log, matches)

    def _count_candidates(self, log: Log, matches: Matches) -> None:
        found = matches.candidates > 0
        groups = len(self.settings.groups)
        for column, mask in ((0, found), (1, matches.wrong)):
            self._wrong[:, column] += np.bincount(log["group"][mask], minlength=groups)
        self.verified.update(
            verified=int(matches.resolved.sum()),
            verified_wrong=int((matches.resolved & matches.wrong).sum()),
            in_random_sample=int(matches.sampled.sum()),
        )

    @property
    def wrong_share(self) -> float:
        """The true share of wrong ones among the best candidates of the log."""
        with_candidates, wrong = self._wrong.sum(axis=0)
        return float(wrong / with_candidates)

    def to_json(self) -> dict[str, Any]:
        """Return the truth, to be written as JSON."""
        with_candidates, wrong = (int(n) for n in self._wrong.sum(axis=0))
        by_group = {
            group.name: {"searches_with_candidates": int(n), "wrong": int(w)}
            for group, (n, w) in zip(self.settings.groups, self._wrong, strict=True)
        }
        return {
            "settings": _facts(self.settings),
            "lists": {name: list(values) for name, values in LISTS.items()},
            "searches": self.settings.n_searches,
            "searches_with_candidates": with_candidates,
            "wrong": wrong,
            "wrong_share": self.wrong_share,
            "by_group": by_group,
            **self.verified,
            "breaks": _named(self.breaks),
            "cannot_tell": _named(self.cannot_tell),
            "orders_of_dates": _named(self.abuses),
            "planted": dict(self.plants),
            "missing": dict(self.missing),
            "silent_months": self.silent,
            "silent_weeks": self.silent_weeks,
        }


def _gather(
    into: dict[str, list[int]], log: Log, found: list[tuple[str, IntArray]]
) -> None:
    """Add the searches of a block to each provision that held by then, once each."""
    parts: dict[str, list[IntArray]] = defaultdict(list)
    for provision, rows in found:
        parts[provision].append(rows[in_force(log, provision)[rows]])
    for provision, several in parts.items():
        rows = np.unique(np.concatenate(several))
        into[provision] += log["search_id"][rows].tolist()


def _silent(s: SearchSettings, frame: Frame) -> list[dict[str, object]]:
    """List each agency's months without a search, whether planned or by chance."""
    seen = np.zeros((s.n_agencies, s.months), dtype=bool)
    seen[frame.agency, frame.month] = True
    told = set(frame.nil_returns)
    return [
        {
            "agency": OPEN_WORDS["agency"][agency],
            "month": str(START + month),
            "nil_return": (agency, month) in told,
        }
        for agency, month in np.argwhere(~seen).tolist()
    ]


def _silent_weeks(frame: Frame) -> dict[str, list[str]]:
    """List the weeks without a search of the busiest agency, by their Mondays."""
    days = frame.searched_at // A_DAY
    weeks = (days + 3) // 7
    own = weeks[frame.agency == 0]
    quiet = np.setdiff1d(np.arange(weeks.min(), weeks.max() + 1), own)
    mondays = (quiet * 7 - 3).astype("datetime64[D]")
    return {OPEN_WORDS["agency"][0]: mondays.astype(str).tolist()}


def _named(found: dict[str, list[int]]) -> dict[str, list[str]]:
    return {name: [search_name(k) for k in ids] for name, ids in found.items()}


def search_name(number: int) -> str:
    """Return the pseudonym of a search.

    Examples
    --------
    >>> search_name(12)
    'S0000012'
    """
    return f"S{number:07d}"


def _facts(s: SearchSettings) -> dict[str, object]:
    names: Iterable[str] = s.__dataclass_fields__
    facts = {name: getattr(s, name) for name in names if name != "groups"}
    groups = [
        {name: getattr(group, name) for name in group.__dataclass_fields__}
        for group in s.groups
    ]
    return facts | {"groups": groups}
