import pytest

from golden.fragments import FOLDER, field_fragments, fragments
from matchaudit.report import report_html
from report import rules_sample, sample, usage_sample


@pytest.fixture(name="found", scope="module")
def _found() -> dict[str, str]:
    used = report_html(usage_sample.deployments())
    rules = report_html(rules_sample.released())
    return fragments(report_html(sample.released())) | field_fragments(used, rules)


@pytest.mark.parametrize(
    "name",
    [
        "first-screen.html",
        "section-failures.html",
        "footer.html",
        "cards-deployments.html",
        "cards-rules.html",
        "rule.html",
    ],
)
def test_fragment_is_the_one_that_was_reviewed(
    name: str, found: dict[str, str]
) -> None:
    """A missing file is a failure; nothing here writes it."""
    assert found[name] == (FOLDER / name).read_text(encoding="utf-8")


def test_no_fragment_is_forgotten(found: dict[str, str]) -> None:
    assert set(found) == {path.name for path in FOLDER.glob("*.html")}
