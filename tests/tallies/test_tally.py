"""The tallies of a table, against counts made in the plainest way."""

import math
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matchaudit.errors import ParameterError
from matchaudit.tallies import (
    ComparisonTally,
    StratumTally,
    TallySettings,
    tally_comparisons,
)
from oracles.dense_tally import dense_tally
from tallies.conftest import TableOf, table_of

Row = dict[str, Any]


def rows_of(*triples: tuple[int, int, float | None], **covariates: str) -> list[Row]:
    return [
        {"probe_subject": i, "reference_subject": j, "score": s, **covariates}
        for i, j, s in triples
    ]


def arrays(rows: Sequence[Row]) -> tuple[list[int], list[int], list[float]]:
    return (
        [row["probe_subject"] for row in rows],
        [row["reference_subject"] for row in rows],
        [math.nan if row["score"] is None else row["score"] for row in rows],
    )


def assert_same_stratum(found: StratumTally, expected: StratumTally) -> None:
    for name in StratumTally.__slots__:
        got, wanted = getattr(found, name), getattr(expected, name)
        if name == "mated_failed":
            np.testing.assert_array_equal(got.trials, wanted.trials, name)
            np.testing.assert_array_equal(got.events, wanted.events, name)
        elif name == "population":
            assert dict(got) == dict(wanted)
        else:
            np.testing.assert_array_equal(got, wanted, name)


def assert_as_dense(
    found: ComparisonTally,
    rows: Sequence[Row],
    *,
    targets: Sequence[float] = (),
) -> None:
    """Compare all strata, whatever they are, at all thresholds that were chosen."""
    masks = {
        str(k): (
            stratum.population,
            [
                all(row[c] == value for c, value in stratum.population.items())
                for row in rows
            ],
        )
        for k, stratum in enumerate(found.strata[1:])
    }
    expected = dense_tally(
        *arrays(rows),
        thresholds=found.thresholds.tolist(),
        targets=targets,
        strata=masks,
    )
    assert dict(found.at_target) == dict(expected.at_target)
    np.testing.assert_array_equal(found.thresholds, expected.thresholds)
    assert len(found.strata) == len(expected.strata)
    for stratum, wanted in zip(found.strata, expected.strata, strict=True):
        assert_same_stratum(stratum, wanted)
    for side, wanted_side in (
        (found.probes, expected.probes),
        (found.references, expected.references),
    ):
        np.testing.assert_array_equal(side.samples.trials, wanted_side.samples.trials)
        np.testing.assert_array_equal(side.samples.events, wanted_side.samples.events)
    for k, histogram in enumerate(found.histograms):
        here = [True] * len(rows) if k == 0 else masks[str(k - 1)][1]
        assert_histogram(
            found, k, [row for row, in_it in zip(rows, here, strict=True) if in_it]
        )
        assert histogram.population == found.strata[k].population


def assert_histogram(found: ComparisonTally, k: int, rows: Sequence[Row]) -> None:
    histogram = found.histograms[k]
    edges = histogram.edges
    assert np.all(np.diff(edges) > 0)
    for counts, is_mated in ((histogram.mated, True), (histogram.nonmated, False)):
        scores = np.array(
            [
                row["score"]
                for row in rows
                if row["score"] is not None
                and (row["probe_subject"] == row["reference_subject"]) == is_mated
            ],
            dtype=np.float64,
        )
        assert counts.sum() == scores.size
        at_or_above = np.cumsum(counts[::-1])[::-1]
        np.testing.assert_array_equal(
            at_or_above, [(scores >= edge).sum() for edge in edges[:-1]]
        )


