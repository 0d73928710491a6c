"""Simulated search logs, read and held against every rule pack that is built in.

What each record breaks is known from how it was made; no rule was run to find it out.
So these tests hold the simulation, the reader, the packs and the engine to each other.
"""

import json
from collections import defaultdict
from pathlib import Path

import pytest

from matchaudit.audit.simulated import simulate_searches
from matchaudit.errors import InputError
from matchaudit.records import SEARCHES, read_records
from matchaudit.records.simulation.searches import PLANTS
from matchaudit.tallies.rules import RuleTally, tally_rules
from matchaudit.usage.rules import built_in_packs, pack, rule_queries, with_lists

Found = dict[str, set[str]]


def _tally(log: Path, lists: dict[str, list[str]]) -> RuleTally:
    table = read_records(log, kind=SEARCHES, workspace=log.parent)
    packs = with_lists([pack(name) for name in built_in_packs()], lists)
    queries = rule_queries(packs, kind="searches", columns=table.columns)
    return tally_rules(table, queries)


def _provision(card: str, known: set[str]) -> str:
    """Return the provision of a card: several cards may share one, as in EU-5-3.2."""
    return card if card in known else card.rpartition(".")[0]


def _named(tally: RuleTally, answer: str, known: set[str]) -> Found:
    found: Found = defaultdict(set)
    for one in tally.named:
        if one.answer == answer:
            found[_provision(one.rule, known)] |= set(one.identity)
    return dict(found)


def _known(truth: dict[str, dict[str, list[str]]], answer: str) -> Found:
    return {rule: set(ids) for rule, ids in truth[answer].items() if ids}


@pytest.mark.slow
def test_all_planted_breaches_of_100000_searches_are_found_and_nothing_else(
    tmp_path: Path,
) -> None:
    log, beside = tmp_path / "searches.parquet", tmp_path / "truth.json"
    simulate_searches(log, searches=100_000, seed=11, truth=beside)
    truth = json.loads(beside.read_text(encoding="utf-8"))

    tally = _tally(log, truth["lists"])
    known = set(truth["breaks"]) | set(truth["cannot_tell"])

    assert (tally.n_records, tally.left_out) == (100_000, 3)
    assert _named(tally, "breaks", known) == _known(truth, "breaks")
    # Of the records that cannot tell, the engine names a thousand a rule.
    found = _named(tally, "cannot_tell", known)
    hidden = _known(truth, "cannot_tell")
    assert set(found) == set(hidden)
    assert all(found[rule] <= ids for rule, ids in hidden.items())
    assert all(
        found[rule] == ids for rule, ids in hidden.items() if len(found[rule]) < 1000
    )


def test_every_provision_that_runs_is_broken_by_some_plant_or_gap(
    tmp_path: Path,
) -> None:
    log, beside = tmp_path / "searches.csv", tmp_path / "truth.json"
    simulate_searches(log, searches=8000, seed=3, truth=beside, plant=0.004)
    truth = json.loads(beside.read_text(encoding="utf-8"))

    tally = _tally(log, truth["lists"])
    known = set(truth["breaks"])

    assert {_provision(card, known) for card in tally.answers} == known
    assert all(truth["breaks"].values())
    assert _named(tally, "breaks", known) == _known(truth, "breaks")
    assert all(truth["planted"][plant.name] > 0 for plant in PLANTS)


def test_a_clean_log_breaks_no_rule_and_leaves_none_open(tmp_path: Path) -> None:
    log, beside = tmp_path / "searches.parquet", tmp_path / "truth.json"
    simulate_searches(log, searches=2000, seed=3, truth=beside, setting="clean")
    truth = json.loads(beside.read_text(encoding="utf-8"))

    tally = _tally(log, truth["lists"])

    assert tally.broke_any == 0
    assert {rule for rule, n in tally.answers.items() if n.breaks} == set()
    assert {rule for rule, n in tally.answers.items() if n.cannot_tell} == set()
    assert sum(n.meets for n in tally.answers.values()) > 20 * 2000


def test_plain_packs_know_the_crimes_of_a_simulated_log(tmp_path: Path) -> None:
    """The packs as they come, without lists from a plan, tell grave crimes from others."""
    log, beside = tmp_path / "searches.parquet", tmp_path / "truth.json"
    simulate_searches(log, searches=8000, seed=3, truth=beside, plant=0.004)
    truth = json.loads(beside.read_text(encoding="utf-8"))

    tally = _tally(log, {})
    found = _named(tally, "breaks", set(truth["breaks"]))

    for rule in ("MD-2-503-a1i", "MT-warrant", "EU-5-1-h"):
        assert found[rule] == set(truth["breaks"][rule])
        assert tally.answers[rule].meets > 100
    # The list of Detroit is not whole: what is not on it cannot be told.
    assert tally.answers["DET-1.1"].meets > 2000
    assert tally.answers["DET-1.1"].cannot_tell > 0


def test_a_log_that_is_not_simulated_is_never_replaced(tmp_path: Path) -> None:
    log = tmp_path / "searches.csv"
    log.write_text("search_id,searched_at\n1,2025-01-01\n", encoding="utf-8")
    before = log.read_bytes()

    with pytest.raises(InputError) as caught:
        simulate_searches(log, searches=100, seed=1)

    assert caught.value.problem.code == "E14"
    assert log.read_bytes() == before


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"searches": 5}, "n_searches"),
        ({"seed": -1}, "seed"),
        ({"setting": "nonsense"}, "recorded, hidden"),
        ({"plant": 0.5}, "plant_rate"),
    ],
)
def test_what_makes_no_log_is_refused_with_a_fix(
    tmp_path: Path, wrong: dict[str, int], complaint: str
) -> None:
    with pytest.raises(InputError) as caught:
        simulate_searches(tmp_path / "s.csv", **{"seed": 1, **wrong})  # type: ignore[arg-type]

    problem = caught.value.problem
    assert problem.code == "E13"
    assert complaint in problem.what
    assert "simulate searches --help" in problem.fix
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        simulate_searches(tmp_path / "absent" / "s.csv", searches=100, seed=1)

    assert "absent" in caught.value.problem.what
