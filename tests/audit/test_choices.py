import dataclasses
from pathlib import Path

import numpy as np
import pytest

from matchaudit.audit.choices import chosen_baselines, chosen_dimensions
from matchaudit.errors import InputError
from matchaudit.records import ComparisonTable, InputFile
from matchaudit.tallies import ComparisonTally
from oracles.dense_tally import dense_tally


def table(*covariates: str) -> ComparisonTable:
    return ComparisonTable(
        kind="comparisons",
        sql="",
        columns=covariates,
        covariates=covariates,
        n_subjects=2,
        score_type="DOUBLE",
        lower_is_closer=False,
        inputs=(InputFile(file="s.csv", kind="comparisons", rows=1, sha256="0"),),
        workspace=Path(),
    )


def tally(*populations: dict[str, str]) -> ComparisonTally:
    """Count four comparisons; every named stratum holds all of them."""
    counted = dense_tally([0, 0, 1, 1], [0, 1, 0, 1], [1, 0, 0, 1], thresholds=[0.5])
    same = tuple(
        dataclasses.replace(counted.strata[0], population=p) for p in populations
    )
    return dataclasses.replace(counted, strata=(counted.strata[0], *same))


GROUPS_AND_MASKS = (
    {"probe_group": "A", "reference_group": "A"},
    {"probe_group": "B", "reference_group": "A"},
    {"probe_mask": "none"},
    {"probe_mask": "A"},
)


def test_without_a_choice_everything_recorded_is_compared() -> None:
    both = table("probe_group", "reference_group", "probe_mask")

    assert chosen_dimensions(None, both) == ("group", "probe_mask")


def test_a_choice_is_kept_in_its_order_and_once() -> None:
    both = table("probe_group", "reference_group", "probe_mask")

    assert chosen_dimensions(("probe_mask", "group", "group"), both) == (
        "probe_mask",
        "group",
    )


def test_what_is_not_recorded_cannot_be_compared_by() -> None:
    with pytest.raises(InputError, match="They can be compared by probe_mask"):
        chosen_dimensions(("sex",), table("probe_mask"))


def test_a_reference_is_looked_up_where_it_is() -> None:
    counted = tally(*GROUPS_AND_MASKS)

    assert chosen_baselines(("B", "none"), counted, ("group", "probe_mask")) == {
        "group": "B",
        "probe_mask": "none",
    }


def test_a_reference_that_could_be_two_things_must_say_which() -> None:
    counted = tally(*GROUPS_AND_MASKS)

    with pytest.raises(InputError, match="--reference group=A or --reference probe_m"):
        chosen_baselines(("A",), counted, ("group", "probe_mask"))
    assert chosen_baselines(("group=A",), counted, ("group", "probe_mask")) == {
        "group": "A"
    }


def test_a_reference_that_is_nowhere_names_what_there_is() -> None:
    with pytest.raises(InputError, match="group: A, B; probe_mask: A, none"):
        chosen_baselines(("C",), tally(*GROUPS_AND_MASKS), ("group", "probe_mask"))


def test_the_oracle_tally_is_what_the_choices_are_made_from() -> None:
    assert np.array_equal(tally().thresholds, [0.5])
