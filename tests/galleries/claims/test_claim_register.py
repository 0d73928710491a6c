from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchaudit.errors import ParameterError
from matchaudit.galleries.claims.covers import covers
from matchaudit.galleries.claims.measure import measure_claims
from matchaudit.galleries.claims.register import (
    FEWEST,
    OTHERS,
    SPLIT_BY,
    ClaimSettings,
    StatusCounts,
    by_publisher,
    grouping,
    made_of,
    parts,
    status_counts,
    why_untold,
)
from matchaudit.galleries.claims.telling import AI, left_out, nothing_follows, told
from matchaudit.galleries.claims.totals import totals
from matchaudit.tallies.claims import ClaimRows

STATUS = st.sampled_from(["confirmed", "refuted", "withdrawn", "unverified", None])
METHOD = st.sampled_from(["ai_match", "records", "tip", "self", None])


def test_statuses_are_counted_and_an_empty_one_is_unverified() -> None:
    found = status_counts(made_of(["refuted", "refuted", "withdrawn", None]))

    assert found == StatusCounts(refuted=2, withdrawn=1, unverified=1)
    assert found.claims == 4
    assert (found.checked.trials, found.checked.checked, found.checked.events) == (
        4,
        2,
        2,
    )


def test_a_small_part_is_told_with_others() -> None:
    status = ["confirmed", "refuted", "unverified"] * 4
    rows = made_of(
        [*status, "refuted", *status],
        publisher=["Outlet 1"] * 12 + ["Outlet 2"] + ["Outlet 3"] * 12,
    )
    found = parts(rows, "publisher")

    # Outlet 2 has one claim, so the smallest other part is told with it.
    assert set(found) == {"Outlet 1", OTHERS}
    assert found[OTHERS].claims == 13
    assert found[OTHERS].refuted == 5


def test_a_part_whose_claims_turned_out_alike_is_told_with_others() -> None:
    mixed = ["confirmed", "refuted"] * 5
    rows = made_of(
        [*mixed, *["refuted"] * 8, *["unverified", "confirmed"] * 3],
        method=["ai_match"] * 10 + ["tip"] * 8 + ["self"] * 6,
    )
    found = parts(rows, "method")

    assert "tip" not in found
    assert set(found) == {"ai_match", OTHERS}


def test_a_part_of_which_nothing_is_known_is_told() -> None:
    rows = made_of(
        ["unverified"] * 6 + ["confirmed", "refuted"] * 3,
        method=["tip"] * 6 + ["ai_match"] * 6,
    )

    assert parts(rows, "method")["tip"] == StatusCounts(unverified=6)


def test_a_register_without_the_column_has_no_parts() -> None:
    assert parts(made_of(["refuted"] * 20), "method") == {}


@given(st.lists(st.tuples(STATUS, METHOD), max_size=40))
@settings(max_examples=100)
def test_no_part_tells_one_claim_and_parts_add_up(
    claims: list[tuple[str | None, str | None]],
) -> None:
    rows = made_of([s for s, _ in claims], method=[m for _, m in claims])
    found = parts(rows, "method")

    for counts in found.values():
        assert counts.claims >= FEWEST
        assert not counts.alike
    if found:
        total = status_counts(rows)
        for name in ("confirmed", "refuted", "withdrawn", "unverified"):
            parted = sum(getattr(counts, name) for counts in found.values())
            assert parted == getattr(total, name)


@given(st.lists(st.tuples(STATUS, METHOD), min_size=6, max_size=30))
@settings(max_examples=60)
def test_no_sum_of_parts_but_the_whole_leaves_out_a_few(
    claims: list[tuple[str | None, str | None]],
) -> None:
    """What is left when parts are taken from the total is a part again."""
    rows = made_of([s for s, _ in claims], method=[m for _, m in claims])
    found = parts(rows, "method")
    sizes = [counts.claims for counts in found.values()]

    for k in range(len(sizes)):
        for some in combinations(sizes, k):
            left = rows.n - sum(some)
            assert not sizes or left >= FEWEST


def _one_tip_with_a_mask(status: str = "refuted") -> ClaimRows:
    """Eleven claims with a mask, ten of them by AI matching."""
    return made_of(
        ["confirmed", "refuted"] * 5 + [status] + ["confirmed", "refuted"] * 5,
        method=["ai_match"] * 10 + ["tip"] * 11,
        probe_mask=["lower"] * 11 + ["none"] * 10,
    )


@pytest.mark.parametrize("status", ["refuted", "confirmed", "unverified"])
def test_totals_of_two_kinds_do_not_leave_one_claim(status: str) -> None:
    rows = _one_tip_with_a_mask(status)

    assert parts(rows, "probe_mask")  # alone they would tell nothing
    assert set(told(rows, ClaimSettings())) == {"method", AI}
    assert left_out(rows, ClaimSettings(), told(rows, ClaimSettings())) == (
        "probe_mask",
    )


