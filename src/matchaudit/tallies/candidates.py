"""The tally of lists of candidates: what measures of 1:N search need, out of core."""

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matchaudit.errors import ParameterError
from matchaudit.estimation.counts import IntArray
from matchaudit.records.table import Table
from matchaudit.tallies import candidate_statements as sql
from matchaudit.tallies.candidate_checks import check_lists, many_sizes
from matchaudit.tallies.engine import Columns, DuckEngine, Engine
from matchaudit.tallies.strata import MOST_VALUES, NOT_RECORDED, VISIBLE_FRACTION

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

AS_RETURNED = -1
"""Stands for lists as they were returned where else a threshold's place stands."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lists:
    """What came back, search by search.

    Let S be the number of searches and k that of thresholds.

    Attributes
    ----------
    population : ndarray of int64, shape (S,)
        Place of the gallery that was searched in ``CandidateTally.galleries``.
    unit : ndarray of int64, shape (S,)
        Code of the person of the probe, 0 .. n - 1. A search that does not say whom it
        shows has a code of its own.
    enrolled : ndarray of int8, shape (S,)
        1 if the person is in the gallery, 0 if not, -1 if that is not recorded.
    failed : ndarray of bool, shape (S,)
        True if nothing was searched.
    candidates, wrong : ndarray of int64, shape (S,)
        People on the list, and those of them who are not the mate.
    wrong_above : ndarray of int64, shape (k, S)
        Wrong people at or above each threshold.
    top_score : ndarray of float64, shape (S,)
        Largest score of a wrong person; ``-inf`` where there is none.
    top_candidate : ndarray of int64, shape (S,)
        Code of the wrong person with the best rank; -1 if not recorded or none.
    mate_rank : ndarray of int64, shape (S,)
        0 where the mate was not returned.
    mate_score : ndarray of float64, shape (S,)
        ``-inf`` where the mate was not returned.
    """

    population: IntArray
    unit: IntArray
    enrolled: NDArray[np.int8]
    failed: BoolArray
    candidates: IntArray
    wrong: IntArray
    wrong_above: IntArray
    top_score: FloatArray
    top_candidate: IntArray
    mate_rank: IntArray
    mate_score: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Gallery:
    """One gallery that was searched, and where its lists end.

    Attributes
    ----------
    labels : mapping of str to str or int
        ``gallery_size`` where it is recorded; ``system`` and ``gallery`` where there
        is more than one.
    cut : float
        The score below which lists do not say who was there; ``-inf`` for none.
    cut_recorded : bool
        False if ``cut`` is no more than the lowest score that was returned.
    cuts_differ : bool
        True if searches had different thresholds.
    length : int
        The rank beyond which lists do not say who was there.
    """

    labels: Mapping[str, str | int]
    cut: float
    cut_recorded: bool
    cuts_differ: bool
    length: int


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How much the same people come back in lists of searches for others.

    Attributes
    ----------
    pairs : float
        With C the times that a person was returned, the sum of ``C**2 - C``.
    squares : float
        The sum of its squares.
    """

    pairs: float
    squares: float

    @property
    def partners(self) -> float:
        """How many equally frequent people would recur as much; 0 if nobody does."""
        return self.pairs**2 / self.squares if self.squares else 0.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CandidateTally:
    """All that is counted in a table of candidates.

    Attributes
    ----------
    lists : Lists
    galleries : tuple of Gallery
    dimensions : mapping of str to tuple of str
        Labels of each covariate, by code.
    codes : mapping of str to ndarray of int64, shape (S,)
        The code of each search, by covariate.
    thresholds : tuple of float
        Scores that wrong people were counted at.
    recurrence : mapping
        How much people recur in lists without a mate. By place of the gallery, dimension
        ("" for all), code, and place of the threshold (`AS_RETURNED` for none).
    subjects_recorded, candidates_recorded, mates_recorded : bool
        What the records say. Without mates nobody can tell who was missed.
    crowded : mapping of str to str
        Covariates with too many values to compare, and why they were left out.
    cautions : tuple of str
        What is odd about the lists.
    """

    lists: Lists
    galleries: tuple[Gallery, ...]
    dimensions: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, IntArray]
    thresholds: tuple[float, ...]
    recurrence: Mapping[tuple[int, str, int, int], Recurrence]
    subjects_recorded: bool
    candidates_recorded: bool
    mates_recorded: bool
    crowded: Mapping[str, str] = field(default_factory=dict)
    cautions: tuple[str, ...] = ()


