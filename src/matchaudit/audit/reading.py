"""From a plan's inputs to one checked table."""

from collections.abc import Sequence
from pathlib import Path

from matchaudit.audit.plan import Input
from matchaudit.errors import InputError, Problem
from matchaudit.records import ComparisonTable, ReadOptions, load_map, read_comparisons


def read(inputs: Sequence[Input], *, workspace: Path) -> ComparisonTable:
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
    first = inputs[0]
    alike = {given.model_copy(update={"file": ""}) for given in inputs}
    if len(alike) > 1:
        raise InputError(
            Problem(
                code="E13",
                what="The files of one table must be read in one way, with one map.",
                fix="Give all inputs of the plan the same options.",
                done="Nothing was read.",
            )
        )
    options = ReadOptions(
        failed_scores=first.failed_scores,
        lower_is_closer=first.lower_is_closer,
        map_file=load_map(Path(first.map)) if first.map else None,
        delimiter=first.delimiter,
        encoding=first.encoding,
        decimal=first.decimal,
        percent=first.percent,
        dates=first.dates,
        matrix=first.matrix,
    )
    paths = [Path(given.file) for given in inputs]
    return read_comparisons(paths, options=options, workspace=workspace)
