"""The report as people and screen readers meet it, in a real browser."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from matchaudit.report import report_html
from report import gallery_sample, register_sample, rules_sample, sample, usage_sample

HERE = Path(__file__).parent
NODE = shutil.which("node")
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(NODE is None, reason="NOT CHECKED IN A BROWSER: no Node.js"),
    pytest.mark.skipif(
        not CHROMIUM.exists(), reason="NOT CHECKED IN A BROWSER: no Chromium"
    ),
    pytest.mark.skipif(
        not (HERE / "node_modules" / "playwright-core").exists(),
        reason="NOT CHECKED IN A BROWSER: run `npm ci` in tests/browser",
    ),
]

BROKEN = """<!DOCTYPE html><html><head><title>x</title></head><body><h1>Broken</h1>
<img src="https://example.org/a.png"><figure><svg width="900" height="9"></svg></figure>
<p style="color:#999;background:#fff">Pale words</p>
<style>a:focus{outline:none}</style><a href="#x">no outline</a>
<table style="display:none"><tr><th>no scope</th></tr></table></body></html>"""


def checked(page: str, folder: Path) -> dict[str, Any]:
    """Open a page in the browser and return what the checks say."""
    (folder / "report.html").write_text(page, encoding="utf-8")
    command = [str(NODE), str(HERE / "check.mjs"), str(folder / "report.html")]
    done = subprocess.run(  # noqa: S603 -- our own script on our own page
        command, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


PAGES = {
    "accuracy": sample.released,
    "deployments": usage_sample.deployments,
    "rules": rules_sample.released,
    "galleries": gallery_sample.predicted,
    "claims": register_sample.register,
}


@pytest.fixture(name="found", scope="module", params=PAGES)
def _found(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    page = report_html(PAGES[request.param]())
    return checked(page, tmp_path_factory.mktemp("report"))


def test_nothing_is_called_from_outside(found: dict[str, Any]) -> None:
    assert found["outside"] == []


def test_axe_finds_no_violation(found: dict[str, Any]) -> None:
    """In light and dark, at 1280 and 360 pixels, best practice included."""
    assert found["violations"] == []


def test_every_drawing_has_a_name_and_a_description(found: dict[str, Any]) -> None:
    assert found["drawings"] == 2 * found["figures"] > 0
    assert (found["unnamed"], found["undescribed"]) == (0, 0)


def test_every_figure_is_followed_by_a_table(found: dict[str, Any]) -> None:
    assert found["without_table"] == 0


def test_every_table_has_a_caption_and_every_heading_a_scope(
    found: dict[str, Any],
) -> None:
    assert (found["uncaptioned"], found["unscoped"], found["repeated_ids"]) == (0, 0, 0)


def test_no_sideways_scroll_at_320_pixels(found: dict[str, Any]) -> None:
    assert found["sideways"] == 0


def test_tab_reaches_everything_and_shows_where_it_is(found: dict[str, Any]) -> None:
    assert found["unreached"]["stops"] > 20
    assert found["unreached"]["missed"] == 0
    assert found["unreached"]["without_outline"] == 0


def test_every_table_is_printed_as_a_table(found: dict[str, Any]) -> None:
    """Folded tables too: the PDF holds one /Table tag for each."""
    assert found["printed_tables"] == found["tables"] > 0


def test_checks_see_a_broken_page(tmp_path: Path) -> None:
    """A check that never fails says nothing."""
    found = checked(BROKEN, tmp_path)
    rules = {violation["id"] for violation in found["violations"]}

    assert found["outside"]
    assert {"html-has-lang", "image-alt", "color-contrast"} <= rules
    assert (found["unnamed"], found["undescribed"], found["without_table"]) == (1, 1, 1)
    assert (found["uncaptioned"], found["unscoped"]) == (1, 1)
    assert found["sideways"] > 0
    assert found["unreached"]["without_outline"] == 1
    assert found["printed_tables"] < found["tables"]
