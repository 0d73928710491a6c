"""A file of distances gives the findings of its similarities, in its own scale."""

import re
from collections.abc import Iterable

import numpy as np
import pytest

from matchaudit.accuracy.distances import as_distances, distance_words
from matchaudit.accuracy.measure import measure
from matchaudit.accuracy.settings import AccuracySettings
from matchaudit.estimation.finding import Curve, Finding
from matchaudit.tallies.comparisons import ScoreSample
from oracles.dense_tally import dense_tally

THRESHOLDS = (-0.55, -0.4)


def measured() -> tuple[list[Finding], list[Curve]]:
    """Measure distances of 40 people, each with each, as negated scores."""
    rng = np.random.default_rng(5)
    i, j = (side.ravel() for side in np.indices((40, 40)))
    distance = np.where(i == j, 0.3, 0.7) + rng.normal(0, 0.08, i.size).round(3)
    sample = ScoreSample(
        probe_subject=i.astype(np.int64),
        reference_subject=j.astype(np.int64),
        score=-distance,
        mated=i == j,
        complete=True,
    )
    grid = [*THRESHOLDS, *np.linspace(-0.8, -0.2, 30)]
    tally = dense_tally(i, j, -distance, thresholds=grid, targets=(0.05,))
    settings = AccuracySettings(
        thresholds=THRESHOLDS, target_fmrs=(0.05,), lr_scores=(-0.5,)
    )
    return measure(tally, sample, settings=settings)


def by_unit(curves: Iterable[Curve], unit: str) -> dict[str, tuple[object, ...]]:
    return {
        f"{curve.name}.{column.name}": column.values
        for curve in curves
        for column in curve.columns
        if column.unit == unit
    }


def test_every_score_is_turned_and_nothing_else() -> None:
    findings, curves = measured()
    turned, turned_curves = as_distances(findings, curves)

    for before, after in zip(findings, turned, strict=True):
        assert after.population.keys() == before.population.keys()
        for key in ("threshold", "score"):
            if key in before.population:
                assert after.population[key] == -float(before.population[key])
        if before.unit == "score":
            assert after.estimate == -(before.estimate or 0)
            assert (
                after.interval == tuple(-(e or 0) for e in before.interval or ())[::-1]
            )
        else:
            assert (after.estimate, after.interval) == (
                before.estimate,
                before.interval,
            )
        assert not re.search(r"[Ss]core -?\d", after.says)
        assert "distance -" not in after.says.lower()
    assert by_unit(turned_curves, "score") == {}
    assert by_unit(turned_curves, "distance").keys() == by_unit(curves, "score").keys()


def test_bins_of_distances_still_run_from_low_to_high() -> None:
    _, curves = as_distances(*measured())
    columns = by_unit(curves, "distance")

    low, high = columns["scores.score_low"], columns["scores.score_high"]
    assert all(float(str(a)) < float(str(b)) for a, b in zip(low, high, strict=True))


def test_a_match_is_at_or_below_a_distance() -> None:
    findings, _ = as_distances(*measured())
    held = {f.id: f for f in findings if f.population.get("target_fmr") == 0.05}
    low, high = held["accuracy/threshold_at_fmr"].interval or (0.0, 0.0)

    assert (low or 0) < (held["accuracy/threshold_at_fmr"].estimate or 0) < (high or 0)


@pytest.mark.parametrize(
    ("score", "distance"),
    [
        ("Score -1,200 is rare.", "Distance 1,200 is rare."),
        ("At score 0, all.", "At distance 0, all."),
        ("At score -1.5e-05, all.", "At distance 1.5e-05, all."),
        ("from score 0.2 to score 0.4.", "from distance -0.2 to distance -0.4."),
        ("it could be score -3 or below", "it could be distance 3 or above"),
        (
            "The weight of a score costs 0.3 bits.",
            "The weight of a score costs 0.3 bits.",
        ),
    ],
)
def test_sentences_name_the_distance(score: str, distance: str) -> None:
    assert distance_words(score) == distance
