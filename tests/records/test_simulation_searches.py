import csv
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchaudit.errors import ParameterError
from matchaudit.records.searches import SEARCHES
from matchaudit.records.simulation.searches import (
    PLANTS,
    SYNTHETIC_SEARCHES,
    Log,
    SearchSettings,
    SearchTruth,
    SimulatedSearches,
    search_setting,
    simulate_searches,
    simulated,
    write_searches,
)
from matchaudit.records.simulation.searches.log import HOUR
from matchaudit.records.simulation.searches.matches import draw_matches

Row = dict[str, str]


def _simulated(n: int = 4000, seed: int = 1, **changes: float) -> SimulatedSearches:
    setting = replace(SearchSettings(n_searches=n), **changes)  # type: ignore[arg-type]
    return simulate_searches(setting, np.random.default_rng(seed))


def _drawn(log: SimulatedSearches) -> tuple[list[Log], SearchTruth]:
    truth = log.truth()
    return list(log.blocks(truth)), truth


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        assert next(stream) == f"# {SYNTHETIC_SEARCHES}\n"
        yield from csv.DictReader(stream)


def test_a_csv_file_holds_every_field_and_says_that_it_is_synthetic(
    tmp_path: Path,
) -> None:
    out = tmp_path / "it's searches.csv"
    write_searches(_simulated(300), out)
    rows = list(_rows(out))

    assert tuple(rows[0]) == SEARCHES.names
    assert len(rows) == 303
    assert len({row["search_id"] for row in rows}) == 303
    assert SYNTHETIC_SEARCHES.startswith("Synthetic example data: ")


def test_every_word_is_of_the_fields_vocabulary(tmp_path: Path) -> None:
    out = tmp_path / "searches.csv"
    write_searches(_simulated(20_000), out)
    rows = list(_rows(out))

    for field in SEARCHES.fields:
        found = {row[field.name] for row in rows} - {""}
        if field.values:
            assert found <= set(field.values), field.name
        if field.type == "boolean":
            assert found <= {"true", "false"}, field.name
        if field.minimum is not None:
            assert all(float(value) >= field.minimum for value in found), field.name