class TestByHand:
    """Tables small enough to count on paper."""

    def test_ties_match(self, make_table: TableOf) -> None:
        """A score equal to the threshold is a match, in every count."""
        table = make_table(rows_of((0, 0, 0.5), (0, 1, 0.5), (1, 0, 0.5), (1, 1, 0.4)))

        stratum = tally_comparisons(
            table, thresholds=[0.5], settings=TallySettings(det_points=0)
        ).strata[0]

        assert stratum.mated_below.tolist() == [[0, 1]]
        assert stratum.nonmated_at_or_above.tolist() == [[2, 2]]
        assert stratum.sum_events_squared.tolist() == [4]
        assert stratum.sum_events_trials.tolist() == [4]
        assert stratum.sum_trials_squared == 4

    def test_threshold_at_target_is_the_smallest_observed_score(
        self, make_table: TableOf
    ) -> None:
        """A mated score between two non-mated ones is the smallest that will do."""
        table = make_table(rows_of((0, 1, 0.1), (1, 0, 0.5), (0, 0, 0.3), (1, 1, 0.9)))

        tally = tally_comparisons(table, target_fmrs=[0.5, 0.1])

        assert tally.at_target == {0.5: 0.3, 0.1: 0.9}

    def test_threshold_just_above_the_largest(self, make_table: TableOf) -> None:
        """If the largest score is a wrong match, only what is above it has none."""
        table = make_table(rows_of((0, 1, 0.1), (1, 0, 0.5), (0, 0, 0.3)))

        tally = tally_comparisons(table, target_fmrs=[0.01])

        assert tally.at_target == {0.01: math.nextafter(0.5, 1)}
        assert (
            tally.strata[0].false_matches(tally.index(tally.at_target[0.01])).n_events
            == 0
        )

    def test_infinite_wrong_matches_reach_no_target(self, make_table: TableOf) -> None:
        """No threshold is above an infinite score, so the target is left out."""
        table = make_table(rows_of((0, 1, math.inf), (1, 0, 0.5), (0, 2, -math.inf)))

        tally = tally_comparisons(table, target_fmrs=[0.01, 0.4])

        assert tally.at_target == {0.4: math.inf}

    def test_a_failure_beside_infinite_scores(self, make_table: TableOf) -> None:
        """Infinite scores have bins of their own, and failures have none."""
        table = make_table(rows_of((0, 0, None), (0, 0, math.inf), (0, 1, -math.inf)))

        histogram = tally_comparisons(table).histograms[0]

        assert histogram.edges.tolist()[:: histogram.edges.size - 1] == [
            -math.inf,
            math.inf,
        ]
        assert (histogram.mated[-1], histogram.mated.sum()) == (1, 1)
        assert (histogram.nonmated[0], histogram.nonmated.sum()) == (1, 1)

    def test_no_usable_score(self, make_table: TableOf) -> None:
        """A table of failures has counts of failures and nothing else."""
        table = make_table(rows_of((0, 1, None), (1, 1, None)))

        tally = tally_comparisons(table, thresholds=[0.5], target_fmrs=[0.1])

        stratum = tally.strata[0]
        assert (stratum.n_mated_failed, stratum.n_nonmated_failed) == (1, 1)
        assert (stratum.n_mated, stratum.n_nonmated) == (0, 0)
        assert tally.at_target == {}
        assert tally.probes.samples.events.tolist() == [1, 1]

    def test_no_rows(self, make_table: TableOf) -> None:
        """An empty table has the stratum of all comparisons, and it is empty."""
        tally = tally_comparisons(make_table([]), thresholds=[0.5])

        assert [dict(s.population) for s in tally.strata] == [{}]
        assert tally.strata[0].n_nonmated == 0
        assert tally.histograms[0].nonmated.sum() == 0

    def test_nan_is_a_failure(self, make_table: TableOf) -> None:
        """NaN is at or above every number for the database, but never for us."""
        table = make_table(rows_of((0, 1, math.nan), (1, 0, 0.2)))

        stratum = tally_comparisons(table, thresholds=[0.1]).strata[0]

        assert stratum.n_nonmated_failed == 1
        assert stratum.false_matches(0).n_events == 1

    def test_threshold_of_32_bit_scores(self, make_table: TableOf) -> None:
        """A 32-bit score recorded as 0.7 matches at a threshold typed as 0.7."""
        table = make_table(rows_of((0, 1, 0.7), (1, 0, 0.2)), score_type="FLOAT")

        tally = tally_comparisons(table, thresholds=[0.7])

        k = tally.index(0.7)
        assert tally.thresholds[k] == np.float32(0.7)
        assert tally.strata[0].false_matches(k).n_events == 1

    def test_named_samples_that_failed(self, make_table: TableOf) -> None:
        """A sample failed if none of its comparisons gave a score."""
        table = make_table(
            [
                {"probe_subject": i, "reference_subject": j, "score": s, "probe_id": p}
                for i, j, s, p in (
                    (0, 1, None, 10),
                    (0, 0, None, 10),
                    (0, 1, None, 11),
                    (0, 0, 0.4, 11),
                    (1, 0, 0.3, 12),
                )
            ]
        )

        tally = tally_comparisons(table)

        assert tally.probes.by == "probe_id"
        assert tally.probes.samples.trials.tolist() == [2, 1]
        assert tally.probes.samples.events.tolist() == [1, 0]
        assert tally.references.by == "reference_subject"

    def test_progress(self, make_table: TableOf) -> None:
        """Whoever waits hears what begins."""
        heard: list[tuple[int, int]] = []

        tally_comparisons(
            make_table(rows_of((0, 1, 0.5), probe_mask="none")),
            by=["probe_mask"],
            progress=lambda _, done, total: heard.append((done, total)),
        )

        assert heard == [(0, 3), (1, 3), (2, 3)]


