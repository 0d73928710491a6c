from pathlib import Path

import pytest

from matchaudit.audit.plan import Input, Kind, Plan, load
from matchaudit.audit.typed import planned
from matchaudit.errors import InputError

HASHES = ("ab" * 32,)


def test_a_plan_hash_follows_the_file_content_and_not_its_folder() -> None:
    here = Plan(inputs=(Input(file="a/scores.csv"),))
    there = Plan(inputs=(Input(file="b/c/scores.csv"),))

    assert here.sha256(HASHES) == there.sha256(HASHES)
    assert here.sha256(HASHES) != here.sha256(("cd" * 32,))


def test_a_plan_hash_follows_every_decision() -> None:
    plain = Plan(inputs=(Input(file="scores.csv"),))
    decided = plain.model_copy(update={"thresholds": (0.5,)})

    assert plain.sha256(HASHES) != decided.sha256(HASHES)


def test_a_plan_that_was_written_is_read_back_as_it_was(tmp_path: Path) -> None:
    plan = Plan(
        title="Übung",
        date="2026-01-31",
        inputs=(Input(file=str(tmp_path / "s.csv"), failed_scores=(-1.0,)),),
        target_fmrs=(1e-3,),
        reference=("group=A",),
    )
    (tmp_path / "plan.yaml").write_text(plan.to_yaml(), encoding="utf-8")

    assert load(tmp_path / "plan.yaml") == plan


def test_names_of_built_in_maps_and_packs_are_not_paths(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(
        "inputs: [{file: d.csv, as: deployments, map: met-lfr}]\n"
        "rules: [uk, our.yaml, ours/more.yaml]\n"
    )

    plan = load(tmp_path / "plan.yaml")

    assert plan.inputs[0].map == "met-lfr"
    assert plan.rules == (
        "uk",
        str(tmp_path / "our.yaml"),
        str(tmp_path / "ours/more.yaml"),
    )


@pytest.mark.parametrize(
    ("kinds", "heading"),
    [
        (("comparisons",), "Accuracy audit"),
        (("searches", "searches"), "Audit of searches in use"),
        (("searches", "deployments"), "Audit"),
    ],
)
def test_without_a_title_the_heading_fits_the_records(
    kinds: tuple[Kind, ...], heading: str
) -> None:
    plan = Plan(
        inputs=tuple(
            Input.model_validate({"file": "f.csv", "as": kind}) for kind in kinds
        )
    )

    assert plan.heading == heading


def test_paths_in_a_plan_are_relative_to_its_folder(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text("inputs: [{file: s.csv, map: m.yaml}]\n")

    (given,) = load(tmp_path / "plan.yaml").inputs

    assert given.file == str(tmp_path / "s.csv")
    assert given.map == str(tmp_path / "m.yaml")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("inputs: [", "Line 2: It is not readable as YAML from there on."),
        ("title: a\ntitle: b", 'Line 2: "title" is said twice.'),
        ("inputs: []", 'At "inputs": it must not be empty.'),
        ("title: a", 'At "inputs": it is needed.'),
        (
            "inputs: [{file: s.csv}]\nthreshold: 1",
            'At "threshold": there is no such key. Did you mean "thresholds"?',
        ),
        (
            "inputs: [{file: s.csv}]\ntarget_fmrs: [2]",
            'At "target_fmrs.0": it must be below 1. It says "2".',
        ),
        (
            "inputs: [{file: s.csv}]\ntarget_fmrs: [0]",
            'At "target_fmrs.0": it must be above 0. It says "0".',
        ),
        (
            "inputs: [{file: s.csv}]\nthresholds: [.nan]",
            'At "thresholds.0": it must be a finite number.',
        ),
        (
            "inputs: [{file: s.csv}]\nthresholds: [true]",
            'At "thresholds.0": it must be a number.',
        ),
        (
            "inputs: [{file: s.csv}]\ndate: soon",
            'At "date": it must be a date such as 2026-01-31. It says "soon".',
        ),
        (
            "inputs: [{file: s.csv}]\ndate: '2026-02-30'",
            'At "date": there is no such day.',
        ),
        (
            "inputs: [{file: s.csv}]\nagency: [a]",
            'At "agency": it must be a text.',
        ),
        (
            "inputs: [{file: s.csv, as: faces}]",
            (
                "At \"inputs.0.as\": it must be 'comparisons', 'candidates', "
                "'searches', 'deployments' or 'claims'. "
                'It says "faces".'
            ),
        ),
        (
            "inputs: [{file: s.csv, as: searches}]\nthresholds: [0.5]",
            (
                'The key "thresholds" is for comparisons and candidates, and no input '
                "holds any."
            ),
        ),
        (
            "inputs: [{file: s.csv}]\nrules: [us-wa]",
            'The key "rules" is for searches and deployments, and no input holds any.',
        ),
        (
            (
                "inputs: [{file: d.csv, as: deployments}]\n"
                "wrong_by_group: {A: {wrong: 8, of: 3}}"
            ),
            'At "wrong_by_group.A": more wrong matches of one group than in all.',
        ),
        (
            "inputs: [{file: s.csv}]\ngallery_composition: {A: 0.5, B: 0.4}",
            'At "gallery_composition": The shares of the gallery add up to 0.9, not 1.',
        ),
        (
            "inputs: [{file: s.csv}]\ngallery_composition: {A: 1.5}",
            'At "gallery_composition.A": it must be at most 1. It says "1.5".',
        ),
        (
            "inputs: [{file: s.csv}]\ngallery_sizes: [1]",
            'At "gallery_sizes.0": it must be at least 2. It says "1".',
        ),
        (
            "inputs: [{file: s.csv}]\nassumed: {enrolled: [0.9, 0.1]}",
            'At "assumed": enrolled: the first end is above the second.',
        ),
        (
            "inputs: [{file: s.csv}]\nassumed: {enrolled: [0.5, 0.5]}",
            'At "assumed": enrolled: no test can tell it as one number.',
        ),
        (
            "inputs: [{file: s.csv}]\ngallery_sizes: [1000000000000]",
            'At "gallery_sizes.0": it must be at most 100,000,000,000.',
        ),
        (
            "inputs: [{file: s.csv}]\naccuracy: findings.json",
            'The key "accuracy" is for claims, and no input holds any.',
        ),
        ("- a list", "At the whole file: it must be a list of keys and values."),
    ],
)
def test_a_wrong_plan_is_refused_with_the_place(
    tmp_path: Path, text: str, complaint: str
) -> None:
    (tmp_path / "plan.yaml").write_text(text + "\n")

    with pytest.raises(InputError) as caught:
        load(tmp_path / "plan.yaml")

    assert caught.value.problem.what.startswith(f"plan.yaml is not a plan. {complaint}")
    assert caught.value.problem.file == "plan.yaml"


