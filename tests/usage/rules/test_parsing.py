import pytest

from matchaudit.usage.rules.refusals import RuleError
from matchaudit.usage.rules.tree import (
    Column,
    Compare,
    Constant,
    Every,
    Missing,
    Opposite,
    Some,
)
from usage.rules.conditions import read

REVIEWERS = Column("reviewers", "number")


def test_or_binds_weaker_than_and() -> None:
    urgent = Column("urgent", "flag")
    two = Compare(">=", REVIEWERS, Constant(2))

    assert read("urgent or urgent and reviewers >= 2") == Some(
        (urgent, Every((urgent, two)))
    )


def test_between_is_two_comparisons() -> None:
    assert read("reviewers between 1 and -2") == Every(
        (Compare(">=", REVIEWERS, Constant(1)), Compare("<=", REVIEWERS, Constant(-2)))
    )


def test_is_not_null_is_the_opposite_of_missing() -> None:
    assert read("reviewers is not null") == Opposite(Missing(REVIEWERS))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("reviewers = 'two'", '"reviewers" is a number and "two" is a text'),
        ("purpose = 3", '"purpose" is a text and "3" is a number'),
        ("searched_at > 3", '"searched_at" is a date'),
        ("reviewers", "true or false is needed"),
        ("offence < 'a'", "it has no size"),
        ("urgent > false", "it has no size"),
        ("purpose + 1 = 2", "a number is needed"),
        ("(reviewers > 1) is null", "is null follows a column"),
        ("(acted_at < searched_at) is true", "follow a column of true and false"),
        ("reviewers is true", "follow a column of true and false"),
        ("searched_at in (date '2025-01-01')", "a number or a text is needed"),
        ("reviewers in (1, 'a')", "a number is needed"),
        ("reviewers in (reviewers)", "in needs a list"),
        ("in", '"in" stands alone'),
        ("urgent and is", '"is" stands alone'),
        ("reviewers = null", "nothing is equal to null; write is null"),
        ("reviewers is urgent", "after is stands null, true or false"),
        ("hours_between(searched_at, reviewers) < 1", "a date is needed"),
        ("hours_between(searched_at) < 1", "takes 2, not 1"),
        ("hours_between(a, b) < 1", 'not there: "a"'),
        ("hours_between(searched_at, acted_at) + 1 < 2", "a number is needed"),
        ("coalesce(reviewers, 'a') = 1", "a number is needed"),
        ("coalesce(reviewers) = 1", "takes two values or more"),
        ("coalesce(urgent, reviewers > 1)", "takes columns, no conditions"),
        ("add_days(searched_at, 1.5) < acted_at", "a whole number"),
        ("add_days(searched_at, 99999) < acted_at", "at most 10,000"),
        ("add_years(searched_at, reviewers) < acted_at", "a whole number"),
        ("in_list(offence, 'WHOL')", 'Did you mean "WHOLE"'),
        ("in_list(purpose, 'PART')", '"theft" is no word of the column "purpose"'),
        ("in_list(reviewers, 'PART')", "a column of words"),
        ("in_list(offence, offence)", "a list's name in quotes"),
        ("date '2025-02-30' < searched_at", '"2025-02-30" is no date'),
        ("date '30/01/2025' < searched_at", "is no date"),
        ("revieved_at < searched_at", 'Did you mean "reviewed_at"'),
        ("reviewer_cnt >= 2", 'Did you mean "reviewers"?'),
        ("outcome = 'lead'", 'It is a word of "action" and "used_for".'),
        (
            "deleted_at - searched_at <= 30",
            "The time between two dates is hours_between",
        ),
        ("numbr(reviewers) = 1", 'there is no function "numbr"'),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(RuleError) as refused:
        read(text)

    assert why in refused.value.problem.message


def test_a_word_outside_the_vocabulary_gets_a_suggestion_and_the_list() -> None:
    """A misspelt word would else never be met, and a rule on it mean nothing."""
    with pytest.raises(RuleError) as refused:
        read("mode = 'realtime' and authority_type <> 'warrent'")

    assert 'Did you mean "warrant"?' in refused.value.problem.what
    assert "court_order" in refused.value.problem.fix
    assert "character 41" in refused.value.problem.what


def test_a_word_in_a_coalesce_or_on_the_left_is_checked_too() -> None:
    for text in ("coalesce(purpose, 'other') = 'thief'", "'thief' = purpose"):
        with pytest.raises(RuleError, match="no word of the column"):
            read(text)