def candidate_dimensions(table: Table) -> tuple[str, ...]:
    """Return every covariate that searches can be split by, such as ``"probe_group"``.

    Parameters
    ----------
    table : Table
        Records of the kind ``candidates``.
    """
    return tuple(name for name in sql.COVARIATES if name in table.columns)


def tally_candidates(
    table: Table,
    *,
    thresholds: Sequence[float] = (),
    by: Sequence[str] = (),
    edges: Sequence[float] = VISIBLE_FRACTION,
    pass_over_crowded: bool = False,
    engine: Engine | None = None,
) -> CandidateTally:
    """Check lists of candidates, and count what measures of 1:N search need.

    Parameters
    ----------
    table : Table
        Records of the kind ``candidates``; larger scores are more alike.
    thresholds : sequence of float
        Scores to count wrong people at, finite.
    by : sequence of str
        Covariates to split by; see `candidate_dimensions`.
    edges : sequence of float
        Where the visible fraction of a face is cut into bins.
    pass_over_crowded : bool
        Pass over covariates with more than 50 values, and name them in the result,
        rather than refuse them.
    engine : Engine, optional
        Default: DuckDB, within 400 MB, spilling to the table's workspace.

    Returns
    -------
    CandidateTally
        Exact counts.

    Raises
    ------
    InputError
        If lists contradict themselves.
    ParameterError
        If a threshold, a covariate or the edges are out of range.
    """
    asked = tuple(dict.fromkeys(float(t) for t in thresholds))
    _check(table, asked, by, edges)
    count = _Count(table, asked, tuple(dict.fromkeys(by)), tuple(edges))
    if engine is not None:
        return count.run(engine, pass_over_crowded=pass_over_crowded)
    with DuckEngine(table.workspace, memory="400MB") as own:
        return count.run(own, pass_over_crowded=pass_over_crowded)


def _check(
    table: Table,
    thresholds: Sequence[float],
    by: Sequence[str],
    edges: Sequence[float],
) -> None:
    for threshold in thresholds:
        if not math.isfinite(threshold):
            raise ParameterError("thresholds", "finite", threshold)
    known = candidate_dimensions(table)
    for name in by:
        if name not in known:
            can = ", ".join(known) or "nothing: no covariate is recorded"
            raise ParameterError("by", f"one of: {can}", name)
    if len(edges) < 2 or any(a >= b for a, b in itertools.pairwise(edges)):
        raise ParameterError("edges", "two numbers or more, ascending", tuple(edges))


@dataclass(frozen=True, slots=True)
class _Count:
    """One run over one table."""

    table: Table
    thresholds: tuple[float, ...]
    by: tuple[str, ...]
    edges: tuple[float, ...]

    def run(self, engine: Engine, *, pass_over_crowded: bool) -> CandidateTally:
        """Look at the labels, make one row a search, check it, and bring it home."""
        columns = set(self.table.columns)
        engine.view("records", sql.records(self.table))
        populations = _populations(engine)
        crowded: dict[str, str] = {}
        codings = self._codings(engine, crowded)
        if crowded and not pass_over_crowded:
            must = f"a covariate with at most {MOST_VALUES} values"
            raise ParameterError("by", must, next(iter(crowded.values())))
        engine.view("listed", sql.listed(populations, codings))
        engine.keep("lists", sql.lists(self.thresholds, len(codings)))
        cautions = check_lists(engine)
        recurrence = {}
        if "candidate_subject" in columns and "enrolled" in columns:
            recurrence = self._recurrence(engine, codings)
        rows = engine.columns(sql.listing(len(codings), len(self.thresholds)))
        both = {"probe_subject", "candidate_subject"} <= columns
        return CandidateTally(
            lists=_lists(rows, len(self.thresholds)),
            galleries=_galleries(engine, populations),
            dimensions={coding.column: coding.labels for coding in codings},
            codes={
                coding.column: rows[f"d{k}"].astype(np.int64)
                for k, coding in enumerate(codings)
            },
            thresholds=self.thresholds,
            recurrence=recurrence,
            subjects_recorded=not self._without(engine, "subject"),
            candidates_recorded="candidate_subject" in columns,
            mates_recorded="mate" in columns or both,
            crowded=crowded,
            cautions=cautions,
        )

    @staticmethod
    def _without(engine: Engine, column: str) -> int:
        """Return how many searches do not say something."""
        n = engine.columns(f"SELECT count(*) - count({column}) AS n FROM lists")  # noqa: S608 - own name
        return int(n["n"][0])

    def _codings(self, engine: Engine, crowded: dict[str, str]) -> list[sql.Coding]:
        found = []
        for name in self.by:
            if name == "probe_visible_fraction":
                found.append(sql.binned_coding(name, self.edges, NOT_RECORDED))
                continue
            values = engine.columns(sql.values_of(name))["label"].tolist()
            if len(values) > MOST_VALUES:
                crowded[name] = f"{name} with {len(values):,} values"
                continue
            found.append(sql.listed_coding(name, values, NOT_RECORDED))
        return found

    def _recurrence(
        self, engine: Engine, codings: Sequence[sql.Coding]
    ) -> dict[tuple[int, str, int, int], Recurrence]:
        found = {}
        for k in (None, *range(len(codings))):
            rows = engine.columns(sql.recurring(self.thresholds, k))
            name = "" if k is None else codings[k].column
            for i, (place, code) in enumerate(
                zip(rows["population"].tolist(), rows["code"].tolist(), strict=True)
            ):
                for t in (AS_RETURNED, *range(len(self.thresholds))):
                    column = "c" if t == AS_RETURNED else f"c_{t}"
                    found[place, name, code, t] = Recurrence(
                        float(rows[column][i]), float(rows[f"{column}_squares"][i])
                    )
        return found


