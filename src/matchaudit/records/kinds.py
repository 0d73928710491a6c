"""All kinds of record that can be read."""

from collections.abc import Sequence

from matchaudit.records.candidates import CANDIDATES
from matchaudit.records.claims import CLAIMS
from matchaudit.records.comparisons import COMPARISONS
from matchaudit.records.deployments import DEPLOYMENTS
from matchaudit.records.guess import guess_names
from matchaudit.records.schema import Kind
from matchaudit.records.searches import SEARCHES

KINDS: tuple[Kind, ...] = (COMPARISONS, CANDIDATES, SEARCHES, DEPLOYMENTS, CLAIMS)


def likely_kind(columns: Sequence[str], kinds: Sequence[Kind] = KINDS) -> Kind:
    """Return the kind that the names of columns suggest.

    Examples
    --------
    >>> likely_kind(["Request ID", "Search Date", "Agency"]).name
    'searches'
    """

    def fit(kind: Kind) -> float:
        names = guess_names(columns, kind).values()
        found = sum(name in kind.needed for name in names)
        return found / max(len(kind.needed), 1) + len(names) / 1000

    return max(kinds, key=fit)
