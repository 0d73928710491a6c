from matchaudit.accuracy.strata import fmr_strata, fnmr_strata, is_two_sided, only
from measures import simulated
from oracles.dense_tally import dense_tally


def test_a_dimension_of_both_sides_is_told_from_one_of_the_probe() -> None:
    tally = simulated().tally()

    assert is_two_sided(tally, "group")
    assert not is_two_sided(tally, "probe_mask")


def test_within_groups_are_chosen_for_wrong_matches() -> None:
    tally = simulated().tally()

    assert [dict(s.population) for s in fmr_strata(tally, "group")] == [
        {"probe_group": g, "reference_group": g} for g in ("A", "B", "C")
    ]
    assert [only(s.population) for s in fnmr_strata(tally, "group")] == ["A", "B", "C"]
    assert [dict(s.population) for s in fmr_strata(tally, "probe_mask")] == [
        {"probe_mask": "none"},
        {"probe_mask": "surgical"},
    ]


def test_without_the_marginal_stratum_the_one_within_serves() -> None:
    both = {"probe_group": "A", "reference_group": "A"}
    tally = dense_tally(
        [0, 1], [0, 0], [0.9, 0.1], thresholds=(0.5,), strata={"A": (both, [True] * 2)}
    )

    assert [dict(s.population) for s in fnmr_strata(tally, "group")] == [both]


def test_an_unknown_dimension_has_no_strata() -> None:
    assert fmr_strata(simulated().tally(), "height") == ()
