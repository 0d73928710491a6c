from dataclasses import FrozenInstanceError, replace

import pytest

from matchaudit.disclosure import Released
from report import sample


def test_local_release_is_exact_and_stamped() -> None:
    """A release that nobody checked shows everything and says so."""
    released = sample.released()

    assert released.stamp == "Not checked for publication"
    assert released.findings == sample.findings()
    assert [c.name for c in released.curves] == [c.name for c in sample.curves()]


def test_a_pooled_release_singles_out_nobody() -> None:
    """Operators and record ids are for the holder of the data; their totals stay."""
    of_all = replace(sample.findings()[0], curve="data/operators.csv")
    of_one = replace(sample.findings()[0], for_holder=True)
    operators = replace(sample.curves()[0], name="operators", for_holder=True)
    others = sample.curves()[1]
    held = Released.local((of_all, of_one), (operators, others), sample.provenance())

    pooled = held.pooled()

    assert pooled.findings == (replace(of_all, curve=None),)
    assert pooled.curves == (others,)
    assert pooled.stamp == "Not checked for publication"


def test_stamp_must_be_said() -> None:
    """Whoever makes a release has to say whether a check was made."""
    with pytest.raises(TypeError, match="stamp"):
        Released(findings=(), curves=(), provenance=sample.provenance())  # type: ignore[call-arg]


def test_released_results_do_not_change() -> None:
    """What was released cannot be edited afterwards."""
    with pytest.raises(FrozenInstanceError):
        sample.released().stamp = None  # type: ignore[misc]
