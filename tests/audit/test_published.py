import json
from pathlib import Path

import pytest

from matchaudit.audit.published import PublishedOutcome, Quotation, published
from matchaudit.audit.published_beside import HERE, PUBLISHED
from matchaudit.errors import InputError

MISSES = (
    "algorithm,fpir,fnir_N1600000,fnir_N12000000\n"
    "maker_1,0.003,0.0020,0.0040\nmaker_2,0.003,0.01,\nother_9,0.003,0.1,0.2\n"
)
GROUPS = (
    "algorithm,mxog,fpir_EAsia_F,fpir_EEurope_F\n"
    "maker-1,2,0.04,0.01\nmaker-2,1,0.01,0.01\n"
)


def _tables(folder: Path) -> tuple[Path, Path]:
    misses, groups = folder / "misses.csv", folder / "groups.csv"
    misses.write_text(MISSES, encoding="utf-8")
    groups.write_text(GROUPS, encoding="utf-8")
    return misses, groups


def _local(folder: Path, *rates: tuple[str, dict[str, object]]) -> Path:
    path = folder / "findings.json"
    findings = [
        {
            "id": name,
            "population": at,
            "status": "measured",
            "estimate": 0.02,
            "interval": [0.01, 0.03],
            "confidence": 0.95,
            "unit": "probability",
            "method": "wilson",
            "says": "A rate.",
        }
        for name, at in rates
    ]
    facts = {"schema": "matchaudit/findings/1", "title": "Ours", "findings": findings}
    path.write_text(json.dumps(facts), encoding="utf-8")
    return path


def _ids(outcome: PublishedOutcome) -> set[str]:
    return {f.id for f in outcome.findings}


def test_one_name_is_found_in_both_tables_however_it_is_written(
    tmp_path: Path,
) -> None:
    outcome = published(
        Quotation(files=_tables(tmp_path), algorithms=("Maker-1", "maker_1"))
    )
    rates = [f.estimate for f in outcome.findings if f.id == "galleries/published_fnir"]

    assert rates == [0.002, 0.004]  # once, though it was named twice
    assert {"galleries/published_fpir", "galleries/published_growth"} <= _ids(outcome)
    assert "galleries/published_fpir_ratio" not in _ids(outcome)  # no reference named
    for finding in outcome.findings:
        if finding.status == "counted":
            assert "without an interval" in finding.cautions[0]


@pytest.mark.parametrize(
    ("algorithms", "reference", "part"),
    [
        (("maker_3",), None, "maker_1"),
        (("zzz",), None, "Its algorithms are maker_1, maker_2, other_9"),
        (("maker_1",), "EEurope", "EAsia_F, EEurope_F"),
        (("other_9",), "EEurope_F", "no figures by group"),
    ],
)
def test_a_wrong_name_is_answered_with_the_nearest(
    tmp_path: Path, algorithms: tuple[str, ...], reference: str | None, part: str
) -> None:
    quotation = Quotation(
        files=_tables(tmp_path), algorithms=algorithms, reference=reference
    )
    with pytest.raises(InputError) as caught:
        published(quotation)

    assert caught.value.problem.code == "E13"
    assert part in caught.value.problem.message


def test_two_tables_of_one_kind_are_refused(tmp_path: Path) -> None:
    misses, _ = _tables(tmp_path)
    with pytest.raises(InputError) as caught:
        published(Quotation(files=(misses, misses), algorithms=("maker_1",)))

    assert caught.value.problem.code == "E13"


def test_own_figures_stand_beside_the_published_ones(tmp_path: Path) -> None:
    local = _local(
        tmp_path,
        ("galleries/fnir", {"threshold": 0.6, "gallery_size": 4000, "rank": 1}),
        ("galleries/fpir", {"threshold": 0.6, "gallery_size": 4000}),
        ("accuracy/eer", {}),
        ("galleries/fnir", {"threshold": 0.6, "dimension": "mask", "group": "x"}),
        ("galleries/fnir", {"threshold": 0.6, "group": "A"}),
    )
    misses, _ = _tables(tmp_path)
    outcome = published(
        Quotation(files=(misses,), algorithms=("maker_1",), findings=local)
    )
    curve = outcome.curve("published_beside")
    assert curve is not None
    columns = {column.name: column.values for column in curve.columns}

    assert columns["whose"] == (PUBLISHED, PUBLISHED, HERE)
    assert columns["gallery_size"] == (1_600_000, 12_000_000, 4000)
    assert columns["low"] == (None, None, 0.01)
    assert columns["at"][2] == "threshold 0.6, rank 1"
    (beside,) = [f for f in outcome.findings if f.id == "galleries/published_beside"]
    assert len(beside.cautions) >= 3  # why the two may differ
    assert [i["kind"] for i in outcome.released.provenance.inputs] == [
        "published",
        "findings",
    ]


def test_groups_of_an_audit_stand_beside_published_groups_only(tmp_path: Path) -> None:
    local = _local(
        tmp_path,
        (
            "accuracy/fmr",
            {"threshold": 0.6, "probe_group": "A", "reference_group": "A"},
        ),
        (
            "accuracy/fmr",
            {"threshold": 0.6, "probe_group": "A", "reference_group": "B"},
        ),
        ("accuracy/fmr", {"threshold": 0.6}),
    )
    _, groups = _tables(tmp_path)
    outcome = published(
        Quotation(files=(groups,), algorithms=("maker_1",), findings=local)
    )
    curve = outcome.curve("published_beside")
    assert curve is not None
    columns = {column.name: column.values for column in curve.columns}

    assert columns["group"] == ("EAsia_F", "EEurope_F", "A", "")


def test_an_audit_with_nothing_to_compare_says_so(tmp_path: Path) -> None:
    local = _local(tmp_path, ("accuracy/eer", {}))
    misses, _ = _tables(tmp_path)
    outcome = published(
        Quotation(files=(misses,), algorithms=("maker_1",), findings=local)
    )

    assert outcome.findings[-1].status == "not_estimable"
    assert outcome.curve("published_beside") is None


def test_a_report_is_written_and_repeats_byte_for_byte(tmp_path: Path) -> None:
    quotation = Quotation(
        files=_tables(tmp_path), algorithms=("maker_1",), reference="EEurope_F"
    )
    one = published(quotation, out=tmp_path / "one")
    published(quotation, out=tmp_path / "two")

    assert one.report == tmp_path / "one" / "report.html"
    for name in ("findings.json", "report.html", "data/published_fnir.csv"):
        first = (tmp_path / "one" / name).read_bytes()
        assert first == (tmp_path / "two" / name).read_bytes()
    facts = json.loads(one.findings_json)
    assert "--reference EEurope_F" in facts["command"]


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "note.txt").write_text("keep")
    misses, _ = _tables(tmp_path)
    with pytest.raises(InputError) as caught:
        published(
            Quotation(files=(misses,), algorithms=("maker_1",)), out=tmp_path / "mine"
        )

    assert caught.value.problem.code == "E14"
