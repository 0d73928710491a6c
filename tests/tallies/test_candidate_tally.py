import math
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from candidate_tables import candidate_table, search, tally_of
from matchaudit.errors import InputError, ParameterError
from matchaudit.tallies import CandidateTally, tally_candidates
from matchaudit.tallies.candidates import AS_RETURNED, candidate_dimensions
from oracles.candidate_rates import fnir, fpir, recurring_pairs, selectivity

LINE = 0.6


def test_what_each_search_returned(tmp_path: Path) -> None:
    tally = tally_of(
        tmp_path,
        [
            *search("hit", ("hit", 0.9), ("x", 0.7)),
            *search("second", ("x", 0.8), ("second", 0.65)),
            *search("alarm", ("y", 0.61), ("x", 0.5), enrolled=False),
            *search("nobody", enrolled=False),
        ],
        thresholds=[LINE],
    )

    lists = tally.lists
    found = {
        (int(e), int(n), int(w), int(above), int(rank)): (float(top), float(mate))
        for e, n, w, above, rank, top, mate in zip(
            lists.enrolled,
            lists.candidates,
            lists.wrong,
            lists.wrong_above[0],
            lists.mate_rank,
            lists.top_score,
            lists.mate_score,
            strict=True,
        )
    }
    assert found == {
        (1, 2, 1, 1, 1): (0.7, 0.9),
        (1, 2, 1, 1, 2): (0.8, 0.65),
        (0, 2, 2, 1, 0): (0.61, -math.inf),
        (0, 0, 0, 0, 0): (-math.inf, -math.inf),
    }


def test_one_face_that_is_returned_to_two_people_is_one_candidate(
    tmp_path: Path,
) -> None:
    rows = [
        *search("a", ("hub", 0.9), ("x", 0.8), enrolled=False),
        *search("b", ("hub", 0.7), enrolled=False),
        *search("c", ("x", 0.7), enrolled=False),
        *search("d", enrolled=False),
    ]

    tally = tally_of(tmp_path, rows, thresholds=[0.75])

    codes = sorted(tally.lists.top_candidate.tolist())
    assert codes[0] == -1
    assert codes in ([-1, 0, 0, 1], [-1, 0, 1, 1])
    # Lists as returned: hub twice and x twice; at 0.75 each is there once.
    assert tally.recurrence[0, "", 0, AS_RETURNED].pairs == 4
    assert tally.recurrence[0, "", 0, AS_RETURNED].partners == 2
    assert tally.recurrence[0, "", 0, 0].pairs == 0
    assert tally.recurrence[0, "", 0, 0].partners == 0


def test_a_search_without_a_subject_stands_alone(tmp_path: Path) -> None:
    rows = [
        *search("a", ("x", 0.9), of="p", enrolled=False),
        *search("b", ("x", 0.9), of="p", enrolled=False),
        *search("c", ("x", 0.9), enrolled=False),
        *search("d", ("x", 0.9), enrolled=False),
    ]
    for row in rows[2:]:
        row["probe_subject"] = None

    tally = tally_of(tmp_path, rows)

    assert np.unique(tally.lists.unit).size == 3
    assert not tally.subjects_recorded
    assert tally.candidates_recorded


def test_who_is_the_mate_is_said_or_seen(tmp_path: Path) -> None:
    said = [{**r, "mate": r["rank"] == 2} for r in search("a", ("x", 0.9), ("y", 0.8))]
    for row in said:
        row["enrolled"] = True
        del row["candidate_subject"]

    told = tally_of(tmp_path, said)
    seen = tally_of(tmp_path, search("a", ("x", 0.9), ("a", 0.8)))

    assert told.lists.mate_rank.tolist() == seen.lists.mate_rank.tolist() == [2]
    assert told.mates_recorded
    assert not told.candidates_recorded
    nobody = [{k: v for k, v in r.items() if k != "mate"} for r in said]
    assert not tally_of(tmp_path, nobody).mates_recorded


