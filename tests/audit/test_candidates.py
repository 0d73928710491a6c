import csv
import json
from pathlib import Path
from typing import Any

import pytest

from candidate_tables import worked_example
from matchaudit.audit import run
from matchaudit.audit.plan import Plan
from matchaudit.errors import InputError

Rows = list[dict[str, Any]]


def write(path: Path, rows: Rows) -> Path:
    """Write rows as a person's spreadsheet does: yes, no, and empty cells."""
    words = {True: "yes", False: "no", None: ""}
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        for row in rows:
            writer.writerow(
                {
                    k: words[v] if isinstance(v, bool) or v is None else v
                    for k, v in row.items()
                }
            )
    return path


def audited(*paths: Path, given: dict[str, Any] | None = None, **plan: Any) -> Any:  # noqa: ANN401 - a plan holds anything
    inputs = [{"file": str(p), "as": "candidates", **(given or {})} for p in paths]
    outcome = run(Plan.model_validate({"inputs": inputs, **plan}))
    return json.loads(outcome.findings_json)


def findings(audit: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - parsed JSON
    found: list[dict[str, Any]] = audit["findings"]
    return found


def only(audit: Any, name: str, **keys: object) -> dict[str, Any]:  # noqa: ANN401 - parsed JSON
    (found,) = [
        f for f in findings(audit) if f["id"] == name and f["population"] == keys
    ]
    return found


def test_a_table_of_candidates_is_audited(tmp_path: Path) -> None:
    path = write(tmp_path / "c.csv", worked_example())

    audit = audited(path, thresholds=[0.7])

    wrong = only(audit, "galleries/fpir", threshold=0.7, gallery_size=100)
    assert (wrong["events"], wrong["trials"]) == (2, 10)
    ranks = {f["population"].get("rank") for f in findings(audit)}
    assert ranks == {None, 1}  # the usual ranks that lists of two reach
    assert {f.get("curve") for f in findings(audit)} == {
        None,
        "data/cmc.csv",
        "data/identification_det.csv",
    }


def test_a_file_in_two_parts_says_the_same(tmp_path: Path) -> None:
    """Also where the rows of one search stand in both files."""
    rows = worked_example()
    whole = audited(write(tmp_path / "c.csv", rows), thresholds=[0.7])
    parts = audited(
        write(tmp_path / "a.csv", rows[:1] + rows[12:]),
        write(tmp_path / "b.csv", rows[1:12]),
        thresholds=[0.7],
    )

    assert findings(parts) == findings(whole)


def test_ranks_that_were_asked_for_are_answered_or_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "c.csv", worked_example())

    audit = audited(path, ranks=[2, 50])

    at = {"lists": "as returned", "gallery_size": 100}
    assert only(audit, "galleries/fnir", rank=2, **at)["events"] == 2
    beyond = only(audit, "galleries/fnir", rank=50, **at)
    assert beyond["status"] == "not_estimable"
    assert beyond["because"].startswith("lists end at rank 2")


def distances(rows: Rows) -> Rows:
    return [
        {
            **row,
            "score": None if row["score"] is None else round(1 - row["score"], 6),
            "threshold": round(1 - row["threshold"], 6),
        }
        for row in rows
    ]


def test_distances_say_what_similarities_say(tmp_path: Path) -> None:
    """A distance of 0.3 or below is a score of 0.7 or above."""
    near = audited(
        write(tmp_path / "s.csv", worked_example()), thresholds=[0.7, 0.4], ranks=[1]
    )
    far = audited(
        write(tmp_path / "d.csv", distances(worked_example())),
        given={"lower_is_closer": True},
        thresholds=[0.3, 0.6],
        ranks=[1],
    )

    def told(audit: Any) -> list[Any]:  # noqa: ANN401 - parsed JSON
        return [
            (
                f["id"],
                f["status"],
                f.get("estimate"),
                f.get("interval"),
                f.get("events"),
            )
            for f in findings(audit)
        ]

    assert told(far) == told(near)
    wrong = only(far, "galleries/fpir", threshold=0.3, gallery_size=100)
    assert wrong["says"].startswith("Gallery of 100 people, distance 0.3 or below: of")
    cut = only(far, "galleries/fpir", threshold=0.6, gallery_size=100)
    assert cut["because"] == (
        "lists were cut at distance 0.5, and do not say who was beyond"
    )


def test_a_failed_score_is_a_failed_search(tmp_path: Path) -> None:
    rows = worked_example()
    for row in rows:
        if row["search_id"] == "n9":
            row |= {"rank": 1, "score": -1}
    path = write(tmp_path / "c.csv", rows)

    audit = audited(path, given={"failed_scores": [-1.0]})

    failed = only(audit, "galleries/searches", gallery_size=100, failed="yes")
    assert failed["estimate"] == 1
    wrong = only(audit, "galleries/fpir", lists="as returned", gallery_size=100)
    assert (wrong["events"], wrong["trials"]) == (3, 10)


def test_groups_go_by_either_name(tmp_path: Path) -> None:
    rows = [
        {**row, "probe_group": "A", "probe_mask": "none"} for row in worked_example()
    ]
    path = write(tmp_path / "c.csv", rows)

    audit = audited(path, by=["group"])

    dimensions = {f["population"].get("dimension") for f in findings(audit)}
    assert dimensions == {None, "probe_group"}


def test_what_is_not_recorded_cannot_be_compared_by(tmp_path: Path) -> None:
    path = write(tmp_path / "c.csv", worked_example())

    with pytest.raises(InputError) as refused:
        audited(path, by=["probe_mask"])

    assert refused.value.problem.code == "E01"
    assert 'compare by "probe_mask"' in refused.value.problem.what


def test_a_threshold_on_another_scale_is_pointed_out(tmp_path: Path) -> None:
    path = write(tmp_path / "c.csv", worked_example())

    outcome = run(
        Plan.model_validate(
            {"inputs": [{"file": str(path), "as": "candidates"}], "thresholds": [70.0]}
        )
    )

    said = outcome.released.provenance.cautions
    assert any("No candidate reaches score 70. The best one has" in c for c in said)


def test_one_id_for_two_searches_in_two_files_is_refused(tmp_path: Path) -> None:
    rows = worked_example()[:3]
    first = write(tmp_path / "a.csv", rows)
    second = write(tmp_path / "b.csv", [{**row, "probe_subject": "q"} for row in rows])
    same = write(tmp_path / "c.csv", rows[2:] + rows[:2])

    with pytest.raises(InputError, match='different things in "probe_subject"'):
        audited(first, second)
    with pytest.raises(
        InputError, match=r"rank 1 twice\. See row 2 of a\.csv and row 3 of c\.csv"
    ):
        audited(first, same)
