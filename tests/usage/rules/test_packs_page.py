"""The page on rule packs is made from the packs: run this file to write it anew."""

from pathlib import Path

from matchaudit.usage.rules import built_in_packs, pack
from matchaudit.usage.rules.cards import Card, Pack, WordList
from matchaudit.usage.rules.compiling import Standing, standings

PAGE = Path(__file__).resolve().parents[3] / "docs/reference/rule-packs.md"
TOP = """\
# Rule packs

These packs come with matchaudit. **They are not legal advice.** A card says one rule in
plain words, where it comes from and how it was read. `matchaudit rules show us-md`
shows what each looks at. To use a pack, name it: `--rules us-md`.

*Read* says how the provision was read: `read` in full; `part`, some of it; `summary`,
only what others say of it; `unverified`, not at all. A card that was not verified is
not run. *Runs* says whether a log can tell: where it cannot, the card names the record
that it would take.

A rule holds only for records from the day that its card gives under *Since*; for older
ones the answer is "does not apply". The notes below each table say where the day was
read. [Where it was not](../decisions/0005-first-day-of-a-rule.md), the card takes the
earliest day that what was read allows, so that it hides no breach. To try a rule
sooner, copy the pack and take the line `valid` out.

## What the log must bring

- **Its own words, mapped.** A pack looks up crimes, systems and forces in lists; the
  lists below give the words. An agency maps its codes to these words first (see
  "Your own file"), as a code that nobody mapped is not on any list. If a list is
  *whole*, a word that is not on it breaks the rule. If it is *in part*, the answer is
  "cannot tell". A plan can bring a list of its own under the same name; it then counts
  as whole.
- **The agency**, for cards that hold for one force only (pack `uk`).
- **Hours, not only days**, where an order of two events on one day matters. Without
  them the answer is "cannot tell".
- **The columns.** A column that the file does not have is not known: no card makes a
  breach of that. An empty cell is a breach only where a card says "on record".
"""
RUNS = {
    "run": "yes",
    "not checkable": "no",
    "not run": "switched off",
    "other kind": "no",
}


def page() -> str:
    """Return the page, made from the packs."""
    return "\n".join([TOP, *(_section(pack(name)) for name in built_in_packs())])


def _section(found: Pack) -> str:
    lines = [f"## `{found.pack}`: {found.title}", "", found.about or "", ""]
    lines += ["| Rule | In words | From | Read | Since | Severity | Runs |"]
    lines += ["|---|---|---|---|---|---|---|"]
    lines += [_row(standing) for standing in standings([found], kind=None)]
    lines += [""]
    lines += [line for c in found.rules for line in _notes(c)]
    lines += [line for item in found.lists.items() for line in _list(*item)]
    return "\n".join(lines)


def _row(standing: Standing) -> str:
    card = standing.card
    source = f"[{card.source}]({card.source_url})" if card.source_url else card.source
    since = card.valid.since if card.valid and card.valid.since else ""
    runs = RUNS[standing.state]
    runs += f": {standing.why}" if standing.state == "not checkable" else ""
    runs += "" if card.enabled or standing.state == "not run" else "; switched off"
    cells = [
        f"`{card.id}`",
        card.says,
        source,
        card.as_read,
        since,
        card.severity,
        runs,
    ]
    return f"| {' | '.join(str(cell).replace('|', '/') for cell in cells)} |"


def _notes(card: Card) -> list[str]:
    said = card.read_note or ""
    if card.not_covered:
        said += f" Not looked at: {card.not_covered[0].lower()}{card.not_covered[1:]}"
    return [f"- `{card.id}`: {said}"] if said else []


def _list(name: str, words: WordList) -> list[str]:
    whole = "whole" if words.complete else "in part"
    values = ", ".join(f"`{value}`" for value in words.values)
    return ["", f"**List `{name}`** ({whole}). {words.says} Its words: {values}.", ""]


def test_the_page_lists_every_card_as_it_is() -> None:
    """Run ``python tests/usage/rules/test_packs_page.py`` to write the page anew."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_the_page_names_every_rule_and_link() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for name in built_in_packs():
        for card in pack(name).rules:
            assert f"`{card.id}`" in text
            assert card.source_url is None or card.source_url in text


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
