"""Write the help of every command into ``reference/cli.md``.

Run it after a change to the command line: ``python docs/make_cli_reference.py``.
A test fails while the page is stale.
"""

from collections.abc import Iterator
from pathlib import Path

import click

from matchaudit.cli import commands

PAGE = Path(__file__).parent / "reference" / "cli.md"
START = "<!-- made by docs/make_cli_reference.py: do not edit below -->"
END = "<!-- made by docs/make_cli_reference.py: do not edit above -->"


def commands_of(
    command: click.Command, names: tuple[str, ...] = ("matchaudit",)
) -> Iterator[tuple[str, click.Command]]:
    """Yield each command's full name and the command, outermost first."""
    yield " ".join(names), command
    if isinstance(command, click.Group):
        for name in command.commands:
            yield from commands_of(command.commands[name], (*names, name))


def rendered() -> str:
    """Return the part of the page between the markers."""
    parts = []
    for name, command in commands_of(commands):
        with click.Context(
            command,
            info_name=name,
            terminal_width=80,
            max_content_width=80,
            help_option_names=commands.context_settings["help_option_names"],
        ) as context:
            text = command.get_help(context)
        parts.append(f"## {name}\n\n```text\n{text.rstrip()}\n```\n")
    return "\n".join(parts)


def page(text: str) -> str:
    """Return the page's text with its generated part renewed."""
    before, start, rest = text.partition(START)
    _, end, after = rest.partition(END)
    if not (start and end):
        message = f"{PAGE.name} has lost its markers: {START} and {END}"
        raise SystemExit(message)
    return f"{before}{START}\n\n{rendered()}\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
