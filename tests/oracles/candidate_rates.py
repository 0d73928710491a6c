"""The rates of 1:N search, counted list by list in the plainest way, as an oracle."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import permutations
from typing import Any

Row = Mapping[str, Any]
List = list[Row]


def lists_of(rows: Sequence[Row]) -> dict[str, List]:
    """Return the rows of each search, by rank."""
    lists: dict[str, List] = defaultdict(list)
    for row in rows:
        lists[row["search_id"]].append(row)
    return {
        name: sorted(rs, key=lambda r: r["rank"] or 0) for name, rs in lists.items()
    }


def is_mate(row: Row) -> bool:
    """Tell if a candidate is the person of the probe."""
    if row.get("mate") is not None:
        return bool(row["mate"])
    return row["rank"] is not None and row["probe_subject"] == row["candidate_subject"]


def wrong_people(rows: List, threshold: float) -> List:
    """Return the candidates of a list who are not the mate, at or above a threshold."""
    return [
        r
        for r in rows
        if r["rank"] is not None and not is_mate(r) and r["score"] >= threshold
    ]


def fpir(rows: Sequence[Row], threshold: float) -> tuple[int, int]:
    """Return searches without a mate that return anybody, and all such searches."""
    others = [rs for rs in lists_of(rows).values() if rs[0]["enrolled"] is False]
    return sum(bool(wrong_people(rs, threshold)) for rs in others), len(others)


def fnir(rows: Sequence[Row], threshold: float, rank: int) -> tuple[int, int]:
    """Return mated searches whose mate is not within rank and threshold, and all."""
    mated = [rs for rs in lists_of(rows).values() if rs[0]["enrolled"] is True]
    found = sum(
        any(is_mate(r) and r["rank"] <= rank and r["score"] >= threshold for r in rs)
        for rs in mated
    )
    return len(mated) - found, len(mated)


def selectivity(rows: Sequence[Row], threshold: float) -> float:
    """Return the mean number of wrong people in searches without a mate."""
    others = [rs for rs in lists_of(rows).values() if rs[0]["enrolled"] is False]
    return sum(len(wrong_people(rs, threshold)) for rs in others) / len(others)


def recurring_pairs(rows: Sequence[Row], threshold: float) -> int:
    """Return ordered pairs of places, in lists without a mate, that show one person."""
    places: dict[str, int] = defaultdict(int)
    for rs in lists_of(rows).values():
        if rs[0]["enrolled"] is False:
            for r in wrong_people(rs, threshold):
                places[r["candidate_subject"]] += 1
    return sum(n * (n - 1) for n in places.values())


def joined_pairs(events: Sequence[tuple[int, int]]) -> int:
    """Return ordered pairs of events (unit, partner) of one partner and two units."""
    return sum(
        first[1] == second[1] and first[0] != second[0]
        for first, second in permutations(events, 2)
    )
