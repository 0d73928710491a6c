"""``matchaudit rules``."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from matchaudit.cli.console import answering_errors, json_option, wrapped

_STATES = {
    "not checkable": "Not checkable from this log",
    "not run": "Not run",
    "other kind": "For another kind of record",
}
_READ = {
    "read": "The source was read in full.",
    "part": "The source was read in part.",
    "summary": "Only a summary of the source was read.",
    "unverified": "Not verified: nobody has read the source yet.",
}
_COUNTS = (
    ("meets", "meets"),
    ("breaks", "breaks"),
    ("cannot_tell", "cannot tell"),
    ("does_not_apply", "does not apply"),
)
_INDENT = "  "
_MOST_LINES = 1_000
"""So many records of one rule are printed, one a line; ``--json`` has more."""


@click.group()
def rules() -> None:
    """See rule packs, and try one on your records. Not legal advice."""


@rules.command("list")
@json_option
@answering_errors
def list_packs(*, as_json: bool) -> None:
    """List the rule packs that come with matchaudit."""
    from matchaudit.audit import rules as packs

    found = packs.rule_packs()
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for pack in found:
        click.echo(wrapped(f"{pack['pack']}  {pack['title']}"))
        counts = f"{pack['run']} run, {pack['not_checkable']} not checkable from a log"
        off = f", {pack['not_run']} not verified" if pack["not_run"] else ""
        click.echo(wrapped(f"{counts}{off}", indent=_INDENT))
    click.echo(f"\n{packs.NOT_LEGAL_ADVICE}")
    click.echo("Next  matchaudit rules show NAME")


@rules.command()
@click.argument("pack")
@json_option
@answering_errors
def show(pack: str, *, as_json: bool) -> None:
    """Read the cards of a PACK aloud: a name, or a file of your own."""
    from matchaudit.audit import rules as packs

    found: Mapping[str, Any] = packs.rule_pack(pack)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    click.echo(wrapped(str(found["title"])))
    if found["about"]:
        click.echo(wrapped(str(found["about"])))
    if str(found["note"]) not in str(found["about"]):
        click.echo(str(found["note"]))
    for card in found["rules"]:
        _show_card(card)
    for name, words in found["lists"].items():
        _show_list(name, words)


def _show_card(card: Mapping[str, Any]) -> None:
    click.echo(f"\n{card['id']}  ({card['severity']})")
    click.echo(wrapped(str(card["says"]), indent=_INDENT))
    read = f" {_READ[card['as_read']]}" if card.get("as_read") else ""
    lines = [f"From {card['from']}.{read}"]
    lines += [f"{name}: {card[key]}" for key, name in _SHOWN if card.get(key)]
    if card.get("for_each"):
        share = card.get("share")
        of = f"{share['of']} out of {share['out_of']}, " if share else ""
        each = " and ".join(card["for_each"])
        lines.append(f"For each {each}: {of}at most {card['limit']}")
    if card["state"] in _STATES:
        lines.append(f"{_STATES[card['state']]}: {card['why']}.")
    if card.get("not_covered"):
        lines.append(f"Not looked at: {card['not_covered']}")
    for line in lines:
        click.echo(wrapped(" ".join(line.split()), indent=_INDENT * 2))


def _show_list(name: str, words: Mapping[str, Any]) -> None:
    click.echo(f"\nList {name}")
    click.echo(wrapped(" ".join(str(words["says"]).split()), indent=_INDENT))
    whole = "whole: other words are not on it"
    part = "not whole: other words cannot be told"
    values = ", ".join(words["values"])
    said = f"The list is {whole if words['complete'] else part}. It holds: {values}."
    click.echo(wrapped(said, indent=_INDENT * 2))


_SHOWN = (
    ("source_url", "See"),
    ("read_note", "Note"),
    ("in_force", "When"),
    ("applies_when", "Applies when"),
    ("must_be_true", "Must be true"),
    ("share_where", "Share of those where"),
)


@rules.command()
@click.argument("pack")
@click.option(
    "--against",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    multiple=True,
    help="A file of records. Without it, the pack is only read.",
)
@click.option(
    "--as",
    "kind",
    type=click.Choice(["searches", "deployments"]),
    help="What the file holds. [default: what the pack is about]",
)
@click.option(
    "--map",
    type=click.Path(exists=True, dir_okay=False),
    help="A map file for the columns.",
)
@click.option(
    "--dates",
    type=click.Choice(["day-first", "month-first"]),
    help="What 01/02/2025 means.",
)
@click.option("--timezone", help="Of times without one, such as Europe/London.")
@click.option(
    "--decimal",
    type=click.Choice(["point", "comma"]),
    help="The decimal mark. [default: what the map says, else point]",
)
@click.option("--delimiter", help="What stands between values, if guessed wrong.")
@click.option("--encoding", help="The file's encoding, if guessed wrong.")
@click.option(
    "--one-row-per",
    type=click.Choice(["search", "candidate"]),
    help="What a row of a search log is. [default: search]",
)
@click.option("--rule", help="Answer this rule only, and name the records behind it.")
@json_option
@answering_errors
def check(
    pack: str,
    *,
    against: tuple[Path, ...],
    kind: str | None,
    rule: str | None,
    as_json: bool,
    **reading: Any,  # noqa: ANN401 - click has checked them; the reader checks again
) -> None:
    """Read a PACK and, with --against, answer its rules for your records.

    Four answers add up to all records: meets, breaks, cannot tell (a value is
    missing), does not apply.
    """
    from matchaudit.audit import rules as packs

    found = packs.check_rules(
        pack, against=against, kind=kind, reading=reading, rule=rule
    )
    if as_json:
        click.echo(json.dumps(found.to_json(), ensure_ascii=False))
        return
    click.echo(wrapped(found.title))
    if found.n_records is None:
        rules_read = f"{found.n_rules} rule{'s' * (found.n_rules != 1)} read"
        off = f", {n} cannot" if (n := found.n_rules - found.n_run) else ""
        can = f"{found.n_run} can be run"
        click.echo(f"{rules_read}, no mistake found: {can}{off}.")
    else:
        click.echo(f"{found.n_records:,} record{'s' * (found.n_records != 1)}.")
        for row in found.rows:
            _show_answers(row)
    for record in found.records[:_MOST_LINES]:
        said = str(record["answer"]).replace("_", " ")
        place = f"{record['file']}, row {record['row']}"
        click.echo(wrapped(f"{said}: {record['record'] or ''} ({place})"))
    if found.records:
        _tell_rest(found.rows[0], shown=min(len(found.records), _MOST_LINES))
    click.echo(f"\n{packs.NOT_LEGAL_ADVICE}")


def _tell_rest(row: Mapping[str, Any], *, shown: int) -> None:
    """Say how many more records are behind a rule than were printed."""
    rest = row["breaks"] + row["cannot_tell"] - shown
    if rest > 0:
        said = f"And {rest:,} more: matchaudit audit writes them to"
        most = "at most 10,000 that break a rule and 1,000 that cannot tell"
        click.echo(wrapped(f"{said} data/rule_records.csv, {most}."))


def _show_answers(row: Mapping[str, Any]) -> None:
    click.echo(f"\n{row['rule']}")
    click.echo(wrapped(str(row["says"]), indent=_INDENT))
    if row["meets"] is None:
        line = f"{_STATES.get(str(row['state']), 'Not run')}: {row['why']}."
    else:
        line = ", ".join(f"{name} {row[key]:,}" for key, name in _COUNTS)
        unit = " (groups)" if row["unit"] == "groups" else ""
        line = f"{line}{unit}"
    click.echo(wrapped(line, indent=_INDENT * 2))
    for said in (row["missing"], row["in_force"]):
        if said:
            click.echo(wrapped(str(said), indent=_INDENT * 2))
