"""How the command line speaks: progress, errors, plain or with colour."""

import json
import os
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec

import click

from matchaudit.errors import (
    InputError,
    LedgerError,
    MatchauditError,
    UnsafeToPublishError,
)

WIDTH = 80
EXIT_CODES: dict[type[MatchauditError], int] = {UnsafeToPublishError: 3, LedgerError: 4}
BAD_INPUT = 2

json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON, errors included."
)
plain_option = click.option(
    "--plain", is_flag=True, help="No colour, no moving lines (also: NO_COLOR=1)."
)


P = ParamSpec("P")


def exit_code(error: MatchauditError) -> int:
    """Return the exit code that the documentation promises for an error."""
    return EXIT_CODES.get(type(error), BAD_INPUT)


def answering_errors(command: Callable[P, None]) -> Callable[P, None]:
    """Let a command print what went wrong, and exit with the code for it.

    For a person on standard error; as JSON on standard output if the command was
    asked for JSON.
    """

    @wraps(command)
    def answered(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except MatchauditError as error:
            excerpt = getattr(error, "excerpt", None)
            if kwargs.get("as_json"):
                click.echo(json.dumps({"error": _facts(error)}, ensure_ascii=False))
            else:
                if excerpt:  # the line of a rule, and a caret below it
                    click.echo(excerpt, err=True)
                click.echo(wrapped(str(error)), err=True)
            sys.exit(exit_code(error))

    return answered


def _facts(error: MatchauditError) -> dict[str, str | int]:
    if isinstance(error, InputError):
        return error.problem.to_json()
    return {"what": str(error)}


def wrapped(text: str, *, indent: str = "") -> str:
    """Fold text to the width of a terminal; what does not print becomes ``?``."""
    return textwrap.fill(
        "".join(sign if sign.isprintable() else _spoken(sign) for sign in text),
        WIDTH - 1,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _spoken(sign: str) -> str:
    """Return a space for a space, and ``?`` for what could steer a terminal."""
    return sign if sign.isspace() and sign not in "\x1c\x1d\x1e\x1f\x85" else "?"


@contextmanager
def progress(*, plain: bool) -> Iterator[Callable[[str], None]]:
    """Yield a function that shows on standard error what is being done.

    A moving line on a terminal; one plain line a step when piped, with ``NO_COLOR``
    or with ``plain`` (screen readers).
    """
    if plain or os.environ.get("NO_COLOR") or not sys.stderr.isatty():
        yield lambda step: click.echo(f"{step} ...", err=True)
        return
    from rich.console import Console

    with Console(stderr=True).status("Starting") as status:
        yield status.update
