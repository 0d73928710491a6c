"""An audit loads what its records need, and nothing that is slow beside."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("kind", ["deployments", "searches"])
def test_no_slow_package_is_loaded_that_the_records_do_not_need(kind: str) -> None:
    code = (
        f"import sys, matchaudit.audit.{kind}; "
        "slow = {'scipy.stats', 'sqlglot', 'vl_convert', 'matchaudit.accuracy'}; "
        "print(sorted(slow & set(sys.modules)))"
    )

    done = subprocess.run(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"
