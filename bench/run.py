"""Compare the tallies with peers, and with the bare scan of the same columns.

Each task is a process of its own; ratios are of CPU seconds (user and system, imports
left out) and of peak memory. The tables are simulated and written once.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
MOST_OF_PYEER = 10_000_000
SCAN_OF = {
    "histogram:known": "score+mated",
    "histogram:find": "score+mated",
    "pairs": "probe_subject+reference_subject+score+mated",
    "highest": "probe_subject+score+mated",
    "subjects": "probe_subject+reference_subject+score+mated",
}
SAYS = {
    "histogram:known": "(a) score histogram, range known",
    "histogram:find": "(a) score histogram, range to be found",
    "pairs": "(b) non-mated pairs above a threshold",
    "highest": "(c) highest non-mated score per probe",
    "subjects": "(d) counts per subject, both sides",
    "thresholds": "exact thresholds at three targets",
    "whole": "whole tally, three targets",
    "sort": "numpy sort",
    "sklearn": "scikit-learn roc_curve",
    "pyeer": "pyeer get_eer_stats",
}


@dataclass(frozen=True)
class Cost:
    """What a task cost."""

    cpu: float
    wall: float
    peak_mb: float


def data(folder: Path, rows: int, *, complete: bool = False) -> Path:
    """Return the table of that many rows; write it if it is not there."""
    path = folder / f"{'complete' if complete else 'some'}-{rows}.parquet"
    if not path.exists():
        command = [sys.executable, str(HERE / "generate.py"), str(path)]
        command += ["--rows", str(rows), *(["--complete"] if complete else [])]
        subprocess.run(command, check=True)  # noqa: S603 - our own script
    return path


def cost(task: str, path: Path) -> Cost:
    """Run a task in its own process."""
    command = [sys.executable, str(HERE / "task.py"), task, str(path)]
    if task == "pyeer":
        uv = os.environ.get("UV") or shutil.which("uv") or ".tools/bin/uv"
        packages = ("pyeer", "setuptools<81", "duckdb", "numpy")
        needs = [part for name in packages for part in ("--with", name)]
        command[:1] = [uv, "run", "--quiet", "--isolated", "--no-project"]
        command[5:5] = ["--python", sys.executable, *needs, "python"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own script
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def bench(folder: Path, rows: int, *, quick: bool) -> list[str]:
    """Return the lines of the results for one number of rows."""
    path = data(folder, rows)
    lines = [f"## {rows:,} comparisons", ""]
    lines += ["| tally | CPU s | its scan, CPU s | ratio | peak MB |"]
    lines += ["|---|---|---|---|---|"]
    for task, columns in SCAN_OF.items():
        cost(f"scan:{columns}", path)  # once in vain, so that both find the file warm
        base, ours = cost(f"scan:{columns}", path), cost(task, path)
        lines.append(
            f"| {SAYS[task]} | {ours.cpu:.2f} | {base.cpu:.2f} "
            f"| {ours.cpu / base.cpu:.1f} | {ours.peak_mb:.0f} |"
        )
        print(lines[-1], flush=True)
    peers = ["sort", "sklearn", *(["pyeer"] if rows <= MOST_OF_PYEER else [])]
    costs = {task: cost(task, path) for task in ["thresholds", *peers]}
    lines += ["", "| what | CPU s | times ours | peak MB | wall s |"]
    lines += ["|---|---|---|---|---|"]
    lines += [_row(SAYS[t], c, costs["thresholds"]) for t, c in costs.items()]
    tallies = {SAYS["whole"]: cost("whole", path)}
    if not quick:
        complete = data(folder, rows, complete=True)
        tallies[f"{SAYS['whole']}, complete design"] = cost("whole", complete)
    lines += [_row(says, c, costs["thresholds"]) for says, c in tallies.items()]
    print("\n".join(lines[-len(costs) - len(tallies) :]), flush=True)
    return [*lines, ""]


def _row(says: str, one: Cost, ours: Cost) -> str:
    return (
        f"| {says} | {one.cpu:.2f} | {one.cpu / ours.cpu:.1f} "
        f"| {one.peak_mb:.0f} | {one.wall:.1f} |"
    )


def main() -> None:
    """Run everything and write ``results.md`` beside this file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=float, nargs="+", default=[1e6, 1e7, 1e8])
    parser.add_argument("--quick", action="store_true", help="1e6 rows, one design")
    parser.add_argument("--data", type=Path, help="folder that keeps the tables")
    parser.add_argument("--out", type=Path, default=HERE / "results.md")
    given = parser.parse_args()
    folder = given.data or Path(tempfile.gettempdir()) / "matchaudit-bench"
    folder.mkdir(exist_ok=True)
    sizes = [1_000_000] if given.quick else [int(rows) for rows in given.rows]
    lines = [
        "# Results of the bench",
        "",
        "Simulated scores. Written by `make bench`; `README.md` says what each ratio is.",
        "",
        f"Python {platform.python_version()}, {os.cpu_count()} processors.",
        "",
    ]
    for rows in sizes:
        lines += bench(folder, rows, quick=given.quick)
        given.out.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
