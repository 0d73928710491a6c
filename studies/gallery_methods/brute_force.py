"""Is the truth true? Ten million people drawn, and every probe compared with all."""

from typing import Any

import numpy as np

import matchaudit.records.simulation.galleries as simulation
from gallery_methods.tables import table

FAMILIES = ("iid", "groups_lookalikes", "rare_hubs", "tnorm")
SIZE = 10_000_000
RATES = (0.02, 0.1, 0.3)
PROBES = 1000
SEED = 8_000_000


def check(family: str, size: int = SIZE) -> list[dict[str, Any]]:
    """Compare the closed form with what is counted, at three thresholds."""
    world = simulation.world(family, n_subjects=100, seed=SEED)
    thresholds = [world.threshold(size, rate) for rate in RATES]
    rng = np.random.default_rng([SEED, simulation.FAMILIES.index(family)])
    found = simulation.brute_force_fpir(world, size, thresholds, rng, probes=PROBES)
    return [
        {
            "family": family,
            "rate": rate,
            "expected": one.expected / one.searches,
            "counted": one.found / one.searches,
            "sd": one.sd / one.searches,
        }
        for rate, one in zip(RATES, found, strict=True)
    ]


def brute_force_table(rows: list[dict[str, Any]], size: int = SIZE) -> str:
    """Write the comparison."""
    heads = [
        "family",
        "rate in all searches",
        "closed form, these probes",
        f"counted among {size:,}",
        "standard errors apart",
    ]
    return table(
        heads,
        [
            [
                row["family"],
                f"{row['rate']:g}",
                f"{row['expected']:.4f} ± {row['sd']:.4f}",
                f"{row['counted']:.4f}",
                f"{(row['counted'] - row['expected']) / row['sd']:+.1f}",
            ]
            for row in rows
        ],
    )
