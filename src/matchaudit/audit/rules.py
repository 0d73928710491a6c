"""Rule packs: what there is, how a card reads, and what a file says of it."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from matchaudit.audit.chosen_rules import tally_over
from matchaudit.audit.plan import Input
from matchaudit.audit.reading import read, zone_of
from matchaudit.errors import InputError, Problem
from matchaudit.estimation.finding import Curve
from matchaudit.estimation.wording import frequency
from matchaudit.usage import rules
from matchaudit.usage.rules.kinds import DATE_OF, kind_named

NOT_LEGAL_ADVICE = "Not legal advice."


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCheck:
    """What was found when a pack was tried.

    Attributes
    ----------
    pack : str
    title : str
    n_rules, n_run : int
        Cards in the pack; those that can be run.
    n_records : int or None
        Records in the file, if one was given.
    rows : tuple of mapping
        One a card, or that of the rule asked for: ``rule``, ``says``, ``state``, ``why``, ``unit``, the four counts
        (None if it was not run), and ``missing``.
    records : tuple of mapping
        Records behind one rule that was asked for: ``answer``, ``file``, ``row`` and
        ``record``; at most 10,000 that break it and 1,000 that cannot tell.
    """

    pack: str
    title: str
    n_rules: int
    n_run: int
    n_records: int | None
    rows: tuple[Mapping[str, object], ...]
    records: tuple[Mapping[str, object], ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return the facts for ``--json``."""
        return {
            "pack": self.pack,
            "title": self.title,
            "rules": self.n_rules,
            "run": self.n_run,
            "records": self.n_records,
            "cards": [dict(row) for row in self.rows],
            "behind": [dict(row) for row in self.records],
            "note": NOT_LEGAL_ADVICE,
        }


def rule_packs() -> list[dict[str, object]]:
    """Return the built-in packs: name, title, and how many cards run or do not."""
    found: list[dict[str, object]] = []
    for name in rules.built_in_packs():
        pack = rules.pack(name)
        states = [s.state for s in rules.standings([pack], kind=None)]
        found.append(
            {
                "pack": pack.pack,
                "title": pack.title,
                "run": states.count("run"),
                "not_checkable": states.count("not checkable"),
                "not_run": states.count("not run"),
            }
        )
    return found


def rule_pack(name: str) -> dict[str, object]:
    """Return a pack as it is read aloud: its title and each of its cards.

    Parameters
    ----------
    name : str
        Of a built-in pack, or the path of a file.

    Returns
    -------
    dict

    Raises
    ------
    InputError
        E19 or E09 if the pack cannot be used.
    """
    pack = rules.pack(name)
    cards = []
    for standing in rules.standings([pack], kind=None):
        card = standing.card.model_dump(by_alias=True, exclude_none=True)
        said = rules.in_force_says(standing.card, kind=standing.kind)
        most = standing.card.at_most
        state = {"state": standing.state, "why": standing.why, "in_force": said}
        limit = {"limit": frequency(most)} if most is not None else {}
        cards.append({**card, **state, **limit})
    lists = {key: words.model_dump() for key, words in pack.lists.items()}
    return {
        "pack": pack.pack,
        "title": pack.title,
        "about": pack.about,
        "kind": pack.kind,
        "lists": lists,
        "rules": cards,
        "note": NOT_LEGAL_ADVICE,
    }


def check_rules(
    name: str,
    *,
    against: Sequence[Path] = (),
    kind: str | None = None,
    reading: Mapping[str, object] | None = None,
    rule: str | None = None,
) -> RuleCheck:
    """Read a pack and, if files are given, answer its rules.

    Parameters
    ----------
    name : str
        Of a built-in pack, or the path of a file.
    against : sequence of Path
        Files of one table; none only reads the pack.
    kind : str, optional
        ``searches`` or ``deployments``; by default the pack's.
    reading : mapping of str to object, optional
        How the files are to be read, by the names of a plan's input: ``map``,
        ``dates``, ``timezone`` and the like; None is not said.
    rule : str, optional
        The only rule to be answered, with its records named.

    Returns
    -------
    RuleCheck

    Raises
    ------
    InputError
        If the pack, a file or the name of the rule cannot be used.
    """
    pack = rules.pack(name)
    _refuse_unknown_rule(pack, rule)
    stands = rules.standings([pack], kind=None)
    n_run = sum(s.state == "run" for s in stands)
    if not against:
        rows = tuple(_plain_row(s) for s in stands)
        return _checked(pack, n_run, None, _only(rows, rule))
    chosen = kind or pack.kind
    _refuse_other_kind(chosen)
    with tempfile.TemporaryDirectory(prefix="matchaudit-") as folder:
        how = {"as": chosen, **(reading or {})}
        files = [Input.model_validate({"file": str(each), **how}) for each in against]
        table = read(files, kind_named(chosen), workspace=Path(folder))
        (tally,) = tally_over(table, [pack], zone=zone_of(files))
    _, curves = rules.rule_findings([pack], tally)
    by_name = {curve.name: _rows_of(curve) for curve in curves}
    behind = by_name.get("rule_records", ()) if rule else ()
    return _checked(
        pack,
        n_run,
        tally.n_records,
        _only(by_name["rules"], rule),
        _only(behind, rule),
    )


def _only(
    rows: tuple[Mapping[str, object], ...], rule: str | None
) -> tuple[Mapping[str, object], ...]:
    """Return the rows of a rule, or all if none was asked for."""
    return tuple(row for row in rows if rule in {None, row["rule"]})


def _checked(
    pack: rules.Pack,
    n_run: int,
    n_records: int | None,
    rows: tuple[Mapping[str, object], ...],
    records: tuple[Mapping[str, object], ...] = (),
) -> RuleCheck:
    return RuleCheck(
        pack=pack.pack,
        title=pack.title,
        n_rules=len(pack.rules),
        n_run=n_run,
        n_records=n_records,
        rows=rows,
        records=records,
    )


def _plain_row(standing: rules.Standing) -> dict[str, object]:
    card = standing.card
    return {
        "rule": card.id,
        "says": card.says,
        "state": standing.state,
        "why": standing.why or None,
        "unit": standing.unit,
    }


def _rows_of(curve: Curve) -> tuple[dict[str, object], ...]:
    names = [column.name for column in curve.columns]
    values = zip(*(column.values for column in curve.columns), strict=True)
    return tuple(dict(zip(names, row, strict=True)) for row in values)


def _refuse_unknown_rule(pack: rules.Pack, rule: str | None) -> None:
    ids = [card.id for card in pack.rules]
    if rule is not None and rule not in ids:
        raise _refused(
            f'The pack "{pack.pack}" has no rule "{rule}".',
            f'Run "matchaudit rules show {pack.pack}" to see its rules.',
        )


def _refuse_other_kind(kind: str) -> None:
    if kind not in DATE_OF:
        raise _refused(
            f'There are no rules for records of the kind "{kind}".',
            f"Say --as {' or --as '.join(DATE_OF)}.",
        )


def _refused(what: str, fix: str) -> InputError:
    return InputError(
        Problem(code="E19", what=what, fix=fix, done="No rules were run.")
    )
