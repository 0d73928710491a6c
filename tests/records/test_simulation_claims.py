import csv
import json
from pathlib import Path

import duckdb
import numpy as np
import pytest

from matchaudit.errors import ParameterError
from matchaudit.records.claims import CLAIMS
from matchaudit.records.simulation import (
    SYNTHETIC_CLAIMS,
    ClaimTableSettings,
    SimulatedClaims,
    simulate_claims,
    write_claims,
)


def _made(seed: int = 1, n: int = 2000, *, sampled: bool = False) -> SimulatedClaims:
    settings = ClaimTableSettings(n_claims=n, sampled=sampled)
    return simulate_claims(settings, np.random.default_rng(seed))


def test_the_columns_are_those_of_the_kind_and_name_nobody() -> None:
    columns = _made(sampled=True).columns

    assert set(columns) <= set(CLAIMS.names)
    assert len(set(columns["claim_id"])) == 2000
    assert set(columns["status"]) <= {
        "confirmed",
        "refuted",
        "withdrawn",
        "unverified",
    }


def test_the_truth_adds_up_over_methods_and_masks() -> None:
    truth = _made().truth
    methods = truth["by_method"].values()
    masks = truth["ai_match_by_mask"].values()

    assert sum(part["truly_wrong"] for part in methods) == truth["truly_wrong"]
    assert sum(part["claims"] for part in methods) == truth["claims"] == 2000
    assert (
        sum(part["claims"] for part in masks)
        == truth["by_method"]["ai_match"]["claims"]
    )


def test_covered_faces_are_wrong_more_often() -> None:
    masks = _made(n=20_000).truth["ai_match_by_mask"]
    shares = [masks[m]["truly_wrong"] / masks[m]["claims"] for m in masks]

    assert shares == pytest.approx([0.15, 0.4, 0.65], abs=0.03)


def test_only_wrong_claims_are_refuted_and_corrected_after_their_publication() -> None:
    columns = _made().columns
    refuted = sum(s in {"refuted", "withdrawn"} for s in columns["status"])

    assert 0 < refuted <= _made().truth["truly_wrong"]
    for published, corrected, removed, status in zip(
        columns["published_at"],
        columns["corrected_at"],
        columns["removed_at"],
        columns["status"],
        strict=True,
    ):
        for date in (corrected, removed):
            assert not date or (date > published and status in {"refuted", "withdrawn"})


def test_all_of_a_sample_was_checked() -> None:
    columns = _made(sampled=True).columns
    drawn = [
        status
        for status, said in zip(
            columns["status"], columns["verification_sample"], strict=True
        )
        if said == "true"
    ]

    assert len(drawn) == pytest.approx(300, abs=60)
    assert set(drawn) == {"confirmed", "refuted"}


@pytest.mark.parametrize("n", [19, 100_001])
def test_too_few_and_too_many_claims_are_refused(n: int) -> None:
    with pytest.raises(ParameterError):
        ClaimTableSettings(n_claims=n)


def test_both_files_say_that_they_are_synthetic_and_hold_the_same(
    tmp_path: Path,
) -> None:
    made = _made(n=50)
    write_claims(made, tmp_path / "c.csv", truth=tmp_path / "truth.json")
    write_claims(made, tmp_path / "c.parquet")
    first, *lines = (tmp_path / "c.csv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(lines))
    with duckdb.connect() as connection:
        read = connection.read_parquet(str(tmp_path / "c.parquet")).fetchall()
        mark = connection.sql(
            f"SELECT value FROM parquet_kv_metadata('{tmp_path / 'c.parquet'}')"  # noqa: S608 - a path of the test's own
        ).fetchall()

    assert first == f"# {SYNTHETIC_CLAIMS}"
    assert [row["claim_id"] for row in rows] == [row[0] for row in read]
    assert SYNTHETIC_CLAIMS.encode() in {value for (value,) in mark}
    truth = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    assert truth["about"] == SYNTHETIC_CLAIMS
    assert truth["claims"] == 50


def test_the_same_seed_gives_the_same_register() -> None:
    assert _made(7).columns == _made(7).columns != _made(8).columns


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ParameterError):
        write_claims(_made(n=20), tmp_path / "c.xlsx")
