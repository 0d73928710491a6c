"""Records with a known truth, for tests, training and the demo."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np

from matchaudit.audit.plan import Assumed, Input, Plan
from matchaudit.errors import InputError, ParameterError, Problem
from matchaudit.records import simulation
from matchaudit.records.simulation import DeploymentTableSettings, galleries
from matchaudit.records.simulation import searches as logs

DEMO_SUBJECTS = 200
DEMO_SAMPLES = 2
DEMO_SEED = 1
DEMO_GALLERY = 270_000_000
DEMO_CLAIMS = 200
MOST_SUBJECTS = 20_000
SYNTHETIC_MARKS = (
    b"# Synthetic example data",
    b'"about": "Synthetic example data',
    b"matchaudit_synthetic",
)
FOOTER = 65_536  # bytes at the end of a Parquet file that hold its statement


def simulate_comparisons(
    out: Path,
    *,
    subjects: int | None = None,
    samples: int | None = None,
    setting: str = "groups-and-masks",
    seed: int,
    truth: Path | None = None,
) -> int:
    """Write simulated comparisons and, if asked, their true error rates.

    Parameters
    ----------
    out : Path
        Ends in ``.parquet`` or ``.csv``.
    subjects, samples : int, optional
        People, and samples of each; by default those of the setting.
    setting : str
        A key of ``records.simulation.SETTINGS``.
    seed : int
        The same seed gives the same bytes.
    truth : Path, optional
        Where to write the true rates, as JSON.

    Returns
    -------
    int
        Rows written.

    Raises
    ------
    InputError
        If a value makes no simulation, or the folder is not there.
    """
    _refuse_to_replace(out, truth)
    with _refusing("comparisons", out):
        chosen = simulation.named_setting(
            setting, n_subjects=subjects, n_samples=samples
        )
        drawn = simulation.simulate(chosen, _generator(seed))
        return simulation.write(drawn, out, truth=truth)


def simulate_searches(
    out: Path,
    *,
    searches: int | None = None,
    setting: str = "recorded",
    seed: int,
    truth: Path | None = None,
    plant: float | None = None,
) -> int:
    """Write a simulated search log and, if asked, what is true of it.

    Parameters
    ----------
    out : Path
        Ends in ``.parquet`` or ``.csv``.
    searches : int, optional
        At least 100; by default 10,000.
    setting : str
        A key of ``records.simulation.searches.SEARCH_SETTINGS``.
    seed : int
        The same seed gives the same bytes.
    truth : Path, optional
        Where to write the truth, as JSON.
    plant : float, optional
        Part of the searches that break a rule in each planted way, in [0, 0.01]; by
        default that of the setting.

    Returns
    -------
    int
        Rows written, those included which say that there was no search.

    Raises
    ------
    InputError
        If a value makes no simulation, or the folder is not there.
    """
    _refuse_to_replace(out, truth)
    with _refusing("searches", out):
        chosen = logs.search_setting(setting, n_searches=searches, plant_rate=plant)
        drawn = logs.simulate_searches(chosen, _generator(seed))
        logs.write_searches(drawn, out, truth=truth)
        return drawn.n_rows


def simulate_deployments(
    out: Path,
    *,
    deployments: int | None = None,
    faults: bool = True,
    seed: int,
    truth: Path | None = None,
) -> int:
    """Write a simulated table of deployments and, if asked, what is true of it.

    Parameters
    ----------
    out : Path
        Ends in ``.parquet`` or ``.csv``.
    deployments : int, optional
        At least 60; by default 240.
    faults : bool
        False plants no fault.
    seed : int
        The same seed gives the same bytes.
    truth : Path, optional
        Where to write the truth, as JSON.

    Returns
    -------
    int
        Rows written.

    Raises
    ------
    InputError
        If a value makes no simulation, or the folder is not there.
    """
    _refuse_to_replace(out, truth)
    with _refusing("deployments", out):
        chosen = DeploymentTableSettings(faults=faults)
        if deployments is not None:
            chosen = replace(chosen, n_deployments=deployments)
        made = simulation.simulate_deployments(chosen, _generator(seed))
        return simulation.write_deployments(made, out, truth=truth)


def simulate_claims(
    out: Path,
    *,
    claims: int | None = None,
    sampled: bool = False,
    seed: int,
    truth: Path | None = None,
) -> int:
    """Write a simulated register of claims and, if asked, what is true of it.

    Parameters
    ----------
    out : Path
        Ends in ``.parquet`` or ``.csv``.
    claims : int, optional
        At least 20; by default 200.
    sampled : bool
        True: a random sample of the claims was drawn, and all of it was checked.
    seed : int
        The same seed gives the same bytes.
    truth : Path, optional
        Where to write the truth, as JSON.

    Returns
    -------
    int
        Rows written.

    Raises
    ------
    InputError
        If a value makes no simulation, or the folder is not there.
    """
    _refuse_to_replace(out, truth)
    with _refusing("claims", out):
        chosen = simulation.ClaimTableSettings(sampled=sampled)
        if claims is not None:
            chosen = replace(chosen, n_claims=claims)
        made = simulation.simulate_claims(chosen, _generator(seed))
        return simulation.write_claims(made, out, truth=truth)


def simulate_galleries(
    out: Path,
    *,
    subjects: int = 4000,
    family: str = "mixed",
    seed: int,
    truth: Path | None = None,
) -> int:
    """Write a simulated test whose rates in a gallery of any size are known.

    Parameters
    ----------
    out : Path
        Ends in ``.parquet`` or ``.csv``.
    subjects : int
        People in the test, from 2 to 20,000: there is a row for each pair.
    family : str
        One of ``records.simulation.galleries.FAMILIES``.
    seed : int
        The same seed gives the same bytes.
    truth : Path, optional
        Where to write the true rates, as JSON.

    Returns
    -------
    int
        Rows written.

    Raises
    ------
    InputError
        If a value makes no simulation, or the folder is not there.
    """
    _refuse_to_replace(out, truth)
    with _refusing("galleries", out):
        if not 2 <= subjects <= MOST_SUBJECTS:
            raise ParameterError("subjects", f"from 2 to {MOST_SUBJECTS:,}", subjects)
        made = galleries.world(family, n_subjects=subjects, seed=seed)
        return galleries.write_gallery(made, out, truth=truth)


@contextmanager
def _refusing(kind: str, out: Path) -> Iterator[None]:
    """Turn what cannot be simulated or written into a message with a fix."""
    try:
        yield
    except ParameterError as error:
        raise InputError(
            Problem(
                code="E13",
                what=str(error),
                fix=f'Run "matchaudit simulate {kind} --help" for what it takes.',
                done="Nothing was written.",
            )
        ) from error
    except FileNotFoundError as error:
        raise InputError(
            Problem(
                code="E13",
                what=f"There is no folder {out.parent} to write to.",
                fix="Make it first, or write somewhere else.",
                done="Nothing was written.",
            )
        ) from error


def _generator(seed: int) -> np.random.Generator:
    if seed < 0:
        raise ParameterError("seed", "0 or more", seed)
    return np.random.default_rng(seed)


def _refuse_to_replace(out: Path, truth: Path | None = None) -> None:
    """Refuse to write over a file that does not say that it is synthetic."""
    if truth is not None and truth.resolve() == out.resolve():
        raise _no_place("--out and --truth name the same file.", "--truth", truth)
    for path, option in ((out, "--out"), (truth, "--truth")):
        if path is None or not path.is_file():
            continue
        if not any(mark in _ends_of(path) for mark in SYNTHETIC_MARKS):
            what = f"{path.name} is there already, and it is not a simulated file."
            raise _no_place(what, option, path)


def _no_place(what: str, option: str, path: Path) -> InputError:
    return InputError(
        Problem(
            code="E14",
            what=what,
            fix=f"Choose another place with {option}.",
            done="Nothing was written.",
            file=path.name,
        )
    )


def _ends_of(path: Path) -> bytes:
    """Return the first and the last bytes: CSV says it first, Parquet last."""
    with path.open("rb") as content:
        first = content.read(100)
        content.seek(-min(path.stat().st_size, FOOTER), os.SEEK_END)
        return first + content.read()


def demo_plan(folder: Path) -> Plan:
    """Write the example records to a folder and return the plan that audits them.

    Raises
    ------
    InputError
        If the folder holds a file of that name that is not our example.
    """
    records = folder / "example-comparisons.csv"
    _refuse_to_replace(records)
    folder.mkdir(parents=True, exist_ok=True)
    simulate_comparisons(
        records, subjects=DEMO_SUBJECTS, samples=DEMO_SAMPLES, seed=DEMO_SEED
    )
    return Plan(
        title="Example audit of a face matcher",
        agency="Example agency",
        date="2026-01-31",
        inputs=(Input(file=str(records)),),
        target_fmrs=(1e-2, 1e-3),
        target_fpirs=(1e-2,),
        gallery_sizes=(DEMO_GALLERY,),
        by=("group", "probe_mask", "probe_visible_fraction"),
        reference=("group=A", "probe_mask=none"),
    )


def demo_claims_plan(folder: Path, accuracy: Path) -> Plan:
    """Write an example register of claims and return the plan that audits it.

    Parameters
    ----------
    folder : Path
    accuracy : Path
        The findings.json of an audit, which the claims are held against.

    Raises
    ------
    InputError
        If the folder holds a file of that name that is not our example.
    """
    records = folder / "example-claims.csv"
    _refuse_to_replace(records)
    simulate_claims(records, claims=DEMO_CLAIMS, seed=DEMO_SEED)
    return Plan(
        title="Example audit of a register of claims",
        date="2026-01-31",
        inputs=(Input.model_validate({"file": str(records), "as": "claims"}),),
        accuracy=str(accuracy),
        gallery_sizes=(DEMO_GALLERY,),
        assumed=Assumed(enrolled=(0.05, 0.9)),
    )
