"""Strata: which covariate values split the comparisons, as SQL and as populations."""

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matchaudit.errors import ParameterError
from matchaudit.records.table import ComparisonTable
from matchaudit.tallies import statements
from matchaudit.tallies.engine import Engine

MOST_VALUES = 50
NOT_RECORDED = "not recorded"
VISIBLE_FRACTION = (0.0, 0.25, 0.5, 0.75, 1.0)
_SIDES = ("probe", "reference")


@dataclass(frozen=True, slots=True)
class Grouping:
    """One way to split the comparisons.

    Attributes
    ----------
    key : str
        SQL expression for the code of the stratum.
    populations : tuple of mapping
        The covariate values of the strata, by code.
    """

    key: str
    populations: tuple[Mapping[str, str], ...]


EVERYTHING = Grouping("0", ({},))


@dataclass(frozen=True, slots=True)
class _Coding:
    """A covariate as small integers: the SQL expression, and the labels by code."""

    column: str
    code: str
    labels: tuple[str, ...]


def dimensions(table: ComparisonTable) -> tuple[str, ...]:
    """Return every dimension that the records can be split by.

    A covariate of both sides is one dimension without a side (``"group"``); one of a
    single side keeps its name (``"probe_mask"``).

    Parameters
    ----------
    table : ComparisonTable
        Records of the kind ``comparisons``.

    Returns
    -------
    tuple of str
        In the order of the table's covariates, each once.
    """
    held = set(table.covariates)
    found: dict[str, None] = {}
    for column in table.covariates:
        name = column.partition("_")[2]
        both = all(f"{side}_{name}" in held for side in _SIDES)
        found[name if both else column] = None
    return tuple(found)


def groupings(
    engine: Engine,
    table: ComparisonTable,
    *,
    by: Sequence[str],
    bins: Mapping[str, Sequence[float]] | None = None,
    crowded: dict[str, str] | None = None,
) -> tuple[Grouping, ...]:
    """Return how to split the comparisons by each dimension; the first is no split.

    Parameters
    ----------
    engine : Engine
        It holds the view ``comparisons``.
    table : ComparisonTable
        Whose covariates may be used.
    by : sequence of str
        Dimensions such as ``"group"`` (both sides, where both are recorded: each pair
        of values, and the values of the probe alone) or ``"probe_mask"``.
    bins : mapping of str to sequence of float, optional
        Edges for covariates that are numbers, by name without the side.
    crowded : dict of str to str, optional
        Takes up dimensions with more than 50 values, each with the reason in words;
        they are then passed over.

    Returns
    -------
    tuple of Grouping

    Raises
    ------
    ParameterError
        If a dimension is not recorded, or edges do not ascend; without ``crowded``
        also if it has more than 50 values.
    """
    edges = {"visible_fraction": VISIBLE_FRACTION, **(bins or {})}
    for name, cuts in edges.items():
        ascending = all(a < b for a, b in itertools.pairwise(cuts))
        if len(cuts) < 2 or not ascending or not all(map(math.isfinite, cuts)):
            raise ParameterError("bins", f"ascending edges for {name!r}", tuple(cuts))
    found = [EVERYTHING]
    for dimension in dict.fromkeys(by):
        columns = _columns_of(table, dimension)
        try:
            codings = [_coding(engine, column, edges) for column in columns]
        except _CrowdedError as error:
            if crowded is None:
                raise ParameterError("by", error.must, error.got) from error
            crowded[dimension] = error.got
            continue
        if len(codings) == 2:
            found.append(_grouping(codings))
        found.append(_grouping(codings[:1]))
    return tuple(found)


class _CrowdedError(Exception):
    """A covariate has more values than anybody could compare."""

    must = f"a dimension with at most {MOST_VALUES} values"

    def __init__(self, column: str, n: int) -> None:
        self.got = f"{column} with {n:,} values"
        super().__init__(self.got)


def _coding(
    engine: Engine, column: str, edges: Mapping[str, Sequence[float]]
) -> _Coding:
    name = column.partition("_")[2]
    return _binned(column, edges[name]) if name in edges else _listed(engine, column)


def _columns_of(table: ComparisonTable, dimension: str) -> list[str]:
    names = [dimension, *(f"{side}_{dimension}" for side in _SIDES)]
    columns = [name for name in names if name in table.covariates]
    if not columns:
        known = ", ".join(dimensions(table)) or "nothing: no covariate is recorded"
        raise ParameterError("by", f"one of: {known}", dimension)
    return columns


def _listed(engine: Engine, column: str) -> _Coding:
    found = engine.columns(statements.values_of(column))
    values = [
        str(label)
        for label, missing in zip(found["label"], found["missing"], strict=True)
        if not missing
    ]
    if len(values) > MOST_VALUES:
        raise _CrowdedError(column, len(values))
    labels = tuple(sorted({*values, NOT_RECORDED}))
    branches = " ".join(
        f"WHEN {statements.quoted(value)} THEN {labels.index(value)}"
        for value in values
    )
    missing_code = labels.index(NOT_RECORDED)
    code = f"CASE CAST({column} AS VARCHAR) {branches} ELSE {missing_code} END"
    return _Coding(column, code if values else str(missing_code), labels)


def _binned(column: str, edges: Sequence[float]) -> _Coding:
    inner = tuple(f"{a:g} to {b:g}" for a, b in itertools.pairwise(edges))
    below, above = f"below {edges[0]:g}", f"above {edges[-1]:g}"
    labels = (below, *inner, above, NOT_RECORDED)
    literals = [statements.number(edge) for edge in edges]
    branches = [f"WHEN {column} IS NULL OR isnan({column}) THEN {len(labels) - 1}"]
    branches += [f"WHEN {column} < {at} THEN {k}" for k, at in enumerate(literals[:-1])]
    branches += [f"WHEN {column} <= {literals[-1]} THEN {len(inner)}"]
    return _Coding(
        column, f"CASE {' '.join(branches)} ELSE {len(inner) + 1} END", labels
    )


def _grouping(codings: Sequence[_Coding]) -> Grouping:
    key = "0"
    for coding in codings:
        key = f"({key} * {len(coding.labels)} + {coding.code})"
    columns = [coding.column for coding in codings]
    return Grouping(
        key,
        tuple(
            dict(zip(columns, labels, strict=True))
            for labels in itertools.product(*(coding.labels for coding in codings))
        ),
    )