def test_parquet_holds_the_same_values_and_says_that_it_is_synthetic(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(simulated, "BLOCK_ROWS", 100)  # several parts to join
    one, other = tmp_path / "s.csv", tmp_path / "s.parquet"
    write_searches(_simulated(250), one)
    write_searches(_simulated(250), other)
    with duckdb.connect() as database:
        said = database.execute(
            "SELECT key, value FROM parquet_kv_metadata(?)", [str(other)]
        ).fetchall()
        found = database.read_parquet(str(other)).project("* ").fetchall()
    expected = list(_rows(one))

    assert (b"matchaudit_synthetic", SYNTHETIC_SEARCHES.encode()) in said
    assert len(found) == len(expected) == 253
    for got, row in zip(found, expected, strict=True):
        texts = ["" if v is None else str(v) for v in got]
        flags = {"True": "true", "False": "false"}
        assert [flags.get(text, text) for text in texts] == list(row.values())


@pytest.mark.parametrize("name", ["s.csv", "s.parquet"])
def test_the_same_seed_gives_the_same_bytes(tmp_path: Path, name: str) -> None:
    digests = []
    for seed in (5, 5, 6):
        write_searches(_simulated(500, seed=seed), tmp_path / name)
        digests.append(hashlib.sha256((tmp_path / name).read_bytes()).hexdigest())

    assert digests[0] == digests[1] != digests[2]


def test_the_truth_of_each_record_is_written_beside_it(tmp_path: Path) -> None:
    out, beside = tmp_path / "s.csv", tmp_path / "truth.json"
    write_searches(_simulated(), out, truth=beside)
    truth = json.loads(beside.read_text(encoding="utf-8"))
    rows = {row["search_id"]: row for row in _rows(out)}

    assert truth["about"] == SYNTHETIC_SEARCHES
    assert truth["settings"]["n_searches"] == truth["searches"] == 4000
    for found in truth["breaks"]["MT-107"]:
        assert rows[found]["disclosed_at"] > rows[found]["trial_at"]
    for found in truth["breaks"]["EU-5-4"]:
        assert rows[found]["data_authority_notified_at"] == ""
    late = truth["orders_of_dates"]["review_after_action"]
    assert late
    assert all(rows[k]["reviewed_at"] > rows[k]["acted_at"] for k in late)
    backdated = truth["orders_of_dates"]["backdated_authority"]
    assert backdated
    for found in backdated:
        row = rows[found]
        assert row["authority_issued_at"] < row["searched_at"]
        assert row["authority_requested_at"] > row["searched_at"]
    same_day = truth["orders_of_dates"]["same_day"]
    assert same_day
    for found in same_day:
        days = rows[found]["searched_at"][:10], rows[found]["acted_at"][:10]
        assert (
            rows[found]["authority_issued_at"] == days[0]
            or rows[found]["reviewed_at"] == days[1]
        )


def test_counts_of_the_truth_are_those_of_the_file(tmp_path: Path) -> None:
    out = tmp_path / "s.csv"
    truth = write_searches(_simulated(), out).to_json()
    rows = [row for row in _rows(out) if row["nil_return"] == "false"]
    outcomes = Counter(row["outcome"] for row in rows)

    assert len(rows) == truth["searches"]
    assert truth["searches_with_candidates"] == len(rows) - outcomes[""]
    assert truth["searches_with_candidates"] == sum(
        row["candidates"] != "0" for row in rows
    )
    assert truth["verified"] == outcomes["confirmed"] + outcomes["refuted"]
    assert truth["verified_wrong"] == outcomes["refuted"]
    assert truth["wrong"] == sum(g["wrong"] for g in truth["by_group"].values())
    for name in ("operator", "purpose", "case_status", "reviewed_at"):
        assert truth["missing"][name] == sum(row[name] == "" for row in rows)


def test_silent_months_have_no_search_and_some_have_a_nil_return(
    tmp_path: Path,
) -> None:
    out = tmp_path / "s.csv"
    truth = write_searches(_simulated(20_000), out).to_json()
    rows = list(_rows(out))
    seen = {
        (row["agency"], row["searched_at"][:7])
        for row in rows
        if row["nil_return"] == "false"
    }
    told = {
        (row["agency"], row["searched_at"])
        for row in rows
        if row["nil_return"] == "true"
    }
    silent = truth["silent_months"]

    assert len(silent) == 6
    assert not {(one["agency"], one["month"]) for one in silent} & seen
    assert {(one["agency"], one["month"]) for one in silent if one["nil_return"]} == (
        told
    )
    assert len(seen) == 8 * 24 - 6
    assert sum(one["nil_return"] for one in silent) == len(told) == 3


def test_searches_are_in_order_of_time_and_of_one_group_in_a_case() -> None:
    log = _simulated(5000)
    frame = log.frame
    groups = dict(zip(frame.case.tolist(), frame.group.tolist(), strict=True))

    assert all(a <= b for a, b in pairwise(frame.searched_at.tolist()))
    assert set(frame.month.tolist()) == set(range(24))
    assert [groups[k] for k in frame.case.tolist()] == frame.group.tolist()
    assert 0.6 < len(groups) / 5000 < 0.8


def _verified_wrong(hidden: float) -> tuple[float, float]:
    """Return the share of verified ones, of right and of wrong, at one score."""
    s = SearchSettings(n_searches=100, hidden=hidden)
    nobody = np.zeros(400_000, dtype=np.int64)
    drawn = draw_matches(s, nobody, nobody, np.random.default_rng(4))
    band = (drawn.candidates > 0) & (drawn.score >= 0.70) & (drawn.score < 0.71)
    right = drawn.resolved[band & ~drawn.wrong].mean()
    return float(right), float(drawn.resolved[band & drawn.wrong].mean())


def test_verification_depends_on_the_truth_only_where_it_is_hidden() -> None:
    right, wrong = _verified_wrong(0.0)
    assert right == pytest.approx(wrong, abs=0.02)
    assert right == pytest.approx(0.35 * 0.85, abs=0.02)

    right, wrong = _verified_wrong(0.6)
    assert wrong / right == pytest.approx(0.4, abs=0.05)


def test_the_true_share_of_wrong_candidates_is_that_of_the_settings() -> None:
    blocks, truth = _drawn(_simulated(200_000))
    facts = truth.to_json()

    assert sum(log.n for log in blocks) == 200_003
    assert truth.wrong_share == pytest.approx(0.40, abs=0.005)
    for group in SearchSettings().groups:
        found = facts["by_group"][group.name]
        share = found["wrong"] / found["searches_with_candidates"]
        assert share == pytest.approx(group.wrong_share, abs=0.012), group.name
    assert facts["verified_wrong"] / facts["verified"] < 0.30  # far from the truth


def test_a_random_sample_is_drawn_from_what_was_never_resolved() -> None:
    log = simulate_searches(
        search_setting("sampled", n_searches=50_000), np.random.default_rng(2)
    )
    (block, _), truth = _drawn(log)
    sampled = block.true("verification_sample")
    resolved = block.has("outcome", "confirmed", "refuted")
    found = block["candidates"] > 0

    assert not (sampled & ~resolved).any()
    rest = found & (sampled | ~resolved)
    assert sampled.sum() / rest.sum() == pytest.approx(0.2, abs=0.01)
    assert truth.to_json()["in_random_sample"] == sampled.sum()


def test_no_record_is_changed_twice_and_each_plant_is_sown_as_often() -> None:
    _, truth = _drawn(_simulated(50_000))
    planted = truth.to_json()["planted"]
    changed = [k for ids in truth.abuses.values() for k in ids]

    assert set(planted) == {plant.name for plant in PLANTS}
    assert len(planted) == len(PLANTS)
    assert all(60 <= n <= 140 for n in planted.values()), planted
    assert len(changed) == len(set(changed))


def test_a_clean_log_breaks_nothing_and_misses_nothing() -> None:
    setting = search_setting("clean", n_searches=2000)
    (block, _), truth = _drawn(simulate_searches(setting, np.random.default_rng(1)))

    assert not any(truth.breaks.values())
    assert not any(truth.missing.values())
    issued, at = block["authority_issued_at"], block["searched_at"]
    assert ((at - issued) >= HOUR).all()
    assert not block.has("mode", "realtime").any()


def test_operators_differ_only_where_the_setting_says_so() -> None:
    nobody = np.zeros(2000, dtype=np.int64)
    operator = np.repeat([1, 2], 1000)
    alike, unlike = (
        draw_matches(
            SearchSettings(operator_spread=spread, empty_share=0),
            nobody,
            operator,
            np.random.default_rng(3),
        )
        for spread in (0.0, 0.2)
    )

    assert abs(alike.wrong[:1000].mean() - alike.wrong[1000:].mean()) < 0.08
    # Operators 1 and 2 lie at 0.24 and -0.53 of the half width.
    assert unlike.wrong[:1000].mean() == pytest.approx(0.3472, abs=0.05)
    assert unlike.wrong[1000:].mean() == pytest.approx(0.1944, abs=0.05)


@pytest.mark.parametrize(
    "wrong",
    [
        {"n_searches": 99},
        {"n_agencies": 1},
        {"plant_rate": 0.02},
        {"hidden": 1.0},
        {"silent": 1, "nil_returns": 2},
    ],
)
def test_settings_that_make_no_log_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ParameterError, match=list(wrong)[-1]):
        replace(SearchSettings(), **wrong)  # type: ignore[arg-type]


