from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matchaudit.errors import ParameterError, UndefinedMeasureError
from matchaudit.tallies.gallery_pairs import gallery_tails
from matchaudit.tallies.gallery_tails import GalleryTail, tail_of_matrix
from tallies.conftest import TableOf

Rows = list[dict[str, Any]]


def row(
    probe: int, reference: int, score: float | None, **more: float | str
) -> dict[str, Any]:
    return {
        "probe_subject": probe,
        "reference_subject": reference,
        "score": score,
        **more,
    }


def pairs_of(tail: GalleryTail) -> list[tuple[int, int, float]]:
    """Return (who was searched for, who was found, score) of the kept pairs."""
    return list(
        zip(
            tail.search_subject[tail.search].tolist(),
            tail.reference_subject[tail.reference].tolist(),
            tail.score.tolist(),
            strict=True,
        )
    )


def by_hand(
    rows: Rows, *, population: Mapping[str, str] | None = None
) -> dict[tuple[int, int], dict[int, list[float]]]:
    """Return the scores of each search with each other person, a dictionary each."""
    found: dict[tuple[int, int], dict[int, list[float]]] = {}
    for one in rows:
        if any(one.get(k) != v for k, v in (population or {}).items()):
            continue
        probe, reference = one["probe_subject"], one["reference_subject"]
        if one["score"] is None or probe == reference:
            continue
        search = found.setdefault((probe, one.get("probe_id", -1)), {})
        search.setdefault(reference, []).append(one["score"])
    return found


def assert_is(
    tail: GalleryTail, oracle: dict[tuple[int, int], dict[int, list[float]]]
) -> None:
    """Hold a tail against a dense count; every pair is to be kept."""
    searches = sorted(oracle)
    assert tail.search_subject.tolist() == [subject for subject, _ in searches]
    assert tail.compared.tolist() == [len(oracle[s]) for s in searches]
    assert tail.reference_subject.tolist() == sorted(
        {r for met in oracle.values() for r in met}
    )
    scores = [np.concatenate(list(oracle[s].values())) for s in searches]
    np.testing.assert_allclose(tail.mean, [s.mean() for s in scores], atol=1e-12)
    spread = [s.std(ddof=1) if s.size > 1 else 0.0 for s in scores]
    np.testing.assert_allclose(tail.sd, spread, atol=1e-7)
    expected = sorted(
        (-max(found), i, reference)
        for i, s in enumerate(searches)
        for reference, found in oracle[s].items()
    )
    got = zip(
        -tail.score,
        tail.search.tolist(),
        tail.reference_subject[tail.reference].tolist(),
        strict=True,
    )
    assert list(got) == expected
    assert tail.n_pairs == len(expected)


def test_pairs_without_a_direction_are_two_searches(make_table: TableOf) -> None:
    rows = [row(0, 1, 0.5), row(0, 2, 0.25), row(1, 2, 0.75), row(2, 2, 0.9)]
    (tail,) = gallery_tails(make_table(rows))
    assert tail.both_ways
    assert tail.search_subject.tolist() == [0, 1, 2]
    assert tail.compared.tolist() == [2, 2, 2]
    assert tail.n_pairs == 6
    assert pairs_of(tail) == [
        (1, 2, 0.75),
        (2, 1, 0.75),
        (0, 1, 0.5),
        (1, 0, 0.5),
        (0, 2, 0.25),
        (2, 0, 0.25),
    ]
    np.testing.assert_allclose(tail.mean, [0.375, 0.625, 0.5])
    assert tail.counts.sum() == 3
    assert tail.mated_subject.tolist() == [2]
    assert tail.mated_score.tolist() == [0.9]


def test_a_pair_in_both_directions_makes_all_of_them_searches_one_way(
    make_table: TableOf,
) -> None:
    rows = [row(0, 1, 0.5), row(1, 0, 0.25), row(1, 2, 0.75)]
    (tail,) = gallery_tails(make_table(rows))
    assert not tail.both_ways
    assert tail.compared.tolist() == [1, 2]
    assert pairs_of(tail) == [(1, 2, 0.75), (0, 1, 0.5), (1, 0, 0.25)]


def test_a_full_matrix_that_is_symmetric_holds_every_score_from_either_side(
    make_table: TableOf,
) -> None:
    scores = {(0, 1): 0.5, (0, 2): 0.25, (1, 2): 0.75}
    rows = [row(*pair, s) for (a, b), s in scores.items() for pair in ((a, b), (b, a))]
    (tail,) = gallery_tails(make_table(rows))
    assert tail.both_ways
    assert tail.n_pairs == 6
    assert tail.counts.sum() == 6


def test_probes_of_other_people_than_the_gallery_are_searched_one_way(
    make_table: TableOf,
) -> None:
    rows = [row(p, r, 0.1 * p + 0.01 * r) for p in (0, 1) for r in (2, 3, 4)]
    (tail,) = gallery_tails(make_table(rows))
    assert not tail.both_ways
    assert tail.n_subjects == 2
    assert tail.n_references == 3


