import numpy as np
import pytest

from matchaudit.accuracy.jackknife import jackknife_half_width


def test_half_a_width_is_that_of_student() -> None:
    """Values 1, 2, 3: error sqrt(2/3 * 2), quantile 4.3027 at 2 degrees."""
    half = jackknife_half_width(np.array([1.0, 2.0, 3.0]), confidence=0.95)

    assert half == pytest.approx(4.302653 * np.sqrt(4 / 3), rel=1e-6)
