import pytest

from matchaudit.accuracy.statements import Bounds, not_estimable, with_ends


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
