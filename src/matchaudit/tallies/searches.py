"""The tally of a search log: all counts that measures need, out of core."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matchaudit.errors import ParameterError
from matchaudit.estimation.counts import Clusters, IntArray
from matchaudit.estimation.partial_verification import CheckedUnits
from matchaudit.records.searches import SEARCHES
from matchaudit.records.table import Table
from matchaudit.tallies import search_statements as sql
from matchaudit.tallies.engine import DuckEngine, Engine
from matchaudit.tallies.search_counts import (
    DrawnTally,
    PeriodCounts,
    SearchCounts,
    SearchTally,
    StrataTally,
)

SPLIT_BY = (
    *("agency", "system", "performed_by", "use_class", "mode", "device_type"),
    *("place_type", "purpose", "authority_type", "probe_type", "probe_mask", "group"),
    *("gallery_type", "outcome", "action"),
)
"""Columns that searches are counted by, where the log has them."""

SCORE = "top_score"
"""The one number that can be a stratum: it is parted into bands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchTallySettings:
    """What a tally of searches is asked for.

    Attributes
    ----------
    strata : tuple of str
        Columns within which the checked candidates are assumed to be like the others:
        words, yes or no, or ``"top_score"``. None is chosen for you.
    score_bands : int, default=5
        Into how many bands of equal size the top score is parted, at least 2.
    zone : str, default="UTC"
        The time zone whose months and weeks are counted, such as "Europe/London".
    """

    strata: tuple[str, ...] = ()
    score_bands: int = 5
    zone: str = sql.UTC


def tally_searches(
    table: Table,
    *,
    settings: SearchTallySettings | None = None,
    engine: Engine | None = None,
) -> SearchTally:
    """Count everything that measures need in a search log of any size.

    Parameters
    ----------
    table : Table
        Records of the kind ``searches``.
    settings : SearchTallySettings, optional
    engine : Engine, optional
        Default: DuckDB, within 200 MB, spilling to the table's workspace.

    Returns
    -------
    SearchTally
        Exact counts. A month is the one that holds the middle of the search's date, by
        the clocks of the zone.

    Raises
    ------
    ParameterError
        If a stratum is no column of the log, or one that cannot be a stratum, or if no
        time zone has this name.
    """
    settings = settings or SearchTallySettings()
    _check(table, settings)
    if engine is not None:
        return _Count(engine, table, settings).run()
    with DuckEngine(table.workspace) as own:
        return _Count(own, table, settings).run()


def _check(table: Table, settings: SearchTallySettings) -> None:
    for name in settings.strata:
        if name not in table.columns:
            raise ParameterError("strata", "columns of the log", name)
        field = SEARCHES.field(name)
        words = field.type in {"string", "boolean"} and field.role != "pseudonym"
        if name != SCORE and not words:
            raise ParameterError("strata", "words, yes or no, or top_score", name)
        if name in {"outcome", "verification_sample"}:
            raise ParameterError("strata", "known before a candidate is checked", name)
    if settings.score_bands < 2:
        raise ParameterError("score_bands", "at least 2", settings.score_bands)


