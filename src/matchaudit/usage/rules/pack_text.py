"""A pack's YAML as plain values, and the line of each: no tricks are understood.

Names for parts (anchors), tags and second documents are refused before anything is
built, as is a text that is too long or nested too deep. What looks like a date stays a
text.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from matchaudit.usage.rules.refusals import Place, RuleError, refused, shortened

MOST_BYTES = 1_000_000
MOST_NESTED = 20
MOST_PARTS = 20_000
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN = "tag:yaml.org,2002:"
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Categories of Unicode that are not seen, or that change how other signs are seen."""
_POWER = re.compile(r"[-+]?\d{1,18}(\.\d{0,18})?[eE][-+]?\d{1,2}")
_FIX = "A pack is plain YAML: keys, texts, numbers and lists."
Path = tuple[str | int, ...]


@dataclass(slots=True)
class PackText:
    """Plain values, and the line (from 1) on which each begins, by its path."""

    values: object = None
    lines: dict[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int | None:
        """Return the line of a value, or of the nearest one that holds it."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path)


def read_text(text: str, *, file: str) -> PackText:
    """Return what a pack's text holds.

    Parameters
    ----------
    text : str
        At most a million bytes.
    file : str
        The file's name, for messages.

    Returns
    -------
    PackText

    Raises
    ------
    InputError
        E19, with the line.

    Examples
    --------
    >>> read_text("valid: {from: 2025-01-01}", file="a.yaml").values
    {'valid': {'from': '2025-01-01'}}
    """
    place = Place(file=file)
    if len(text.encode()) > MOST_BYTES:
        raise refused("the file is longer than a million bytes.", _FIX, place=place)
    found = PackText()
    try:
        _check_events(text, file)
        node = yaml.compose(text, Loader=_LOADER)
        if node is not None:
            found.values = _value(node, (), found.lines, file)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else None
        why = "it is not readable as YAML from there on."
        raise refused(why, _FIX, place=Place(file=file, line=line)) from error
    return found


def _check_events(text: str, file: str) -> None:
    """Refuse in one pass, without recursion, what a pack has no use for."""
    depth, documents, parts = 0, 0, 0
    for event in yaml.parse(text, Loader=_LOADER):
        opens = isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent))
        closes = isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent))
        depth += opens - closes
        documents += isinstance(event, yaml.DocumentStartEvent)
        parts += opens or isinstance(event, yaml.ScalarEvent)
        why = (
            "a part has a name of its own (& or *)."
            if getattr(event, "anchor", None)
            else "there is a tag (!)."
            if getattr(event, "tag", None)
            else "it is nested too deep."
            if depth > MOST_NESTED
            else "it holds more than one document (---)."
            if documents > 1
            else "it holds too many values."
            if parts > MOST_PARTS
            else ""
        )
        if why:
            raise _at(event, file, why)


def _at(node: Any, file: str, why: str) -> RuleError:  # noqa: ANN401 - PyYAML's own
    place = Place(file=file, line=node.start_mark.line + 1)
    return refused(why, _FIX, place=place)


def _value(node: yaml.Node, path: Path, lines: dict[Path, int], file: str) -> object:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        parts = enumerate(node.value)
        return [_value(part, (*path, i), lines, file) for i, part in parts]
    if isinstance(node, yaml.MappingNode):
        held: dict[str, object] = {}
        for key, part in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _at(key, file, "a key must be a word.")
            name = str(key.value)
            _check_signs(key, file)
            if name in held:
                raise _at(key, file, f'"{shortened(name)}" is said twice.')
            held[name] = _value(part, (*path, name), lines, file)
            lines[(*path, name)] = key.start_mark.line + 1
        return held
    if not isinstance(node, yaml.ScalarNode):  # there is no fourth kind
        raise _at(node, file, "this is no value.")
    _check_signs(node, file)
    if not node.style and _POWER.fullmatch(node.value):
        return float(node.value)  # which YAML 1.1 takes for a text
    return _scalar(node.value, node.tag.removeprefix(_PLAIN))


def _check_signs(node: yaml.ScalarNode, file: str) -> None:
    """Refuse signs that could make a terminal or a reader see something else."""
    for sign in node.value:
        if sign not in "\n\t" and unicodedata.category(sign) in _HIDDEN:
            raise _at(node, file, f"a sign that is not seen (U+{ord(sign):04X}).")


def _scalar(text: str, tag: str) -> object:
    """Return a number, true, false or nothing where YAML means it, else the text."""
    if tag == "null":
        return None
    if tag == "bool":
        return text.lower() in {"true", "yes", "on"}
    readers: Mapping[str, type[int | float]] = {"int": int, "float": float}
    try:
        return readers[tag](text) if tag in readers else text
    except ValueError:  # 0x1F, 1:30 and other forms that nobody means
        return text
