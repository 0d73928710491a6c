import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from matchaudit.disclosure import Released
from matchaudit.report import report_html
from report import rules_sample, sample, usage_sample

VOID = {"meta", "link", "br", "img", "input", "hr"}


class _Reader(HTMLParser):
    """Collects tags, and fails on one that is not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.astray: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that closes itself."""
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Check that the innermost open tag is closed."""
        if not self.stack or self.stack.pop() != tag:
            self.astray.append(tag)


@pytest.fixture(name="page", scope="module")
def _page() -> str:
    return report_html(sample.released())


def parsed(page: str) -> _Reader:
    """Return the page's tags."""
    reader = _Reader()
    reader.feed(page)
    return reader


def test_page_is_well_formed(page: str) -> None:
    reader = parsed(page)

    assert (reader.stack, reader.astray) == ([], [])


def test_page_calls_nobody_and_runs_nothing(page: str) -> None:
    """One file: no script, no style from elsewhere, only links below the folder."""
    tags = parsed(page).tags
    links = [a["href"] or "" for t, a in tags if t == "a"]
    policy = next(
        a for t, a in tags if a.get("http-equiv") == "Content-Security-Policy"
    )

    assert not {t for t, _ in tags} & {"script", "link", "iframe", "img", "object"}
    assert all(link.startswith(("#", "data/")) for link in links)
    assert (policy["content"] or "").startswith(
        "default-src 'none'; style-src 'sha256-"
    )
    assert not [a for _, a in tags if "style" in a or "onclick" in a]


def test_page_is_small(page: str) -> None:
    assert len(page.encode()) <= 300_000


def test_first_screen_says_what_it_is(page: str) -> None:
    start = page[: page.index("<nav")]

    assert "Not checked for publication" in start
    assert "No face images. No names." in start
    assert sample.SYNTHETIC in start
    assert "Example City Police Oversight Board" in start
    assert "2026-01-31" in start
    assert "3,123,750 comparisons in scores.parquet" in start
    assert start.count('<li class="card') == 3
    assert "Unequal errors: at least 6.1 times (best estimate 9.3 times)" in start


def test_sections_stand_in_order_and_in_the_contents(page: str) -> None:
    names = re.findall(r'<section id="(\w+)"', page)

    assert names == [
        "rates",
        "det",
        "groups",
        "conditions",
        "scores",
        "weight",
        "failures",
    ]
    assert all(f'<li><a href="#{name}">' in page for name in names)


def test_every_section_says_how_and_what_not(page: str) -> None:
    sections = re.findall(r'<section id="\w+".*?</section>', page, re.DOTALL)

    assert len(sections) == 7
    for section in sections:
        assert section.count("How we worked it out") == 1
        assert section.count("What this cannot tell you") == 1
        assert "Download these numbers" in section


def test_every_number_can_be_downloaded(page: str) -> None:
    linked = set(re.findall(r'href="(data/[^"]+)"', page))

    assert linked == {c.path for c in sample.curves()} | {"data/findings.csv"}


def test_every_table_has_a_caption_and_every_heading_a_scope(page: str) -> None:
    tags = parsed(page).tags
    count = sum(t == "table" for t, _ in tags)

    assert count == sum(t == "caption" for t, _ in tags) > 15
    assert all(a.get("scope") in {"col", "row"} for t, a in tags if t == "th")
    regions = [a for _, a in tags if a.get("class") == "scroll"]
    assert len(regions) == count
    assert all(a["tabindex"] == "0" and a["role"] == "region" for a in regions)


def test_figure_is_followed_by_its_table(page: str) -> None:
    after = re.findall(r"</figure>\s*<details[^>]*>.*?</details>", page, re.DOTALL)

    assert len(after) == page.count("<figure>") == 16
    assert all("<td>" in table for table in after)


def test_identifiers_are_not_repeated(page: str) -> None:
    names = [a["id"] for _, a in parsed(page).tags if "id" in a]

    assert len(names) == len(set(names))


def test_stamp_is_on_every_printed_page(page: str) -> None:
    words = "".join(f"\\{ord(letter):06x}" for letter in "Not checked for publication")

    assert f'@page{{@bottom-center{{content:"{words}"' in page


