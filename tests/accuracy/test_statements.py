import pytest

from matchaudit.accuracy.statements import Bounds, measured, not_estimable, with_ends
from matchaudit.estimation.counts import Estimate


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


@pytest.mark.parametrize(
    ("low", "high", "status", "estimate"),
    [
        (0.1, 0.3, "measured", 0.2),
        (0.1, None, "bounded", None),
        (None, 0.3, "bounded", None),
        (None, None, "not_estimable", None),
    ],
)
def test_open_ends_decide_what_kind_of_finding_it_is(
    low: float | None, high: float | None, status: str, estimate: float | None
) -> None:
    bounds = Bounds(0.2, low, high, 0.95, "x", "there is too little", 1, 5)

    finding = with_ends("accuracy/eer", {}, bounds, says="So.")

    assert (finding.status, finding.estimate) == (status, estimate)
    if status == "not_estimable":
        assert finding.says == "We cannot tell, because there is too little."
    else:
        assert finding.interval == (low, high)
        assert (finding.events, finding.trials) == (1, 5)


def test_what_is_missing_is_said_with_the_reason() -> None:
    finding = not_estimable("accuracy/eer", {}, "all is mated", what="the rate")

    assert finding.says == "We cannot tell the rate, because all is mated."
    assert finding.because == "all is mated"
