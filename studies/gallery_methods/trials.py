"""One simulated test and the truth about it; what each method says of it; kept on disk."""

import ast
import hashlib
import json
import time
import warnings
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

import matchaudit.records.simulation.galleries as simulation
from gallery_methods.methods import DECLARED, METHODS, OURS
from gallery_methods.predictions import Trial, log_odds
from gallery_methods.top_pairs import top_pairs
from matchaudit.galleries import prediction
from matchaudit.tallies.gallery_tails import tail_of_matrix

SIZES: dict[str, tuple[int, int]] = {  # times n, or people
    "100x": (100, 0),
    "10,000x": (10_000, 0),
    "270M": (0, 270_000_000),
}
TARGETS = (0.1, 0.01)
SEEN = 10  # the rank of the pair whose score is the threshold that a test can see
FIRST_SEED = 7_000_000  # tuning used smaller ones
HERE = Path(__file__).parent
# Modules that may change without a change of what is kept.
NOT_OF_FIT = ("brackets", "findings", "measured_growth", "missed", "wording")
NOT_OF_METHODS = ("brute", "cost", "page", "real", "scoring", "tables", "trials")


@dataclass(frozen=True, slots=True)
class Case:
    """One world."""

    family: str
    n: int
    seed: int

    @property
    def name(self) -> str:
        """Return a file name."""
        return f"{self.family}-{self.n}-{self.seed}"


@dataclass(frozen=True, slots=True)
class Point:
    """A gallery and a threshold, and the true rate there in log10 odds."""

    cell: str
    size: int
    target: float | None
    threshold: float
    truth: float


def cases(family: str, n: int, worlds: int) -> list[Case]:
    """Return the worlds of one family."""
    return [Case(family, n, FIRST_SEED + i) for i in range(worlds)]


class _Wordless(ast.NodeTransformer):
    """Leaves docstrings out."""

    def visit_Expr(self, node: ast.Expr) -> ast.Expr | None:
        """Drop a statement that is only a text."""
        return None if isinstance(node.value, ast.Constant) else node


def fingerprint(folder: Path, *, but: Sequence[str] = ()) -> str:
    """Return what changes when code or numbers of a folder do, not its words."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        if not path.name.startswith(tuple(but)):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            digest.update(ast.dump(_Wordless().visit(tree)).encode())
    for path in sorted(folder.rglob("*.json")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _points(world: simulation.World, n: int, seen: float) -> list[Point]:
    """Return the operating points of every cell, then one that the test can see."""
    points = []
    for cell, (times, people) in SIZES.items():
        size = times * n + people
        for target in TARGETS:
            threshold = world.threshold(size, target)
            truth = log_odds(world.fpir(size, threshold))
            points.append(Point(cell, size, target, threshold, truth))
    truth = log_odds(world.fpir(100 * n, seen))
    return [*points, Point("seen", 100 * n, None, seen, truth)]


def _made(case: Case) -> tuple[Trial, list[Point]]:
    world = simulation.world(case.family, n_subjects=case.n, seed=case.seed)
    scores = world.scores()
    tail = tail_of_matrix(scores, both_ways=world.symmetric)
    seen = float(top_pairs(tail).score[SEEN - 1])
    points = _points(world, case.n, seen)
    trial = Trial(tail=tail, scores=scores, declared=world.score_scale)
    return trial, points


def _said(name: str, trial: Trial, points: list[Point], case: Case) -> dict[str, Any]:
    """Return what a method says at each point, and its CPU seconds."""
    drawn_as = OURS if name == DECLARED else name  # the same people are drawn again
    rng = np.random.default_rng([case.seed, case.n, list(METHODS).index(drawn_as)])
    started = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        predict = METHODS[name](trial, rng)
        said = [asdict(predict(point.size, point.threshold)) for point in points]
    seconds = round(time.process_time() - started, 3)
    scale = getattr(predict, "scale", None)
    return {"said": said, "seconds": seconds, "scale": scale}


# Of the code that runs, which need not be what is on the disk when a long run ends.
WORLDS_CODE = fingerprint(Path(simulation.__file__).parent)
OUR_CODE = fingerprint(Path(prediction.__file__).parent, but=NOT_OF_FIT)
METHODS_CODE = fingerprint(HERE, but=NOT_OF_METHODS)


def run(case: Case, names: Sequence[str], cache: Path | None) -> dict[str, Any]:
    """Run the methods on one world, or read what they said before.

    What is kept is used again only where the code that made it is the same: that of the
    worlds, and that of ours or of the others.
    """
    key = {n: OUR_CODE if n in {OURS, DECLARED} else METHODS_CODE for n in names}
    path = cache / f"{case.name}.json" if cache else None
    kept: dict[str, Any] = {}
    if path and path.exists():
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["world"] != WORLDS_CODE:
            kept = {}
    methods = kept.get("methods", {})
    missing = [n for n in names if methods.get(n, {}).get("key") != key[n]]
    if missing:
        trial, points = _made(case)
        kept |= {
            "case": asdict(case),
            "world": WORLDS_CODE,
            "declared": trial.declared,
            "points": [asdict(point) for point in points],
        }
        for name in missing:
            told_so = methods.get(OURS, {}).get("scale") == trial.declared
            found = (
                methods[OURS]  # it chose the scale that is declared: nothing changes
                if name == DECLARED and told_so
                else _said(name, trial, points, case)
            )
            methods[name] = found | {"key": key[name]}
        kept["methods"] = methods
        if path:
            part = path.with_suffix(".part")
            part.write_text(json.dumps(kept), encoding="utf-8")
            part.replace(path)
    return kept | {"methods": {name: methods[name] for name in names}}
