"""``report.html``: one file without a script or an outside call."""

import base64
import hashlib
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from matchaudit.disclosure import Released
from matchaudit.report import numbers
from matchaudit.report.cards import cards
from matchaudit.report.curves import word
from matchaudit.report.evidence import Evidence
from matchaudit.report.figure import Figure, slug
from matchaudit.report.lists import Lists
from matchaudit.report.messages import Messages
from matchaudit.report.rule_cards import Box, RuleGroup
from matchaudit.report.sections import sections


def report_html(released: Released, *, language: str = "en") -> str:
    """Return the page for people; the same bytes for the same released results.

    Parameters
    ----------
    released : Released
    language : str, default="en"
        One of the files of fixed words in ``matchaudit.report.messages``.

    Returns
    -------
    str
        A whole HTML document. Style and pictures are inside; its content security
        policy lets a browser load nothing from anywhere.
    """
    words = Messages(language)
    evidence = Evidence.of(released, words)
    found = cards(evidence), sections(evidence)  # first: drawings take the longest
    style = _style(released.stamp)
    environment = Environment(
        loader=FunctionLoader(_template),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.tests["figure"] = lambda exhibit: isinstance(exhibit, Figure)
    environment.tests["rules"] = lambda exhibit: isinstance(exhibit, RuleGroup)
    environment.tests["lists"] = lambda exhibit: isinstance(exhibit, Lists)
    environment.tests["box"] = lambda exhibit: isinstance(exhibit, Box)
    environment.filters["slug"] = slug
    environment.filters["kind"] = words.kind
    environment.filters["integer"] = numbers.integer
    return environment.get_template("report.html").render(
        released=released,
        said=released.provenance,
        say=words.say,
        language=words.language,
        cards=found[0],
        sections=found[1],
        span=_span(evidence),
        patterns=bool(evidence.rows("rules")),
        confidences=_confidences(evidence),
        style=Markup(style),  # noqa: S704 -- our own file, not anybody's input
        style_hash=_hash(style),
        percent=numbers.percent,
    )


def _style(stamp: str | None) -> str:
    """Return the style, with the stamp at the foot of every printed page."""
    style = _template("report.css")
    if stamp is None:
        return style
    # Each character by its code point, so that no stamp can end the string.
    words = "".join(f"\\{ord(letter):06x}" for letter in stamp)
    return f'{style}@page{{@bottom-center{{content:"{words}";font:8pt sans-serif}}}}\n'


def _template(name: str) -> str:
    return (files("matchaudit.report") / "templates" / name).read_text("utf-8")


def _hash(style: str) -> str:
    digest = hashlib.sha256(style.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _span(evidence: Evidence) -> tuple[str, str] | None:
    """Return the first and the last day or month that the records cover."""
    days = [
        word(row, end)
        for row in evidence.rows("deployment_periods")
        for end in ("from", "to")
    ]
    days += [word(row, "month") for row in evidence.rows("searches_by_month")]
    known = sorted(day for day in days if day)
    return (known[0], known[-1]) if known else None


def _confidences(evidence: Evidence) -> list[float]:
    said = {f.confidence for f in evidence.findings if f.confidence is not None}
    return sorted(said)
