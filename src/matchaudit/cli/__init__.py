"""The command line: parse, call one function of ``matchaudit.audit``, answer.

Results go to standard output, progress and errors to standard error. Exit codes: 0
done, 1 findings above ``--fail-on``, 2 bad input, 3 unsafe to publish, 4 the ledger
does not verify. Heavy packages are imported inside commands, so that ``--help`` is
quick.
"""

import click

import matchaudit
from matchaudit.cli.audit import audit, demo
from matchaudit.cli.own_file import clean, map_file
from matchaudit.cli.simulate import simulate


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(matchaudit.__version__, prog_name="matchaudit")
def commands() -> None:
    """Measure how much a face-recognition match is worth.

    matchaudit identifies nobody: scores, counts and logs with pseudonyms go in,
    findings come out. It reads no face image, no template and no name.
    """


for _command in (demo, audit, map_file, clean, simulate):
    commands.add_command(_command)


def main() -> None:
    """Run the command line."""
    commands()


__all__ = ["commands", "main"]
