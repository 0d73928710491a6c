"""A simulated register of claims, with a known truth.

Some people are named by AI matching, some of them from covered faces, and some claims
are wrong. Few are ever checked; of those found wrong some are corrected, some taken down.
"""

import csv
import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matchaudit.errors import ParameterError
from matchaudit.records import database as db
from matchaudit.records.claims import CLAIMS

SYNTHETIC_CLAIMS = (
    "Synthetic example data: simulated claims, no person and no face behind them."
)
FIRST_DAY, LAST_DAY = np.datetime64("2025-01-06"), np.datetime64("2026-01-05")
METHODS = ("ai_match", "records", "tip", "self")
MASKS = ("none", "lower", "full")
_METHOD_SHARES = (0.6, 0.2, 0.15, 0.05)
_MASK_SHARES = (0.4, 0.45, 0.15)
_VISIBLE = {"none": (0.85, 1.0), "lower": (0.4, 0.65), "full": (0.1, 0.3)}
_WRONG_BY_MASK = {"none": 0.15, "lower": 0.4, "full": 0.65}  # of claims by AI matching
_WRONG_OTHERWISE = {"records": 0.02, "tip": 0.1, "self": 0.0}
_SPOTTED, _CONFIRMED = 0.35, 0.2  # a wrong claim refuted; a right one confirmed
_WITHDRAWN = 0.15  # of claims that were corrected or taken down
_CORRECTED, _REMOVED = 0.6, 0.15  # of those, in the end
MEAN_DAYS = 25.0
_DRAWN = 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimTableSettings:
    """A design of a register of claims.

    Attributes
    ----------
    n_claims : int
        From 20 to 100,000.
    sampled : bool
        True: a random sample of the claims was drawn, and all of it was checked.
    """

    n_claims: int = 200
    sampled: bool = False

    def __post_init__(self) -> None:
        """Refuse a register that is too short to have parts."""
        if not 20 <= self.n_claims <= 100_000:
            raise ParameterError("n_claims", "from 20 to 100,000", self.n_claims)


@dataclass(slots=True, kw_only=True)
class SimulatedClaims:
    """A register of claims, and what is true of it.

    Attributes
    ----------
    columns : dict of str to list
        The canonical columns of the kind, in order.
    truth : mapping of str to object
        How many claims are truly wrong, in all and by method and mask.
    """

    columns: dict[str, list[Any]]
    truth: Mapping[str, Any] = field(default_factory=dict)

    @property
    def n_rows(self) -> int:
        """How many claims there are."""
        return len(self.columns["claim_id"])


def simulate_claims(
    settings: ClaimTableSettings, rng: np.random.Generator
) -> SimulatedClaims:
    """Draw a register of claims.

    Parameters
    ----------
    settings : ClaimTableSettings
    rng : numpy.random.Generator

    Returns
    -------
    SimulatedClaims

    Examples
    --------
    >>> made = simulate_claims(
    ...     ClaimTableSettings(n_claims=20), np.random.default_rng(1)
    ... )
    >>> made.n_rows, made.truth["claims"], made.columns["claim_id"][0]
    (20, 20, 'C00001')
    """
    n = settings.n_claims
    span = int((LAST_DAY - FIRST_DAY).astype(int))
    day = np.sort(rng.integers(0, span - 30, n))
    method = rng.choice(METHODS, n, p=_METHOD_SHARES)
    mask = rng.choice(MASKS, n, p=_MASK_SHARES)
    wrong = rng.random(n) < _wrong_rates(method, mask)
    drawn = (rng.random(n) < _DRAWN) & settings.sampled
    status = _status(wrong, drawn, rng)
    found = status == "refuted"
    fate, waited = (
        rng.random(n),
        np.ceil(rng.exponential(MEAN_DAYS, n)).astype(np.int64),
    )
    late = day + waited
    seen = found & (late <= span)
    corrected = seen & (fate < _CORRECTED)
    removed = seen & ~corrected & (fate < _CORRECTED + _REMOVED)
    back = (corrected | removed) & ~drawn & (rng.random(n) < _WITHDRAWN)
    status = np.where(back, "withdrawn", status)
    checked = rng.integers(span - 25, span + 1, n)
    visible = [_visible(str(m), rng) for m in mask]
    columns: dict[str, list[Any]] = {
        "claim_id": [f"C{k + 1:05d}" for k in range(n)],
        "published_at": _dates(day, np.ones(n, dtype=np.bool_)),
        "publisher": [f"Outlet {k}" for k in rng.integers(1, 9, n)],
        "method": method.tolist(),
        "probe_mask": mask.tolist(),
        "visible_fraction": visible,
        "status": status.tolist(),
        "corrected_at": _dates(late, corrected),
        "removed_at": _dates(late, removed),
        "last_checked_at": _dates(checked, ~(corrected | removed)),
    }
    if settings.sampled:
        columns["verification_sample"] = [str(bool(d)).lower() for d in drawn]
    return SimulatedClaims(columns=columns, truth=_truth(wrong, method, mask))


