import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchaudit.audit.typed_ranges import UNKNOWABLE, people, typed_range
from matchaudit.errors import InputError


@pytest.mark.parametrize("option", sorted(UNKNOWABLE))
def test_one_number_that_nobody_can_know_is_refused(option: str) -> None:
    with pytest.raises(InputError, match="--i-know") as refused:
        typed_range(option, "0.3")

    assert refused.value.problem.code == "E13"
    assert UNKNOWABLE[option] in str(refused.value)
    assert typed_range(option, "0.3", i_know=True) == (0.3, 0.3)
    with pytest.raises(InputError, match="--i-know"):
        typed_range(option, "0.3..0.3")


@pytest.mark.parametrize("option", ["fmr", "fpir", "tpir"])
def test_a_rate_that_is_never_is_refused(option: str) -> None:
    with pytest.raises(InputError, match="never happens"):
        typed_range(option, "0", i_know=True)

    assert typed_range(option, "0..1e-6") == (0, 1e-6)


@pytest.mark.parametrize("option", ["fmr", "review-sensitivity"])
def test_one_number_that_a_test_can_show_is_taken(option: str) -> None:
    assert typed_range(option, "0.8") == (0.8, 0.8)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("0.9..0.1", "Write the lower end first: --tpir 0.1..0.9"),
        ("0.5..1.5", "between 0 and 1"),
        ("-0.1..0.5", "between 0 and 1"),
        ("nan..0.5", "between 0 and 1"),
        ("0.1..", "no range of numbers"),
        ("..0.9", "no range of numbers"),
        ("0.1-0.9", "no range of numbers"),
        ("a..b", "no range of numbers"),
        ("", "no range of numbers"),
        ("0.1..0.5..0.9", "no range of numbers"),
    ],
)
def test_what_is_no_range_is_refused_with_the_fix(said: str, why: str) -> None:
    with pytest.raises(InputError, match="E13") as refused:
        typed_range("tpir", said)

    assert why in str(refused.value)


@pytest.mark.parametrize("said", ["0..0.5", "0.5..1"])
def test_a_share_that_settles_the_question_is_refused(said: str) -> None:
    with pytest.raises(InputError, match=r"0\.001\.\.0\.999"):
        typed_range("enrolled", said, open_ends=True)

    assert typed_range("tpir", said)[0] in (0, 0.5)


_SHARES = st.just(0.0) | st.floats(1e-15, 1)


@given(_SHARES, _SHARES)
def test_a_range_is_read_back_exactly(one: float, other: float) -> None:
    low, high = sorted((one, other))

    found = typed_range("enrolled", f"{low!r}..{high!r}", i_know=True)
    assert found == (low, high)


@pytest.mark.parametrize(
    ("said", "size"), [("270,000,000", 270_000_000), ("2.7e8", 270_000_000), ("2", 2)]
)
def test_people_are_counted(said: str, size: int) -> None:
    assert people(said) == size


@pytest.mark.parametrize("said", ["1", "0", "-5", "1.5", "many", "nan", "inf", "1e20"])
def test_no_number_of_people_is_refused(said: str) -> None:
    with pytest.raises(InputError, match="--gallery 270000000"):
        people(said)


@pytest.mark.parametrize("said", ["1e-300..1e-299", "1e-20..0.5", "0..1e-16"])
def test_a_share_that_nothing_can_show_is_refused(said: str) -> None:
    with pytest.raises(InputError, match="so small a share"):
        typed_range("fpir", said)

    assert typed_range("fpir", "1e-15..0.5") == (1e-15, 0.5)
