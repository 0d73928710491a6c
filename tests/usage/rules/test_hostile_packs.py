import os
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from matchaudit.usage.rules import RuleError, pack, read_pack
from matchaudit.usage.rules.loading import check_together

CARD = {"id": "P1", "says": "Two must look.", "from": "Order 1"}
RECORD = {**CARD, "must_be_true": "reviewers >= 2"}
GROUP = {**CARD, "for_each": ["month"], "share_where": "urgent", "at_most": 0.1}


def text_of(card: Mapping[str, object], **more: object) -> str:
    """Return a pack with one card as YAML."""
    held = {"pack": "ours", "title": "Ours", **more, "rules": [dict(card)]}
    return yaml.safe_dump(held, sort_keys=False, allow_unicode=True)


def refusal(text: str) -> str:
    """Return the message with which a pack is refused, in a second and on one line."""
    start = time.process_time()
    with pytest.raises(RuleError) as refused:
        read_pack(text, file="ours.yaml")
    assert time.process_time() - start < 1
    assert refused.value.problem.message.isprintable()
    return refused.value.problem.message


@pytest.mark.parametrize("part", ["[]", "{}", "x", "[{}]"])
def test_a_megabyte_of_small_parts_is_refused_before_it_is_built(part: str) -> None:
    text = f"[{','.join([part] * (999_000 // (len(part) + 1)))}]"

    assert "line 1, it holds too many values" in refusal(text)


@pytest.mark.parametrize("key", ["id", "says", "from", "read_note", "not_covered"])
@pytest.mark.parametrize("sign", ["\0", "\x1b", "\u202e", "\u200b", "\u2028"])
def test_signs_that_are_not_seen_are_refused_in_every_text(key: str, sign: str) -> None:
    why = f"a sign that is not seen (U+{ord(sign):04X})"

    assert why in refusal(text_of({**RECORD, key: f"a{sign}b"}))


def test_signs_that_are_not_seen_are_refused_in_titles_lists_and_keys() -> None:
    words = {"says": "A list.", "values": ["a\u202eb"]}

    assert "not seen (U+001B)" in refusal(text_of(RECORD, title="\x1b[2JOurs"))
    assert "not seen (U+202E)" in refusal(text_of(RECORD, lists={"l": words}))
    assert "not seen (U+001B)" in refusal(text_of({**RECORD, "\x1b[1m": 1}))


@pytest.mark.parametrize(
    ("key", "value", "why"),
    [
        ("id", "<script>", "an id is made of letters"),
        ("id", "=HYPERLINK(1)", "an id is made of letters"),
        ("id", "P1\nP2", "an id is made of letters"),
        ("id", " ", "an id is made of letters"),
        ("id", "x" * 65, "64 signs at most"),
        ("says", "  ", "there are no words in it"),
        ("says", "...", "there are no words in it"),
        ("says", "x" * 601, "600 signs at most"),
        ("from", "", "there are no words in it"),
        ("from", "x" * 601, "600 signs at most"),
        ("source_url", "javascript:alert(1)", "an address begins with https://"),
        ("source_url", "https://a b", "an address begins with https://"),
        ("source_url", 'https://a"><b>', "an address begins with https://"),
        ("enabled", "no", "true or false"),
        ("enabled", 1, "true or false"),
        ("valid", {"from": "99999-01-01"}, "a day is written 2025-01-31"),
        ("valid", {"until": "9999-12-31"}, "is no date"),
    ],
)
def test_a_card_says_what_it_may(key: str, value: object, why: str) -> None:
    assert why in refusal(text_of({**RECORD, key: value}))


@pytest.mark.parametrize(
    ("key", "value", "why"),
    [
        ("at_most", "0.1", "must be a number"),
        ("at_most", True, "must be a number"),
        ("at_most", -1, "between 0 and 1"),
        ("at_most", float("inf"), "must be a number"),
        ("at_most", 10**400, "number"),
        ("at_most", 1e99, "between 0 and 1"),
        ("for_each", ["agency", "agency"], 'for_each says "agency" twice'),
        ("for_each", ["search_id"], "each record has its own"),
        ("for_each", ["agency"] * 9, "8 entries at most"),
        ("for_each", ['agency" or 1=1'], "not there"),
    ],
)
def test_groups_and_their_limit_are_what_they_must_be(
    key: str, value: object, why: str
) -> None:
    assert why in refusal(text_of({**GROUP, key: value}))


