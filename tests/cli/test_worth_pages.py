"""What the pages about worth show is what the command prints."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from matchaudit.cli import commands

_HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"
_BLOCK = re.compile(r"^```(text)?\n(.*?)^```", re.DOTALL | re.MULTILINE)
_PAGES = ("what-a-match-is-worth.md", "a-claim-about-270-million-records.md")


def _shown(page: str) -> list[tuple[str, str]]:
    """Return each command of a page with what is shown below it, if anything is."""
    blocks = _BLOCK.findall((_HOW_TO / page).read_text(encoding="utf-8"))
    pairs: list[tuple[str, str]] = []
    for kind, text in blocks:
        if kind == "text":
            pairs[-1] = (pairs[-1][0], text)
        else:
            typed = [
                line for line in text.splitlines() if line.startswith("matchaudit")
            ]
            pairs += [(line, "") for line in typed]
    return [pair for pair in pairs if " worth " in pair[0] and "--from" not in pair[0]]


_SHOWN = [pair for page in _PAGES for pair in _shown(page)]


def test_the_pages_show_commands() -> None:
    assert len(_SHOWN) >= 12
    assert sum(bool(text) for _, text in _SHOWN) >= 7


@pytest.mark.parametrize(("typed", "shown"), _SHOWN)
def test_a_command_of_a_page_prints_what_the_page_shows(
    typed: str, shown: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    done = CliRunner().invoke(commands, shlex.split(typed)[1:])

    assert done.exit_code == 0, done.output
    assert shown in done.stdout
