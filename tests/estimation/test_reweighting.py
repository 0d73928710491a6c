"""The estimate holds the truth where it may, and fails where it must."""

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from matchaudit.errors import UndefinedMeasureError
from matchaudit.estimation import reweighting
from matchaudit.estimation.partial_verification import CheckedUnits
from matchaudit.estimation.proportions import wilson
from matchaudit.estimation.reweighting import reweighted_share

STUDY = Path(__file__).resolve().parents[2] / "studies/verification.py"
LOGS = 150


@pytest.fixture(scope="module")
def study() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verification_study", STUDY)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def single(*cells: tuple[int, int, int], n_strata: int = 2) -> CheckedUnits:
    """Make single items of cells (items, checked, events), one for each stratum."""
    lines = [
        (times, stratum, checked, event)
        for stratum, (n, seen, events) in enumerate(cells)
        for times, checked, event in (
            (events, 1, 1),
            (seen - events, 1, 0),
            (n - seen, 0, 0),
        )
        if times
    ]
    times, strata, checked, events = (np.array(c) for c in zip(*lines, strict=True))
    return CheckedUnits(
        times=times,
        kind=np.arange(times.size),
        stratum=strata,
        trials=np.ones(times.size, dtype=np.int64),
        checked=checked,
        events=events,
        n_strata=n_strata,
    )


def rng() -> np.random.Generator:
    return np.random.default_rng(5)


def test_each_stratum_counts_by_its_items() -> None:
    """1 of 10 in 100 items and 10 of 20 in 300: (10 + 150) / 400, not 11 / 30."""
    estimate = reweighted_share(single((100, 10, 1), (300, 20, 10)), rng=rng())

    assert estimate.value == pytest.approx(0.4)
    assert estimate.low < 0.4 < estimate.high


def test_one_stratum_wholly_checked_is_a_plain_share() -> None:
    estimate = reweighted_share(single((200, 200, 50), n_strata=1), rng=rng())
    plain = wilson(50, 200)

    assert estimate.value == 0.25
    assert estimate.low == pytest.approx(plain.low, abs=0.01)
    assert estimate.high == pytest.approx(plain.high, abs=0.01)


def test_a_stratum_without_an_event_may_still_have_some() -> None:
    """None of 5 checked in a stratum of 500 says little: its share may be over 0.4."""
    estimate = reweighted_share(single((500, 500, 50), (500, 5, 0)), rng=rng())

    assert estimate.value == pytest.approx(0.05)
    assert estimate.high > 0.2


def test_a_stratum_that_nobody_checked_is_refused() -> None:
    with pytest.raises(UndefinedMeasureError, match="none was checked"):
        reweighted_share(single((100, 10, 1), (300, 0, 0)), rng=rng())


def test_one_unit_shows_no_spread() -> None:
    one = single((1, 1, 0), n_strata=1)

    with pytest.raises(UndefinedMeasureError, match="fewer than 2"):
        reweighted_share(one, rng=rng())


def test_units_of_many_items_widen_the_range() -> None:
    """The same items in units of ten that are all events or none."""
    alone = single((400, 200, 50), n_strata=1)
    together = CheckedUnits(
        times=np.array([5, 15, 20]),
        kind=np.arange(3),
        stratum=np.zeros(3, dtype=np.int64),
        trials=np.array([10, 10, 10]),
        checked=np.array([10, 10, 0]),
        events=np.array([10, 0, 0]),
        n_strata=1,
    )

    narrow = reweighted_share(alone, rng=rng())
    wide = reweighted_share(together, rng=rng())

    assert narrow.value == wide.value == 0.25
    assert wide.high - wide.low > 2.5 * (narrow.high - narrow.low)


def test_the_formula_agrees_with_the_bootstrap(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With very many kinds of unit the bootstrap is left out."""
    units = single((900, 300, 90), (600, 200, 20))
    drawn = reweighted_share(units, rng=rng())
    monkeypatch.setattr(reweighting, "MOST_KINDS", 1)

    formula = reweighted_share(units, rng=rng())

    assert (drawn.method, formula.method) == (
        "reweighted-bootstrap",
        "reweighted-linear",
    )
    assert formula.low == pytest.approx(drawn.low, abs=0.005)
    assert formula.high == pytest.approx(drawn.high, abs=0.005)


def test_the_same_seed_gives_the_same_range() -> None:
    units = single((100, 40, 9), (300, 60, 20))

    first, second = (reweighted_share(units, rng=rng()) for _ in range(2))

    assert (first.low, first.high) == (second.low, second.high)


def held(study: ModuleType, name: str) -> dict[str, tuple[float | None, float]]:
    """Return off by how much each way is, and how often it held the truth."""
    world = next(w for w in study.WORLDS if w.name == name)
    found = study.study(world, LOGS, np.random.default_rng(11))
    return {row.way: (row.bias, row.held) for row in found}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["at random", "at random, 5 searches a case"])
def test_the_truth_is_held_where_checking_is_at_random(
    study: ModuleType, name: str
) -> None:
    """Those checked are the better candidates, and strata make up for it."""
    found = held(study, name)

    assert found["range, this log"] == (None, 1.0)
    assert found["range, such logs"][1] >= 0.95
    bias, share = found["checked only"]
    assert bias is not None
    assert bias < -0.05
    assert share < 0.5
    for way in ("stratum by stratum", "random sample"):
        bias, share = found[way]
        assert bias == pytest.approx(0, abs=0.008)
        assert 0.90 <= share <= 0.995


@pytest.mark.slow
def test_strata_fail_where_checking_depends_on_the_truth(study: ModuleType) -> None:
    """The range and a random sample hold; the assumption does not, and shows it."""
    found = held(study, "not at random")

    assert found["range, this log"] == (None, 1.0)
    bias, share = found["stratum by stratum"]
    assert bias is not None
    assert bias < -0.08
    assert share < 0.3
    bias, share = found["random sample"]
    assert bias == pytest.approx(0, abs=0.008)
    assert 0.90 <= share <= 0.995


def test_a_study_draws_its_truth(study: ModuleType) -> None:
    """The share of wrong matches in many candidates is the one that is claimed."""
    for world in study.WORLDS:
        many = replace(world, n_cases=40_000, drawn=0)
        log = study.draw_log(many, np.random.default_rng(2))

        assert log.wrong.mean() == pytest.approx(world.share, abs=0.01)
