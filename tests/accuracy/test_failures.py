from dataclasses import replace

import numpy as np

from matchaudit.accuracy.failures import ONE_SAMPLE, failure_findings
from matchaudit.accuracy.rates import false_accept_rate, false_reject_rate
from matchaudit.estimation.counts import Clusters
from matchaudit.tallies.comparisons import ComparisonTally, SideTally
from measures import simulated
from oracles.dense_tally import dense_tally


def test_failures_are_counted_on_each_side() -> None:
    """One of 45 references failed, and so no probe did."""
    probe, reference = failure_findings(simulated().tally(), thresholds=())

    assert dict(probe.population) == {"side": "probe"}
    assert (probe.events, probe.trials) == (0, 45)
    assert probe.says.startswith("All 45 probe samples gave a score. For people like ")
    assert (reference.events, reference.trials) == (1, 45)
    assert reference.says.startswith("1 of 45 reference samples could not be enrolled.")
    assert reference.sources == ("ISO/IEC 19795-1:2021, failure-to-enrol rate",)
    assert ONE_SAMPLE in reference.cautions


def test_samples_that_are_named_need_no_caution() -> None:
    tally = simulated().tally()
    named = replace(tally, probes=replace(tally.probes, by="probe_id"))

    assert ONE_SAMPLE not in failure_findings(named, thresholds=())[0].cautions


def test_the_generalised_rates_are_found_at_each_threshold() -> None:
    tally = simulated().tally()

    found = failure_findings(tally, thresholds=(1.0, 2.0))[2:]

    assert [(f.id, f.population["threshold"]) for f in found] == [
        ("accuracy/far", 1.0),
        ("accuracy/far", 2.0),
        ("accuracy/frr", 1.0),
        ("accuracy/frr", 2.0),
    ]
    assert found[1].estimate == false_accept_rate(tally, 2.0).value
    assert found[3].estimate == false_reject_rate(tally, 2.0).value
    assert "failed or were missed matches (GFRR)" in found[3].says
    assert "were wrong matches (GFAR)" in found[0].says
    assert found[0].method.endswith("generalised rate (GFAR)")


def test_no_rejection_at_all_is_not_said_to_be_none() -> None:
    tally = dense_tally([0, 1, 2], [0, 1, 2], [0.9, 0.8, 0.7], thresholds=(0.5,))

    accepted, rejected = failure_findings(tally, thresholds=(0.5,))[2:]

    assert accepted.because == "there are no comparisons of different people"
    assert rejected.says.startswith("There were no failed or missed matches in 3 tries")


def test_without_samples_nothing_is_said_of_failures() -> None:
    nobody = Clusters(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
    empty = SideTally(by="probe_id", samples=nobody)
    tally: ComparisonTally = replace(simulated().tally(), probes=empty)

    finding = failure_findings(tally, thresholds=())[0]

    assert finding.status == "not_estimable"
    assert finding.because == "there are no samples"
