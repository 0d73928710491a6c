import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchaudit.errors import ParameterError
from matchaudit.estimation.level_shifts import level_shifts


def _rng() -> np.random.Generator:
    return np.random.default_rng(7)


def test_one_jump_is_found_where_it_is() -> None:
    noise = np.random.default_rng(1).normal(0, 1, 60)
    values = noise + np.where(np.arange(60) < 35, 0.0, 5.0)

    [jump] = level_shifts(values, rng=_rng())

    assert jump.position == 35
    assert jump.earliest <= 35 <= jump.latest
    assert jump.before == pytest.approx(values[:35].mean())
    assert jump.after == pytest.approx(values[35:].mean())
    assert jump.p_value == pytest.approx(1 / 1000)


def test_each_level_runs_from_one_jump_to_the_next() -> None:
    values = [1, 2, 1, 2, 1, 2, 8, 9, 8, 9, 8, 9, 20, 21, 20, 21, 20, 21]

    jumps = level_shifts(values, rng=_rng(), p_value=0.01)

    assert [jump.position for jump in jumps] == [6, 12]
    assert [(jump.before, jump.after) for jump in jumps] == [(1.5, 8.5), (8.5, 20.5)]


def test_a_place_that_is_not_clear_has_a_wide_set() -> None:
    """A ramp between two levels may begin its new level anywhere on the ramp."""
    ramp = np.linspace(0, 4, 9)
    noise = np.random.default_rng(2).normal(0, 1, 69)
    values = noise + np.concatenate([np.zeros(30), ramp, np.full(30, 4.0)])

    [jump] = level_shifts(values, rng=_rng())

    assert jump.latest - jump.earliest >= 2
    assert 30 <= jump.position <= 39


def test_equal_values_and_short_series_have_no_jump() -> None:
    assert level_shifts(np.full(50, 3.0), rng=_rng()) == ()
    assert level_shifts([0.0, 0.0, 0.0, 9.0, 9.0, 9.0], rng=_rng(), least=4) == ()


def test_noise_alone_seldom_has_a_jump() -> None:
    """At p <= 0.05 about 1 series in 20 has a false jump, not many more."""
    noise = np.random.default_rng(3).normal(0, 1, (200, 40))

    false = sum(
        bool(level_shifts(row, rng=_rng(), p_value=0.05, permutations=99))
        for row in noise
    )

    assert 2 <= false <= 20


def test_the_same_generator_gives_the_same_jumps() -> None:
    values = np.random.default_rng(4).normal(0, 1, 50).cumsum()

    assert level_shifts(values, rng=_rng()) == level_shifts(values, rng=_rng())


def test_one_wild_value_is_not_a_level() -> None:
    values = np.random.default_rng(5).normal(0, 1, 50)
    values[25] = 40.0

    assert level_shifts(values, rng=_rng()) == ()


@pytest.mark.parametrize(
    ("values", "setting"),
    [
        ([1.0, np.nan], {}),
        ([[1.0, 2.0]], {}),
        ([1.0, 2.0], {"p_value": 0.0}),
        ([1.0, 2.0], {"least": 1}),
        ([1.0, 2.0], {"permutations": 0}),
    ],
)
def test_impossible_input_is_refused(values: object, setting: dict[str, int]) -> None:
    with pytest.raises(ParameterError):
        level_shifts(np.asarray(values), rng=_rng(), **setting)


@given(
    st.integers(4, 30),
    st.integers(4, 30),
    st.floats(-1e3, 1e3),
    st.floats(0.1, 1e3),
)
@settings(max_examples=30)
def test_a_jump_does_not_depend_on_origin_and_unit(
    n: int, m: int, origin: float, unit: float
) -> None:
    noise = np.random.default_rng(n * 31 + m).normal(0, 1, n + m)
    values = noise + np.where(np.arange(n + m) < n, 0.0, 8.0)

    plain = level_shifts(values, rng=_rng(), permutations=199)
    moved = level_shifts(origin + unit * values, rng=_rng(), permutations=199)

    assert [j.position for j in moved] == [j.position for j in plain]
    assert [j.after - j.before for j in moved] == pytest.approx(
        [unit * (j.after - j.before) for j in plain]
    )