def test_the_score_of_a_person_is_the_largest_of_all_samples(
    make_table: TableOf,
) -> None:
    rows = [
        row(0, 1, score, probe_id=p, reference_id=r)
        for p, r, score in ((0, 10, 0.1), (0, 11, 0.3), (1, 10, 0.2), (1, 11, 0.05))
    ]
    rows += [
        row(1, 0, 0.4, probe_id=2, reference_id=12),
        row(0, 0, 0.8, probe_id=0, reference_id=12),
        row(0, 0, 0.9, probe_id=0, reference_id=13),
    ]
    (tail,) = gallery_tails(make_table(rows))
    assert tail.search_subject.tolist() == [0, 0, 1]
    assert tail.compared.tolist() == [1, 1, 1]
    assert pairs_of(tail) == [(1, 0, 0.4), (0, 1, 0.3), (0, 1, 0.2)]
    np.testing.assert_allclose(tail.mean, [0.2, 0.125, 0.4])
    assert tail.mated_score.tolist() == [0.9]


def test_one_sample_of_everybody_is_one_search_from_either_side(
    make_table: TableOf,
) -> None:
    rows = [
        row(i, j, 0.1 * i + 0.01 * j, probe_id=10 + i, reference_id=20 + j)
        for i in range(3)
        for j in range(i + 1, 3)
    ]
    rows.append(row(0, 0, 0.9, probe_id=10, reference_id=99))
    (tail,) = gallery_tails(make_table(rows))
    assert tail.both_ways
    assert tail.search_subject.tolist() == [0, 1, 2]
    assert tail.compared.tolist() == [2, 2, 2]


def test_several_samples_are_searches_of_their_own_from_either_side(
    make_table: TableOf,
) -> None:
    rows = [
        row(i, j, 0.1 * a + 0.01 * b + i, probe_id=2 * i + a, reference_id=2 * j + b)
        for i in range(3)
        for j in range(i + 1, 3)
        for a in range(2)
        for b in range(2)
    ]
    (tail,) = gallery_tails(make_table(rows))
    # Which sample of one side is which of the other is not known.
    assert tail.search_subject.tolist() == [0, 0, 1, 1, 1, 1, 2, 2]
    assert tail.compared.tolist() == [2, 2, 1, 1, 1, 1, 2, 2]
    assert tail.n_pairs == 12


def test_samples_named_on_one_side_say_who_was_looked_for(make_table: TableOf) -> None:
    rows = [row(0, 1, 0.5, probe_id=1), row(1, 2, 0.75, probe_id=2)]
    (tail,) = gallery_tails(make_table(rows))
    assert not tail.both_ways
    assert tail.compared.tolist() == [1, 1]


def test_repeated_rows_of_one_pair_do_not_count_as_more_people(
    make_table: TableOf,
) -> None:
    rows = [row(0, 1, 0.5), row(0, 1, 0.6), row(1, 0, 0.1), row(1, 2, 0.2)]
    (tail,) = gallery_tails(make_table(rows))
    assert tail.compared.tolist() == [1, 2]
    assert pairs_of(tail)[0] == (0, 1, 0.6)
    assert tail.n_pairs == 3


def test_failures_are_left_out(make_table: TableOf) -> None:
    rows = [row(0, 1, 0.5), row(0, 2, None), row(1, 2, 0.75), row(3, 0, None)]
    (tail,) = gallery_tails(make_table(rows))
    assert tail.search_subject.tolist() == [0, 1, 2]
    assert tail.compared.tolist() == [1, 2, 1]


def test_what_ties_with_the_first_left_out_is_left_out(make_table: TableOf) -> None:
    scores = [0.9, 0.8, 0.7, 0.6, 0.6, 0.6]
    rows = [row(0, i + 1, s) for i, s in enumerate(scores)]
    (tail,) = gallery_tails(make_table(rows), kept=4)
    assert tail.score.tolist() == [0.9, 0.8, 0.7]
    (tail,) = gallery_tails(make_table(rows), kept=3)
    assert tail.score.tolist() == [0.9, 0.8, 0.7]


def test_many_ties_are_all_kept(make_table: TableOf) -> None:
    rows = [row(0, i + 1, 0.9) for i in range(7)]
    rows += [row(0, i + 8, 0.1) for i in range(20)]
    (tail,) = gallery_tails(make_table(rows), kept=3)
    assert tail.score.tolist() == [0.9] * 7


def test_a_score_of_minus_infinity_is_a_comparison_but_no_close_one(
    make_table: TableOf,
) -> None:
    rows = [row(0, 1, 0.5), row(0, 2, -np.inf), row(0, 3, 0.3)]
    (tail,) = gallery_tails(make_table(rows))
    assert tail.compared.tolist() == [3]
    assert tail.mean.tolist() == [0.4]
    assert tail.score.tolist() == [0.5, 0.3]
    assert np.isfinite(tail.edges).all()
    assert tail.counts.sum() == 2


def test_a_score_of_plus_infinity_is_refused(make_table: TableOf) -> None:
    with pytest.raises(UndefinedMeasureError, match="infinite score"):
        gallery_tails(make_table([row(0, 1, 0.5), row(0, 2, np.inf)]))