@dataclass(frozen=True, slots=True)
class _Count:
    """One run over one log."""

    engine: Engine
    table: Table
    settings: SearchTallySettings

    def run(self) -> SearchTally:
        columns = self.table.columns
        kept = (*SPLIT_BY, *self.settings.strata)
        self._check_zone()
        self.engine.keep("log", sql.log(self.table, kept, zone=self.settings.zone))
        self.engine.view("searches", sql.searches())
        found = self.engine.columns(sql.totals())
        totals = {name: int(value[0]) for name, value in found.items()}
        everything = self._counts(sql.counts(), label=False)
        cases = "case_ref" in columns
        return SearchTally(
            columns=columns,
            overall=everything.get("", SearchCounts()),
            nil_returns=totals["nil_returns"],
            undated=totals["undated"],
            contradictions=totals["contradictions"],
            by={
                name: self._counts(sql.counts_by(name))
                for name in SPLIT_BY
                if name in columns
            },
            months=self._periods(weekly=False),
            weeks=self._periods(weekly=True),
            operators=self._counts(sql.counts_by("operator", missing=False)),
            cases=self._units("searches WHERE not_returned = 0") if cases else None,
            returned_by_case=self._returned("case_key") if cases else None,
            returned_by_operator=(
                self._returned("operator") if "operator" in columns else None
            ),
            strata=self._strata(),
            drawn=self._drawn(),
        )

    def _check_zone(self) -> None:
        zone = self.settings.zone
        if zone == sql.UTC:
            return
        if not self.engine.columns(sql.known_zone(zone))["found"][0]:
            raise ParameterError("zone", "the name of a time zone", zone)

    def _counts(self, query: str, *, label: bool = True) -> Mapping[str, SearchCounts]:
        rows = self.engine.columns(query)
        names = ("searches", "returned", "not_returned", "checked", "wrong")
        n = rows["searches"].size
        labels = rows["label"].tolist() if label else [""] * n
        return {
            labels[i]: SearchCounts(**{name: int(rows[name][i]) for name in names})
            for i in range(n)
        }

    def _periods(self, *, weekly: bool) -> PeriodCounts:
        rows = self.engine.columns(sql.periods(weekly=weekly))
        return PeriodCounts(
            agency=tuple(rows["agency"].tolist()),
            period=rows["period"].astype(np.int64),
            searches=rows["searches"].astype(np.int64),
            returned=rows["returned"].astype(np.int64),
            nil_returns=rows["nil_returns"].astype(np.int64),
        )

    def _returned(self, column: str) -> Clusters:
        rows = self.engine.columns(sql.returned_by(column))
        times = rows["times"].astype(np.int64)
        return Clusters(
            np.repeat(rows["trials"].astype(np.int64), times),
            np.repeat(rows["events"].astype(np.int64), times),
        )

    def _units(
        self,
        source: str,
        *,
        stratum: str = "0",
        n_strata: int = 1,
        checked: str = "checked",
        events: str = "wrong",
    ) -> CheckedUnits:
        self.engine.view("items", f"SELECT * FROM {source}")  # noqa: S608 - own text
        cell = {"stratum": stratum, "checked": checked, "events": events}
        self.engine.keep("cells", sql.cells_of_case("items", **cell))
        self.engine.keep("kinds", sql.kinds_of_case())
        alone = self.engine.columns(sql.cells_without_case("items", **cell))
        lines = self.engine.columns(sql.lines_of_kind())
        kind, first = np.unique(lines["kind"], return_index=True)
        alone_kinds = kind.size + np.arange(alone["times"].size)
        ones = np.ones(alone["times"].size, dtype=np.int64)
        return CheckedUnits(
            times=_joined(lines["times"][first], alone["times"]),
            kind=_joined(lines["kind"], alone_kinds),
            stratum=_joined(lines["stratum"], alone["stratum"]),
            trials=_joined(lines["trials"], ones),
            checked=_joined(lines["checked"], alone["checked"]),
            events=_joined(lines["events"], alone["events"]),
            n_strata=n_strata,
        )

    def _strata(self) -> StrataTally | None:
        columns = self.settings.strata
        if not columns:
            return None
        edges: list[float] = []
        if SCORE in columns:
            found = self.engine.columns(
                sql.score_edges(SCORE, self.settings.score_bands)
            )
            # Equal edges would leave a band between them empty.
            edges = sorted({float(v[0]) for v in found.values() if v.size})
        label = sql.stratum_label(columns, edges, SCORE)
        self.engine.keep("stratum_codes", sql.stratum_codes(label))
        codes = self.engine.columns("SELECT label FROM stratum_codes ORDER BY code")
        labels = tuple(codes["label"].tolist())
        self.engine.view("in_strata", sql.candidates_in_strata(label))
        units = self._units("in_strata", stratum="code", n_strata=len(labels))
        return StrataTally(columns=columns, labels=labels, units=units)

    def _drawn(self) -> DrawnTally | None:
        found = self.engine.columns(
            "SELECT CAST(coalesce(sum(drawn), 0) AS BIGINT) AS drawn, "
            "CAST(coalesce(sum(drawn * (1 - checked)), 0) AS BIGINT) AS unresolved "
            "FROM searches"
        )
        drawn, unresolved = int(found["drawn"][0]), int(found["unresolved"][0])
        if not drawn:
            return None
        least = self._two_phases("wrong")
        most = least
        if unresolved:
            most = self._two_phases(
                "CASE WHEN drawn = 1 AND checked = 0 THEN 1 ELSE wrong END"
            )
        return DrawnTally(drawn=drawn, unresolved=unresolved, least=least, most=most)

    def _two_phases(self, events: str) -> CheckedUnits:
        return self._units(
            "searches WHERE returned = 1",
            stratum="CASE WHEN checked = 1 AND drawn = 0 THEN 0 ELSE 1 END",
            n_strata=2,
            checked="CASE WHEN drawn = 1 THEN 1 ELSE checked END",
            events=events,
        )


def _joined(first: NDArray[Any], second: NDArray[Any]) -> IntArray:
    return np.concatenate([first.astype(np.int64), second.astype(np.int64)])
