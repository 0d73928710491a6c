"""Fragments of the sample's page, kept in this folder one to a file.

A change of the page shows as a difference of these files. When it is meant, write them
anew and look at the difference::

    python tests/golden/fragments.py
"""

import sys
from pathlib import Path

FOLDER = Path(__file__).parent


def fragments(page: str) -> dict[str, str]:
    """Return the fragments of a page by the name of their file."""
    return {
        "first-screen.html": _cut(page, '<header class="top">', "</nav>"),
        "section-failures.html": _cut(page, '<section id="failures"', "</section>"),
        "footer.html": _cut(page, "<footer", "</footer>"),
    }


def field_fragments(used: str, rules: str) -> dict[str, str]:
    """Return the fragments of the pages on deployments and on rules."""
    first = '<section class="found"'
    return {
        "cards-deployments.html": _cut(used, first, "</section>"),
        "cards-rules.html": _cut(rules, first, "</section>"),
        "rule.html": _cut(rules, '<li class="rule">', "</ul>\n"),
    }


def _cut(page: str, start: str, end: str) -> str:
    at = page.index(start)
    return page[at : page.index(end, at) + len(end)] + "\n"


if __name__ == "__main__":
    sys.path.insert(0, str(FOLDER.parent))
    from matchaudit.report import report_html
    from report import rules_sample, sample, usage_sample

    used = report_html(usage_sample.deployments())
    found = fragments(report_html(sample.released()))
    found |= field_fragments(used, report_html(rules_sample.released()))
    for name, text in found.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
