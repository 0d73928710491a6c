import pytest

from matchaudit.accuracy.rate_findings import rate_findings, too_small
from matchaudit.accuracy.rates import false_match_rate, smallest_fmr_shown
from matchaudit.estimation.wording import one_in
from measures import closed, simulated
from oracles.dense_tally import dense_tally


def test_a_group_is_compared_among_its_own_members() -> None:
    tally = simulated().tally()

    found = rate_findings(tally, thresholds=(2.0,), dimensions=("group",))
    wrong = [f for f in found if f.id == "accuracy/fmr"]
    missed = [f for f in found if f.id == "accuracy/fnmr"]

    assert [dict(f.population) for f in wrong] == [
        {"threshold": 2.0},
        *(
            {"threshold": 2.0, "probe_group": g, "reference_group": g}
            for g in ("A", "B", "C")
        ),
    ]
    assert [dict(f.population) for f in missed][1:] == [
        {"threshold": 2.0, "probe_group": g} for g in ("A", "B", "C")
    ]
    within = {"probe_group": "C", "reference_group": "C"}
    rate = false_match_rate(tally, 2.0, population=within)
    assert wrong[3].estimate == rate.value
    assert wrong[3].interval == (rate.low, rate.high)
    assert (wrong[3].events, wrong[3].trials) == (rate.events, rate.trials)


def test_a_condition_of_the_probe_has_both_rates() -> None:
    found = rate_findings(
        simulated().tally(), thresholds=(2.0,), dimensions=("probe_mask",)
    )

    masked = [f for f in found if f.population.get("probe_mask") == "surgical"]
    assert [f.id for f in masked] == ["accuracy/fmr", "accuracy/fnmr"]
    assert "with mask surgical" in masked[1].says


def test_a_group_under_the_floor_is_not_estimated() -> None:
    found = rate_findings(
        simulated().tally(), thresholds=(2.0,), dimensions=("group",), group_floor=16
    )

    grouped = [f for f in found if len(f.population) > 1]
    assert {f.status for f in grouped} == {"not_estimable"}
    assert grouped[0].because == "there are 15 people and we need at least 16"
    assert {f.status for f in found if len(f.population) == 1} == {"measured"}
    enough = rate_findings(
        simulated().tally(), thresholds=(2.0,), dimensions=("group",), group_floor=15
    )
    in_a = [f for f in enough if f.population.get("probe_group") == "A"]
    assert [f.status for f in in_a] == ["measured"] * 2


def test_every_rate_says_what_the_sample_could_show() -> None:
    tally = simulated().tally()
    least = smallest_fmr_shown(tally.strata[0], confidence=0.95)

    found = rate_findings(tally, thresholds=(1.0,), dimensions=())

    assert found[0].method.endswith(f"could show a rate down to {one_in(least)}")
    assert not any("too small" in caution for caution in found[0].cautions)


def test_a_target_below_what_the_sample_can_show_bears_a_caution() -> None:
    records = simulated(n_people=12)
    tally = dense_tally(
        records.probe,
        records.reference,
        records.score,
        thresholds=records.ladder,
        targets=(1e-3,),
    )
    at = tally.at_target[1e-3]

    wrong, missed = rate_findings(tally, thresholds=(at,), dimensions=())

    least = smallest_fmr_shown(tally.strata[0], confidence=0.95)
    assert too_small(1e-3, least) in wrong.cautions
    assert "below 1 in 1,000" in wrong.says
    assert not any("wrong match" in caution for caution in missed.cautions)


def test_a_kind_of_comparison_that_is_missing_is_said() -> None:
    tally = dense_tally([0, 1], [0, 1], [0.9, 0.8], thresholds=(0.5,))

    wrong, missed = rate_findings(tally, thresholds=(0.5,), dimensions=())

    assert wrong.status == "not_estimable"
    assert wrong.says == (
        "At score 0.5, we cannot tell the rate of wrong matches, because there are no "
        "comparisons of different people."
    )
    assert missed.events == 0


@pytest.mark.parametrize("confidence", [0.8, 0.99])
def test_more_confidence_asks_for_wider_intervals(confidence: float) -> None:
    tally = simulated().tally()

    (usual, _), (other, _) = (
        rate_findings(tally, thresholds=(2.0,), dimensions=(), confidence=c)
        for c in (0.95, confidence)
    )

    assert other.confidence == confidence
    wider = closed(other.interval)[1] > closed(usual.interval)[1]
    assert wider == (confidence > 0.95)
