import pytest

from matchaudit.audit import planned
from matchaudit.errors import InputError


def test_ranges_are_typed_with_two_dots() -> None:
    plan = planned(
        ["claims.csv"],
        {
            "kind": "claims",
            "enrolled": "0.05..0.9",
            "tpir": "9e-1..0.97",
            "masked": "lower",
            "searches": 1000,
        },
    )

    assert plan.assumed.enrolled == (0.05, 0.9)
    assert plan.assumed.tpir == (0.9, 0.97)
    assert (plan.assumed.masked, plan.assumed.searches) == ("lower", 1000)


def test_a_false_match_rate_may_be_one_number() -> None:
    plan = planned(["s.csv"], {"fmr": "1e-6"})

    assert plan.assumed.fmr == (1e-6, 1e-6)


@pytest.mark.parametrize("said", ["0.3", "a..b", "0.1-0.6", "..", ""])
def test_what_nobody_knows_as_one_number_is_refused_as_one(said: str) -> None:
    with pytest.raises(InputError, match=r"--enrolled takes a range.*0\.1\.\.0\.6"):
        planned(["s.csv"], {"enrolled": said})


@pytest.mark.parametrize("said", ["0.9..0.1", "0.1..1.5"])
def test_ends_must_be_shares_that_run_upwards(said: str) -> None:
    with pytest.raises(InputError, match="An option cannot be used"):
        planned(["s.csv"], {"enrolled": said})


def test_shares_of_the_gallery_are_typed_by_group() -> None:
    plan = planned(["s.csv"], {"gallery_composition": ("A=0.25", "B = 0.75")})

    assert plan.gallery_composition == {"A": 0.25, "B": 0.75}


@pytest.mark.parametrize("said", ["A", "A=", "A=most"])
def test_a_share_without_a_number_is_refused(said: str) -> None:
    with pytest.raises(InputError, match=r"--gallery-share A=0\.3"):
        planned(["s.csv"], {"gallery_composition": (said,)})
