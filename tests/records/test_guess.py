import pytest

from matchaudit.records.comparisons import COMPARISONS
from matchaudit.records.guess import closeness, guess_names


@pytest.mark.parametrize(
    ("column", "ours"),
    [
        ("probe_subject", "probe_subject"),
        ("Probe Subject ID", "probe_subject"),
        ("gallery_person", "reference_subject"),
        ("ReferenceSubject", "reference_subject"),
        ("similarity", "score"),
        ("match_score", "score"),
        ("probe_race", "probe_group"),
        ("Probe Mask Type", "probe_mask"),
        ("genuine", "mated"),
        ("probe image id", "probe_id"),
        ("gallery_id", "reference_id"),
        ("probe_camera", "probe_capture"),
    ],
)
def test_common_names_are_known(column: str, ours: str) -> None:
    assert guess_names([column], COMPARISONS) == {column: ours}
    assert closeness(column, COMPARISONS.field(ours)) == 1


@pytest.mark.parametrize(
    ("column", "ours"),
    [("simlarity", "score"), ("probe_subjct", "probe_subject")],
)
def test_a_slip_is_a_guess_and_never_certain(column: str, ours: str) -> None:
    assert guess_names([column], COMPARISONS) == {column: ours}
    assert closeness(column, COMPARISONS.field(ours)) < 1


@pytest.mark.parametrize("column", ["subject", "hue", "", "#", "threshold"])
def test_a_name_that_says_too_little_is_not_guessed(column: str) -> None:
    assert guess_names([column], COMPARISONS) == {}


def test_our_own_name_wins_over_a_synonym() -> None:
    assert guess_names(["similarity", "score"], COMPARISONS) == {"score": "score"}


def test_values_can_rule_a_guess_out() -> None:
    guessed = guess_names(
        ["similarity"], COMPARISONS, fits=lambda _c, f: f.type != "number"
    )

    assert guessed == {}


def test_a_name_without_a_side_is_taken_for_the_probe_but_asked_about() -> None:
    guesses = guess_names(["Mask", "Race", "Sex"], COMPARISONS)

    assert guesses == {"Mask": "probe_mask", "Race": "probe_group"}
    assert closeness("Mask", COMPARISONS.field("probe_mask")) < 1
