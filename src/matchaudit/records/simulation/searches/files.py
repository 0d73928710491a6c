"""Write a simulated search log as CSV or Parquet, with its truth beside it."""

import json
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from matchaudit.errors import ParameterError
from matchaudit.records import database as db
from matchaudit.records.schema import Field
from matchaudit.records.searches import SEARCHES
from matchaudit.records.simulation.searches.log import (
    DAY,
    MONTH,
    PREFIXES,
    Log,
    words,
)
from matchaudit.records.simulation.searches.simulated import SimulatedSearches
from matchaudit.records.simulation.searches.truth import SearchTruth

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SYNTHETIC_SEARCHES = (
    "Synthetic example data: simulated searches, no person and no face behind them."
)


def write_searches(
    simulated: SimulatedSearches, out: Path, *, truth: Path | None = None
) -> SearchTruth:
    """Write the log to a file that says that it is synthetic.

    The file appears whole or not at all. The same log gives the same bytes.

    Parameters
    ----------
    simulated : SimulatedSearches
    out : Path
        Ends in ``.parquet`` (the statement is the metadata ``matchaudit_synthetic``)
        or ``.csv`` (the statement is the first line, a comment).
    truth : Path, optional
        Where to write the truth, as JSON.

    Returns
    -------
    SearchTruth

    Raises
    ------
    ParameterError
        If the file's name ends otherwise.

    Examples
    --------
    >>> import numpy as np
    >>> from matchaudit.records.simulation import searches
    >>> setting = searches.search_setting("recorded", n_searches=100)
    >>> log = searches.simulate_searches(setting, np.random.default_rng(1))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     out = Path(folder) / "searches.csv"
    ...     known = write_searches(log, out)
    ...     print(*out.read_text(encoding="utf-8").splitlines()[:2])
    # Synthetic example data: ... search_id,searched_at,nil_return,agency,...
    """
    if out.suffix not in {".parquet", ".csv"}:
        raise ParameterError("out", "a name that ends in .parquet or .csv", out.name)
    known = simulated.truth()
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".matchaudit-") as folder:
        made = Path(folder) / f"made{out.suffix}"
        _copy(simulated, known, made)
        if truth is not None:
            facts = {"about": SYNTHETIC_SEARCHES, **known.to_json()}
            beside = Path(folder) / "truth.json"
            beside.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
            beside.replace(truth)
        made.replace(out)
    return known


def _copy(simulated: SimulatedSearches, truth: SearchTruth, made: Path) -> None:
    """Write block by block, then join the blocks."""
    import duckdb

    columns = ", ".join(_column(field) for field in SEARCHES.fields)
    parts: list[Path] = []
    # One thread, so that the order of rows, and with it every byte, is the same.
    with duckdb.connect(config={"threads": 1, "memory_limit": "400MB"}) as database:
        database.execute("SET temp_directory = ?", [str(made.parent)])
        for log in simulated.blocks(truth):
            parts.append(made.parent / f"part-{len(parts):06}{made.suffix}")
            _register(database, log)
            form = "parquet" if made.suffix == ".parquet" else "csv"
            header = f", HEADER {len(parts) == 1}" if form == "csv" else ""
            database.execute(
                f"COPY (SELECT {columns} FROM block) TO {db.text(str(parts[-1]))}"  # noqa: S608 - own names and paths
                f" (FORMAT {form}{header})"
            )
            database.unregister("block")
        if made.suffix == ".parquet":
            listed = ", ".join(db.text(str(part)) for part in parts)
            database.execute(
                f"COPY (SELECT * FROM read_parquet([{listed}])) TO {db.text(str(made))}"  # noqa: S608 - own paths
                f" (FORMAT parquet, COMPRESSION zstd,"
                f" KV_METADATA {{matchaudit_synthetic: '{SYNTHETIC_SEARCHES}'}})"
            )
            return
    with made.open("wb") as target:
        target.write(f"# {SYNTHETIC_SEARCHES}\n".encode())
        for part in parts:
            with part.open("rb") as source:
                shutil.copyfileobj(source, target, 1 << 20)


def _register(database: "DuckDBPyConnection", log: Log) -> None:
    block = dict(log.columns)
    for name, exactness in log.exactness.items():
        block[name] = log[name].view("datetime64[s]")
        block[f"{name}_exactness"] = exactness
    database.register("block", block)


def _column(field: Field) -> str:
    """Return the SQL of a column's values, as texts where the kind has texts."""
    name = f'"{field.name}"'
    listed = ", ".join(f"'{word}'" for word in words(field))
    if listed:
        sql = f"([{listed}])[{name} + 1]"  # the place 0 is NULL
    elif field.type == "date":
        sql = (
            f'CASE "{field.name}_exactness"'
            f" WHEN {MONTH} THEN strftime({name}, '%Y-%m')"
            f" WHEN {DAY} THEN strftime({name}, '%Y-%m-%d')"
            f" ELSE strftime({name}, '%Y-%m-%dT%H:%M:%SZ') END"
        )
    elif field.type == "boolean":
        sql = f"CASE {name} WHEN 1 THEN true WHEN 0 THEN false END"
    elif field.name in PREFIXES:
        text = f"printf('{PREFIXES[field.name]}%07d', {name})"
        sql = f"CASE WHEN {name} >= 0 THEN {text} END"
    elif field.type == "number":
        sql = f"CASE WHEN NOT isnan({name}) THEN {name} END"
    else:
        sql = f"CASE WHEN {name} >= 0 THEN {name} END"
    return f"{sql} AS {name}"
