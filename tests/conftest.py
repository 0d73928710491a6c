"""What holds for all tests: what is not loaded, not timed, and not skipped in CI."""

import os

import pytest
from hypothesis import settings

# How long an example takes says how busy the machine is, not whether it is right.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")

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