def test_a_file_of_another_kind_and_an_unknown_setting_are_refused(
    tmp_path: Path,
) -> None:
    with pytest.raises(ParameterError, match="parquet"):
        write_searches(_simulated(200), tmp_path / "s.xlsx")
    with pytest.raises(ParameterError, match="recorded, hidden"):
        search_setting("nonsense")
    assert not list(tmp_path.iterdir())


@settings(max_examples=15, deadline=None)
@given(
    n=st.integers(100, 1500),
    seed=st.integers(0, 2**32),
    rate=st.floats(0, 0.01),
    months=st.integers(8, 30),
)
def test_any_log_agrees_with_its_truth(
    n: int, seed: int, rate: float, months: int
) -> None:
    log = _simulated(n, seed, plant_rate=rate, months=months, silent=4)
    blocks, truth = _drawn(log)
    facts = truth.to_json()
    ids = np.concatenate([block["search_id"] for block in blocks])

    assert ids.tolist() == list(range(1, log.n_rows + 1))
    for found in truth.breaks.values():
        assert found == sorted(set(found))
        assert not found or (found[0] >= 1 and found[-1] <= n)
    verified = facts["verified"]
    assert facts["verified_wrong"] <= min(verified, facts["wrong"])
    # What was never verified may be right or wrong: the truth lies between.
    hidden = facts["searches_with_candidates"] - verified
    assert facts["wrong"] <= facts["verified_wrong"] + hidden
