"""How findings of a log are put into words."""

import pytest

from matchaudit.estimation.proportions import clopper_pearson
from matchaudit.estimation.wording import likely_share


@pytest.mark.parametrize(
    ("events", "trials"),
    [(0, 3), (3, 3), (9, 200), (40, 99)],
)
def test_few_cases_are_not_put_in_proportion(events: int, trials: int) -> None:
    said = likely_share(clopper_pearson(events, trials))

    assert said.startswith("likely between ")
    assert "about" not in said


def test_many_cases_have_a_share_with_its_interval() -> None:
    assert likely_share(clopper_pearson(50, 100)) == (
        "about 50 in 100 (likely between 39 and 61 in 100)"
    )