def test_no_comparison_of_different_people_is_refused(make_table: TableOf) -> None:
    with pytest.raises(UndefinedMeasureError, match="no comparisons of different"):
        gallery_tails(make_table([row(0, 0, 0.5)]))


def test_none_to_keep_is_refused(make_table: TableOf) -> None:
    with pytest.raises(ParameterError, match="kept"):
        gallery_tails(make_table([row(0, 1, 0.5)]), kept=0)


def test_groups_are_seen_from_the_side_of_the_search(make_table: TableOf) -> None:
    of = "ABAB"
    rows = [
        row(i, j, 0.1 * i + 0.01 * j, probe_group=of[i], reference_group=of[j])
        for i in range(4)
        for j in range(i + 1, 4)
    ]
    tails = gallery_tails(make_table(rows), by=("group",))
    found = {tuple(t.population.values()): t for t in tails}
    assert set(found) == {
        (),
        ("A", "A"),
        ("A", "B"),
        ("B", "A"),
        ("B", "B"),
        ("A",),
        ("B",),
    }
    assert pairs_of(found["A", "A"]) == [(0, 2, 0.02), (2, 0, 0.02)]
    assert found["A", "A"].both_ways
    assert found["A", "A"].counts.sum() == 1
    across = found["A", "B"]
    assert sorted(pairs_of(across)) == sorted(
        (a, b, s) for b, a, s in pairs_of(found["B", "A"])
    )
    assert not across.both_ways
    assert across.counts.sum() == 4
    assert found["A",].compared.tolist() == [3, 3]
    assert found[()].n_pairs == sum(t.n_pairs for t in tails if len(t.population) == 2)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    n=st.integers(2, 6),
    samples=st.integers(1, 2),
    lost=st.floats(0, 0.6),
    seed=st.integers(0, 10_000),
)
def test_any_ordered_table_gives_what_a_dense_count_gives(
    make_table: TableOf, n: int, samples: int, lost: float, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    rows = [
        row(
            i,
            j,
            None if rng.random() < lost / 2 else float(rng.integers(0, 40)) / 16,
            probe_id=i * samples + a,
            reference_id=j * samples + b,
            probe_group="AB"[i % 2],
            reference_group="AB"[j % 2],
        )
        for i in range(n)
        for a in range(samples)
        for j in range(n)
        for b in range(samples)
        if i == j or rng.random() >= lost
    ]
    # A pair in both directions says that the table has one.
    rows += [
        row(i, 1 - i, 1.0, probe_id=99 + i, reference_id=99, probe_group="AB"[i],
            reference_group="BA"[i])
        for i in (0, 1)
    ]  # fmt: skip
    tails = gallery_tails(make_table(rows), by=("group",))
    for tail in tails:
        assert_is(tail, by_hand(rows, population=tail.population))


@pytest.mark.parametrize("n", [2, 3, 40])
def test_any_table_without_directions_gives_what_its_mirror_gives(
    make_table: TableOf, n: int
) -> None:
    rng = np.random.default_rng(n)
    scores = rng.normal(size=(n, n))
    rows = [
        row(i, j, scores[i, j]) if rng.random() < 0.5 else row(j, i, scores[i, j])
        for i in range(n)
        for j in range(i)
    ]
    if n == 2:
        rows.append(row(2, 0, -9.0))
        rows.append(row(1, 2, -8.0))
    (tail,) = gallery_tails(make_table(rows))
    mirror = [
        row(one["reference_subject"], one["probe_subject"], one["score"])
        for one in rows
    ]
    assert_is(tail, by_hand(rows + mirror))
    assert tail.both_ways
    (few,) = gallery_tails(make_table(rows), kept=4)
    assert pairs_of(few) == pairs_of(tail)[:4]


@pytest.mark.parametrize("both_ways", [True, False])
def test_the_tail_of_a_table_is_that_of_its_matrix(
    make_table: TableOf, *, both_ways: bool
) -> None:
    rng = np.random.default_rng(5)
    scores = rng.normal(size=(50, 50))
    if both_ways:
        scores += scores.T
    mated = rng.normal(3, 1, size=50)
    rows = [
        row(i, j, scores[i, j])
        for i in range(50)
        for j in range(50)
        if (j > i if both_ways else j != i)
    ]
    rows += [row(i, i, mated[i]) for i in range(50)]
    (tail,) = gallery_tails(make_table(rows), kept=200)
    dense = tail_of_matrix(scores, kept=200, both_ways=both_ways, mated_scores=mated)
    for name in ("search", "reference", "compared", "mated_subject"):
        assert getattr(tail, name).tolist() == getattr(dense, name).tolist(), name
    for name in ("score", "mean", "sd", "mated_score"):
        np.testing.assert_allclose(getattr(tail, name), getattr(dense, name))
    assert tail.both_ways is both_ways
    assert tail.n_pairs == dense.n_pairs
    assert tail.counts.sum() == dense.counts.sum()