def test_a_limit_may_be_written_with_a_power_of_ten() -> None:
    text = text_of({**GROUP, "at_most": 0.25}).replace("0.25", "1e-3")

    assert read_pack(text, file="ours.yaml").rules[0].at_most == 0.001


def test_a_pack_has_a_plain_name_a_rule_and_named_lists() -> None:
    words = {"says": "A list.", "values": ["a"]}

    assert "small letters, digits" in refusal(text_of(RECORD, pack="<b>"))
    assert "64 signs at most" in refusal(text_of(RECORD, pack="a" * 65))
    assert "nothing in the list" in refusal("{pack: a, title: A, rules: []}")
    assert "a list's name is made" in refusal(text_of(RECORD, lists={"l'; x": words}))


def test_a_pack_that_would_take_long_to_read_is_refused() -> None:
    long = " and ".join(["reviewers > 1"] * 200)
    cards = [{**RECORD, "id": f"P{i}", "must_be_true": long} for i in range(40)]
    held = {"pack": "ours", "title": "Ours", "rules": cards}

    assert "the conditions are too long in all" in refusal(yaml.safe_dump(held))


def test_lists_that_would_be_looked_up_without_end_are_refused() -> None:
    words = {"says": "A list.", "values": [f"w{i}" for i in range(4_000)]}
    look_up = " or ".join(["in_list(offence, 'l')"] * 13)

    why = refusal(text_of({**RECORD, "must_be_true": look_up}, lists={"l": words}))

    assert "the lists are too long in all" in why


def test_words_of_a_sentence_come_on_one_line() -> None:
    card = read_pack(text_of({**RECORD, "says": "Two\nmust  look.\n"}), file="a")

    assert card.rules[0].says == "Two must look."


@pytest.mark.parametrize("name", ["x" * 5_000, "a\0b", "us-wa\n", "\x1b[31mus-wa", ""])
def test_a_name_that_no_pack_can_have_is_refused_in_printable_words(name: str) -> None:
    with pytest.raises(RuleError) as refused:
        pack(name)

    assert refused.value.problem.message.isprintable()
    assert len(refused.value.problem.message) < 400
    assert "There is no rule pack" in refused.value.problem.what


def test_what_is_no_plain_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "loop.yaml").symlink_to(tmp_path / "loop.yaml")

    for name in ("pipe.yaml", "folder.yaml", "loop.yaml", "none.yaml"):
        with pytest.raises(RuleError, match="no file of that name"):
            pack(tmp_path / name)


def test_a_file_whose_name_does_not_print_is_named_without_it(tmp_path: Path) -> None:
    path = tmp_path / "bad\n\x1b[31mname.yaml"
    path.write_text("pack", encoding="utf-8")

    with pytest.raises(RuleError, match=r"bad\?\?\[31mname.yaml, line 1") as refused:
        pack(path)

    assert refused.value.problem.message.isprintable()


def test_two_packs_of_one_name_do_not_go_together() -> None:
    first = read_pack(text_of(RECORD), file="a")
    other = read_pack(text_of({**RECORD, "id": "P2"}), file="b")

    with pytest.raises(RuleError, match='two packs of the name "ours"'):
        check_together([first, other])


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("reviewers > 1 /* and", 15),
        ("offence = 'a", 11),
        ("offence = 'it''s' or offence = 'b", 32),
        ("offence = '\"' and \"urgent", 19),
    ],
)
def test_what_is_not_closed_is_shown_where_it_opens(said: str, at: int) -> None:
    why = refusal(text_of({**RECORD, "must_be_true": said}))

    assert f"line 1, character {at}: a quote or a comment is opened" in why
