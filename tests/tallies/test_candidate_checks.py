from pathlib import Path
from typing import Any

import pytest

from candidate_tables import search, tally_of
from matchaudit.errors import InputError

GOOD = search("good", ("x", 0.9), enrolled=False)


def changed(
    rows: list[dict[str, Any]], place: int, **facts: object
) -> list[dict[str, Any]]:
    """Return rows of which one says something else."""
    return [{**row, **(facts if i == place else {})} for i, row in enumerate(rows)]


TWO = search("two", ("y", 0.8), ("z", 0.7), enrolled=False)
EMPTY = search("two", enrolled=False)
HIT = search("hit", ("hit", 0.8), ("z", 0.7))


@pytest.mark.parametrize(
    ("rows", "code", "row", "says"),
    [
        (changed(TWO, 1, rank=1), "E06", 3, "rank 1 twice. See rows 3 and 4."),
        (changed(TWO, 1, score=None), "E05", 4, "has a rank and no score"),
        (changed(TWO, 1, rank=None), "E05", 4, "has a score and no rank"),
        ([*TWO, *EMPTY], "E05", 5, "says that search two returned nobody, but"),
        ([*EMPTY, *EMPTY], "E06", 4, "returned nobody: rows 3 and 4."),
        (changed(TWO, 1, enrolled=True), "E05", 3, 'different things in "enrolled"'),
        (changed(TWO, 1, gallery_size=5), "E05", 3, 'things in "gallery_size"'),
        (changed(HIT, 0, enrolled=False), "E05", 3, 'things in "enrolled"'),
        (
            [{**row, "enrolled": False} for row in HIT],
            "E17",
            3,
            '"enrolled" says that this person is not in the gallery',
        ),
        (
            [{**row, "mate": row["rank"] == 2} for row in HIT],
            "E17",
            3,
            "that the candidate is somebody else, but by its subjects it is the right",
        ),
        (
            [{**row, "mate": True, "probe_subject": None} for row in HIT],
            "E17",
            4,
            "right person of search hit: see rows 3 and 4.",
        ),
        ([{**row, "failed": True} for row in TWO], "E05", 3, "has failed, but row 3"),
        ([{**row, "list_length": 1} for row in TWO], "E05", 4, "has rank 2, which is"),
        (TWO[1:], "E05", 3, "Search two has rank 2 but no rank 1."),
    ],
)
def test_a_list_that_contradicts_itself_is_refused(
    tmp_path: Path, rows: list[dict[str, Any]], code: str, row: int, says: str
) -> None:
    with pytest.raises(InputError) as refused:
        tally_of(tmp_path, [*GOOD, *rows])

    problem = refused.value.problem
    assert (problem.code, problem.row, problem.file) == (code, row, "lists.csv")
    assert says in problem.what
    assert problem.fix


def test_the_same_rank_is_found_among_ranks_that_add_up(tmp_path: Path) -> None:
    """Ranks 2, 2 and 2 of three add up as 1, 2 and 3 do."""
    rows = search("a", ("x", 0.9), ("y", 0.8), ("z", 0.7), enrolled=False)
    same = [{**row, "rank": 2} for row in rows]

    with pytest.raises(InputError, match="rank 2 twice"):
        tally_of(tmp_path, same)


def test_a_name_is_not_repeated_in_a_message(tmp_path: Path) -> None:
    rows = [{**row, "search_id": "Jane Doe"} for row in changed(TWO, 1, score=None)]
    mixed = [*rows[:1], {**rows[0], "rank": None, "score": None}]

    with pytest.raises(InputError) as refused:
        tally_of(tmp_path, mixed)

    assert "Doe" not in str(refused.value)


def test_lists_that_run_upwards_may_be_distances(tmp_path: Path) -> None:
    rows = [
        row
        for i in range(10)
        for row in search(f"s{i}", ("x", 0.1), ("y", 0.4), enrolled=False)
    ]

    with pytest.raises(InputError) as refused:
        tally_of(tmp_path, rows)
    few = tally_of(tmp_path, rows[:6])

    assert refused.value.problem.code == "E08"
    assert "--lower-is-closer" in refused.value.problem.fix
    assert any("3 searches" in said and "higher" in said for said in few.cautions)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (changed(TWO, 1, rank=3), "has a rank that is missing between others"),
        (
            changed(TWO, 1, score=0.95),
            "has a candidate that scores higher than one before it",
        ),
        (
            search("a", ("a", 0.9), ("x", 0.8), ("a", 0.7)),
            "has the right person more than once. The best rank counts.",
        ),
        (
            [{**row, "threshold": 0.75} for row in TWO],
            "has a candidate below its own threshold",
        ),
    ],
)
def test_what_is_odd_is_said(
    tmp_path: Path, rows: list[dict[str, Any]], says: str
) -> None:
    (caution,) = tally_of(tmp_path, rows).cautions

    assert says in caution
    assert "from row 2 of lists.csv on" in caution


def test_good_lists_are_passed_without_a_word(tmp_path: Path) -> None:
    empty = search("empty", enrolled=False)

    assert tally_of(tmp_path, [*GOOD, *TWO, *HIT, *empty]).cautions == ()