def test_the_other_files_of_a_plan_are_beside_it(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(
        "inputs: [{file: c.csv, as: claims}]\naccuracy: out/findings.json\n"
    )

    plan = load(tmp_path / "plan.yaml")

    assert plan.accuracy == str(tmp_path / "out" / "findings.json")


def test_numbers_and_dates_may_be_written_as_people_do(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(
        "inputs: [{file: s.csv}]\ntarget_fmrs: [1e-3]\ndate: 2026-01-31\n"
    )

    plan = load(tmp_path / "plan.yaml")

    assert plan.target_fmrs == (0.001,)
    assert plan.date == "2026-01-31"


def test_a_plan_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"There is no file plan\.yaml"):
        load(tmp_path / "plan.yaml")


def test_a_plan_beside_other_files_is_refused() -> None:
    with pytest.raises(InputError, match=r"plan\.yaml is a plan, and other files"):
        planned(["plan.yaml", "scores.csv"], {})


def test_options_become_a_plan() -> None:
    plan = planned(
        ["a.csv", "b.csv"], {"failed_scores": (-1.0,), "target_fmrs": (1e-3,)}
    )

    assert [given.file for given in plan.inputs] == ["a.csv", "b.csv"]
    assert plan.inputs[1].failed_scores == (-1.0,)
    assert plan.target_fmrs == (1e-3,)


def test_options_beside_a_plan_file_are_refused() -> None:
    with pytest.raises(InputError, match="typed beside it: by"):
        planned(["plan.yaml"], {"by": ("group",)})


def test_an_option_that_a_plan_cannot_hold_names_the_value() -> None:
    with pytest.raises(InputError, match=r'At "target_fmrs\.0": it must be below 1\.'):
        planned(["a.csv"], {"target_fmrs": (1.5,)})
