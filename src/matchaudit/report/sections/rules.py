"""Rules as cards: what each asks, where it comes from, and what the records show."""

from collections.abc import Iterable, Sequence

from matchaudit.report import numbers
from matchaudit.report.curves import Row, number, word
from matchaudit.report.evidence import Draft, Evidence, Exhibit
from matchaudit.report.figure import Table
from matchaudit.report.messages import Messages
from matchaudit.report.phrasing import table
from matchaudit.report.rule_cards import ANSWERS, RuleCard, RuleGroup, parts

WORDS = {
    "breaks": "breaks",
    "cannot_tell": "unclear",
    "meets": "meets",
    "does_not_apply": "outside_rule",
}
"""What the answers are called, in the order of the bar."""

READ = {"read": "read", "part": "part", "summary": "only", "unverified": "unverified"}
SEVERITIES = ("high", "medium", "low")
STATES = {"not checkable": "uncheckable", "other kind": "other"}
"""States of cards that were not run; any other is "not run"."""

GROUPS = ("broken", "met", "unclear", "idle", "uncheckable", "unrun", "other")
OPEN = 6
"""A longer group is folded, but for the rules that were broken."""

RECORDS = 20
"""So many records are named on a card."""

PATH = "data/rule_records.csv"
GROUPS_PATH = "data/rule_groups.csv"

Behind = dict[tuple[str, str], tuple[str, list[str]]]
"""By rule and answer: the file that names what is behind it, and the names."""


def draft(evidence: Evidence) -> Draft:
    """Draft the section."""
    words = evidence.words
    found = evidence.named("usage/rule", "usage/any_rule_broken")
    rows = evidence.rows("rules")
    behind = _behind(evidence)
    grouped: dict[str, list[Row]] = {name: [] for name in GROUPS}
    for row in sorted(rows, key=_rank):
        grouped[_group(row)].append(row)
    exhibits: list[Exhibit] = []
    for name, held in grouped.items():
        if held:
            cards = tuple(_card(row, behind, words) for row in held)
            title = words.say(f"sections.rules.{name}", n=len(cards))
            folded = name in GROUPS[4:] or (name != "broken" and len(cards) > OPEN)
            exhibits.append(RuleGroup(title, cards, folded))
    if summary := _summary([row for row in rows if _ran(row)], words):
        exhibits.append(summary)
    says = [f.says for f in evidence.named("usage/any_rule_broken") if not f.because]
    curves = ("rules", "rule_groups", "rule_records")
    return Draft("rules", found, exhibits, curves, says=says, quiet=True)


def _severity(row: Row, words: Messages) -> str:
    said = word(row, "severity")
    return words.say(f"sections.rules.{said}") if said in SEVERITIES else said


def _ran(row: Row) -> bool:
    return number(row, "meets") is not None


def _group(row: Row) -> str:
    """Return the group of a card: what its answers come to, or why there are none."""
    if not _ran(row):
        state = word(row, "state")
        return next((g for s, g in STATES.items() if state.startswith(s)), "unrun")
    if number(row, "breaks"):
        return "broken"
    if number(row, "meets"):
        return "met"
    return "unclear" if number(row, "cannot_tell") else "idle"


def _rank(row: Row) -> tuple[int, float]:
    """Put grave rules first, and among them those broken most often."""
    severity = word(row, "severity")
    at = SEVERITIES.index(severity) if severity in SEVERITIES else len(SEVERITIES)
    return at, -(number(row, "breaks") or 0.0)


def _card(row: Row, behind: Behind, words: Messages) -> RuleCard:
    key = "sections.rules"
    marks = [words.say(f"{key}.weight", level=_severity(row, words))]
    if said := word(row, "as_read"):  # a rule of one's own may claim no reading
        marks.append(words.say(f"{key}.{READ.get(said, 'unverified')}"))
    if word(row, "unit") == "groups":
        marks.append(words.say(f"{key}.groups"))
    counted = {a: int(number(row, a) or 0) for a in ANSWERS} if _ran(row) else {}
    called = {a: words.say(f"words.{name}") for a, name in WORDS.items()}
    return RuleCard(
        rule=word(row, "rule"),
        says=word(row, "says"),
        source=" · ".join(filter(None, (word(row, "pack_title"), word(row, "from")))),
        url=word(row, "source_url"),
        marks=tuple(marks),
        parts=parts(counted, called, of=_out_of(counted, words))
        if sum(counted.values())
        else (),
        notes=tuple(_notes(row, behind, words)),
    )


def _out_of(counted: dict[str, int], words: Messages) -> str:
    """Say of how many records a rule was broken, if it is not about all of them."""
    asked = sum(counted.values()) - counted.get("does_not_apply", 0)
    if not asked or not counted["does_not_apply"]:
        return ""
    return words.say("sections.rules.asked", n=numbers.integer(asked))


def _notes(row: Row, behind: Behind, words: Messages) -> Iterable[str]:
    """Yield what is missing, what was not looked at, and which records break it."""
    key = "sections.rules"
    why = word(row, "why").rstrip(".")
    if not _ran(row) and why:
        yield f"{why[0].upper()}{why[1:]}."
    if missing := word(row, "missing"):
        yield missing
    if when := word(row, "in_force"):
        yield when
    if uncovered := word(row, "not_covered"):
        yield words.say(f"{key}.uncovered", what=uncovered)
    if note := word(row, "read_note"):
        yield note
    rule = word(row, "rule")
    if untold := behind.get((rule, "cannot_tell")):
        n = numbers.integer(number(row, "cannot_tell") or 0)
        of = key if untold[0] == PATH else f"{key}.by_group"
        yield words.say(f"{of}.untold", n=n, path=untold[0])
    if held := behind.get((rule, "breaks")):
        yield _records(held, words)


def _behind(evidence: Evidence) -> Behind:
    """Return what is behind the answers: records by id or row, groups by name."""
    words = evidence.words
    behind: Behind = {}
    for curve, path in (("rule_records", PATH), ("rule_groups", GROUPS_PATH)):
        for row in evidence.rows(curve):
            at = word(row, "rule"), word(row, "answer")
            behind.setdefault(at, (path, []))[1].append(_identity(row, words))
    return behind


def _identity(row: Row, words: Messages) -> str:
    known = word(row, "record") or word(row, "group")
    return known or f"{words.say('words.row').lower()} {word(row, 'row')}"


def _records(held: tuple[str, list[str]], words: Messages) -> str:
    path, names = held
    key = "sections.rules" if path == PATH else "sections.rules.by_group"
    shown = (", " if path == PATH else "; ").join(names[:RECORDS])
    rest = len(names) - RECORDS
    if rest <= 0:
        return words.say(f"{key}.records", shown=f"{shown}.")
    more = numbers.integer(rest)
    return words.say(f"{key}.more", shown=shown, n=more, path=path)


def _summary(rows: Sequence[Row], words: Messages) -> Table | None:
    body = [
        (
            word(row, "rule"),
            word(row, "from"),
            _severity(row, words),
            *(numbers.integer(number(row, a) or 0) for a in ANSWERS),
        )
        for row in rows
    ]
    header = (
        words.say("words.rule"),
        words.say("sections.rules.source"),
        words.say("words.severity"),
        *(words.say(f"words.{name}") for name in WORDS.values()),
    )
    caption = words.say("sections.rules.summary")
    made = table(caption, header, body, words=words, path="data/rules.csv", folds=True)
    return made if body else None