def _populations(engine: Engine) -> list[dict[str, str | int]]:
    found = engine.columns(sql.populations())
    columns = {name: values.tolist() for name, values in found.items()}
    n = len(columns[sql.SIZE])
    if n > MOST_VALUES:
        raise many_sizes(n, MOST_VALUES)
    return [
        {name: values[i] for name, values in columns.items() if values[i]}
        for i in range(n)
    ]


def _lists(rows: Columns, n_thresholds: int) -> Lists:
    top = rows["top_candidate"]
    people = np.unique(top[top != 0])
    place = np.searchsorted(people, top)
    _, unit = np.unique(rows["subject"], return_inverse=True)
    size = unit.size
    above = [rows[f"wrong_{k}"] for k in range(n_thresholds)]
    return Lists(
        population=rows["population"].astype(np.int64),
        unit=unit.astype(np.int64),
        enrolled=rows["enrolled"].astype(np.int8),
        failed=rows["failed"].astype(np.bool_),
        candidates=rows["candidates"].astype(np.int64),
        wrong=rows["wrong"].astype(np.int64),
        wrong_above=np.array(above, dtype=np.int64).reshape(n_thresholds, size),
        top_score=rows["top_score"].astype(np.float64),
        top_candidate=np.where(top == 0, -1, place).astype(np.int64),
        mate_rank=rows["mate_rank"].astype(np.int64),
        mate_score=rows["mate_score"].astype(np.float64),
    )


def _galleries(
    engine: Engine, populations: Sequence[Mapping[str, str | int]]
) -> tuple[Gallery, ...]:
    found = engine.columns(sql.limits())
    several = {
        name
        for name in sql.LABELS
        if len({population.get(name) for population in populations}) > 1
    }
    galleries = []
    for place, population in enumerate(populations):
        i = found["population"].tolist().index(place)
        labels = {
            name: population.get(name, NOT_RECORDED)
            for name in (*sql.LABELS, sql.SIZE)
            if name in several or (name == sql.SIZE and name in population)
        }
        limit = {name: values[i] for name, values in found.items()}
        searches = int(limit["searches"])
        recorded = int(limit["n_thresholds"]) == searches
        length = max(int(limit["longest"]), 1)
        if int(limit["n_lengths"]) == searches:
            length = int(limit["shortest_allowed"])
        cut = float(limit["threshold"])
        if not recorded and int(limit["shortest"]) < length:
            # Some list ends early: at a score that nobody has written down.
            cut = max(cut, float(limit["lowest"]))
        galleries.append(
            Gallery(
                labels=labels,
                cut=cut,
                cut_recorded=recorded or not np.isfinite(cut),
                cuts_differ=int(limit["distinct_thresholds"]) > 1,
                length=length,
            )
        )
    return tuple(galleries)