def test_what_is_left_out_is_said_beside_the_total() -> None:
    found, _ = totals(_one_tip_with_a_mask(), ClaimSettings())
    of_all = next(f for f in found if f.population == {"count": "refuted"})

    assert not any("probe_mask" in f.population for f in found)
    assert any("by mask" in caution for caution in of_all.cautions)


def test_claims_that_follow_from_crossing_totals_are_not_told() -> None:
    """No total holds another, but only one way to fill the table adds up."""
    pairs = [("a", "x")] * 4 + [("a", "y")] * 3 + [("b", "x")] * 3 + [("b", "y")] * 4
    status = ["confirmed"] * 4 + ["refuted"] * 3 + ["refuted"] * 3 + ["confirmed"] * 4
    rows = made_of(status)
    kinds = [[one for one, _ in pairs], [other for _, other in pairs]]

    assert nothing_follows(rows, kinds)
    extreme = made_of(["confirmed"] * 7 + ["refuted"] * 3 + ["unverified"] * 4)
    swapped = made_of(["confirmed"] * 4 + ["refuted"] * 6 + ["confirmed"] * 4)
    assert not nothing_follows(extreme, kinds)  # all of "a" were confirmed
    assert nothing_follows(swapped, kinds)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["confirmed", "refuted"]),
            st.sampled_from(["ai_match", "tip"]),
            st.sampled_from(["lower", "none", "full"]),
        ),
        min_size=10,
        max_size=12,
    )
)
@settings(max_examples=60, deadline=None)
def test_every_claim_could_have_turned_out_otherwise(
    claims: list[tuple[str, str, str]],
) -> None:
    """Tried by going through all ways in which ten to twelve claims can turn out."""
    truth = np.array([s == "refuted" for s, _, _ in claims])
    columns = {
        "method": [m for _, m, _ in claims],
        "probe_mask": [k for *_, k in claims],
    }
    status = [s for s, _, _ in claims]
    rows = made_of(status, method=columns["method"], probe_mask=columns["probe_mask"])
    if why_untold(rows):
        return
    groups = [np.ones(rows.n, dtype=np.bool_)]
    for kind in told(rows, ClaimSettings()):
        labels = grouping(rows, kind) if kind != AI else columns["method"]
        assert labels is not None
        groups += [np.array([x == label for x in labels]) for label in set(labels)]
    ways = (np.arange(2**rows.n)[:, None] >> np.arange(rows.n)) & 1
    fits = np.ones(len(ways), dtype=np.bool_)
    for group in groups:
        fits &= ways[:, group].sum(axis=1) == truth[group].sum()
    share = ways[fits].mean(axis=0)

    assert ((share > 0) & (share < 1)).all()


def test_a_register_whose_claims_all_turned_out_alike_is_told_by_its_size() -> None:
    rows = made_of(["refuted"] * 20, days={"corrected_at": [5] * 20})
    found, _ = measure_claims(rows, settings=ClaimSettings())

    assert [f.estimate for f in found if f.status == "counted"] == [20]
    assert {f.because for f in found if f.status != "counted"} == {why_untold(rows)}


def test_claims_of_one_publisher_are_one_unit() -> None:
    rows = made_of(
        ["refuted", "confirmed", "unverified", "refuted"],
        publisher=["Outlet 1", "Outlet 1", None, None],
    )
    units = by_publisher(rows, np.ones(4, dtype=np.bool_))

    assert units is not None
    assert units.n_units == 3
    assert sorted(units.trials.tolist()) == [1, 1, 2]
    assert units.events.sum() == 2
    assert by_publisher(made_of(["refuted"]), np.ones(1, dtype=np.bool_)) is None


@pytest.mark.parametrize(
    ("mask", "visible", "cover"),
    [
        ("lower", 1.0, "lower"),  # the mask decides
        ("None", None, "none"),
        ("eyes_only", None, "full"),
        ("surgical", None, "lower"),
        (None, 0.75, "none"),
        (None, 0.5, "lower"),
        (None, 0.2, "full"),
        (None, None, "not recorded"),
    ],
)
def test_what_covers_a_face(
    mask: str | None, visible: float | None, cover: str
) -> None:
    assert covers(made_of([None], probe_mask=[mask], visible=[visible])) == (cover,)


@pytest.mark.parametrize("confidence", [0.0, 1.0, 95.0])
def test_a_confidence_that_is_none_is_refused(confidence: float) -> None:
    with pytest.raises(ParameterError):
        ClaimSettings(confidence=confidence)


def test_what_is_split_by_holds_no_person() -> None:
    assert SPLIT_BY == ("method", "publisher", "probe_mask")