def test_a_checked_release_has_no_stamp() -> None:
    page = report_html(replace(sample.released(), stamp=None))

    assert "Not checked" not in page
    assert "@bottom-center" not in page


def test_unknown_facts_are_left_out_or_named() -> None:
    said = replace(sample.provenance(), agency=None, date=None, synthetic=None)
    page = report_html(Released.local((), (), said))

    assert "undated" in page
    assert "<dt>Agency</dt>" not in page
    assert "None" not in page
    assert '<section id="rates"' not in page


def test_section_that_could_not_be_done_says_why() -> None:
    lost = sample.unknown("accuracy/fmr", "no threshold was named", {})
    page = report_html(Released.local((lost,), (), sample.provenance()))

    assert "Not done, because no threshold was named." in page
    assert "<figure>" not in page


def test_findings_that_no_section_knows_are_shown_in_words() -> None:
    new = replace(sample.findings()[0], id="encounters/new", says="A new thing.")
    page = report_html(Released.local((new,), (), sample.provenance()))

    assert '<section id="other"' in page
    assert "A new thing." in page


def test_words_from_the_records_are_escaped() -> None:
    """Neither a group's name nor a title can put markup into the page."""
    evil = "<script>alert(1)</script>"
    rate = sample.rate(
        "accuracy/fmr",
        0.01,
        {"threshold": 0.5, "probe_group": evil, "reference_group": evil},
        100,
    )
    said = replace(sample.provenance(), title=evil)
    page = report_html(Released.local((rate,), (), said))

    assert "<script" not in page
    assert page.count("&lt;script&gt;") > 3


def test_many_groups_fit() -> None:
    """Twenty groups stay within 300 KB; what is cut names the file with the rest."""
    groups = tuple(f"Group {k}" for k in range(20))
    findings = tuple(
        sample.rate(
            f"accuracy/{name}",
            0.001 * (k + 1),
            {"threshold": at, "probe_group": group, "reference_group": group},
            10_000,
        )
        for at in (0.5, 0.6, 0.7)
        for name in ("fmr", "fnmr")
        for k, group in enumerate(groups)
    )
    curves = (sample.fmr_matrix(groups), sample.det_by_group(), sample.det())
    page = report_html(Released.local(findings, curves, sample.provenance()))

    assert len(page.encode()) <= 300_000
    assert "12 of 20 rows are shown. All of them are in data/fmr_matrix.csv." in page
    assert "40 of 80 rows are shown. All of them are in data/findings.csv." in page


def test_same_results_give_the_same_bytes(page: str) -> None:
    assert report_html(sample.released()) == page


def test_report_of_61_rules_is_small_and_well_formed() -> None:
    page = report_html(rules_sample.released())
    reader = parsed(page)
    ids = [a["id"] for _, a in reader.tags if "id" in a]
    links = [a["href"] or "" for t, a in reader.tags if t == "a"]

    assert (reader.stack, reader.astray) == ([], [])
    assert page.count('<li class="rule">') == 61
    assert len(page.encode()) <= 300_000
    assert len(ids) == len(set(ids))
    # A source is text: nobody who reads the report is sent elsewhere by a click.
    assert "https://example.org/code?cite=43.386.B1" in page
    assert all(link.startswith(("#", "data/")) for link in links)
    section = page[page.index('<section id="rules"') :]
    assert "Not legal advice." in section[: section.index("<h3>")]


def test_first_screen_of_field_use_says_what_time_it_covers(page: str) -> None:
    used = report_html(usage_sample.deployments())

    assert "277 deployments in deployments.csv" in used
    assert "<dd>2023-04-06 to 2024-12-31</dd>" in used
    assert "Time covered" not in page
    assert "Not legal advice." not in used


def test_words_of_a_rule_are_escaped() -> None:
    """A rule file can put no markup into the page."""
    evil = "<script>alert(1)</script>"
    curves = tuple(
        replace(
            curve,
            columns=tuple(
                replace(c, values=(evil,) * len(c.values))
                if c.name in {"says", "from", "source_url", "missing", "record"}
                else c
                for c in curve.columns
            ),
        )
        for curve in rules_sample.curves()
    )
    page = report_html(Released.local((), curves, sample.provenance()))

    assert "<script" not in page
    assert page.count("&lt;script&gt;") > 100
