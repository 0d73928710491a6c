import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matchaudit.records.searches import SEARCHES
from matchaudit.usage.rules.refusals import RuleError
from matchaudit.usage.rules.tokens import dialect
from matchaudit.usage.rules.writing import Writer
from usage.rules.conditions import read

HOSTILE = (
    "(select 1) = 1",
    "reviewers in (select 1)",
    "exists (select 1)",
    "1=1) or (select count(*) from read_csv('/etc/passwd')) > 0 or (1=1",
    "read_text('/etc/passwd') = 'a'",
    "reviewers = 1 union select 1",
    "reviewers = 1; drop table records",
    "reviewers = 1 -- and the rest",
    "reviewers = 1 /* and the rest */",
    "getenv('HOME') = ''",
    "current_setting('memory_limit') = ''",
    "reviewers::text = '1'",
    "cast(reviewers as text) = '1'",
    "try_cast(offence as int) = 1",
    "offence like '%a'",
    "offence similar to 'a'",
    "offence ~ 'a'",
    "regexp_matches(offence, '(a+)+$')",
    "offence || 'a' = 'b'",
    "count(*) > 1",
    "* = 1",
    "sum(reviewers) over () > 1",
    "case when urgent then true end",
    "reviewers = ?",
    "reviewers = $1",
    "reviewers = :x",
    "reviewers % 2 = 0",
    "reviewers / 0 = 1",
    "records.reviewers = 1",
    "[1, 2] = [1]",
    "{'a': 1} = {'a': 1}",
    "offence = e'\\x41'",
    "offence = $$a$$",
    "x'41' = offence",
    "now() > searched_at",
    "interval 1 day = 1",
    "lambda x: x",
    "reviewers = 1 collate nocase",
    "searched_at at time zone 'utc' < acted_at",
    "(urgent, urgent) = (urgent, urgent)",
    "offence = 'a' 'b'",
    "unnest(reviewers) = 1",
    "columns('.*') = 1",
    "offence = 'a\0'",
    "offence = 'a\u202e'",
    "((urgent)",
    "(urgent))",
    "'urgent",
    '"urgent',
    "1_000 = reviewers",
    "0x1F = reviewers",
    "1e999 = reviewers",
    "reviewers between symmetric 3 and 1",
    "",
    "   ",
    "--",
)
LARGE = (
    "(" * 10_000 + "urgent" + ")" * 10_000,
    "(" * 21 + "urgent" + ")" * 21,
    "x" * 1_000_000,
    "urgent or " * 100_000 + "urgent",
    "not " * 900 + "urgent",
    "reviewers " + "is null " * 400,
    "-" * 3_000 + "1 = reviewers",
    "reviewers = 1" + " + 1" * 500,
    "urgent" + " = urgent" * 400,
)
QUICK = 1.0  # seconds; a refusal takes milliseconds


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_condition_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(RuleError) as refused:
        read(text)

    problem = refused.value.problem
    assert problem.code in {"E09", "E19"}
    assert "rule R2" in problem.what or "Rule R2" in problem.what
    assert problem.done == "No rules were run."
    assert refused.value.excerpt is not None
    shown, caret = refused.value.excerpt.split("\n")
    assert max(len(shown), len(caret)) <= 80
    assert caret.strip() == "^"


@pytest.mark.parametrize("text", LARGE, ids=range(len(LARGE)))
def test_a_large_or_deep_condition_is_refused_at_once(text: str) -> None:
    start = time.process_time()
    with pytest.raises(RuleError) as refused:
        read(text)

    assert refused.value.problem.code == "E19"
    assert time.process_time() - start < QUICK


def test_a_condition_at_the_limits_is_read() -> None:
    deep = "(" * 20 + "urgent" + ")" * 20
    wide = " and ".join(["reviewers = 1"] * 200)

    assert str(read(deep)).startswith("Column")
    assert str(read(wide)).count("Compare") == 200


