"""What pytest must not load, and that nothing may be skipped where CI says so."""

import os

import pytest

# Scripts that made the reference numbers: they need other packages than the tests.
collect_ignore_glob = ["reference/*.py"]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run in which a test was skipped, where ``CI`` is set."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not os.environ.get("CI"):
        return
    skipped = reporter.stats.get("skipped", [])
    if skipped:
        reporter.write_line(f"CI: {len(skipped)} skipped tests count as failures")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
