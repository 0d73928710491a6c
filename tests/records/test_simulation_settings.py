import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchaudit.errors import ParameterError
from matchaudit.records.simulation import (
    SETTINGS,
    ComparisonSettings,
    Group,
    LookAlikes,
    Mask,
    named_setting,
)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"n_subjects": 1}, "n_subjects"),
        ({"n_samples": 0}, "n_samples"),
        ({"failure_rate": 1.0}, "failure_rate"),
        ({"subject_sd": -0.1}, "subject_sd"),
        ({"subject_sd": float("nan")}, "subject_sd"),
        ({"mated_pair_sd": 0.0}, "mated_pair_sd"),
        ({"groups": (Group(name="A"), Group(name="A"))}, "groups"),
        ({"groups": (Group(name=""),)}, "groups"),
        ({"groups": (Group(name="A", share=0.0),)}, "groups"),
    ],
)
def test_settings_that_describe_no_test_are_refused(
    change: dict[str, object], named: str
) -> None:
    with pytest.raises(ParameterError, match=named):
        ComparisonSettings(**change)  # type: ignore[arg-type]  # a table of bad values


def test_a_mask_shows_a_fraction_of_the_face() -> None:
    with pytest.raises(ParameterError, match="visible_low"):
        Mask(name="m", share=1.0, visible_low=0.5, visible_high=0.4)


@pytest.mark.parametrize(("share", "size"), [(1.1, 2), (0.5, 1)])
def test_a_cluster_of_look_alikes_has_two_or_more(share: float, size: int) -> None:
    with pytest.raises(ParameterError, match="look_alikes"):
        LookAlikes(share=share, size=size, bonus=0.1)


def test_subjects_are_split_by_the_largest_remainder() -> None:
    """10 by 5 : 3 : 1 is 5.56, 3.33, 1.11: the odd one goes to the first."""
    groups = (
        Group(name="A", share=5),
        Group(name="B", share=3),
        Group(name="C", share=1),
    )
    settings = ComparisonSettings(n_subjects=10, groups=groups)

    assert [size for _, size in settings.group_sizes] == [6, 3, 1]


@given(st.integers(2, 1000), st.lists(st.floats(0.01, 100), min_size=1, max_size=8))
def test_every_subject_is_in_one_group(n: int, shares: list[float]) -> None:
    groups = tuple(Group(name=f"g{k}", share=s) for k, s in enumerate(shares))

    sizes = ComparisonSettings(n_subjects=n, groups=groups).group_sizes

    assert sum(size for _, size in sizes) == n
    total = sum(shares)
    assert all(abs(size - n * g.share / total) < 1 for g, size in sizes)


def test_a_name_that_is_not_known_is_answered_with_those_that_are() -> None:
    with pytest.raises(ParameterError, match=r"groups-and-masks.*fogliato-exp"):
        named_setting("fogliato")


@pytest.mark.parametrize("name", SETTINGS)
def test_a_named_setting_takes_other_numbers(name: str) -> None:
    setting = named_setting(name, n_subjects=7, n_samples=3)

    assert (setting.n_subjects, setting.n_samples) == (7, 3)
    assert named_setting(name) == SETTINGS[name]
