import numpy as np
import pytest

from matchaudit.usage.published.copies import copies
from oracles.deployment_tables import clean_table, with_numbers, with_texts

ALL = np.arange(200)
CLEAN = clean_table(np.random.default_rng(21))


def test_a_column_that_repeats_another_is_told_with_its_rows() -> None:
    copied = CLEAN.numbers["no_action"].copy()
    copied[50:120] = CLEAN.numbers["other_disposals"][50:120]
    copied[[49, 120]] = CLEAN.numbers["other_disposals"][[49, 120]] + 1

    [found] = copies(with_numbers(CLEAN, no_action=copied), ALL)

    assert found.finding.id == "data/duplicated_column"
    assert found.finding.estimate == 70
    assert found.finding.population["columns"] == "other_disposals, no_action"
    assert [oddity.index for oddity in found.oddities] == list(range(50, 120))
    assert "from row 52 " in found.finding.says
    assert "to row 121 " in found.finding.says


def test_a_stretch_ends_with_its_publication() -> None:
    """Rows that agree by chance at the start of the next table are not counted."""
    copied = CLEAN.numbers["no_action"].copy()
    copied[:103] = CLEAN.numbers["other_disposals"][:103]
    source = ("one",) * 100 + ("two",) * 100

    [found] = copies(
        with_texts(with_numbers(CLEAN, no_action=copied), source=source), ALL
    )

    assert (found.finding.estimate, found.finding.trials) == (100, 100)
    assert found.finding.population["source"] == "one"
    assert found.finding.says.startswith('In all 100 rows of "one"')


def test_a_gap_does_not_end_a_stretch() -> None:
    copied = CLEAN.numbers["other_disposals"].copy()
    copied[60] = np.nan

    [found] = copies(with_numbers(CLEAN, no_action=copied), ALL)

    assert found.finding.estimate == 199


@pytest.mark.parametrize(
    "columns",
    [
        {"true_alerts": CLEAN.numbers["alerts"]},  # each alert was right
        {"interventions": CLEAN.numbers["true_alerts"]},  # each was followed up
        {name: np.zeros(200) for name in ("arrests", "other_disposals", "no_action")},
        {name: np.full(200, 5.0) for name in ("other_disposals", "no_action")},
        # Seven rows with something in them may agree by chance.
        {
            name: np.where(ALL % 30 == 0, 1 + ALL % 4, 0.0)
            for name in ("other_disposals", "no_action")
        },
    ],
)
def test_columns_that_are_equal_for_a_reason_are_not_told(
    columns: dict[str, np.ndarray],
) -> None:
    [found] = copies(with_numbers(CLEAN, **columns), ALL)

    assert found.finding.estimate == 0
    assert found.oddities == ()
