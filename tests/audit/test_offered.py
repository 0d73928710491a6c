"""What the package offers, loaded when it is asked for."""

import importlib
import subprocess
import sys

import pytest

from matchaudit import audit

_LIGHT = """
import sys
import matchaudit.audit.worth
print([name for name in ("duckdb", "pydantic", "jinja2") if name in sys.modules])
"""


@pytest.mark.parametrize("name", ["run", "summary"])
def test_a_module_does_not_hide_the_function_of_its_name(name: str) -> None:
    module = importlib.import_module(f"matchaudit.audit.{name}")
    offered = getattr(audit, name)

    assert callable(offered)
    assert offered is getattr(module, name)


@pytest.mark.parametrize("name", audit.__all__)
def test_all_that_is_offered_is_there(name: str) -> None:
    assert getattr(audit, name).__doc__


def test_what_is_not_offered_is_missed_by_name() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        getattr(audit, "nonsense")  # noqa: B009 - mypy would refuse the name itself


def test_a_command_pays_for_its_own_part_only() -> None:
    """Working out a worth reads no records: neither a database nor plans are loaded."""
    done = subprocess.run(  # noqa: S603 - our own interpreter and our own words
        [sys.executable, "-c", _LIGHT], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"