class TestParameters:
    """What cannot be asked for."""

    @pytest.mark.parametrize("threshold", [math.nan, math.inf])
    def test_threshold_is_finite(self, make_table: TableOf, threshold: float) -> None:
        """Nothing is at or above NaN, and everything is below infinity."""
        with pytest.raises(ParameterError, match="'thresholds' must be finite"):
            tally_comparisons(make_table([]), thresholds=[threshold])

    @pytest.mark.parametrize("target", [0, 1, -0.1, math.nan])
    def test_target_is_a_rate(self, make_table: TableOf, target: float) -> None:
        """A target of 0 or 1 asks for nothing that a sample could show."""
        with pytest.raises(ParameterError, match="'target_fmrs' must be in"):
            tally_comparisons(make_table([]), target_fmrs=[target])

    def test_points(self, make_table: TableOf) -> None:
        """There cannot be fewer points than none."""
        with pytest.raises(ParameterError, match="'det_points' must be 0 or more"):
            tally_comparisons(make_table([]), settings=TallySettings(det_points=-1))


SCORES = st.one_of(
    st.none(),
    st.sampled_from([0.0, 0.25, 0.5, 0.7, math.inf, -math.inf]),
    st.integers(-20, 20).map(lambda n: n / 16),
    st.floats(-1e6, 1e6).filter(lambda x: x == 0 or abs(x) > 1e-6),
)
PLAIN_SCORES = st.integers(0, 99).map(lambda n: n / 100)


@st.composite
def tables(draw: st.DrawFn, scores: st.SearchStrategy[float | None]) -> list[Row]:
    """Rows with repeats, of any design, with covariates of either side."""
    people = draw(st.integers(1, 5))
    subject = st.integers(0, people - 1)
    n = draw(st.integers(0, 40))
    kind = draw(st.sampled_from(["any", "mated", "nonmated"]))
    rows: list[Row] = []
    for _ in range(n):
        i, j = draw(subject), draw(subject)
        if kind == "mated":
            j = i
        if kind == "nonmated" and i == j:
            continue
        rows.append(
            {
                "probe_subject": i,
                "reference_subject": j,
                "score": draw(scores),
                "probe_group": "AB"[i % 2],
                "reference_group": "AB"[j % 2],
                "probe_mask": draw(st.sampled_from(["none", "full"])),
            }
        )
    return rows


@settings(max_examples=35, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    rows=tables(SCORES),
    targets=st.lists(st.sampled_from([0.001, 0.1, 0.25, 1 / 3, 0.5, 0.9]), unique=True),
    thresholds=st.lists(st.sampled_from([-2.0, 0.0, 0.5, 0.7, 1e7]), unique=True),
    points=st.sampled_from([0, 1, 12]),
)
def test_any_table(
    rows: list[Row], targets: list[float], thresholds: list[float], points: int
) -> None:
    """Whatever the table holds, every count is the plain one."""
    with tempfile.TemporaryDirectory() as folder:
        tally = tally_comparisons(
            table_of(Path(folder), rows),
            thresholds=thresholds,
            target_fmrs=targets,
            by=["group", "probe_mask"] if rows else [],
            settings=TallySettings(det_points=points),
        )

    assert_as_dense(tally, rows, targets=targets)
    assert set(thresholds) <= set(tally.thresholds.tolist())


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=tables(PLAIN_SCORES), hundredths=st.integers(0, 99))
def test_any_table_of_32_bit_scores(rows: list[Row], hundredths: int) -> None:
    """Two-decimal thresholds keep the scores that were recorded as the same number."""
    threshold = hundredths / 100
    with tempfile.TemporaryDirectory() as folder:
        tally = tally_comparisons(
            table_of(Path(folder), rows, score_type="FLOAT"),
            thresholds=[threshold],
            settings=TallySettings(det_points=0),
        )

    expected = dense_tally(*arrays(rows), thresholds=[threshold])
    stratum = tally.strata[0]
    np.testing.assert_array_equal(
        stratum.nonmated_at_or_above, expected.strata[0].nonmated_at_or_above
    )
    np.testing.assert_array_equal(stratum.mated_below, expected.strata[0].mated_below)
