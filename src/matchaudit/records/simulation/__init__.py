"""Simulated comparisons, search logs, deployments and claims with a known truth.

They are for tests, for training, and to find out whether an interval holds. Every file
says in its first line (Parquet: in its metadata) that it is synthetic.
"""

from matchaudit.records.simulation.claims import (
    SYNTHETIC_CLAIMS,
    ClaimTableSettings,
    SimulatedClaims,
    simulate_claims,
    write_claims,
)
from matchaudit.records.simulation.comparisons import (
    Samples,
    SimulatedComparisons,
    simulate_comparisons,
)
from matchaudit.records.simulation.deployment_files import (
    SYNTHETIC_DEPLOYMENTS,
    write_deployments,
)
from matchaudit.records.simulation.deployments import (
    DeploymentTableSettings,
    SimulatedDeployments,
    simulate_deployments,
)
from matchaudit.records.simulation.files import SYNTHETIC, write
from matchaudit.records.simulation.named import SETTINGS, named_setting, simulate
from matchaudit.records.simulation.published import (
    PUBLISHED,
    PublishedSetting,
    SimulatedRates,
    simulate_published,
    true_rates,
)
from matchaudit.records.simulation.settings import (
    ComparisonSettings,
    Group,
    LookAlikes,
    Mask,
)
from matchaudit.records.simulation.truth import KnownTruth

__all__ = [
    "PUBLISHED",
    "SETTINGS",
    "SYNTHETIC",
    "SYNTHETIC_CLAIMS",
    "SYNTHETIC_DEPLOYMENTS",
    "ClaimTableSettings",
    "ComparisonSettings",
    "DeploymentTableSettings",
    "Group",
    "KnownTruth",
    "LookAlikes",
    "Mask",
    "PublishedSetting",
    "Samples",
    "SimulatedClaims",
    "SimulatedComparisons",
    "SimulatedDeployments",
    "SimulatedRates",
    "named_setting",
    "simulate",
    "simulate_claims",
    "simulate_comparisons",
    "simulate_deployments",
    "simulate_published",
    "true_rates",
    "write",
    "write_claims",
    "write_deployments",
]