def test_galleries_are_told_apart_and_never_pooled(tmp_path: Path) -> None:
    rows = [
        *search("a", ("x", 0.9), gallery_size=1000, system="S", enrolled=False),
        *search("b", ("x", 0.9), gallery_size=100, system="S", enrolled=False),
        *search("c", ("x", 0.9), gallery_size=100, system="S", enrolled=False),
    ]

    tally = tally_of(tmp_path, rows)

    assert [g.labels for g in tally.galleries] == [
        {"gallery_size": 100},
        {"gallery_size": 1000},
    ]
    assert np.bincount(tally.lists.population).tolist() == [2, 1]


def test_a_system_is_named_where_there_are_two(tmp_path: Path) -> None:
    rows = [
        *search("a", ("x", 0.9), system="S", enrolled=False),
        *search("b", ("x", 0.9), system=None, enrolled=False),
    ]

    labels = [g.labels for g in tally_of(tmp_path, rows).galleries]

    assert labels == [{"system": "not recorded"}, {"system": "S"}]


@pytest.mark.parametrize(
    ("facts", "cut", "recorded", "length"),
    [
        ({"threshold": 0.5, "list_length": 10}, 0.5, True, 10),
        ({"threshold": 0.5}, 0.5, True, 2),
        ({"list_length": 10}, 0.55, False, 10),
        ({}, 0.55, False, 2),
    ],
)
def test_where_lists_end(
    tmp_path: Path, facts: dict[str, Any], cut: float, length: int, *, recorded: bool
) -> None:
    """Without a recorded threshold a list that ends early ends at an unknown score."""
    rows = [
        *search("a", ("x", 0.9), ("y", 0.55), enrolled=False, **facts),
        *search("b", ("x", 0.6), enrolled=False, **facts),
    ]

    (gallery,) = tally_of(tmp_path, rows).galleries

    assert (gallery.cut, gallery.cut_recorded, gallery.length) == (
        cut,
        recorded,
        length,
    )


def test_full_lists_without_a_threshold_have_no_cut(tmp_path: Path) -> None:
    rows = [
        *search("a", ("x", 0.9), ("y", 0.2), enrolled=False),
        *search("b", ("x", 0.1), ("y", 0.05), enrolled=False),
        *search("c", enrolled=False, failed=True),
    ]

    (gallery,) = tally_of(tmp_path, rows).galleries

    assert gallery.cut == -math.inf
    assert gallery.cut_recorded


def test_different_thresholds_cut_at_the_largest(tmp_path: Path) -> None:
    rows = [
        *search("a", ("x", 0.9), enrolled=False, threshold=0.5),
        *search("b", ("x", 0.9), enrolled=False, threshold=0.7),
    ]

    (gallery,) = tally_of(tmp_path, rows).galleries

    assert gallery.cut == 0.7
    assert gallery.cuts_differ


def test_covariates_become_codes(tmp_path: Path) -> None:
    rows = [
        *search("a", enrolled=False, probe_group="B", probe_visible_fraction=0.25),
        *search("b", enrolled=False, probe_group="A", probe_visible_fraction=1.0),
        *search("c", enrolled=False, probe_group=None, probe_visible_fraction=None),
    ]
    table = candidate_table(tmp_path, rows)
    by = candidate_dimensions(table)

    tally = tally_candidates(table, by=by)

    assert by == ("probe_group", "probe_visible_fraction")
    groups = tally.dimensions["probe_group"]
    assert groups == ("A", "B", "not recorded")
    assert sorted(groups[c] for c in tally.codes["probe_group"]) == [
        "A",
        "B",
        "not recorded",
    ]
    bins = tally.dimensions["probe_visible_fraction"]
    assert sorted(bins[c] for c in tally.codes["probe_visible_fraction"]) == [
        "0.25 to 0.5",
        "0.75 to 1",
        "not recorded",
    ]


def test_a_crowded_covariate_is_refused_or_passed_over(tmp_path: Path) -> None:
    rows = [
        row
        for i in range(51)
        for row in search(f"s{i}", enrolled=False, probe_group=f"g{i}")
    ]
    table = candidate_table(tmp_path, rows)

    with pytest.raises(ParameterError, match="probe_group with 51 values"):
        tally_candidates(table, by=["probe_group"])
    passed = tally_candidates(table, by=["probe_group"], pass_over_crowded=True)

    assert passed.crowded == {"probe_group": "probe_group with 51 values"}
    assert passed.dimensions == {}