def write_claims(made: SimulatedClaims, out: Path, *, truth: Path | None = None) -> int:
    """Write the register to a file that says that it is synthetic.

    The file appears whole or not at all. The same register gives the same bytes.

    Parameters
    ----------
    made : SimulatedClaims
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
            stream.write(f"# {SYNTHETIC_CLAIMS}\n")
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(made.columns)
            writer.writerows(zip(*made.columns.values(), strict=True))
        if out.suffix == ".parquet":
            table = _as_parquet(table, tuple(made.columns))
        if truth is not None:
            facts = {"about": SYNTHETIC_CLAIMS, **made.truth}
            beside = Path(folder) / "truth.json"
            beside.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
            beside.replace(truth)
        table.replace(out)
    return made.n_rows


def _wrong_rates(
    method: NDArray[np.str_], mask: NDArray[np.str_]
) -> NDArray[np.float64]:
    return np.array(
        [
            _WRONG_OTHERWISE.get(str(how), _WRONG_BY_MASK[str(face)])
            for how, face in zip(method, mask, strict=True)
        ]
    )


def _status(
    wrong: NDArray[np.bool_], drawn: NDArray[np.bool_], rng: np.random.Generator
) -> NDArray[np.str_]:
    """Return what became known of each claim: all of those that were drawn."""
    chance = rng.random(wrong.size)
    known = drawn | (chance < np.where(wrong, _SPOTTED, _CONFIRMED))
    return np.where(known, np.where(wrong, "refuted", "confirmed"), "unverified")


def _visible(mask: str, rng: np.random.Generator) -> float:
    low, high = _VISIBLE[mask]
    return round(float(rng.uniform(low, high)), 2)


def _dates(days: NDArray[np.int64], known: NDArray[np.bool_]) -> list[str]:
    said = (FIRST_DAY + days).astype(str)
    return [str(day) if there else "" for day, there in zip(said, known, strict=True)]


def _truth(
    wrong: NDArray[np.bool_], method: NDArray[np.str_], mask: NDArray[np.str_]
) -> dict[str, Any]:
    def facts(rows: NDArray[np.bool_]) -> dict[str, int]:
        return {"claims": int(rows.sum()), "truly_wrong": int(wrong[rows].sum())}

    by_ai = method == "ai_match"
    return {
        **facts(np.ones(wrong.size, dtype=np.bool_)),
        "by_method": {name: facts(method == name) for name in METHODS},
        "ai_match_by_mask": {name: facts(by_ai & (mask == name)) for name in MASKS},
        "mean_days_to_correction": MEAN_DAYS,
    }


def _as_parquet(table: Path, names: tuple[str, ...]) -> Path:
    import duckdb

    types = {"number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}
    columns = {n: types.get(CLAIMS.field(n).type, "VARCHAR") for n in names}
    made = table.with_suffix(".parquet")
    with duckdb.connect(config={"threads": 1}) as database:
        read = database.read_csv(str(table), columns=columns, header=True, skiprows=1)
        database.register("made", read)
        database.execute(
            f"COPY made TO {db.text(str(made))} (FORMAT parquet, COMPRESSION zstd,"
            f" KV_METADATA {{matchaudit_synthetic: '{SYNTHETIC_CLAIMS}'}})"
        )
    return made
