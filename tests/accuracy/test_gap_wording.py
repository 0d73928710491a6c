import re

import pytest

from matchaudit.accuracy.differentials import differential_findings
from matchaudit.accuracy.gap_wording import times
from oracles.grouped_tally import THRESHOLD, grouped_rows


def _grade(text: str) -> float:
    """Flesch-Kincaid grade, with syllables as runs of vowels and numbers as one."""
    sentences = [s for s in re.split(r"[.]\s+|[.]$", text) if s]
    words = re.findall(r"[A-Za-z]+|[\d.,]*\d", text)
    syllables = sum(
        max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", w.lower()))))
        for w in words
    )
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


@pytest.mark.parametrize("group_b", [(40, 24, 8), (40, 0, 0), (4, 1, 1)])
def test_every_sentence_can_be_read_by_many(group_b: tuple[int, int, int]) -> None:
    tally = grouped_rows({"A": (40, 6, 9), "B": group_b, "C": (30, 5, 7)}).tally()
    found, _ = differential_findings(
        tally, dimension="group", reference="A", thresholds=[THRESHOLD], rng_seed=1
    )

    grades = [_grade(f.says) for f in found]

    assert sum(grades) / len(grades) <= 8
    assert max(grades) <= 10
    for finding in found:
        assert "significant" not in finding.says
        assert "nan" not in finding.says
        assert "None" not in finding.says


def test_an_interval_is_said_from_its_known_ends() -> None:
    assert times(0.31, 2.04) == "between 0.31 and 2.1 times"
    assert times(None, 2.04) == "at most 2.1 times"
    assert times(3.16, None) == "at least 3.1 times"


def test_a_ratio_near_1_is_about_as_common() -> None:
    tally = grouped_rows({"A": (40, 9, 9), "B": (40, 9, 9)}).tally()
    found, _ = differential_findings(
        tally, dimension="group", reference="A", thresholds=[THRESHOLD], rng_seed=1
    )

    assert "were about as common in group B as in group A" in found[0].says


def test_an_open_spread_is_not_given_a_number() -> None:
    """One missed match in all: the highest rate may be the lowest, or any more."""
    tally = grouped_rows({"A": (40, 9, 0), "B": (40, 9, 1)}).tally()
    found, _ = differential_findings(
        tally, dimension="group", reference="A", thresholds=[THRESHOLD], rng_seed=1
    )

    spread = next(f for f in found if f.id == "accuracy/fnmr_max_over_min")
    assert spread.status == "bounded"
    assert "may be equal to the lowest or any number of times as high" in spread.says
