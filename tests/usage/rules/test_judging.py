from itertools import product

import pytest

from matchaudit.estimation.proportions import clopper_pearson
from matchaudit.tallies.rules import GroupTally
from matchaudit.usage.rules.cards import Card
from matchaudit.usage.rules.judging import answers, judge


def card(at_most: float, *, ratio: bool = False) -> Card:
    share: dict[str, object] = (
        {"share": {"of": "false_alerts", "out_of": "faces_seen"}}
        if ratio
        else {"share_where": "urgent"}
    )
    facts: dict[str, object] = {"id": "P1", "says": "Few.", "from": "Order 1"}
    held = {**facts, "for_each": ["month"], "at_most": at_most, **share}
    return Card.model_validate(held)


def group(**counts: int) -> GroupTally:
    return GroupTally(**{"key": ("2025-01",), "sure": 0, "maybe": 0, **counts})  # type: ignore[arg-type]  # counts are whole numbers


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"sure": 10, "true": 2}, "meets"),  # exactly at the limit
        ({"sure": 10, "true": 3}, "breaks"),
        ({"sure": 10, "true": 2, "unknown": 1}, "cannot_tell"),
        ({"sure": 10, "true": 1, "unknown": 1}, "meets"),
        ({"sure": 10, "true": 3, "unknown": 7}, "breaks"),
        ({"sure": 10, "true": 3, "maybe": 1}, "breaks"),
        ({"sure": 10, "true": 3, "maybe": 6}, "cannot_tell"),
        ({"sure": 0, "maybe": 3, "maybe_true": 3}, "cannot_tell"),
        ({}, "does_not_apply"),
    ],
)
def test_unknown_records_are_counted_both_ways(
    counts: dict[str, int], expected: str
) -> None:
    assert judge(card(0.2), group(**counts)).answer == expected


def ends_by_hand(counts: tuple[int, ...]) -> tuple[float, float]:
    """Return the extremes of the share over all ways to fill the gaps."""
    true, unknown, false, maybe_true, maybe_unknown, maybe_false = counts
    sure = true + unknown + false
    shares = [
        (true + a + b + c) / (sure + b + d + e)
        for a in range(unknown + 1)  # unknown ones that are true
        for b in range(maybe_true + 1)  # of these three, so many are in the group
        for d in range(maybe_unknown + 1)
        for e in range(maybe_false + 1)
        for c in range(d + 1)
    ]
    return min(shares), max(shares)


def test_the_two_ends_are_the_extremes_of_all_ways_to_fill_the_gaps() -> None:
    for counts in product(range(3), repeat=6):
        true, unknown, false, maybe_true, maybe_unknown, maybe_false = counts
        found = judge(
            card(0.5),
            group(
                sure=true + unknown + false,
                maybe=maybe_true + maybe_unknown + maybe_false,
                true=true,
                unknown=unknown,
                maybe_true=maybe_true,
                maybe_unknown=maybe_unknown,
            ),
        )
        if true + unknown + false == 0:
            assert (found.low, found.high) == (None, None)
        else:
            assert (found.low, found.high) == pytest.approx(ends_by_hand(counts))


@pytest.mark.parametrize(
    ("of", "out_of", "expected"),
    [
        (0, 10_000, "meets"),
        (0, 1_000, "cannot_tell"),
        (40, 10_000, "breaks"),
        (10, 10_000, "cannot_tell"),
        (0, 0, "cannot_tell"),
        (5, 3, "cannot_tell"),
    ],
)
def test_a_ratio_breaks_the_limit_only_beyond_chance(
    of: int, out_of: int, expected: str
) -> None:
    found = judge(card(0.001, ratio=True), group(sure=1, of=of, out_of=out_of))

    assert found.answer == expected
    if 0 <= of <= out_of != 0:
        estimate = clopper_pearson(of, out_of)
        assert (found.low, found.high) == (estimate.low, estimate.high)


def test_a_ratio_that_lacks_a_count_cannot_be_told() -> None:
    lacking = group(sure=2, of=400, out_of=1_000, lacking=1)

    assert judge(card(0.001, ratio=True), lacking).answer == "cannot_tell"


def test_records_of_no_known_group_cannot_be_told() -> None:
    nowhere = GroupTally(key=None, sure=10, maybe=0, true=0)
    found = (judge(card(0.2), nowhere), judge(card(0.2), group(sure=1)))

    assert [one.answer for one in found] == ["cannot_tell", "meets"]
    assert (answers(found).cannot_tell, answers(found).n) == (1, 2)
