"""What a search log holds, as counts: all that measures need of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from matchaudit.estimation.counts import Clusters, IntArray
from matchaudit.estimation.partial_verification import Checked, CheckedUnits

NOT_RECORDED = "not recorded"
"""What a missing value is called; a missing value is never dropped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchCounts:
    """Counts of some part of a log.

    Attributes
    ----------
    searches : int
    returned, not_returned : int
        Searches known to have brought a candidate, or none. A search whose best
        candidate has an outcome has brought one. The rest do not say.
    checked, wrong : int
        Searches whose best candidate was confirmed or refuted; those refuted.
    """

    searches: int = 0
    returned: int = 0
    not_returned: int = 0
    checked: int = 0
    wrong: int = 0

    @property
    def unknown(self) -> int:
        """Searches that do not say whether a candidate came back."""
        return self.searches - self.returned - self.not_returned

    @property
    def verification(self) -> Checked:
        """Candidates, and how many were checked and wrong, as far as is known.

        A search that does not say whether it brought a candidate may have brought one
        that nobody checked, so it counts as one: the range is only wider for it.
        """
        return Checked(
            trials=self.returned + self.unknown, checked=self.checked, events=self.wrong
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PeriodCounts:
    """Searches by agency and period; periods without a row are not there.

    Attributes
    ----------
    agency : tuple of str, length m
    period : ndarray of int64, shape (m,)
        A month as 12 times the year plus 0 for January, or a week as weeks since the
        one that began on Monday, 29 December 1969.
    searches, returned, nil_returns : ndarray of int64, shape (m,)
    """

    agency: tuple[str, ...]
    period: IntArray
    searches: IntArray
    returned: IntArray
    nil_returns: IntArray


@dataclass(frozen=True, slots=True, kw_only=True)
class StrataTally:
    """Candidates by case, in strata of recorded columns.

    Attributes
    ----------
    columns : tuple of str
    labels : tuple of str
        One for each stratum, such as ``"group A, top_score band 2"``.
    units : CheckedUnits
    """

    columns: tuple[str, ...]
    labels: tuple[str, ...]
    units: CheckedUnits


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnTally:
    """Candidates by case where a sample of the unchecked was drawn and checked.

    Stratum 0 is what was checked anyhow, stratum 1 all else.

    Attributes
    ----------
    drawn, unresolved : int
        Candidates that were drawn, and those of them that were not resolved.
    least, most : CheckedUnits
        With the unresolved ones counted as right, and as wrong.
    """

    drawn: int
    unresolved: int
    least: CheckedUnits
    most: CheckedUnits


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchTally:
    """A search log as counts.

    Attributes
    ----------
    columns : tuple of str
        The fields that the log has.
    overall : SearchCounts
    nil_returns : int
        Rows that say that a period had no search; they are no searches.
    undated : int
        Searches whose month is not known.
    contradictions : int
        Searches with no candidate, and an outcome of one; they count as with one.
    by : mapping of str to mapping of str to SearchCounts
        For each column its values in order, a missing one as ``NOT_RECORDED``.
    months : PeriodCounts
    weeks : PeriodCounts or None
        None if nobody counted them.
    operators : mapping of str to SearchCounts
        By pseudonym.
    cases : CheckedUnits or None
        Candidates by case; None where no case is recorded.
    returned_by_case, returned_by_operator : Clusters or None
        Searches that say whether a candidate came back, and those where one did.
    strata : StrataTally or None
        None where no strata were asked for.
    drawn : DrawnTally or None
        None where no candidate was drawn at random.
    """

    columns: tuple[str, ...]
    overall: SearchCounts
    nil_returns: int
    undated: int
    contradictions: int
    by: Mapping[str, Mapping[str, SearchCounts]]
    months: PeriodCounts
    weeks: PeriodCounts | None
    operators: Mapping[str, SearchCounts] = field(default_factory=dict)
    cases: CheckedUnits | None = None
    returned_by_case: Clusters | None = None
    returned_by_operator: Clusters | None = None
    strata: StrataTally | None = None
    drawn: DrawnTally | None = None
