import re
from collections import defaultdict

import numpy as np
import pytest

from matchaudit.estimation.finding import Curve
from matchaudit.tallies.deployments import DeploymentRows
from matchaudit.usage.published import published_faults
from oracles.deployment_tables import (
    clean_table,
    with_days,
    with_numbers,
    with_texts,
    with_value,
)
from oracles.published_files import HOME_OFFICE, MET, published
from oracles.reading_grade import reading_grade

PLANTED = 20


def _odd(curves: list[Curve]) -> dict[str, list[int]]:
    """Return the odd rows by fault, as a spreadsheet counts them."""
    rows: dict[str, list[int]] = defaultdict(list)
    for curve in curves:
        columns = {column.name: column.values for column in curve.columns}
        for fault, row in zip(columns["fault"], columns["row"], strict=True):
            rows[str(fault)].append(int(row or 0))
    return dict(rows)


def test_the_published_table_shows_its_faults_and_nothing_else() -> None:
    _, curves = published_faults(published(MET))

    odd = _odd(curves)
    assert odd.pop("data/duplicated_column") == list(range(2, 205))
    more = odd.pop("data/outcomes_exceed_alerts")
    assert (sum(row <= 204 for row in more), [r for r in more if r > 204]) == (
        169,
        [240],
    )
    assert odd == {
        "data/denominator_changed": [17, 28, 124, 134],
        "data/parts_do_not_add_up": [25],
        "data/published_rate": [19, 28, 36, 46, 48, 52, 64, 74, 84, 86, 117],
        "data/outlier": [272],
        "data/date_out_of_order": [114],
    }


def test_the_published_table_is_told_what_would_be_right() -> None:
    _, [curve] = published_faults(published(MET))

    table = {column.name: column.values for column in curve.columns}
    keys = zip(table["fault"], table["row"], strict=True)
    right = dict(
        zip(keys, zip(table["published"], table["expected"], strict=True), strict=True)
    )
    assert right["data/published_rate", 19] == ("0.01%", "0.03%")
    assert right["data/outlier", 272] == ("19,199", "16,199")
    assert right["data/date_out_of_order", 114] == ("2023-07-11", "2024-07-11")


def test_the_small_published_table_has_no_fault() -> None:
    findings, curves = published_faults(published(HOME_OFFICE))

    assert curves == []
    assert all(not finding.estimate for finding in findings)
    checked = {finding.id for finding in findings if finding.status == "counted"}
    assert len(checked) >= 5


@pytest.mark.slow
def test_tables_that_hold_together_raise_no_alarm() -> None:
    for seed in range(15):
        findings, curves = published_faults(clean_table(np.random.default_rng(seed)))

        assert curves == [], [f.says for f in findings if f.estimate]
        assert all(finding.status == "counted" for finding in findings)


def _planted(
    rng: np.random.Generator,
) -> tuple[DeploymentRows, dict[str, set[int]]]:
    """Return a table with faults at random places, and the rows that hold them."""
    rows = clean_table(rng)
    at = rng.choice(np.arange(5, 195), 4, replace=False)
    alerts, numbers = rows.numbers["alerts"], rows.numbers
    low = int(rng.integers(0, 100))
    copied = numbers["no_action"].copy()
    copied[low : low + 80] = numbers["other_disposals"][low : low + 80]
    rows = with_numbers(rows, no_action=copied)
    rows = with_value(rows, "true_alerts", at[0], alerts[at[0]] + 3)
    rows = with_value(
        rows, "watchlist_size", at[1], numbers["watchlist_size"][at[1]] * 3
    )
    texts = list(rows.texts["published_rate"])
    texts[at[2]] = "7.77%"
    day = rows.day.copy()
    day[at[3]] -= 365
    faults = {
        "data/duplicated_column": set(range(low + 2, low + 82)),
        "data/parts_do_not_add_up": {int(at[0]) + 2},
        "data/outlier": {int(at[1]) + 2},
        "data/published_rate": {int(at[2]) + 2},
        "data/date_out_of_order": {int(at[3]) + 2},
    }
    return with_days(with_texts(rows, published_rate=tuple(texts)), day), faults


@pytest.mark.slow
def test_planted_faults_are_found_and_no_others() -> None:
    found: dict[str, float] = defaultdict(float)
    for seed in range(PLANTED):
        rows, faults = _planted(np.random.default_rng(1000 + seed))
        odd = {fault: set(at) for fault, at in _odd(published_faults(rows)[1]).items()}
        # A copied column may also bring more outcomes than alerts.
        odd.pop("data/outcomes_exceed_alerts", None)
        odd.pop("data/denominator_changed", None)
        for fault, at in faults.items():
            found[fault] += len(at & odd.get(fault, set())) / len(at) / PLANTED
            beyond = odd.get(fault, set()) - at
            # Rows beside a copied stretch may be equal by chance.
            assert len(beyond) <= (4 if fault == "data/duplicated_column" else 0)
        assert set(odd) <= set(faults)

    # Beside a real change of the list a wrong size is not told from it.
    assert found.pop("data/outlier") >= 0.8
    assert found == pytest.approx(dict.fromkeys(found, 1.0))


def test_each_sentence_is_one_and_plain() -> None:
    rows, _ = _planted(np.random.default_rng(5))
    tables = [
        rows,
        clean_table(np.random.default_rng(6)),
        clean_table(np.random.default_rng(7), 8),
    ]
    for finding in (one for table in tables for one in published_faults(table)[0]):
        for sentence in (finding.says, *finding.cautions):
            assert reading_grade(sentence) <= 8, sentence
            assert "significant" not in sentence
            assert len(re.findall(r"[.!?](?=\s|$)", sentence)) <= 2, sentence


def test_two_files_are_looked_at_one_by_one() -> None:
    """Each file has its own findings, so that a row can be found again."""
    one = clean_table(np.random.default_rng(8), 40)
    both = DeploymentRows(
        file=("a.csv",) * 40 + ("b.csv",) * 40,
        row=np.r_[one.row, one.row],
        day=np.r_[one.day, one.day],
        numbers={name: np.r_[x, x] for name, x in one.numbers.items()},
        texts={name: (*x, *x) for name, x in one.texts.items()},
        columns=one.columns,
    )

    findings, curves = published_faults(with_value(both, "true_alerts", 50, 99.0))

    odd = [f for f in findings if f.id == "data/parts_do_not_add_up"]
    assert [(f.population["file"], f.estimate) for f in odd] == [
        ("a.csv", 0),
        ("b.csv", 1),
    ]
    assert _odd(curves)["data/parts_do_not_add_up"] == [12]


def test_rows_of_another_agency_are_no_neighbours() -> None:
    """One with a much longer list, now and then among the rows of another."""
    rows = clean_table(np.random.default_rng(12))
    other = np.arange(200) % 11 == 5
    lists = rows.numbers["watchlist_size"] * np.where(other, 4, 1)
    agencies = tuple("North" if b else "South" for b in other)
    mixed = with_texts(with_numbers(rows, watchlist_size=lists), agency=agencies)

    findings, _ = published_faults(mixed)
    found = [f for f in findings if f.id == "data/outlier"]

    assert {f.population["agency"] for f in found} == {"North", "South"}
    assert [f.says for f in found if f.estimate] == []
    assert all(f.says.startswith("Agency ") for f in found)
    alone, _ = published_faults(with_numbers(rows, watchlist_size=lists))
    assert any(f.estimate for f in alone if f.id == "data/outlier")
