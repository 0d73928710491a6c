"""A plan out of what was typed: file names and options."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from matchaudit.audit.complaints import complaint
from matchaudit.audit.plan import Input, Plan, load
from matchaudit.errors import InputError, Problem

PLAN_SUFFIXES = (".yaml", ".yml")
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
