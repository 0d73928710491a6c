from matchaudit.estimation.counts import Estimate
from matchaudit.estimation.proportions import clopper_pearson
from matchaudit.estimation.statements import bounded, counted, measured, unknown


def test_a_measured_finding_carries_all_of_its_estimate() -> None:
    estimate = Estimate(
        value=0.1,
        low=0.05,
        high=0.2,
        confidence=0.9,
        method="x",
        events=1,
        trials=10,
        effective_trials=8.0,
        cautions=("Beware.",),
    )

    finding = measured("accuracy/fmr", {"threshold": 1.0}, estimate, says="So.")

    assert (finding.estimate, finding.interval) == (0.1, (0.05, 0.2))
    assert (finding.events, finding.trials, finding.effective_trials) == (1, 10, 8.0)
    assert (finding.confidence, finding.method) == (0.9, "x")
    assert finding.cautions == ("Beware.",)


def test_what_the_sentence_says_is_not_said_again() -> None:
    estimate = Estimate(
        value=0.0,
        low=0.0,
        high=0.2,
        confidence=0.95,
        method="x",
        events=0,
        trials=10,
        cautions=("There were none in 10 tries. And so on.", "Beware."),
    )

    assert measured("accuracy/fmr", {}, estimate, says="So.").cautions == ("Beware.",)


def test_other_cautions_take_the_place_of_the_estimate_s() -> None:
    estimate = Estimate(
        value=0.1, low=0.05, high=0.2, confidence=0.9, method="x", cautions=("Beware.",)
    )

    finding = measured("accuracy/fmr", {}, estimate, "So.", cautions=("Mind this.",))

    assert finding.cautions == ("Mind this.",)


def test_of_a_range_there_is_no_best_value() -> None:
    finding = bounded("claims/refuted_share", {}, clopper_pearson(3, 10), "So.")

    assert (finding.status, finding.estimate) == ("bounded", None)
    assert finding.interval == (clopper_pearson(3, 10).low, clopper_pearson(3, 10).high)


def test_a_table_of_counts_needs_no_number() -> None:
    finding = counted("galleries/cmc", {}, None, "See the curve.", curve="data/cmc.csv")

    assert (finding.status, finding.curve) == ("counted", "data/cmc.csv")


def test_what_cannot_be_told_is_said_with_the_reason() -> None:
    finding = unknown("usage/miss_rate", {}, "it", "no one looked", start="At 0.5, we")

    assert finding.says == "At 0.5, we cannot tell it, because no one looked."
    assert finding.because == "no one looked"
