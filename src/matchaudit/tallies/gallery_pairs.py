"""The closest pairs of a table of comparisons, out of core: tails of the scores."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matchaudit.errors import ParameterError, UndefinedMeasureError
from matchaudit.estimation.counts import IntArray
from matchaudit.records.table import ComparisonTable
from matchaudit.tallies import gallery_statements as texts
from matchaudit.tallies import statements
from matchaudit.tallies.comparisons import FloatArray, ScoreHistogram
from matchaudit.tallies.engine import Columns, DuckEngine, Engine
from matchaudit.tallies.gallery_tails import GalleryTail
from matchaudit.tallies.histograms import find_scale, histograms
from matchaudit.tallies.strata import Grouping, groupings

KEPT = 30_000
KEPT_OF_A_GROUP = 5_000
_LOOKED_AT = 16
_CROWDED = 20  # times as many as are wanted: what is left out of a bin of ties
_MANY_TIES = 4  # times as many as are kept: so many may be fetched where scores tie


def gallery_tails(
    table: ComparisonTable,
    *,
    by: Sequence[str] = (),
    kept: int = KEPT,
    engine: Engine | None = None,
) -> tuple[GalleryTail, ...]:
    """Return what the non-mated scores of a table say of larger galleries.

    Parameters
    ----------
    table : ComparisonTable
        Records of the kind ``comparisons``. A probe sample is a search; without
        ``probe_id`` a probe subject is. Where no pair of people is there in both
        directions, and people stand on both sides, every comparison counts as two
        searches, one from either side. Comparisons that failed are left out.
    by : sequence of str
        Dimensions such as ``"group"``: one more tail for each pair of values (probe,
        reference) where both sides are recorded, and for each value of the probe.
    kept : int, default=30_000
        Pairs that the tail of everybody keeps, at most; up to four times as many where
        their scores tie. Groups share them, down to 5,000 for each.
    engine : Engine, optional
        Default: DuckDB, within 200 MB, spilling to the table's workspace.

    Returns
    -------
    tuple of GalleryTail
        The first is everybody. Populations without a comparison have none.

    Raises
    ------
    UndefinedMeasureError
        If there is no usable comparison of different people, or one has an infinite
        score.
    ParameterError
        If ``kept`` is below 1, or a dimension is not recorded or has more than 50
        values.
    """
    if kept < 1:
        raise ParameterError("kept", "1 or more", kept)
    if engine is not None:
        return _tails(engine, table, by, kept)
    with DuckEngine(table.workspace) as own:
        return _tails(own, table, by, kept)


def _tails(
    engine: Engine, table: ComparisonTable, by: Sequence[str], kept: int
) -> tuple[GalleryTail, ...]:
    mirrored = _look_from_both_sides(engine, table)
    if engine.columns(texts.infinite())["n"][0]:
        raise UndefinedMeasureError(
            "comparisons of different people have an infinite score"
        )
    found = []
    for split in groupings(engine, table, by=by):
        found += _Split(engine, split, kept, mirrored).tails()
    return tuple(found)


def _look_from_both_sides(engine: Engine, table: ComparisonTable) -> bool:
    """Make the view ``comparisons`` of all searches that the table stands for.

    Tell if every comparison of different people is in it from either side.
    """
    named = [f"{side}_id" in table.columns for side in ("probe", "reference")]
    engine.view(
        "comparisons", texts.searches(table, mirrored=False, by_sample=named[0])
    )
    # Samples that are named on one side only say which side was looked for.
    if named[0] != named[1] or not _without_direction(engine, table):
        return False
    several = all(named) and int(engine.columns(texts.most_samples())["n"][0]) > 1
    engine.view("comparisons", texts.searches(table, mirrored=True, by_sample=several))
    return True


def _without_direction(engine: Engine, table: ComparisonTable) -> bool:
    """Tell if each pair was compared without saying who was looked for."""
    seen = engine.columns(texts.directions())
    up, n = int(seen["up"][0]), int(seen["n"][0])
    if n == 0:
        raise UndefinedMeasureError("there are no comparisons of different people")
    if 0 < up < n:
        some = np.linspace(0, max(table.n_subjects - 1, 0), _LOOKED_AT)
        for among in (np.unique(some.astype(np.int64)).tolist(), ()):
            if engine.columns(texts.pairs_in_both_directions(among))["one"].size:
                return False
    return int(engine.columns(texts.subjects_on_both_sides())["n"][0]) > 0


@dataclass(frozen=True, slots=True)
class _Split:
    """One way to split the searches, each part of which is a tail."""

    engine: Engine
    grouping: Grouping
    kept: int
    mirrored: bool

    def tails(self) -> list[GalleryTail]:
        """Return the tails of all parts that hold a comparison."""
        key = self.grouping.key
        scores = self._histograms()
        searches = self.engine.columns(texts.by_search(key))
        references = self.engine.columns(texts.by_reference(key))
        parts = {
            int(code): _Part.of(searches, references, int(code))
            for code in np.unique(searches["stratum"])
        }
        if any(part.compared is None for part in parts.values()):
            met = self.engine.columns(texts.people_met(key))
            parts = {code: part.counted(met, code) for code, part in parts.items()}
        closest = self._closest(parts, scores)
        mated = self.engine.columns(texts.mated(key))
        return [
            part.tail(
                closest[code],
                _of(mated, code),
                self._once(scores[code]),
                population=self.grouping.populations[code],
            )
            for code, part in parts.items()
        ]

    def _histograms(self) -> dict[int, ScoreHistogram]:
        return histograms(self.engine, self.grouping, find_scale(self.engine))

    def _once(self, scores: ScoreHistogram) -> ScoreHistogram:
        """Count each comparison once where the view holds it from either side."""
        sides = set(scores.population.values())
        both = not scores.population or len(scores.population) == 2
        if self.mirrored and both and len(sides) < 2:
            return replace(scores, nonmated=scores.nonmated // 2)
        return scores

    def _closest(
        self, parts: Mapping[int, "_Part"], scores: Mapping[int, ScoreHistogram]
    ) -> dict[int, Columns]:
        """Return the largest scores of each part, descending."""
        kept = max(self.kept // len(parts), min(self.kept, KEPT_OF_A_GROUP))
        caps = dict.fromkeys(parts, kept)
        # As many more rows as a pair has on average.
        spare = {code: -(-part.n_rows // part.n_pairs) for code, part in parts.items()}
        while True:
            rows = {code: (caps[code] + 1) * spare[code] for code in parts}
            cuts = {code: _cut(scores[code], rows[code]) for code in parts}
            limit = max(caps.values(), default=0) + 1
            found = self.engine.columns(texts.closest(self.grouping.key, cuts, limit))
            each = {code: _descending(_of(found, code), caps[code]) for code in parts}
            again = False
            for code, part in parts.items():
                n = each[code]["score"].size
                if n < min(caps[code] + 1, part.n_pairs) and rows[code] < part.n_rows:
                    spare[code] *= 2
                    again = True
                elif (
                    caps[code] == self.kept and 2 * _untied(each[code], caps[code]) < n
                ):
                    caps[code] *= _MANY_TIES
                    again = True
            if not again:
                return {
                    code: _first(one, _untied(one, caps[code]))
                    for code, one in each.items()
                }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """The searches of one population, by subject and sample, and whom they met."""

    subject: IntArray
    sample: IntArray
    rows: IntArray
    met: IntArray
    mean: FloatArray
    sd: FloatArray
    references: IntArray
    samples: IntArray
    compared: IntArray | None = None

    @classmethod
    def of(cls, searches: Columns, references: Columns, code: int) -> "_Part":
        """Return the part with a code."""
        found, others = _of(searches, code), _of(references, code)
        order = np.lexsort((found["sample"], found["subject"]))
        found, others = _take(found, order), _take(others, others["subject"].argsort())
        part = cls(
            subject=found["subject"].astype(np.int64),
            sample=found["sample"].astype(np.int64),
            rows=found["n"].astype(np.int64),
            met=found["met"].astype(np.int64),
            mean=found["mean"].astype(np.float64),
            sd=np.sqrt(np.maximum(found["variance"].astype(np.float64), 0.0)),
            references=others["subject"].astype(np.int64),
            samples=others["samples"].astype(np.int64),
        )
        return replace(part, compared=part.if_complete())

    def if_complete(self) -> IntArray | None:
        """Return how many people each search met, if all of them, each sample once.

        The counts must fit, and so must the sums of scattered codes (as in ``design``).
        """
        scattered = statements.scattered_codes(self.references) * self.samples
        at = np.searchsorted(self.references, self.subject)
        at = np.minimum(at, self.references.size - 1)
        is_there = self.references[at] == self.subject
        rows = self.samples.sum() - np.where(is_there, self.samples[at], 0)
        met = scattered.sum() - np.where(is_there, scattered[at], 0)
        if not (np.array_equal(rows, self.rows) and np.array_equal(met, self.met)):
            return None
        compared: IntArray = self.references.size - is_there.astype(np.int64)
        return compared

    def counted(self, met: Columns, code: int) -> "_Part":
        """Return the part with the people that each search met, as counted."""
        found = _of(met, code)
        order = np.lexsort((found["sample"], found["subject"]))
        return replace(self, compared=found["compared"][order].astype(np.int64))

    @property
    def n_rows(self) -> int:
        """Comparisons, of which a pair may have several."""
        return int(self.rows.sum())

    @property
    def n_pairs(self) -> int:
        """Pairs of a search and another person."""
        return int(self.rows.size if self.compared is None else self.compared.sum())

    def tail(
        self,
        closest: Columns,
        mated: Columns,
        scores: ScoreHistogram,
        *,
        population: Mapping[str, str],
    ) -> GalleryTail:
        """Return the tail that these searches and their closest pairs make."""
        step = 2 + max(int(self.sample.max()), int(closest["sample"].max(initial=0)))
        place = np.searchsorted(
            self.subject * step + self.sample,
            closest["subject"].astype(np.int64) * step + closest["sample"],
        )
        found = np.searchsorted(self.references, closest["found"])
        score = closest["score"].astype(np.float64)
        order = np.lexsort((found, place, -score))
        twice = _is_mirrored(self.subject[place], closest["found"], score)
        finite = np.isfinite(scores.edges)
        inner = finite[:-1] & finite[1:]
        return GalleryTail(
            search_subject=self.subject,
            reference_subject=self.references,
            compared=self.rows if self.compared is None else self.compared,
            mean=self.mean,
            sd=self.sd,
            search=place[order].astype(np.int64),
            reference=found[order].astype(np.int64),
            score=score[order],
            n_pairs=self.n_pairs,
            both_ways=twice,
            edges=scores.edges[finite],
            counts=scores.nonmated[inner],
            mated_subject=mated["subject"].astype(np.int64),
            mated_score=mated["score"].astype(np.float64),
            population=population,
        )


def _cut(scores: ScoreHistogram, rows: int) -> float:
    """Return an edge that at least so many non-mated scores reach, if there are.

    A bin with far too many of them is left out, if the bins above it hold some.
    """
    reach = np.cumsum(scores.nonmated[::-1])[::-1]
    enough = np.flatnonzero(reach >= rows)
    first = int(enough[-1]) if enough.size else 0
    if reach[first] > _CROWDED * rows and reach[first + 1 :].max(initial=0) > rows / 10:
        first += 1
    return float(scores.edges[first])


def _of(found: Columns, code: int) -> Columns:
    return _take(found, np.flatnonzero(found["stratum"] == code))


def _take(found: Columns, places: np.ndarray) -> Columns:
    return {name: values[places] for name, values in found.items()}


def _descending(found: Columns, cap: int) -> Columns:
    """Return the largest scores, one more than the cap."""
    names = ("found", "sample", "subject")
    order = np.lexsort((*(found[name] for name in names), -found["score"]))
    return _take(found, order[: cap + 1])


def _untied(found: Columns, cap: int) -> int:
    """Return how many lie above the one past the cap: none may tie with it."""
    score = found["score"]
    return int(score.size if score.size <= cap else np.sum(score > score[cap]))


def _first(found: Columns, n: int) -> Columns:
    return {name: values[:n] for name, values in found.items()}


def _is_mirrored(searched: IntArray, found: IntArray, score: FloatArray) -> bool:
    """Tell if every kept score is there from either side."""
    there = np.lexsort((found, searched, score))
    back = np.lexsort((searched, found, score))
    return bool(
        np.array_equal(searched[there], found[back])
        and np.array_equal(found[there], searched[back])
    )