def test_the_place_is_the_character_at_fault() -> None:
    with pytest.raises(RuleError) as refused:
        read("reviewers >= 2\n  and offence like 'a'")

    assert "line 2, character 15" in refused.value.problem.what
    assert refused.value.excerpt == "  and offence like 'a'\n              ^"


def test_a_long_line_is_cut_around_the_character_at_fault() -> None:
    with pytest.raises(RuleError) as refused:
        read("urgent or " * 20 + "offence like 'a'" + " or urgent" * 20)

    shown, caret = (refused.value.excerpt or "").split("\n")
    assert shown[caret.index("^") :].startswith("like")


def test_a_misspelt_column_gets_a_suggestion() -> None:
    with pytest.raises(RuleError) as refused:
        read("reviewrs >= 2")

    assert refused.value.problem.code == "E09"
    assert refused.value.problem.message == (
        'Rule R2 uses a column that is not there: "reviewrs". '
        'Did you mean "reviewers"? No rules were run.'
    )


def test_words_of_sql_may_be_names_of_columns() -> None:
    texts = ("\"group\" = 'a'", "group = 'a'", "SYSTEM = 'b'")
    assert [str(read(t)).count("Column") for t in texts] == [1, 1, 1]
    assert "'date'" in str(read("date >= date '2025-01-01'", kind="deployments"))


FRAGMENTS = st.sampled_from(
    [
        *("reviewers", "offence", "urgent", "searched_at", "purpose", "acted_at"),
        *("=", "<>", "<", "<=", "and", "or", "not", "(", ")", ",", "in", "is null"),
        *("1", "'a'", "'suspect'", "true", "null", "between", "coalesce(", "abs("),
        *("hours_between(", "in_list(", "'PART'", "date '2025-01-01'", "+", "-", "*"),
        *("select", "from", "union", ";", "--", "/*", "::", "read_csv(", "'/etc'"),
        *("cast(", "case", "when", "like", "~", "$$", "[", "]", "{", "?", "\\", '"'),
        *("is true", "least(", "day_of(", "add_days(", "exists(", "pragma", "attach"),
    ]
)
ALLOWED_WORDS = {
    *("AND", "OR", "NOT", "IN", "IS", "NULL", "TRUE", "FALSE", "CASE", "WHEN", "THEN"),
    *("ELSE", "END", "CAST", "AS", "DOUBLE", "VARCHAR", "BOOLEAN", "TIMESTAMP"),
    *("INTERVAL", "ABS", "COALESCE", "LEAST", "GREATEST", "NULLIF", "DATE_TRUNC"),
    *("DATE_DIFF", "EPOCH_US"),
}


@settings(deadline=None)  # the machine may be busy
@given(st.lists(FRAGMENTS, min_size=1, max_size=25).map(" ".join))
@example("urgent or reviewers = 1 - - 1")
def test_a_text_is_refused_or_written_anew_from_allowed_parts(text: str) -> None:
    """Whatever is written, no other word of SQL gets into a statement."""
    try:
        node = read(text)
    except RuleError:
        return
    columns = {*SEARCHES.names, *(f"{name}__latest" for name in SEARCHES.names)}
    for token in dialect().tokenize(Writer(frozenset(SEARCHES.names)).flag(node)):
        kind = token.token_type.name
        if kind == "IDENTIFIER":
            assert token.text in columns
        elif kind not in {"STRING", "NUMBER"}:
            word = token.text.upper()
            assert word in ALLOWED_WORDS or not any(c.isalpha() for c in word)
            assert word not in {";", "--", "::", "*/"}


@settings(deadline=None)  # the machine may be busy
@given(st.text(max_size=60))
def test_any_text_at_all_is_read_or_refused(text: str) -> None:
    """Nothing but a refusal is ever raised."""
    try:
        assert read(text).type == "flag"
    except RuleError as refused:
        assert refused.problem.code in {"E09", "E19"}  # noqa: PT017 - either is right
