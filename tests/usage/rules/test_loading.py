import json
import time
from pathlib import Path

import pytest
import yaml

from matchaudit.usage.rules import (
    Card,
    Pack,
    RuleError,
    built_in_packs,
    load_pack,
    pack,
    read_pack,
    with_lists,
)
from matchaudit.usage.rules.loading import check_together

CARD = {"id": "P1", "says": "Two must look.", "from": "Order 1"}
RECORD = {**CARD, "must_be_true": "reviewers >= 2"}
GROUP = {**CARD, "for_each": ["month"], "share_where": "urgent", "at_most": 0.1}


def text_of(*cards: object, **more: object) -> str:
    """Return a pack as YAML."""
    held = {"pack": "ours", "title": "Ours", **more, "rules": list(cards)}
    return yaml.safe_dump(json.loads(json.dumps(held)), sort_keys=False)


def refusal(text: str) -> str:
    """Return the message with which a pack is refused."""
    with pytest.raises(RuleError) as refused:
        read_pack(text, file="ours.yaml")
    assert refused.value.problem.done == "No rules were run."
    return refused.value.problem.message


def test_a_pack_is_read_with_its_dates_as_texts() -> None:
    valid = {"from": "2025-01-01"}
    text = text_of({**RECORD, "valid": valid}).replace("'2025-01-01'", "2025-01-01")

    card = read_pack(text, file="ours.yaml").rules[0]

    assert card.valid is not None
    assert (card.valid.since, card.valid.until) == ("2025-01-01", None)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("pack: &a ours\ntitle: *a\nrules: []", "line 1, a part has a name"),
        ("pack: !!python/object/apply:os.system [ls]", "line 1, there is a tag"),
        ("pack: !x ours", "line 1, there is a tag"),
        ("a: 1\n---\nb: 2", "line 2, it holds more than one document"),
        ("a: 1\na: 2", 'line 2, "a" is said twice'),
        ("a: [1, 2", "not readable as YAML"),
        ("[" * 21 + "]" * 21, "nested too deep"),
        ("[" * 5_000, "nested too deep"),
        ("- " + "a" * 1_000_001, "longer than a million bytes"),
        ("[" + "a, " * 30_000 + "]", "too many values"),
        ("? [a]\n: b", "a key must be a word"),
        ("- a", "the whole file"),
        ("", "the whole file"),
    ],
)
def test_yaml_tricks_are_refused_with_the_line(text: str, why: str) -> None:
    start = time.process_time()

    assert why in refusal(text)
    assert time.process_time() - start < 1


def test_a_bomb_of_names_is_refused_before_it_is_built() -> None:
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, 60)]

    assert "a part has a name of its own" in refusal("\n".join(lines))


@pytest.mark.parametrize(
    ("card", "why"),
    [
        (CARD, "one of must_be_true, for_each and needs"),
        ({**RECORD, "needs": "a register"}, "It has must_be_true and needs"),
        ({**CARD, "needs": "a register", "applies_when": "urgent"}, "no applies_when"),
        ({**RECORD, "at_most": 0.1}, "go with for_each"),
        ({**CARD, "for_each": ["month"], "at_most": 0.1}, "share_where or share"),
        ({**CARD, "for_each": ["month"], "share_where": "urgent"}, "has at_most"),
        ({**GROUP, "at_most": 2}, "between 0 and 1"),
        ({**GROUP, "at_most": ".nan"}, "number"),
        ({**GROUP, "for_each": ["mnth"]}, 'Did you mean "month"'),
        ({**GROUP, "for_each": ["acted_at"]}, "not made by a date"),
        (
            {**RECORD, "valid": {"from": "2025-02-01", "until": "2025-01-01"}},
            "ends before it begins",
        ),
        ({**RECORD, "valid": {"from": "2025-02-30"}}, "is no date"),
        ({**RECORD, "must_be_tru": "urgent"}, 'Did you mean "must_be_true"'),
        ({**RECORD, "severity": "grave"}, "'high', 'medium' or 'low'"),
        ({**RECORD, "must_be_true": "reviewrs > 1"}, 'Did you mean "reviewers"'),
        ({**RECORD, "enabled": False, "must_be_true": "(select 1) = 1"}, '"select"'),
        ({**RECORD, "kind": "deployments"}, 'not there: "reviewers"'),
    ],
)
def test_a_card_that_makes_no_sense_is_refused(
    card: dict[str, object], why: str
) -> None:
    assert why in refusal(text_of(card))


def test_a_ratio_needs_columns_of_counts() -> None:
    ratio = {**CARD, "kind": "deployments", "for_each": ["year"], "at_most": 0.001}
    no_count = {**ratio, "share": {"of": "false_alerts", "out_of": "minutes"}}
    typo = {**ratio, "share": {"of": "false_alert", "out_of": "faces_seen"}}

    assert '"minutes" is no count' in refusal(text_of(no_count))
    assert 'Did you mean "false_alerts"' in refusal(text_of(typo))


def test_the_message_names_the_file_the_line_the_rule_and_the_character() -> None:
    text = (
        "pack: ours\ntitle: Ours\nrules:\n  - id: P1\n    says: Two.\n    from: A\n"
        "    must_be_true: reviewers like 2\n"
    )

    assert refusal(text).startswith(
        "ours.yaml, line 7, rule P1, must_be_true, line 1, character 11: "
        '"like" is not allowed.'
    )


def test_ids_are_unique_in_a_pack_and_over_packs() -> None:
    assert "two rules have the id P1" in refusal(text_of(RECORD, dict(RECORD)))
    first = read_pack(text_of(RECORD), file="a")
    second = first.model_copy(update={"pack": "theirs"})

    with pytest.raises(RuleError, match='"ours" and "theirs" both have a rule P1'):
        check_together([first, second])


def test_every_built_in_pack_loads_and_the_packs_go_together() -> None:
    packs = [pack(name) for name in built_in_packs()]

    assert len(packs) >= 11
    check_together(packs)


def test_a_pack_is_found_by_name_or_by_path(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(text_of(RECORD), encoding="utf-8")

    assert pack(path).pack == "ours" == load_pack(path).pack
    assert pack("us-wa").pack == "us-wa"


@pytest.mark.parametrize(
    ("name", "why"),
    [("us-wo", 'Did you mean "us-wa"'), ("/etc/shadow-not-there", "no rule pack")],
)
def test_a_pack_that_is_not_there_gets_a_suggestion(name: str, why: str) -> None:
    with pytest.raises(RuleError) as refused:
        pack(name)

    assert why in refused.value.problem.message


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RuleError, match="no text in UTF-8"):
        load_pack(path)
    with pytest.raises(RuleError, match="cannot be read"):
        load_pack(tmp_path / "none.yaml")


def test_a_list_supplied_in_full_replaces_the_part_that_was_read() -> None:
    lists = {"L": {"says": "Offences.", "values": ["theft"]}}
    read = read_pack(text_of(RECORD, lists=lists), file="a")

    (full,) = with_lists([read], {"L": ["theft", "arson"]})

    assert full.lists["L"].values == ("theft", "arson")
    assert full.lists["L"].complete
    assert not read.lists["L"].complete
    with pytest.raises(RuleError, match="has a list"):
        with_lists([read], {"M": ["theft"]})


def test_a_card_reads_as_it_was_written() -> None:
    card = Card.model_validate(RECORD)

    assert (card.source, card.severity, card.enabled) == ("Order 1", "medium", True)
    assert isinstance(read_pack(text_of(RECORD), file="a"), Pack)
