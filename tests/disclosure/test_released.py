from dataclasses import FrozenInstanceError

import pytest

from matchaudit.disclosure import Released
from report import sample


def test_local_release_is_exact_and_stamped() -> None:
    """A release that nobody checked shows everything and says so."""
    released = sample.released()

    assert released.stamp == "Not checked for publication"
    assert released.findings == sample.findings()
    assert [c.name for c in released.curves] == [c.name for c in sample.curves()]


def test_stamp_must_be_said() -> None:
    """Whoever makes a release has to say whether a check was made."""
    with pytest.raises(TypeError, match="stamp"):
        Released(findings=(), curves=(), provenance=sample.provenance())  # type: ignore[call-arg]


def test_released_results_do_not_change() -> None:
    """What was released cannot be edited afterwards."""
    with pytest.raises(FrozenInstanceError):
        sample.released().stamp = None  # type: ignore[misc]
