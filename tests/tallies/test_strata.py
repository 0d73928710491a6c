"""Strata: which values split the comparisons."""

from typing import Any

import pytest

from matchaudit.errors import ParameterError
from matchaudit.tallies import TallySettings, dimensions, tally_comparisons
from tallies.conftest import TableOf

Row = dict[str, Any]
PLAIN = TallySettings(det_points=0)


def row(i: int, j: int, **covariates: object) -> Row:
    return {"probe_subject": i, "reference_subject": j, "score": 0.5, **covariates}


def test_both_sides(make_table: TableOf) -> None:
    """A dimension of both sides gives every pair of values, then the probe's alone."""
    table = make_table(
        [
            row(0, 1, probe_group="A", reference_group="B"),
            row(0, 2, probe_group="A", reference_group="A"),
            row(1, 0, probe_group="B", reference_group="A"),
        ]
    )

    tally = tally_comparisons(table, by=["group"], settings=PLAIN)

    assert dimensions(table) == ("group",)
    assert {str(dict(s.population)): s.n_nonmated for s in tally.strata} == {
        "{}": 3,
        "{'probe_group': 'A', 'reference_group': 'A'}": 1,
        "{'probe_group': 'A', 'reference_group': 'B'}": 1,
        "{'probe_group': 'B', 'reference_group': 'A'}": 1,
        "{'probe_group': 'A'}": 2,
        "{'probe_group': 'B'}": 1,
    }


def test_one_side(make_table: TableOf) -> None:
    """A covariate of one side keeps its name; what is not recorded is a value."""
    table = make_table([row(0, 1, probe_mask="it's"), row(1, 0, probe_mask=None)])

    tally = tally_comparisons(table, by=["probe_mask"], settings=PLAIN)

    assert dimensions(table) == ("probe_mask",)
    assert [dict(s.population) for s in tally.strata[1:]] == [
        {"probe_mask": "it's"},
        {"probe_mask": "not recorded"},
    ]
    assert [s.n_nonmated for s in tally.strata[1:]] == [1, 1]


def test_visible_fraction_is_binned(make_table: TableOf) -> None:
    """A bin holds its lower edge; the last bin also its upper one."""
    values = [0.0, 0.25, 0.3, 1.0, 0.75, None]
    table = make_table([row(0, 1, probe_visible_fraction=v) for v in values])

    tally = tally_comparisons(table, by=["probe_visible_fraction"], settings=PLAIN)

    found = {
        s.population["probe_visible_fraction"]: s.n_nonmated for s in tally.strata[1:]
    }
    assert found == {
        "0 to 0.25": 1,
        "0.25 to 0.5": 2,
        "0.75 to 1": 2,
        "not recorded": 1,
    }


def test_edges_asked_for(make_table: TableOf) -> None:
    """What lies outside the edges is not lost."""
    table = make_table(
        [row(0, 1, probe_visible_fraction=v) for v in (0.1, 0.5, 0.6, 0.9)]
    )
    settings = TallySettings(det_points=0, bins={"visible_fraction": (0.5, 0.6, 0.8)})

    tally = tally_comparisons(table, by=["visible_fraction"], settings=settings)

    labels = [s.population["probe_visible_fraction"] for s in tally.strata[1:]]
    assert labels == ["below 0.5", "0.5 to 0.6", "0.6 to 0.8", "above 0.8"]


def test_an_empty_part_of_the_matrix_is_no_stratum(make_table: TableOf) -> None:
    """A stratum without a comparison has no counts, so it is not there."""
    table = make_table([row(0, 1, probe_mask="none")])

    tally = tally_comparisons(table, by=["probe_mask"], settings=PLAIN)

    with pytest.raises(KeyError):
        tally.stratum({"probe_mask": "full"})


def test_a_stratum_of_failures(make_table: TableOf) -> None:
    """A stratum whose comparisons all failed is there, with an empty histogram."""
    failed = {**row(0, 1, probe_mask="full"), "score": None}
    table = make_table([row(0, 1, probe_mask="none"), failed])

    tally = tally_comparisons(table, by=["probe_mask"], settings=PLAIN)

    assert tally.strata[1].population == {"probe_mask": "full"}
    assert tally.strata[1].n_nonmated_failed == 1
    assert tally.histograms[1].nonmated.sum() == 0
    assert tally.histograms[2].nonmated.sum() == 1


def test_too_many_values(make_table: TableOf) -> None:
    """More than 50 values are no dimension to compare by."""
    table = make_table([row(0, 1, probe_mask=str(k)) for k in range(51)])

    with pytest.raises(ParameterError, match="at most 50 values"):
        tally_comparisons(table, by=["probe_mask"])


def test_unknown_dimension(make_table: TableOf) -> None:
    """The message names the dimensions that there are."""
    table = make_table([row(0, 1, probe_mask="none")])

    with pytest.raises(ParameterError, match="one of: probe_mask"):
        tally_comparisons(table, by=["group"])


@pytest.mark.parametrize("edges", [(0.5,), (0.5, 0.5), (1.0, 0.0)])
def test_edges_ascend(make_table: TableOf, edges: tuple[float, ...]) -> None:
    """Bins without a width hold nothing."""
    settings = TallySettings(bins={"visible_fraction": edges})

    with pytest.raises(ParameterError, match="ascending edges"):
        tally_comparisons(make_table([row(0, 1)]), settings=settings)
