"""Write simulated deployments as CSV or Parquet, with their truth beside them."""

import csv
import json
import tempfile
from pathlib import Path

from matchaudit.errors import ParameterError
from matchaudit.records import database as db
from matchaudit.records.deployments import DEPLOYMENTS
from matchaudit.records.simulation.deployments import SimulatedDeployments

SYNTHETIC_DEPLOYMENTS = (
    "Synthetic example data: simulated deployments, no person and no face behind them."
)


def write_deployments(
    made: SimulatedDeployments, out: Path, *, truth: Path | None = None
) -> int:
    """Write the table to a file that says that it is synthetic.

    The file appears whole or not at all. The same table gives the same bytes.

    Parameters
    ----------
    made : SimulatedDeployments
    out : Path
        Ends in ``.csv`` or ``.parquet``.
    truth : Path, optional
        Where to write the truth, as JSON.

    Returns
    -------
    int
        Rows written.

    Raises
    ------
    ParameterError
        If the file's name ends otherwise.
    """
    if out.suffix not in {".parquet", ".csv"}:
        raise ParameterError("out", "a name that ends in .parquet or .csv", out.name)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".matchaudit-") as folder:
        table = Path(folder) / "made.csv"
        with table.open("w", encoding="utf-8", newline="") as stream:
            stream.write(f"# {SYNTHETIC_DEPLOYMENTS}\n")
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(made.columns)
            writer.writerows(zip(*made.columns.values(), strict=True))
        if out.suffix == ".parquet":
            table = _as_parquet(table, tuple(made.columns))
        if truth is not None:
            facts = {"about": SYNTHETIC_DEPLOYMENTS, **made.to_json()}
            beside = Path(folder) / "truth.json"
            beside.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
            beside.replace(truth)
        table.replace(out)
    return made.n_rows


def _as_parquet(table: Path, names: tuple[str, ...]) -> Path:
    import duckdb

    types = {"integer": "BIGINT", "number": "DOUBLE"}
    columns = {n: types.get(DEPLOYMENTS.field(n).type, "VARCHAR") for n in names}
    made = table.with_suffix(".parquet")
    with duckdb.connect(config={"threads": 1}) as database:
        read = database.read_csv(str(table), columns=columns, header=True, skiprows=1)
        database.register("made", read)
        database.execute(
            f"COPY made TO {db.text(str(made))} (FORMAT parquet, COMPRESSION zstd,"
            f" KV_METADATA {{matchaudit_synthetic: '{SYNTHETIC_DEPLOYMENTS}'}})"
        )
    return made
