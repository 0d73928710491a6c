import re
from pathlib import Path
from typing import Any

import pytest
import yaml

import matchaudit.report
from matchaudit.report.messages import Messages

FOLDER = Path(matchaudit.report.__file__).parent


def sentences(tree: dict[str, Any], path: str = "") -> dict[str, str]:
    """Return every text by its dotted key."""
    found: dict[str, str] = {}
    for key, node in tree.items():
        name = f"{path}.{key}" if path else key
        found |= sentences(node, name) if isinstance(node, dict) else {name: node}
    return found


ENGLISH = sentences(
    yaml.safe_load((FOLDER / "messages" / "en.yaml").read_text("utf-8"))
)


def syllables(word: str) -> int:
    """Count groups of vowels, a silent e left out."""
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith("le") and groups > 1
    return max(groups - silent, 1)


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade of a text."""
    words = re.findall(r"[a-z']+", text.lower())
    ends = max(len(re.findall(r"[.!?;:](?:\s|$)", text)), 1)
    each = sum(map(syllables, words)) / len(words)
    return 0.39 * len(words) / ends + 11.8 * each - 15.59


LONG = {
    key: text
    for key, text in ENGLISH.items()
    if len(text.split()) >= 8 and ".worked" not in key
}


def test_fixed_words_are_easy_to_read() -> None:
    """On average at most grade 8, and no sentence above 10."""
    grades = {
        key: grade(text.replace("{", "").replace("}", "")) for key, text in LONG.items()
    }

    assert len(grades) > 25
    assert sum(grades.values()) / len(grades) <= 8
    assert {k: round(g, 1) for k, g in grades.items() if g > 10} == {}


def test_nothing_is_called_significant() -> None:
    assert [key for key, text in ENGLISH.items() if "significant" in text.lower()] == []


def test_facts_are_filled_in() -> None:
    words = Messages("en")

    assert words.say("page.figure", n=3) == "Figure 3"
    with pytest.raises(KeyError):
        words.say("page.figure")
    with pytest.raises(KeyError):
        words.say("page.no_such_words")
    with pytest.raises(KeyError):
        words.say("page")


def test_every_fixed_word_is_used() -> None:
    """A key that nothing asks for is dead text that somebody would translate."""
    code = "".join(
        path.read_text("utf-8")
        for pattern in ("*.py", "sections/*.py", "templates/*.html")
        for path in sorted(FOLDER.glob(pattern))
    )
    last = {key.rpartition(".")[2] for key in ENGLISH if not key.startswith("names.")}
    unused = {name for name in last if not re.search(rf"\b{name}\b", code)}

    assert unused == set()


def test_findings_have_names() -> None:
    words = Messages("en")

    assert words.name("accuracy/fmr") == "Wrong matches (false match rate)"
    assert words.name("new/measure") == "new/measure"
