"""Make ``lir_evidence.json``: what NFI's lir says of likelihood ratios made up here.

Synthetic data: no real comparison is behind it. Run it in an environment of its own,
from the root of the repository; lir 1.3.1 is the last that runs on Python 3.11::

    uv run --isolated --no-project --with lir==1.3.1 \
        python tests/reference/lir_evidence.py

lir is Apache-2.0, (c) Netherlands Forensic Institute.
"""

import json
from importlib import import_module
from pathlib import Path

import numpy as np

bayeserror = import_module("lir.algorithms.bayeserror")
isotonic = import_module("lir.algorithms.isotonic_regression")
regression = import_module("lir.algorithms.logistic_regression")
models = import_module("lir.data.models")
metrics = import_module("lir.metrics")
entropy = import_module("lir.plotting.expected_calibration_error")

PRIORS = (-2.0, -0.5, 0.0, 1.0)


def cases() -> dict[str, tuple[list[float], list[float]]]:
    """Return log10 LRs of mated and non-mated comparisons."""
    rng = np.random.default_rng(20260131)

    def normal(mean: float, sd: float, n: int) -> list[float]:
        return [round(float(x), 6) for x in rng.normal(mean, sd, n)]

    return {
        "calibrated": (normal(1, 1, 60), normal(-1, 1, 140)),
        "too bold": (normal(4, 3, 40), normal(-5, 4, 90)),
        "too shy": (normal(0.2, 0.1, 50), normal(-0.2, 0.1, 50)),
        "shifted": (normal(3, 1, 80), normal(0.5, 1, 200)),
        "misleading": (normal(-1, 1, 30), normal(1, 1, 30)),
        "apart": (normal(5, 0.5, 25), normal(-5, 0.5, 400)),
        "ties": ([0.0, 1.0, 1.0, 2.0, 2.0], [-2.0, -1.0, 0.0, 0.0, 1.0, 1.0, 2.0]),
    }


def measured(mated: list[float], nonmated: list[float]) -> dict[str, object]:
    """Return all that lir says of one set of likelihood ratios."""
    llr = np.array(mated + nonmated)
    labels = np.array([1] * len(mated) + [0] * len(nonmated))
    data = models.LLRData(features=llr.reshape(-1, 1), labels=labels)
    priors = 1 / (1 + 10.0 ** -np.array(PRIORS))
    logit = regression.LogitCalibrator(C=1e12, tol=1e-12, max_iter=10_000)
    return {
        "mated": mated,
        "nonmated": nonmated,
        "cllr": metrics.cllr(data),
        "cllr_min": metrics.cllr_min(data),
        "cllr_cal": metrics.cllr_cal(data),
        "elub": [float(x) for x in bayeserror.elub(llr.copy(), labels)],
        "ece": [float(x) for x in entropy.calculate_ece(10**llr, labels, priors)],
        "pav": _finite(isotonic.IsotonicCalibrator().fit(llr, labels).transform(llr)),
        "logistic": _finite(logit.fit(llr.reshape(-1, 1), labels).transform(llr)),
    }


def _finite(values: np.ndarray) -> list[float | str]:
    return [float(v) if np.isfinite(v) else str(v) for v in np.ravel(values)]


if __name__ == "__main__":
    with np.errstate(divide="ignore"):
        numbers = {name: measured(*both) for name, both in cases().items()}
    path = Path(__file__).with_suffix(".json")
    facts = {
        "made_by": path.with_suffix(".py").name,
        "priors": PRIORS,
        "cases": numbers,
    }
    path.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