def test_too_many_sizes_are_refused_with_a_way_out(tmp_path: Path) -> None:
    rows = [
        row
        for i in range(51)
        for row in search(f"s{i}", enrolled=False, gallery_size=1000 + i)
    ]

    with pytest.raises(InputError) as refused:
        tally_of(tmp_path, rows)

    assert refused.value.problem.code == "E05"
    assert 'Round "gallery_size"' in refused.value.problem.fix


@pytest.mark.parametrize(
    "asked",
    [
        {"thresholds": [math.inf]},
        {"by": ["probe_mask"]},
        {"edges": [0.5]},
        {"edges": [1.0, 0.0]},
    ],
)
def test_parameters_out_of_range_are_refused(
    tmp_path: Path, asked: dict[str, Any]
) -> None:
    with pytest.raises(ParameterError):
        tally_of(tmp_path, search("a", enrolled=False), **asked)


@st.composite
def tables(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Draw searches for a few people in a small gallery; many scores are equal."""
    rows: list[dict[str, Any]] = []
    for i in range(draw(st.integers(2, 8))):
        person = f"p{draw(st.integers(0, 3))}"
        others = draw(st.permutations([f"g{k}" for k in range(4)]))
        scores = sorted(draw(st.lists(st.integers(0, 10), max_size=4)), reverse=True)
        found = [(who, s / 10) for who, s in zip(others, scores, strict=False)]
        enrolled = draw(st.booleans())
        if enrolled and found and draw(st.booleans()):
            place = draw(st.integers(0, len(found) - 1))
            found[place] = (person, found[place][1])
        rows += search(f"s{i}", *found, of=person, enrolled=enrolled)
    return rows


def counts(tally: CandidateTally) -> dict[str, Any]:
    """Return what the tally says of all searches, at the line and as returned."""
    lists = tally.lists
    other, mated = lists.enrolled == 0, lists.enrolled == 1
    found = (lists.mate_rank > 0) & (lists.mate_rank <= 2) & (lists.mate_score >= LINE)
    return {
        "fpir": (int((lists.top_score[other] >= LINE).sum()), int(other.sum())),
        "fnir": (int((~found)[mated].sum()), int(mated.sum())),
        "wrong": int(lists.wrong_above[0][other].sum()),
        "pairs": tally.recurrence[0, "", 0, 0].pairs
        if (0, "", 0, 0) in tally.recurrence
        else 0,
        "people": np.unique(lists.unit).size,
    }


@settings(max_examples=12)
@given(rows=tables())
def test_counts_agree_with_counting_list_by_list(rows: list[dict[str, Any]]) -> None:
    with TemporaryDirectory() as folder:
        found = counts(tally_of(Path(folder), rows, thresholds=[LINE]))

    assert found["fpir"] == fpir(rows, LINE)
    assert found["fnir"] == fnir(rows, LINE, 2)
    assert found["pairs"] == recurring_pairs(rows, LINE)
    if found["fpir"][1]:
        assert found["wrong"] / found["fpir"][1] == pytest.approx(
            selectivity(rows, LINE)
        )


@settings(max_examples=5)
@given(rows=tables(), data=st.data())
def test_order_and_names_do_not_matter(
    rows: list[dict[str, Any]], data: st.DataObject
) -> None:
    """Neither the order of rows nor what pseudonyms are called changes a count."""
    shuffled = data.draw(st.permutations(rows))
    renamed = [
        {
            **row,
            **{
                name: row[name] and f"other {row[name][::-1]}"
                for name in ("search_id", "probe_subject", "candidate_subject")
            },
        }
        for row in shuffled
    ]
    with TemporaryDirectory() as folder:
        before = counts(tally_of(Path(folder), rows, thresholds=[LINE]))
        after = counts(tally_of(Path(folder), renamed, thresholds=[LINE]))

    assert after == before


def test_a_million_is_not_needed_to_see_that_lists_are_not_kept(
    tmp_path: Path,
) -> None:
    """What is kept is one number a search, however long its list."""
    long = search("a", *((f"g{k}", 1 - k / 1000) for k in range(500)), enrolled=False)

    tally = tally_of(tmp_path, long, thresholds=[0.9])

    assert tally.lists.top_score.shape == (1,)
    assert tally.lists.wrong_above.tolist() == [[101]]
    assert tally.galleries[0].length == 500
