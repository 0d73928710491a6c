"""All kinds of record that can be read."""

from matchaudit.records.comparisons import COMPARISONS
from matchaudit.records.deployments import DEPLOYMENTS
from matchaudit.records.schema import Kind
from matchaudit.records.searches import SEARCHES

KINDS: tuple[Kind, ...] = (COMPARISONS, SEARCHES, DEPLOYMENTS)
