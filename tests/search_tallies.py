"""Tallies of search logs, typed in. All are invented."""

from collections.abc import Mapping

import numpy as np

from matchaudit.tallies.search_counts import PeriodCounts, SearchCounts, SearchTally

Cells = Mapping[tuple[str, int], tuple[int, int, int]]


def period_counts(cells: Cells) -> PeriodCounts:
    """Make counts of cells (agency, period): (searches, returned, nil returns)."""
    counts = np.array(list(cells.values()), dtype=np.int64).reshape(-1, 3)
    return PeriodCounts(
        agency=tuple(agency for agency, _ in cells),
        period=np.array([period for _, period in cells], dtype=np.int64),
        searches=counts[:, 0],
        returned=counts[:, 1],
        nil_returns=counts[:, 2],
    )


def search_counts(
    searches: int, *, returned: int, checked: int = 0, wrong: int = 0, unknown: int = 0
) -> SearchCounts:
    """Make counts in which all that is not returned or unknown brought nothing."""
    return SearchCounts(
        searches=searches,
        returned=returned,
        not_returned=searches - returned - unknown,
        checked=checked,
        wrong=wrong,
    )


def search_tally(overall: SearchCounts, **further: object) -> SearchTally:
    """Make a tally of one month."""
    facts: dict[str, object] = {
        "columns": ("search_id", "searched_at"),
        "nil_returns": 0,
        "undated": 0,
        "contradictions": 0,
        "by": {},
        "months": period_counts({("North", 24_300): (overall.searches, 0, 0)}),
        "weeks": None,
        **further,
    }
    return SearchTally(overall=overall, **facts)  # type: ignore[arg-type] # typed in
