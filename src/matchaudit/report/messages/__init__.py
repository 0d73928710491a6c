"""The fixed words of the report, by language."""

from importlib.resources import files
from typing import Any

import yaml

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The quick one where it was built: all words are read for every report."""


class Messages:
    """Fixed sentences by dotted key; a key that is not there is an error.

    Examples
    --------
    >>> Messages("en").say("words.at_most", high="32 in 100,000")
    'at most 32 in 100,000'
    """

    def __init__(self, language: str) -> None:
        text = (files(__name__) / f"{language}.yaml").read_text("utf-8")
        self._tree: dict[str, Any] = yaml.load(text, Loader=_LOADER)  # noqa: S506 - a kind of SafeLoader
        self.language = language

    def say(self, key: str, **facts: str | int) -> str:
        """Return the sentence of a key with its facts filled in."""
        node: Any = self._tree
        for part in key.split("."):
            node = node[part]
        if not isinstance(node, str):
            raise KeyError(key)
        return node.format(**facts)

    def name(self, finding_id: str) -> str:
        """Return what a finding's id is called; the id itself if it has no name."""
        names: dict[str, str] = self._tree["names"]
        return names.get(finding_id, finding_id)

    def kind(self, kind: str) -> str:
        """Return what rows of a kind are called; the kind itself if it has no name."""
        names: dict[str, str] = self._tree["names"]
        return names.get(f"kinds/{kind}", kind)
