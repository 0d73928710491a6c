"""Read a findings.json back: the findings of another audit."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from matchaudit.errors import InputError, ParameterError, Problem
from matchaudit.estimation.finding import Finding

SCHEMA = "matchaudit/findings/1"
_LARGEST = 200_000_000
"""Bytes: more is no file that an audit wrote."""
_FIX = "Name the findings.json that matchaudit audit wrote into its output folder."


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsFile:
    """The findings of one audit, as far as another one needs them.

    Attributes
    ----------
    file : str
        Its name, without the folder.
    findings : tuple of Finding
    sha256 : str
        Of the file.
    title : str
        Of the audit.
    synthetic : str or None
        That its records were not real, in their own words.
    """

    file: str
    findings: tuple[Finding, ...]
    sha256: str
    title: str
    synthetic: str | None

    @property
    def facts(self) -> Mapping[str, str | int]:
        """What a report says of its input."""
        return {
            "file": self.file,
            "kind": "findings",
            "rows": len(self.findings),
            "sha256": self.sha256,
        }


def read_findings(path: Path) -> FindingsFile:
    """Read a findings.json.

    Parameters
    ----------
    path : Path

    Returns
    -------
    FindingsFile

    Raises
    ------
    InputError
        ``E15`` if there is no such file or nothing in it, ``E20`` if it is not one that
        an audit wrote.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise InputError(_problem(path, "It is too large."))
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            Problem(
                code="E15",
                what=f"There is no file {path.name} that can be read.",
                fix=_FIX,
                done="Nothing was read.",
                file=path.name,
            )
        ) from error
    facts = _facts(path, data)
    return FindingsFile(
        file=path.name,
        findings=tuple(_finding(path, n, fact) for n, fact in _numbered(path, facts)),
        sha256=hashlib.sha256(data).hexdigest(),
        title=str(facts.get("title", "")),
        synthetic=str(facts["synthetic"]) if facts.get("synthetic") else None,
    )


def _facts(path: Path, data: bytes) -> dict[str, Any]:
    try:
        facts = json.loads(data, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise InputError(_problem(path, "It is not JSON.")) from error
    if not isinstance(facts, dict):
        raise InputError(_problem(path, "It is JSON of another kind."))
    if facts.get("schema") != SCHEMA:
        said = facts.get("schema", "nothing")
        why = f'Its schema is "{said}", not "{SCHEMA}".'
        raise InputError(_problem(path, why if isinstance(said, str) else "No schema."))
    return facts


def _no_number(said: str) -> float:
    raise ValueError(said)


def _numbered(path: Path, facts: dict[str, Any]) -> list[tuple[int, object]]:
    found = facts.get("findings")
    if not isinstance(found, list):
        raise InputError(_problem(path, "It holds no list of findings."))
    return list(enumerate(found, start=1))


_NAMES = frozenset(f.name for f in fields(Finding)) - {"for_holder"}
_NUMBERS = {
    "estimate": (int, float),
    "confidence": (int, float),
    "effective_trials": (int, float),
    "events": (int,),
    "trials": (int,),
}
_ROUNDED = 1e-9
_WORDS = ("id", "status", "unit", "method", "says", "because", "curve")


def _finding(path: Path, number: int, fact: object) -> Finding:
    """Build one finding; the type itself refuses what would mislead."""
    if not isinstance(fact, dict) or not _sound(fact):
        raise InputError(_problem(path, f"Its finding {number} is not sound."))
    known = dict(fact)
    for name in ("sources", "cautions"):
        known[name] = tuple(known.get(name, ()))
    if "interval" in known:
        known["interval"] = tuple(known["interval"])
    try:
        return Finding(**known)
    except (ParameterError, TypeError, KeyError) as error:
        why = f"Its finding {number} is not sound."
        raise InputError(_problem(path, why)) from error


def _sound(fact: dict[str, Any]) -> bool:
    """Return whether each value is of its type, and no key is unknown."""
    population = fact.get("population", {})
    ends = fact.get("interval", [None, None])
    lists = (fact.get("sources", []), fact.get("cautions", []))
    return (
        fact.keys() <= _NAMES
        and isinstance(population, dict)
        and all(isinstance(v, (str, int, float)) for v in population.values())
        and all(isinstance(fact.get(n, ""), str) for n in _WORDS)
        and all(_number(fact.get(n, 0), kinds) for n, kinds in _NUMBERS.items())
        and isinstance(ends, list)
        and len(ends) == 2
        and all(end is None or _number(end, (int, float)) for end in ends)
        and all(isinstance(words, list) for words in lists)
        and _in_order(ends, share=fact.get("unit") == "probability")
    )


def _in_order(ends: list[float | None], *, share: bool) -> bool:
    """Return whether an interval runs upwards and, of a share, within 0 and 1."""
    known = [end for end in ends if end is not None]
    within = not share or all(-_ROUNDED <= end <= 1 + _ROUNDED for end in known)
    return within and known == sorted(known)


def _number(value: object, kinds: tuple[type, ...]) -> bool:
    return isinstance(value, kinds) and not isinstance(value, bool)


def _problem(path: Path, why: str) -> Problem:
    return Problem(
        code="E20",
        what=f"{path.name} is not a file of findings. {why}",
        fix=_FIX,
        done="Nothing was worked out.",
        file=path.name,
    )
