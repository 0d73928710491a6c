"""The packs as a whole: every provision has its card, in words that can be read aloud."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from matchaudit.usage.rules import built_in_packs, pack
from matchaudit.usage.rules.cards import Card, Pack
from matchaudit.usage.rules.compiling import standings
from matchaudit.usage.rules.loading import check_together
from oracles.reading_grade import reading_grade

PROVISIONS = Path(__file__).resolve().parents[3].parent / "shared/rules/rules.json"
needs_provisions = pytest.mark.skipif(
    not PROVISIONS.exists(),
    reason="NOT HELD AGAINST THE LIST OF PROVISIONS: shared rules are absent",
)
PACKS = [pack(name) for name in built_in_packs()]
CARDS = [(each, card) for each in PACKS for card in each.rules]
IDS = [card.id for _, card in CARDS]
PACK_OF = {
    "WA": "us-wa",
    "MD": "us-md",
    "ME": "us-me",
    "VA": "us-va",
    "MT": "us-mt",
    "DET": "us-detroit",
    "MA": "us-ma",
    "EU": "eu-ai-act",
    "DHS": "us-dhs",
    "UK": "uk",
    "US": "us-bills",
}
FROM_ONE_RECORD = {"per_search", "completeness", "per_deployment"}
HOW_READ = ("read", "part", "summary", "unverified")
IN_PART = {"weekly", "quarterly"}  # the record is told, the report's date is not
KNOWN_SHORT_FORMS = {"FBI"}
each_card = pytest.mark.parametrize(("own", "card"), CARDS, ids=IDS)


def provisions() -> dict[str, dict[str, str]]:
    """Return the provisions by id, with "same" put in full."""
    found: dict[str, dict[str, str]] = {}
    before = ""
    for each in json.loads(PROVISIONS.read_text(encoding="utf-8")):
        url = before if each["source_url"] == "same" else each["source_url"]
        found[each["id"]] = {**each, "source_url": url}
        before = url
    return found


def provision_of(card: Card, known: dict[str, dict[str, str]]) -> str:
    """Return the id of a card's provision; ``.1`` and so on tell its cards apart."""
    return card.id if card.id in known else re.sub(r"\.\d$", "", card.id)


@needs_provisions
def test_every_provision_has_its_cards_and_no_card_is_without() -> None:
    known = provisions()
    counted = Counter(provision_of(card, known) for _, card in CARDS)
    assert len(known) == 61
    assert set(counted) == set(known)
    for rule, n in counted.items():
        ids = [
            i for i in IDS if i == rule or re.fullmatch(re.escape(rule) + r"\.\d", i)
        ]
        wanted = [rule] if n == 1 else [f"{rule}.{k}" for k in range(1, n + 1)]
        assert ids == wanted


@needs_provisions
@each_card
def test_a_card_says_where_it_comes_from_and_how_it_was_read(
    own: Pack, card: Card
) -> None:
    known = provisions()
    provision = known[provision_of(card, known)]
    assert own.pack == PACK_OF[card.id.split("-")[0]]
    assert card.source == provision["citation"]
    # A card may say that less was read than the list does, never more.
    assert card.as_read is not None
    assert HOW_READ.index(card.as_read) >= HOW_READ.index(provision["as_read"])
    links = [
        link for link in provision["source_url"].split(" ; ") if link.startswith("http")
    ]
    assert card.source_url == (links[0] if links else None)
    assert all(link in str(card.read_note) for link in links[1:])
    assert card.read_note
    assert not re.search(r"READ|UNVERIFIED", card.read_note)


@needs_provisions
@each_card
def test_a_card_runs_if_one_record_can_tell(own: Pack, card: Card) -> None:
    known = provisions()
    provision = known[provision_of(card, known)]
    tells = card.needs is None
    if provision["kind"] in IN_PART:
        assert tells == card.id.endswith(".1")
    else:
        assert tells == (provision["kind"] in FROM_ONE_RECORD)
    is_deployment = provision["kind"] == "per_deployment"
    assert (own.kind == "deployments") == is_deployment


def test_each_card_of_ours_says_how_it_was_read() -> None:
    """What is left unsaid claims nothing, so no built-in card leaves it unsaid."""
    assert [card.id for _, card in CARDS if card.as_read is None] == []


@each_card
def test_what_was_not_read_is_not_run(own: Pack, card: Card) -> None:
    alone = own.model_copy(update={"rules": (card,)})
    (standing,) = standings([alone], kind=None)
    assert card.enabled == (card.as_read != "unverified")
    if card.as_read == "unverified":
        assert standing.state != "run"


@each_card
def test_a_card_can_be_read_aloud(own: Pack, card: Card) -> None:
    """One plain sentence that says must or may not, without short forms."""
    assert reading_grade(card.says) <= 9, reading_grade(card.says)
    assert len(card.says.split()) <= 40
    assert card.says.endswith(".")
    assert card.says.count(". ") == 0
    if own.pack != "us-bills" or "may pay" not in card.says:
        assert re.search(
            r"\b(must|may not|may never|may be|may hold|may search|may look|may rest|"
            r"may follow|may only|needs?)\b",
            card.says,
        )
    short_forms = set(re.findall(r"\b[A-Z]{2,}\b", card.says))
    assert short_forms <= KNOWN_SHORT_FORMS
    for word in ("significant", "match rate", "predicate", "null"):
        assert word not in card.says


@each_card
def test_what_completes_a_sentence_has_no_full_stop(own: Pack, card: Card) -> None:
    """A report says "Not checkable from this log: it needs" and what the card names."""
    if card.needs is not None:
        assert re.match(r"a (register|record) of ", card.needs)
        assert not card.needs.endswith(".")
    if card.not_covered is not None:
        assert card.not_covered.endswith(".")
    assert own.about is not None
    assert own.about.startswith("Not legal advice.")


def test_packs_can_be_used_together() -> None:
    check_together(PACKS)
    assert len(PACKS) == len(PACK_OF)


def test_bills_are_not_taken_for_law() -> None:
    bills = pack("us-bills")
    assert "not law" in bills.title
    for card in bills.rules:
        assert "not law" in str(card.read_note)
        assert card.valid is None
        assert card.needs is not None


def test_a_list_says_where_it_was_read_or_that_it_is_not_whole() -> None:
    for each in PACKS:
        for name, words in each.lists.items():
            assert words.values, name
            assert len(set(words.values)) == len(words.values), name
            assert not words.complete or "https://" in words.says, name
            looked_up = [card for card in each.rules if f"'{name}'" in _said(card)]
            assert looked_up, name


def _said(card: Card) -> str:
    return f"{card.applies_when} {card.must_be_true} {card.share_where}"
