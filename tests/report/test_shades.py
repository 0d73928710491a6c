from hypothesis import given
from hypothesis import strategies as st

from matchaudit.report.shades import contrast, shade


@given(st.floats(min_value=1e-6, max_value=1.0))
def test_number_in_a_cell_can_be_read(rate: float) -> None:
    """Ink on every fill has the contrast that WCAG AA asks for."""
    cell = shade(rate, (1e-6, 1.0))

    assert contrast(cell["fill"], cell["ink"]) >= 4.5


def test_contrast_is_that_of_the_standard() -> None:
    assert round(contrast("#767676", "#FFFFFF"), 2) == 4.54


def test_cell_without_errors_looks_different() -> None:
    assert shade(0.0, (0.1, 0.2))["fill"] not in {
        shade(0.1, (0.1, 0.2))["fill"],
        shade(0.2, (0.1, 0.2))["fill"],
    }
