import pytest

from golden.fragments import FOLDER, fragments
from matchaudit.report import report_html
from report import sample


@pytest.fixture(name="found", scope="module")
def _found() -> dict[str, str]:
    return fragments(report_html(sample.released()))


@pytest.mark.parametrize(
    "name", ["first-screen.html", "section-failures.html", "footer.html"]
)
def test_fragment_is_the_one_that_was_reviewed(
    name: str, found: dict[str, str]
) -> None:
    """A missing file is a failure; nothing here writes it."""
    assert found[name] == (FOLDER / name).read_text(encoding="utf-8")


def test_no_fragment_is_forgotten(found: dict[str, str]) -> None:
    assert set(found) == {path.name for path in FOLDER.glob("*.html")}
