"""The command line: parse, call one function of ``matchaudit.audit``, answer.

Results go to standard output, progress and errors to standard error. Exit codes: 0
done, 1 findings above ``--fail-on``, 2 bad input, 3 unsafe to publish, 4 the ledger
does not verify, 130 stopped by Ctrl-C. Heavy packages are imported inside commands, so that ``--help`` is
quick.
"""

import json
import sys

import click

import matchaudit
from matchaudit.cli.audit import audit, demo
from matchaudit.cli.frte import frte
from matchaudit.cli.own_file import clean, map_file
from matchaudit.cli.rules import rules
from matchaudit.cli.simulate import simulate
from matchaudit.cli.worth import worth


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(matchaudit.__version__, prog_name="matchaudit")
def commands() -> None:
    """Measure how much a face-recognition match is worth.

    matchaudit identifies nobody: scores, counts and logs with pseudonyms go in,
    findings come out. It reads no face image, no template and no name.
    """


STOPPED = 130
"""Exit code after Ctrl-C, as shells have it."""

for _command in (demo, audit, rules, map_file, clean, simulate, worth, frte):
    commands.add_command(_command)


def main() -> None:
    """Run the command line, and exit with the code that the documentation promises."""
    try:
        commands(standalone_mode=False)
    except click.Abort:
        click.echo("\nStopped. Nothing was left half-written.", err=True)
        sys.exit(STOPPED)
    except click.ClickException as error:
        if "--json" in sys.argv:
            facts = {"what": error.format_message()}
            click.echo(json.dumps({"error": facts}, ensure_ascii=False))
        else:
            error.show()
        sys.exit(error.exit_code)


__all__ = ["commands", "main"]
