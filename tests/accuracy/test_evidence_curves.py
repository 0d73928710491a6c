import numpy as np
import pytest

from matchaudit.accuracy.evidence import evidence_of
from matchaudit.accuracy.evidence_curves import evidence_curves
from matchaudit.accuracy.likelihood import likelihood_findings
from measures import simulated


def _rng() -> np.random.Generator:
    return np.random.default_rng(2)


def test_curves_show_the_shares_and_the_costs() -> None:
    sample, tally = simulated().sample(), simulated().tally()
    evidence = evidence_of(sample, tally)

    found, (tippett, ece) = likelihood_findings(sample, tally=tally, rng=_rng())
    log10, mated, nonmated = (np.array(c.values) for c in tippett.columns)
    prior, cost, least, neutral = (
        np.array(c.values, dtype=np.float64) for c in ece.columns
    )

    k = 90
    at = float(log10[k]) * np.log(10)
    assert mated[k] == pytest.approx((evidence.mated_llr >= at).mean())
    assert nonmated[k] == pytest.approx((evidence.nonmated_llr >= at).mean())
    even = int(np.flatnonzero(np.abs(prior) < 1e-9)[0])
    assert cost[even] == pytest.approx(found[0].estimate, abs=1e-4)
    assert least[even] == pytest.approx(found[2].estimate, abs=1e-9)
    assert neutral[even] == pytest.approx(1.0)
    assert (least <= cost + 1e-9).all()
    assert (least <= neutral + 1e-9).all()


def test_a_ratio_counts_among_those_that_are_as_large() -> None:
    one = np.log(10.0)

    tippett, _ = evidence_curves(
        np.array([0.0, one]),
        np.array([-one, 0.0, 0.0]),
        by_score=(np.array([0.0, 1.0, 1.0]), np.array([1.0, 2.0, 0.0])),
    )
    log10, mated, nonmated = (np.array(c.values) for c in tippett.columns)

    even = int(np.flatnonzero(log10 == 0.0)[0])
    assert (mated[even], nonmated[even]) == pytest.approx((1.0, 2 / 3))
    assert (mated[even + 1], nonmated[even + 1]) == pytest.approx((0.5, 0.0))
