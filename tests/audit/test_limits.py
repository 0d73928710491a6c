import pytest

from matchaudit.audit import limits
from matchaudit.errors import InputError
from matchaudit.estimation.finding import Finding


def measured(estimate: float, low: float, high: float) -> Finding:
    return Finding(
        id="accuracy/fmr",
        status="measured",
        estimate=estimate,
        interval=(low, high),
        confidence=0.95,
        unit="probability",
        method="test",
        says="A sentence.",
    )


def test_a_limit_holds_against_the_upper_end_of_the_interval() -> None:
    """A rate that may be above the limit has not been shown to be below it."""
    finding = measured(1e-3, 5e-4, 2e-3)

    assert limits.above([finding], limits.parse(["accuracy/fmr>0.0019"])) == (
        "Not within the limit of 0.0019: A sentence.",
    )
    assert limits.above([finding], limits.parse(["accuracy/fmr>0.002"])) == ()


def test_what_could_not_be_estimated_is_not_within_a_limit() -> None:
    finding = Finding(
        id="accuracy/fmr",
        status="not_estimable",
        because="there is nothing",
        unit="probability",
        method="none",
        says="We cannot tell.",
    )

    assert limits.above([finding], limits.parse(["accuracy/fmr>0.5"])) == (
        "Not within the limit of 0.5: We cannot tell.",
    )


def test_an_open_upper_end_is_not_within_a_limit() -> None:
    finding = Finding(
        id="accuracy/fmr_ratio",
        status="bounded",
        interval=(2.0, None),
        confidence=0.95,
        unit="ratio",
        method="test",
        says="At least twice.",
    )

    assert len(limits.above([finding], limits.parse(["accuracy/fmr_ratio>1e9"]))) == 1


def test_a_limit_without_any_finding_is_not_kept() -> None:
    assert limits.above([], limits.parse(["accuracy/eer>0.1"])) == (
        "Not within the limit: there is no finding accuracy/eer.",
    )


def rule(answer: str, n: int) -> Finding:
    return Finding(
        id="usage/rule",
        population={"rule": "R1", "answer": answer},
        status="counted",
        estimate=float(n),
        unit="records",
        method="count",
        says=f"{n} {answer}.",
    )


def test_a_limit_may_be_set_for_one_population_only() -> None:
    found = [rule("meets", 90), rule("breaks", 2)]

    limit = limits.parse(["usage/rule[answer=breaks, rule=R1]>1"])

    assert limits.above(found, limit) == ("Not within the limit of 1: 2 breaks.",)
    assert limits.above(found, limits.parse(["usage/rule[answer=breaks]>2"])) == ()
    assert limits.above(found, limits.parse(["usage/rule[rule=R9]>2"])) == (
        "Not within the limit: there is no finding usage/rule[rule=R9].",
    )


@pytest.mark.parametrize(
    "text",
    [
        "accuracy/fmr",
        "fmr>1",
        "accuracy/fmr<1",
        "accuracy/fmr>e-e",
        "accuracy/fmr>1e999",
        "usage/rule[breaks]>0",
        "usage/rule[answer=breaks>0",
    ],
)
def test_a_limit_of_another_form_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(InputError, match=r'accuracy/fmr>0\.001"'):
        limits.parse([text])
