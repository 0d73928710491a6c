import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchaudit.estimation.counts_per_time import garwood
from matchaudit.estimation.proportions import clopper_pearson
from matchaudit.usage.denominators import (
    ALERTS_PER_HOUR,
    OF_ALERTS,
    OF_FACES,
    PER_FACE_AND_ENTRY,
    PER_HUNDRED_HOURS,
)
from matchaudit.usage.deployment_wording import (
    Story,
    between_sentence,
    doubt_sentence,
    rate_sentence,
)
from oracles.reading_grade import reading_grade


@pytest.mark.parametrize(
    ("events", "trials", "words"),
    [
        (0, 1, "None of 1 alerts was wrong. The true rate could be up to 98 in 100."),
        (
            1,
            3,
            (
                "1 of 3 alerts was wrong (33 in 100)."
                " The true rate is likely between 0.84 and 91 in 100."
            ),
        ),
        (
            3,
            3,
            (
                "3 of 3 alerts were wrong (100 in 100)."
                " The true rate is likely between 29 and 100 in 100."
            ),
        ),
    ],
)
def test_few_alerts_are_said_in_full(events: int, trials: int, words: str) -> None:
    story = Story(start="", by=OF_ALERTS, total=trials)

    assert rate_sentence(story, clopper_pearson(events, trials)) == words


def test_the_same_events_are_called_the_same() -> None:
    hours = Story(start="In 2024, ", by=PER_HUNDRED_HOURS, total=14.75, same=True)
    tries = Story(start="In 2024, ", by=PER_FACE_AND_ENTRY, total=34.7e9, same=True)

    assert rate_sentence(hours, garwood(34, 14.75), by_day=True) == (
        "In 2024, the same 34 wrong alerts came in 1,475 hours (2.3 in 100 hours). "
        "Counted by day, the true rate is likely between 1.59 and 3.3 in 100 hours."
    )
    assert between_sentence(tries, (34, 66), clopper_pearson(66, 34_700_000_000)) == (
        "In 2024, there were 35 billion tries of a face against an entry. The same 34 "
        "to 66 went wrong. Nobody confirmed 32 of them. The true rate is likely between "
        "1.4 and 2.5 in 1 billion."
    )


def test_alerts_in_an_hour_are_not_called_wrong() -> None:
    story = Story(start="", by=ALERTS_PER_HOUR, total=2.5)

    assert rate_sentence(story, garwood(1, 2.5)) == (
        "1 alert came in 2.5 hours (0.4 an hour). "
        "The true rate is likely between 0.01 and 2.3 an hour."
    )
    assert rate_sentence(story, garwood(0, 2.5)).startswith("No alerts came in 2.5")


@given(st.integers(1, 10**6), st.integers(0, 10**9))
def test_the_ends_that_are_said_hold_the_interval(events: int, others: int) -> None:
    estimate = clopper_pearson(events, events + others)
    says = rate_sentence(Story(start="", by=OF_FACES, total=events + others), estimate)
    found = re.search(
        r"between ([\d.,]+) and ([\d.,]+) in ([\d,]+)( million)?( billion)?", says
    )
    assert found is not None
    low, high, size = (float(part.replace(",", "")) for part in found.groups()[:3])
    size *= (1e6 if found[4] else 1) * (1e9 if found[5] else 1)

    assert low / size <= estimate.low * (1 + 1e-9)
    assert high / size >= estimate.high * (1 - 1e-9)
    assert low / size >= estimate.low * 0.949
    assert high / size <= estimate.high * 1.051
    assert reading_grade(says) <= 8


def test_a_range_with_a_tiny_lower_end_is_said_in_words() -> None:
    tiny = replace(garwood(2, 13), low=1e-15)
    story = Story(start="", by=ALERTS_PER_HOUR, total=13)

    assert "between close to 0 and 0.56 an hour." in rate_sentence(story, tiny)


def test_unconfirmed_alerts_are_taken_the_other_way() -> None:
    assert doubt_sentence(79, high=0.161) == (
        "Nobody confirmed 79 of the alerts; if they were wrong too, up to 16.1 in 100."
    )
    assert "; it could be between 2 and 17 in 100." in doubt_sentence(
        3, high=0.17, low=0.02
    )
