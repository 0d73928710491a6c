"""YAML as a person means it: a key that is said twice is a mistake, not a choice."""

import re
from typing import Any

import yaml


class _StrictLoader(yaml.SafeLoader):
    """The safe loader, which refuses a key that stands twice in one mapping."""

    def construct_mapping(
        self,
        node: yaml.MappingNode,
        deep: bool = False,  # noqa: FBT001, FBT002 - PyYAML's signature
    ) -> dict[Any, Any]:
        """Build a mapping whose keys are distinct."""
        seen = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f'"{key.value}" is said twice', key.start_mark
                )
            seen.add(
                getattr(key, "value", None)
                if isinstance(key, yaml.ScalarNode)
                else id(key)
            )
        return super().construct_mapping(node, deep=deep)


class _StrictDumper(yaml.SafeDumper):
    """The safe dumper, which quotes what the strict loader would take for a number."""


# YAML 1.1 takes 1e-3 for a text, which nobody means.
for _class in (_StrictLoader, _StrictDumper):
    _class.add_implicit_resolver(
        "tag:yaml.org,2002:float",
        re.compile(r"[-+]?\d+(?:\.\d*)?[eE][-+]?\d+$"),
        list("-+0123456789"),
    )


def load(text: str) -> object:
    """Return what a YAML text holds.

    Raises
    ------
    yaml.YAMLError
        If it is no YAML, or says a key twice.

    Examples
    --------
    >>> load("a: [1, 1e-3]")
    {'a': [1, 0.001]}
    """
    return yaml.load(text, Loader=_StrictLoader)  # noqa: S506 - a kind of SafeLoader


def dump(facts: object) -> str:
    """Return plain values as a YAML text that `load` reads as they were.

    Examples
    --------
    >>> print(dump({"1e-3": "score"}))
    '1e-3': score
    <BLANKLINE>
    """
    text: str = yaml.dump(
        facts, Dumper=_StrictDumper, sort_keys=False, allow_unicode=True
    )
    return text


def complaint(error: Exception) -> str:
    """Return what is wrong with a YAML file, and in which line."""
    mark = getattr(error, "problem_mark", None)
    why = getattr(error, "problem", None)
    if mark is None or why is None:
        return "It is not readable as YAML."
    said = why if "said twice" in why else "It is not readable as YAML from there on"
    return f"Line {mark.line + 1}: {said}."
