"""What a package offers exists, and says what it is."""

import importlib
import inspect
import pkgutil
import re

import pytest

import matchaudit

PACKAGES = [
    found.name
    for found in pkgutil.walk_packages(matchaudit.__path__, "matchaudit.")
    if found.ispkg
]
EXPORTS = [
    (package, name)
    for package in PACKAGES
    for name in getattr(importlib.import_module(package), "__all__", ())
]


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_says_what_it_is(package: str) -> None:
    text = importlib.import_module(package).__doc__ or ""

    assert len(text) > 20
    assert text.split("\n", maxsplit=1)[0].endswith(".")
    assert "To be filled" not in text


@pytest.mark.parametrize(("package", "name"), EXPORTS)
def test_an_exported_name_exists_and_is_documented(package: str, name: str) -> None:
    exported = getattr(importlib.import_module(package), name)
    if callable(exported):
        text = inspect.getdoc(exported) or ""
        assert len(text) > 20
        assert not text.startswith(f"{name}("), "a dataclass without a docstring"


@pytest.mark.parametrize(("package", "name"), EXPORTS)
def test_each_parameter_is_named_in_the_docstring(package: str, name: str) -> None:
    """Where a docstring lists parameters, it lists all of them."""
    exported = getattr(importlib.import_module(package), name)
    text = (inspect.getdoc(exported) or "") if inspect.isfunction(exported) else ""
    _, listed, rest = text.partition("\nParameters\n----------\n")
    section = re.split(r"\n\w+\n-+\n", rest)[0]
    wanted = list(inspect.signature(exported).parameters) if listed else []
    named = re.findall(r"\w+", " ".join(re.findall(r"^\S.*$", section, re.MULTILINE)))
    missing = [p for p in wanted if p not in named]

    assert missing == []
