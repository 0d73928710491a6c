"""Whole pages on galleries, and one that no file stands behind."""

import json
import re
from collections.abc import Callable

import jsonschema
import pytest

from matchaudit.disclosure import Released
from matchaudit.report import findings_json, findings_schema, report_html
from matchaudit.report.opendata import open_data
from report import gallery_sample, register_sample

PAGES: dict[str, Callable[[], Released]] = {
    "predicted": gallery_sample.predicted,
    "too far": gallery_sample.past_the_horizon,
    "worth": gallery_sample.worth_only,
    "searches": register_sample.searched,
    "claims": register_sample.register,
    "published": register_sample.quoted,
}


@pytest.fixture(name="release", scope="module", params=PAGES)
def _release(request: pytest.FixtureRequest) -> Released:
    return PAGES[request.param]()


@pytest.fixture(name="page", scope="module")
def _page(release: Released) -> str:
    return report_html(release)


def test_page_is_small_and_has_only_numbers(page: str) -> None:
    assert len(page.encode()) <= 300_000
    assert "NaN" not in page
    assert "undefined" not in page
    assert ">null<" not in page


def test_every_section_says_how_and_what_not(page: str) -> None:
    sections = re.findall(r'<section id="\w+".*?</section>', page, re.DOTALL)

    assert sections
    for section in sections:
        assert section.count("How we worked it out") == 1
        assert section.count("What this cannot tell you") == 1
        assert "Download these numbers" in section


def test_every_figure_has_its_own_name(page: str) -> None:
    names = re.findall(r'\bid="([^"]+)"', page)

    assert len(names) == len(set(names))


def test_every_curve_is_offered(release: Released, page: str) -> None:
    linked = set(re.findall(r'href="(data/[^"]+)"', page))

    assert linked == {curve.path for curve in release.curves} | {"data/findings.csv"}
    assert linked <= open_data(release).keys()


def test_every_finding_has_a_section(page: str) -> None:
    assert '<section id="other"' not in page


def test_findings_fit_their_schema(release: Released) -> None:
    validator = jsonschema.Draft202012Validator(findings_schema())

    assert list(validator.iter_errors(json.loads(findings_json(release)))) == []


def test_typed_numbers_have_no_file() -> None:
    page = report_html(gallery_sample.worth_only())

    assert "No records were read. The numbers were typed in." in page
    assert "The files that were read" not in page
    assert "What was typed in" in page
    assert "Run this again with the same numbers." in page
    assert "matchaudit worth --fmr 1e-9" in page
