"""The documentation is complete, connected and not stale."""

import ast
import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from matchaudit.audit import Input, Plan
from matchaudit.records.simulation import SETTINGS

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
SOURCE = ROOT / "src" / "matchaudit"
PAGES = sorted(
    page
    for page in DOCS.rglob("*.md")
    if "_build" not in page.parts and page.name != "template.md"
)
LINKED = [*PAGES, *sorted(ROOT.glob("*.md"))]
PACKAGES = sorted(
    path.stem
    for path in SOURCE.iterdir()
    if path.stem not in {"__init__", "__main__", "__pycache__", "py", "cli"}
)
FENCED = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)


def _named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _text(page: str) -> str:
    return (DOCS / page).read_text(encoding="utf-8")


def _literals() -> set[str]:
    """Every string written out in the source."""
    return {
        node.value
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


LITERALS = _literals()
FINDING_IDS = sorted(
    t
    for t in LITERALS
    if re.fullmatch(r"(?:accuracy|galleries|claims|usage|data)/[a-z_0-9]*[a-z0-9]", t)
)
ERROR_CODES = sorted(t for t in LITERALS if re.fullmatch(r"E\d\d", t))


def _listed(page: Path) -> Iterator[Path]:
    """Yield the pages that a page's toctrees list."""
    text = page.read_text(encoding="utf-8")
    for block in re.findall(
        r"^```\{toctree\}\n(.*?)^```", text, re.DOTALL | re.MULTILINE
    ):
        for line in block.splitlines():
            if line and not line.startswith(":"):
                yield from page.parent.glob(f"{line.strip()}.md")


def test_every_page_can_be_reached_from_the_first() -> None:
    reached: set[Path] = set()
    ahead = [DOCS / "index.md"]
    while ahead:
        page = ahead.pop()
        reached.add(page)
        ahead += [found for found in _listed(page) if found not in reached]

    assert {_named(page) for page in PAGES} == {_named(page) for page in reached}


@pytest.mark.parametrize("page", LINKED, ids=_named)
def test_links_to_files_lead_somewhere(page: Path) -> None:
    text = FENCED.sub("", page.read_text(encoding="utf-8"))
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
    files = [t for t in targets if not re.match(r"[a-z]+:", t)]

    assert [t for t in files if not (page.parent / t).exists()] == []


@pytest.mark.parametrize("page", LINKED, ids=_named)
def test_a_page_begins_with_its_only_title(page: Path) -> None:
    text = FENCED.sub("", page.read_text(encoding="utf-8"))

    assert text.startswith("# ")
    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1


def test_the_source_names_findings_and_errors() -> None:
    """Else the next two tests would test nothing."""
    assert {"accuracy/fmr", "usage/rule", "data/outlier"} <= set(FINDING_IDS)
    assert "E07" in ERROR_CODES


@pytest.mark.parametrize("finding", FINDING_IDS)
def test_every_finding_is_explained(finding: str) -> None:
    assert f"`{finding}`" in _text("reference/measures.md")


@pytest.mark.parametrize("code", ERROR_CODES)
def test_every_error_is_explained(code: str) -> None:
    assert re.search(rf"\b{code}\b", _text("reference/errors.md"))


@pytest.mark.parametrize("key", sorted({*Plan.model_fields, *Input.model_fields}))
def test_every_key_of_a_plan_is_explained(key: str) -> None:
    name = "as" if key == "kind" else key  # "kind" is a word of Python, "as" of plans

    assert f"`{name}`" in _text("reference/plan.md")


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_setting_of_a_simulation_is_explained(setting: str) -> None:
    assert f"`{setting}`" in _text("how-to/simulate.md")


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_has_a_page_and_a_line_in_the_picture(package: str) -> None:
    page = _text(f"reference/python/{package}.md")
    picture = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")

    assert f".. automodule:: matchaudit.{package}\n" in page
    assert f"\n{package} " in picture


def test_decisions_have_numbers_of_their_own() -> None:
    numbers = [page.name[:4] for page in (DOCS / "decisions").glob("0*.md")]

    assert len(numbers) == len(set(numbers)) >= 2


def _maker() -> ModuleType:
    path = DOCS / "make_cli_reference.py"
    spec = importlib.util.spec_from_file_location("make_cli_reference", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_of_commands_is_what_the_commands_say() -> None:
    """If not: run ``python docs/make_cli_reference.py``."""
    text = _text("reference/cli.md")
    maker = _maker()

    assert maker.page(text) == text
    for name, _ in maker.commands_of(maker.commands):
        assert f"\n## {name}\n" in text
