"""Make ``sklearn_bssr1.json``: scikit-learn's DET points of the real BSSR1 face scores.

Run it in an environment of its own, with the data folder as its argument::

    uv run --isolated --no-project --with scikit-learn==1.7.2 \
        python tests/reference/sklearn_bssr1.py ../shared/data

Only rates are written; the scores (a US government work) stay where they are.
"""

import json
import sys
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_curve

TARGETS = (1e-2, 1e-3, 1e-4)


def measured(labels: np.ndarray, score: np.ndarray) -> dict[str, object]:
    """Return rates from scikit-learn's curve, every threshold kept."""
    fmr, tmr, threshold = roc_curve(labels, score, drop_intermediate=False)
    fnmr = 1 - tmr
    last = [int(np.flatnonzero(fmr <= target)[-1]) for target in TARGETS]
    ahead = fmr - fnmr
    j = int(np.flatnonzero(ahead >= 0)[0])
    share = -ahead[j - 1] / (ahead[j] - ahead[j - 1])
    return {
        "mated": int(labels.sum()),
        "nonmated": int((1 - labels).sum()),
        "eer": float(fmr[j - 1] + share * (fmr[j] - fmr[j - 1])),
        "targets": TARGETS,
        "threshold": [float(threshold[k]) for k in last],
        "fmr": [float(fmr[k]) for k in last],
        "fnmr": [float(fnmr[k]) for k in last],
    }


if __name__ == "__main__":
    source = Path(sys.argv[1]) / "scores" / "bssr1-face-C.csv"
    matrix = np.genfromtxt(source, delimiter=",", skip_header=1)[:, 1:]
    mated = np.eye(len(matrix), dtype=int).ravel()
    scores = matrix.ravel()
    usable = scores != -1.0
    facts = {
        "made_by": Path(__file__).name,
        "failures excluded": measured(mated[usable], scores[usable]),
        "failures taken for scores": measured(mated, scores),
    }
    path = Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
