"""Write simulated comparisons as Parquet or CSV, with their truth beside them."""

import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from matchaudit.errors import ParameterError
from matchaudit.records import database as db
from matchaudit.records.simulation.comparisons import Samples

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SYNTHETIC = (
    "Synthetic example data: simulated scores, no person and no face behind them."
)
TRUTH_THRESHOLDS = tuple(k / 100 for k in range(40, 81))
_Block = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]


class Truth(Protocol):
    """What is true of simulated comparisons."""

    def to_json(self, thresholds: Sequence[float]) -> dict[str, Any]:
        """Return the true rates at thresholds."""
        ...


class Simulated(Protocol):
    """Simulated comparisons that can be written, such as ``SimulatedComparisons``."""

    @property
    def samples(self) -> Samples:
        """What is known of each sample, by its id."""
        ...

    @property
    def truth(self) -> Truth | None:
        """The true rates, if there is a closed form."""
        ...

    @property
    def string_pseudonyms(self) -> bool:
        """True if subjects are named by words."""
        ...

    def blocks(self) -> Iterator[_Block]:
        """Yield (probe ids, reference ids, scores); NaN is a failed comparison."""
        ...


def write(
    simulated: Simulated,
    out: Path,
    *,
    truth: Path | None = None,
    thresholds: Sequence[float] = TRUTH_THRESHOLDS,
) -> int:
    """Write the comparisons to a file that says that it is synthetic.

    The file appears whole or not at all. The same comparisons give the same bytes.

    Parameters
    ----------
    simulated : Simulated
    out : Path
        Ends in ``.parquet`` (the statement is the metadata ``matchaudit_synthetic``)
        or ``.csv`` (the statement is the first line, a comment).
    truth : Path, optional
        Where to write the true rates, as JSON.
    thresholds : sequence of float
        At which to state them.

    Returns
    -------
    int
        Rows written.

    Raises
    ------
    ParameterError
        If the file's name ends otherwise, or a truth is asked for that is not known.

    Examples
    --------
    >>> from matchaudit.records.simulation import named_setting, simulate
    >>> setting = named_setting("plain", n_subjects=2, n_samples=1)
    >>> simulated = simulate(setting, np.random.default_rng(1))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     out = Path(folder) / "scores.csv"
    ...     rows = write(simulated, out)
    ...     print(rows, *out.read_text(encoding="utf-8").splitlines()[:2])
    1 # Synthetic example data: ... probe_subject,reference_subject,...
    """
    if out.suffix not in {".parquet", ".csv"}:
        raise ParameterError("out", "a name that ends in .parquet or .csv", out.name)
    if truth is not None and simulated.truth is None:
        raise ParameterError(
            "truth", "left out: this setting has no closed form", truth
        )
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".matchaudit-") as folder:
        made = Path(folder) / f"made{out.suffix}"
        rows = _copy(simulated, Path(folder), made)
        if truth is not None and simulated.truth is not None:
            facts = {"about": SYNTHETIC, **simulated.truth.to_json(thresholds)}
            text = json.dumps(facts, indent=1, sort_keys=True)
            beside = Path(folder) / "truth.json"
            beside.write_text(text + "\n", encoding="utf-8")
            beside.replace(truth)
        made.replace(out)
    return rows


def _copy(simulated: Simulated, folder: Path, made: Path) -> int:
    """Write block by block, then join what is known of the samples to each row."""
    import duckdb

    # One thread, so that the order of rows, and with it every byte, is the same.
    with duckdb.connect(config={"threads": 1, "memory_limit": "400MB"}) as database:
        database.execute("SET temp_directory = ?", [str(folder)])
        parts: list[Path] = []
        rows = 0
        for probe, reference, score in simulated.blocks():
            block = {"probe": probe, "reference": reference, "score": score}
            parts.append(folder / f"part-{len(parts):06}.parquet")
            database.register("block", block)
            database.execute(
                f"COPY block TO {db.text(str(parts[-1]))} (FORMAT parquet)"
            )
            database.unregister("block")
            rows += probe.size
        columns = _register_samples(database, simulated)
        listed = ", ".join(db.text(str(part)) for part in parts)
        select = (
            f"SELECT {columns} FROM read_parquet([{listed}]) AS b"  # noqa: S608 - own names and paths
            " JOIN samples AS p ON p.id = b.probe JOIN samples AS r ON r.id = b.reference"
        )
        if made.suffix == ".parquet":
            database.execute(
                f"COPY ({select}) TO {db.text(str(made))} (FORMAT parquet, COMPRESSION zstd,"
                f" KV_METADATA {{matchaudit_synthetic: '{SYNTHETIC}'}})"
            )
            return rows
        body = folder / "body.csv"
        database.execute(
            f"COPY ({select}) TO {db.text(str(body))} (FORMAT csv, HEADER)"
        )
    with body.open("rb") as source, made.open("wb") as target:
        target.write(f"# {SYNTHETIC}\n".encode())
        shutil.copyfileobj(source, target, 1 << 20)
    return rows


def _register_samples(database: "DuckDBPyConnection", simulated: Simulated) -> str:
    """Make the table of samples; return the columns of the file as SQL."""
    s = simulated.samples
    table: dict[str, object] = {
        "id": np.arange(s.subject.size),
        "subject": s.subject,
        "failed": s.failed,
    }
    columns = [
        *(_pseudonym(f"{side}.subject", simulated) for side in ("p", "r")),
        *("p.id", "r.id"),
        "CASE WHEN isnan(b.score) THEN NULL ELSE b.score END",
    ]
    names = ["probe_subject", "reference_subject", "probe_id", "reference_id", "score"]
    if s.group is not None:
        table["grp"] = s.group.astype(object)
        columns += ["p.grp", "r.grp"]
        names += ["probe_group", "reference_group"]
    if s.mask is not None:
        table |= {"mask": s.mask.astype(object), "visible": s.visible_fraction}
        columns += ["p.mask", "round(p.visible, 3)"]
        names += ["probe_mask", "probe_visible_fraction"]
    columns.append("p.failed OR r.failed")
    names.append("failed")
    database.register("given", table)
    database.execute("CREATE TABLE samples AS SELECT * FROM given")
    pairs = zip(columns, names, strict=True)
    return ", ".join(f"{column} AS {name}" for column, name in pairs)


def _pseudonym(column: str, simulated: Simulated) -> str:
    return f"printf('S%05d', {column})" if simulated.string_pseudonyms else column
