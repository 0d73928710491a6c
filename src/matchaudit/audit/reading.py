"""From a plan's inputs to one checked table."""

from collections.abc import Sequence
from pathlib import Path

from matchaudit import records
from matchaudit.audit.plan import Input
from matchaudit.errors import InputError, Problem
from matchaudit.records import (
    ComparisonTable,
    Kind,
    ReadOptions,
    Table,
    load_map,
    read_records,
)


def read_comparisons(inputs: Sequence[Input], *, workspace: Path) -> ComparisonTable:
    """Read all inputs as the parts of one table of comparisons.

    Parameters
    ----------
    inputs : sequence of Input
    workspace : Path
        A temporary folder that lives as long as the table is used.

    Raises
    ------
    InputError
        If a file cannot be used, or if the inputs are to be read in different ways.
    """
    paths = [Path(given.file) for given in inputs]
    return records.read_comparisons(
        paths, options=_options(inputs), workspace=workspace
    )


def read(inputs: Sequence[Input], kind: Kind, *, workspace: Path) -> Table:
    """Read all inputs as the parts of one table of another kind.

    Parameters
    ----------
    inputs : sequence of Input
    kind : Kind
    workspace : Path
        A temporary folder that lives as long as the table is used.

    Raises
    ------
    InputError
        If a file cannot be used, or if the inputs are to be read in different ways.
    """
    paths = [Path(given.file) for given in inputs]
    return read_records(paths, kind=kind, options=_options(inputs), workspace=workspace)


def zone_of(inputs: Sequence[Input]) -> str:
    """Return the zone of times without one, as the call or the map says; else UTC."""
    return _options(inputs).zone or "UTC"


def _options(inputs: Sequence[Input]) -> ReadOptions:
    first = inputs[0]
    alike = {
        given.model_copy(update={"file": ""}).model_dump_json() for given in inputs
    }
    if len(alike) > 1:
        raise InputError(
            Problem(
                code="E13",
                what="The files of one table must be read in one way, with one map.",
                fix="Give all inputs of one kind the same options.",
                done="Nothing was read.",
            )
        )
    return ReadOptions(
        failed_scores=first.failed_scores,
        lower_is_closer=first.lower_is_closer,
        map_file=load_map(Path(first.map)) if first.map else None,
        delimiter=first.delimiter,
        encoding=first.encoding,
        decimal=first.decimal,
        percent=first.percent,
        dates=first.dates,
        timezone=first.timezone,
        matrix=first.matrix,
        score_file=first.score_file,
        one_row_per=first.one_row_per,
        vocabularies=first.vocabularies,
    )
