import hashlib
import json
from pathlib import Path

import duckdb
import numpy as np
import pytest

from matchaudit.errors import ParameterError
from matchaudit.records.simulation import SYNTHETIC
from matchaudit.records.simulation.galleries import World, world, write_gallery

N = 60


def _rows(path: Path) -> dict[str, np.ndarray]:
    with duckdb.connect() as database:
        found: dict[str, np.ndarray] = database.read_parquet(str(path)).fetchnumpy()
    return found


def _made(family: str) -> World:
    return world(family, n_subjects=N, seed=3)


def test_each_pair_is_there_once_and_each_person_with_a_second_sample(
    tmp_path: Path,
) -> None:
    made, out = _made("groups_lookalikes"), tmp_path / "g.parquet"

    written = write_gallery(made, out)

    found = _rows(out)
    probe, reference = found["probe_subject"], found["reference_subject"]
    mated = probe == reference
    pairs = {frozenset(p) for p in zip(probe[~mated], reference[~mated], strict=True)}
    assert written == N * (N - 1) // 2 + N == probe.size
    assert len(pairs) == N * (N - 1) // 2
    expected = made.scores()[probe[~mated], reference[~mated]]
    assert found["score"][~mated] == pytest.approx(expected, abs=1e-9)
    assert found["score"][mated] == pytest.approx(made.mated_scores(), abs=1e-9)
    assert np.array_equal(found["probe_group"], made.groups[probe])
    assert np.array_equal(found["reference_group"], made.groups[reference])
    assert np.array_equal(found["probe_id"], probe)
    assert np.array_equal(found["reference_id"], reference + N * mated)
    assert not found["failed"].any()
    # Cut to nine decimals, never above the score.
    assert (found["score"][~mated] <= expected).all()


def test_where_the_sides_differ_each_pair_is_there_twice(tmp_path: Path) -> None:
    made, out = world("tnorm", n_subjects=N, seed=2), tmp_path / "g.parquet"

    written = write_gallery(made, out)

    found = _rows(out)
    probe, reference = found["probe_subject"], found["reference_subject"]
    mated = probe == reference
    assert written == N * N
    assert found["score"][~mated] == pytest.approx(
        made.scores()[probe[~mated], reference[~mated]], abs=1e-9
    )
    assert len(set(zip(probe, reference, strict=True))) == N * N


def test_the_same_seed_gives_the_same_bytes_and_says_that_it_is_synthetic(
    tmp_path: Path,
) -> None:
    def digest(name: str, seed: int, *, truth: bool = False) -> str:
        beside = tmp_path / f"{name}.json" if truth else None
        write_gallery(
            world("iid", n_subjects=N, seed=seed), tmp_path / name, truth=beside
        )
        written = (tmp_path / name).read_bytes() + (
            beside.read_bytes() if beside else b""
        )
        return hashlib.sha256(written).hexdigest()

    assert digest("a.csv", 1, truth=True) == digest("b.csv", 1, truth=True)
    assert digest("b.csv", 1) != digest("c.csv", 2)
    assert digest("a.parquet", 1) == digest("b.parquet", 1)
    first, names, *_ = (tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()
    assert first == f"# {SYNTHETIC}"
    assert names == "probe_subject,reference_subject,probe_id,reference_id,score,failed"
    assert b"matchaudit_synthetic" in (tmp_path / "a.parquet").read_bytes()


def test_the_truth_holds_the_rates_at_its_thresholds(tmp_path: Path) -> None:
    made, truth = _made("groups"), tmp_path / "truth.json"

    write_gallery(made, tmp_path / "g.csv", truth=truth)

    known = json.loads(truth.read_text(encoding="utf-8"))
    everybody = [row for row in known["searches"] if not row["population"]]
    large = [row["fpir"] for row in everybody if row["gallery_size"] == 270_000_000]
    inside = [row["fpir"] for row in everybody if row["gallery_size"] == N - 1]
    assert known["about"] == SYNTHETIC
    assert known["composition"] == dict(made.composition)
    assert known["score_scale"] == "identity"
    assert known["symmetric"] is True
    assert large[3:] == pytest.approx([0.1, 0.01, 0.001], rel=1e-4)
    assert inside[:3] == pytest.approx([0.5, 0.1, 0.01], rel=1e-4)
    assert known["thresholds"] == sorted(known["thresholds"])
    for row in known["searches"]:
        size, threshold = row["gallery_size"], row["threshold"]
        assert row["fpir"] == made.fpir(size, threshold, **row["population"])
        assert row["standard_error"] < 0.05
    for row in known["comparisons"]:
        told = made.fmr(row["threshold"], **row["population"])
        assert row["false_match_rate"] == told
    assert {row["fnir"] >= 0 for row in everybody} == {True}
    pairs = {tuple(row["population"].values()) for row in known["comparisons"]}
    assert len(pairs) == 1 + len(made.composition) * (1 + len(made.composition))


def test_another_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="parquet"):
        write_gallery(_made("iid"), tmp_path / "g.txt")
