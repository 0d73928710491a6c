"""Which column a rule meant: by letters, by words, by other names, by type."""

import pytest

from matchaudit.records import DEPLOYMENTS, SEARCHES
from matchaudit.usage.rules.nearest import nearest_name


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("reviewer_cnt", "reviewers"),  # not reviewed_at, which shares more letters
        ("reviewer_count", "reviewers"),
        ("n_reviewers", "reviewers"),
        ("review_date", "reviewed_at"),
        ("offense", "offence"),
        ("case_number", "case_ref"),
        ("warrant_date", "authority_issued_at"),
        ("database", "gallery"),
        ("is_urgent", "urgent"),
        ("purpse", "purpose"),
    ],
)
def test_a_name_is_known_by_its_words_and_other_names(said: str, meant: str) -> None:
    assert nearest_name(said, SEARCHES.names) == meant


@pytest.mark.parametrize("said", ["officer", "camera", "arrested", "xyzzy", "", "\0"])
def test_what_merely_shares_letters_is_not_suggested(said: str) -> None:
    assert nearest_name(said, SEARCHES.names) is None


def test_names_beside_those_of_a_kind_are_known_too() -> None:
    names = (*DEPLOYMENTS.names, "month", "week")
    assert nearest_name("mnth", names) == "month"
    assert nearest_name("false_alert", names) == "false_alerts"
    assert nearest_name("mnth", DEPLOYMENTS.names) is None


def test_a_long_name_costs_no_time() -> None:
    assert nearest_name("reviewer" * 100_000, SEARCHES.names) is None
