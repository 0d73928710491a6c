import numpy as np
import pytest

from matchaudit.accuracy.group_rates import GapFamily, GroupRate, GroupRates
from matchaudit.accuracy.spread_findings import spread_findings
from matchaudit.estimation.counts import Clusters
from matchaudit.estimation.ratios import rate_ratio
from matchaudit.tallies.comparisons import StratumTally

NONE = np.array([], dtype=np.int64)


def _group(label: str, start: int, misses: np.ndarray, tries: int = 4) -> GroupRate:
    """A group with these missed matches of each of its subjects."""
    trials = np.full(misses.size, tries)
    stratum = StratumTally(
        population={"probe_group": label, "reference_group": label},
        mated_units=np.arange(start, start + misses.size),
        mated_trials=trials,
        mated_below=misses[None, :],
        mated_failed=Clusters(trials, np.zeros_like(trials)),
        nonmated_units=NONE,
        nonmated_trials=NONE,
        nonmated_at_or_above=NONE.reshape(1, 0),
        sum_trials_squared=0,
        sum_events_trials=np.zeros(1, dtype=np.int64),
        sum_events_squared=np.zeros(1, dtype=np.int64),
        n_mated_failed=0,
        n_nonmated_failed=0,
    )
    return GroupRate(label, "fnmr", stratum, 0)


def _groups(rng: np.random.Generator, risks: list[float]) -> list[GroupRate]:
    """Draw 60 subjects for each group, with 4 tries and a risk of their own."""
    n = 60
    rates = [
        _group(f"g{g}", g * n, rng.binomial(4, rng.beta(risk * 4, (1 - risk) * 4, n)))
        for g, risk in enumerate(risks)
    ]
    return sorted(rates, key=lambda rate: rate.value)


def _spreads(rates: list[GroupRate]) -> list[tuple[float, float]]:
    """Intervals of highest over lowest, over typical and over mean rate."""
    family = GapFamily(dimension="group", threshold=0.5, confidence=0.95, rng_seed=1)
    ends = []
    for finding in spread_findings(GroupRates(tuple(rates), {}), "fnmr", family):
        assert finding.interval is not None
        low, high = finding.interval
        assert low is not None
        assert high is not None
        ends.append((low, high))
    return ends


@pytest.mark.slow
def test_the_worst_of_eight_equal_groups_is_rarely_called_worse() -> None:
    """The plain interval of worst over best calls it so in most data sets."""
    rng = np.random.default_rng(23)
    repeats = 50
    samples = [_groups(rng, [0.2] * 8) for _ in range(repeats)]

    joint = np.array([_spreads(rates) for rates in samples])
    plain = [
        rate_ratio(rates[-1].estimate(0.95), rates[0].estimate(0.95))
        for rates in samples
    ]

    false_alarms = (joint[:, :, 0] > 1).mean(axis=0)
    assert false_alarms.max() <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / repeats)
    assert np.mean([(ratio.low or 0) > 1 for ratio in plain]) > 0.3


@pytest.mark.slow
def test_the_interval_covers_a_true_gap() -> None:
    rng = np.random.default_rng(29)
    risks = [0.1, 0.2, 0.4]
    truth = np.array([4, 4 / 2, 0.4 * 3 / 0.7])

    ends = np.array([_spreads(_groups(rng, risks)) for _ in range(60)])

    covered = (ends[:, :, 0] <= truth) & (truth <= ends[:, :, 1])
    assert covered.mean(axis=0).min() >= 0.9
    assert np.median(ends[:, 0, 0]) > 1  # such a gap is seen, not only not denied
