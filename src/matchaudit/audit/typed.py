"""A plan out of what was typed: file names and options."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from matchaudit.audit.complaints import complaint
from matchaudit.audit.plan import Assumed, Input, Plan, load
from matchaudit.errors import InputError, Problem

PLAN_SUFFIXES = (".yaml", ".yml")
_GROUP_SHARE = re.compile(r"\s*([^=]+?)\s*=\s*([0-9.eE+-]+)\s*")
_RANGE = re.compile(r"\s*([0-9.eE+-]+?)\s*\.\.\s*([0-9.eE+-]+)\s*")
_GROUP_COUNT = re.compile(r"\s*([^=]+?)\s*=\s*(\d+)\s*/\s*(\d+)\s*")
OF_INPUT = {
    "kind": "kind",
    "map_path": "map",
    "failed_scores": "failed_scores",
    "lower_is_closer": "lower_is_closer",
    "delimiter": "delimiter",
    "encoding": "encoding",
    "decimal": "decimal",
    "dates": "dates",
    "timezone": "timezone",
    "one_row_per": "one_row_per",
    "matrix": "matrix",
    "score_file": "score_file",
    "percent": "percent",
}
"""Options that say how a file is read: their name here and in the plan."""

ASSUMED = tuple(Assumed.model_fields)
"""Options that say what was not measured."""

MAY_BE_ONE_NUMBER = ("fmr",)
"""Of these somebody may know one number: a test sets it."""


def planned(files: Sequence[str], options: Mapping[str, object]) -> Plan:
    """Return the plan for one or more files of records, or for one plan file.

    Parameters
    ----------
    files : sequence of str
    options : mapping
        By the plan's names, those of ``OF_INPUT`` included; None means not given.

    Raises
    ------
    InputError
        If an option has a value that a plan cannot hold, or if options are given
        beside a plan file: the file alone says what is done.
    """
    given = {name: value for name, value in options.items() if value is not None}
    plans = [file for file in files if file.endswith(PLAN_SUFFIXES)]
    if plans and len(files) > 1:
        raise InputError(_plan_and_more(plans[0]))
    if plans:
        if given:
            raise InputError(_beside_a_plan(files[0], sorted(given)))
        return load(Path(files[0]))
    reading = {OF_INPUT[name]: given[name] for name in given if name in OF_INPUT}
    measuring = {name: given[name] for name in given if name not in OF_INPUT}
    counts = measuring.get("wrong_by_group")
    if isinstance(counts, Sequence):
        measuring["wrong_by_group"] = _group_counts(counts)
    shares = measuring.get("gallery_composition")
    if isinstance(shares, Sequence):
        measuring["gallery_composition"] = _group_shares(shares)
    assumed = {n: measuring.pop(n) for n in ASSUMED if n in measuring}
    if assumed:
        measuring["assumed"] = {n: _range(n, said) for n, said in assumed.items()}
    try:
        inputs = [Input.model_validate({"file": file, **reading}) for file in files]
        return Plan.model_validate({"inputs": inputs, **measuring})
    except ValidationError as error:
        raise InputError(
            Problem(
                code="E13",
                what=f"An option cannot be used. {complaint(error, Plan)}",
                fix='Run "matchaudit audit --help" to see what each option takes.',
                done="Nothing was read.",
            )
        ) from error


def _group_counts(texts: Sequence[str]) -> dict[str, dict[str, int]]:
    """Read counts such as ``A=8/10``: 8 of 10 wrong matches were of group A."""
    counts = {}
    for text in texts:
        match = _GROUP_COUNT.fullmatch(text)
        if match is None:
            raise InputError(
                Problem(
                    code="E13",
                    what="--wrong-by-group takes a group, its wrong matches, and those "
                    f'of all groups. It got "{text}".',
                    fix="Write it like this: --wrong-by-group A=8/10.",
                    done="Nothing was read.",
                )
            )
        counts[match[1]] = {"wrong": int(match[2]), "of": int(match[3])}
    return counts


def _group_shares(texts: Sequence[str]) -> dict[str, float]:
    """Read shares such as ``A=0.3``: three in ten of the gallery are of group A."""
    shares = {}
    for text in texts:
        match = _GROUP_SHARE.fullmatch(text)
        number = _number(match[2]) if match else None
        if match is None or number is None:
            raise InputError(
                Problem(
                    code="E13",
                    what="--gallery-share takes a group and its share of the gallery. "
                    f'It got "{text}".',
                    fix="Write it like this: --gallery-share A=0.3 --gallery-share B=0.7.",
                    done="Nothing was read.",
                )
            )
        shares[match[1]] = number
    return shares


def _range(name: str, said: object) -> object:
    """Read a range such as ``0.1..0.6``; what is no range stays as it is."""
    if not isinstance(said, str) or name == "masked":
        return said
    if name in MAY_BE_ONE_NUMBER and (known := _number(said)) is not None:
        return (known, known)
    match = _RANGE.fullmatch(said)
    ends = (_number(match[1]), _number(match[2])) if match else (None,)
    if None in ends:
        raise InputError(
            Problem(
                code="E13",
                what=f"--{name.replace('_', '-')} takes a range, since nobody knows it "
                f'as one number. It got "{said}".',
                fix=f"Write it like this: --{name.replace('_', '-')} 0.1..0.6.",
                done="Nothing was read.",
            )
        )
    return ends


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _plan_and_more(file: str) -> Problem:
    return Problem(
        code="E13",
        what=f"{Path(file).name} is a plan, and other files were named with it.",
        fix="Name the plan alone; it says which files are read.",
        done="Nothing was read.",
        file=Path(file).name,
    )


def _beside_a_plan(file: str, names: Sequence[str]) -> Problem:
    return Problem(
        code="E13",
        what=f"{Path(file).name} is a plan, and a plan says all that is to be done. "
        f"These were typed beside it: {', '.join(names)}.",
        fix="Write them into the plan, or leave them out.",
        done="Nothing was read.",
        file=Path(file).name,
    )
