import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
import yaml

from matchaudit.audit.worth import Typed, WorthOutcome, worth
from matchaudit.disclosure import Provenance, Released
from matchaudit.errors import InputError
from matchaudit.estimation.finding import Finding, Key
from matchaudit.report import findings_json, findings_schema

_BIG = "270000000"
_TYPED = Typed(gallery=_BIG, enrolled="0.05..0.9", fmr="1e-6", tpir="0.90..0.97")


def _rate(
    name: str, estimate: float, ends: tuple[float, float], **population: Key
) -> Finding:
    return Finding(
        id=name,
        population=population,
        status="measured",
        estimate=estimate,
        interval=ends,
        confidence=0.95,
        unit="ratio" if name.endswith("contrast") else "probability",
        method="by hand",
        says="It was so.",
    )


def _predicted(threshold: float, rate: float, **more: Key) -> Finding:
    return _rate(
        "galleries/fpir_predicted",
        rate,
        (rate / 4, rate * 4),
        gallery_size=int(_BIG),
        threshold=threshold,
        **more,
    )


_FNMR = _rate("accuracy/fnmr", 0.03, (0.01, 0.06), threshold=0.62)


def _file(folder: Path, findings: Sequence[Finding]) -> Path:
    said = Provenance(
        title="An audit",
        agency=None,
        date=None,
        version="0.1.0",
        plan_sha256="0" * 64,
        inputs=(),
        command="matchaudit audit plan.yaml",
        synthetic="Synthetic example data.",
    )
    path = folder / "findings.json"
    path.write_bytes(findings_json(Released.local(tuple(findings), (), said)))
    return path


def _from(
    folder: Path,
    findings: Sequence[Finding],
    *,
    at: str | None = None,
    tpir: str | None = None,
    fpir: str | None = None,
) -> WorthOutcome:
    path = _file(folder, findings)
    enrolled = "0.05..0.9"
    return worth(
        Typed(
            gallery=_BIG, enrolled=enrolled, findings=path, at=at, tpir=tpir, fpir=fpir
        )
    )


def _sources(outcome: WorthOutcome) -> dict[str, str]:
    return {driver.input: driver.source for driver in outcome.worth.drivers}


def test_typed_rates_need_no_records_and_give_sound_findings() -> None:
    outcome = worth(_TYPED)
    facts = json.loads(outcome.findings_json)

    jsonschema.validate(facts, findings_schema())
    assert facts["inputs"] == []
    assert facts["title"] == "What a candidate is worth"
    assert "--fmr 1e-6" in facts["command"]
    assert outcome.report is None


def test_the_same_is_written_twice_byte_by_byte(tmp_path: Path) -> None:
    one = worth(_TYPED, out=tmp_path / "one")
    worth(_TYPED, out=tmp_path / "two")
    files = sorted(p.relative_to(tmp_path / "one") for p in _files(tmp_path / "one"))

    assert one.report == tmp_path / "one" / "report.html"
    assert [str(f) for f in files if f.suffix in (".yaml", ".html")] == [
        "report.html",
        "worth.yaml",
    ]
    for file in files:
        assert (tmp_path / "one" / file).read_bytes() == (
            tmp_path / "two" / file
        ).read_bytes()


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_was_typed_is_kept_beside_the_report(tmp_path: Path) -> None:
    worth(_TYPED, out=tmp_path / "out")
    kept = yaml.safe_load((tmp_path / "out" / "worth.yaml").read_text("utf-8"))

    assert kept == {
        "schema": "matchaudit/worth/1",
        "gallery": "270000000",
        "enrolled": "0.05..0.9",
        "fmr": "1e-6",
        "tpir": "0.90..0.97",
    }


def test_a_prediction_and_misses_come_from_an_audit(tmp_path: Path) -> None:
    outcome = _from(tmp_path, [_predicted(0.62, 0.01), _FNMR])
    facts = json.loads(outcome.findings_json)

    assert _sources(outcome)["fpir"].startswith("predicted: galleries/fpir_predicted")
    assert _sources(outcome)["tpir"] == "measured: 1 - accuracy/fnmr, score=0.62"
    assert facts["inputs"][0]["file"] == "findings.json"
    assert facts["synthetic"] == "Synthetic example data."
    assert str(tmp_path) not in outcome.findings_json
    assert facts["findings"][0]["population"]["threshold"] == 0.62


def test_several_points_are_never_chosen_from(tmp_path: Path) -> None:
    found = [_predicted(0.62, 0.01), _predicted(0.7, 0.001), _FNMR]

    with pytest.raises(InputError, match=r"score=0\.62; score=0\.7") as refused:
        _from(tmp_path, found)

    assert "--at score=0.62" in str(refused.value)
    chosen = _from(tmp_path, found, at="score=0.62")
    assert chosen.inputs[0].at == {"threshold": 0.62}


def test_a_point_of_one_system_takes_two_words(tmp_path: Path) -> None:
    found = [
        _rate(
            name,
            rate,
            (rate / 2, rate * 2),
            gallery_size=int(_BIG),
            threshold=threshold,
            system=system,
        )
        for name in ("galleries/fpir", "galleries/fnir")
        for system, rate in (("old", 0.1), ("new", 0.01))
        for threshold in (0.5, 0.6)
    ]
    outcome = _from(tmp_path, found, at="score=0.6,system=new")

    assert outcome.inputs[0].fpir is not None
    assert outcome.inputs[0].fpir.estimate == 0.01
    assert outcome.inputs[0].tpir.estimate == pytest.approx(0.99)
    with pytest.raises(InputError, match="2 points"):
        _from(tmp_path, found, at="score=0.6")


@pytest.mark.parametrize(
    ("at", "why"),
    [
        ("score=0.5", "no rate of wrong matches"),
        ("0.62", "takes a score or a target"),
        ("score=high", "takes a number"),
        ("colour=red", "takes a score or a target"),
    ],
)
def test_a_point_that_is_none_is_refused(tmp_path: Path, at: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        _from(tmp_path, [_predicted(0.62, 0.01), _FNMR], at=at)


def test_a_missing_rate_is_named(tmp_path: Path) -> None:
    fpir = _predicted(0.62, 0.01)

    with pytest.raises(InputError, match="how often the right person is found"):
        _from(tmp_path, [fpir])
    with pytest.raises(InputError, match="how often matches are wrong"):
        _from(tmp_path, [_FNMR])
    assert _sources(_from(tmp_path, [fpir], tpir="0.5..0.6"))["tpir"] == "typed"
    assert _sources(_from(tmp_path, [_FNMR], fpir="0.1..0.2"))["fpir"] == "typed"


def test_groups_of_the_audit_are_told_apart(tmp_path: Path) -> None:
    """Published median rates: the same threshold, three groups of women."""
    rates = {"E-Europe": 0.002, "W-Africa": 0.035, "E-Asia": 0.074}
    found = [_predicted(0.62, 0.03), _FNMR]
    found += [_predicted(0.62, rate, group=g) for g, rate in rates.items()]
    outcome = _from(tmp_path, found, tpir="0.949..0.951")
    right = {
        str(f.population["group"]): f.interval
        for f in outcome.released.findings
        if f.id == "galleries/candidate_correct"
        and f.population["enrolled_share"] == 0.05
        and "group" in f.population
    }

    for group, correct in {"E-Europe": 0.96, "W-Africa": 0.59, "E-Asia": 0.40}.items():
        low, high = right[group] or (None, None)
        assert low is not None
        assert high is not None
        assert low < correct < high
    assert len(right) == 3


def test_a_measured_cover_replaces_the_published_one(tmp_path: Path) -> None:
    contrast = _rate(
        "accuracy/condition_contrast",
        5.0,
        (3.0, 8.0),
        threshold=0.62,
        dimension="probe_mask",
        measure="fnmr",
        condition="lower",
        against="none",
    )
    path = _file(tmp_path, [_predicted(0.62, 0.01), _FNMR, contrast])
    given = Typed(gallery=_BIG, enrolled="0.1..0.6", findings=path, masked="lower")
    measured = worth(given)
    published = worth(
        Typed(
            gallery=_BIG,
            enrolled="0.1..0.6",
            fpir="0.01..0.1",
            tpir="0.9..0.97",
            masked="lower",
        )
    )

    assert "condition_contrast" in _sources(measured)["missed_ratio"]
    assert "NISTIR 8331" in _sources(published)["missed_ratio"]
    assert "not verified" in _sources(published)["wrong_ratio"]
    assert len(measured.released.provenance.cautions) == 1
    assert len(published.released.provenance.cautions) == 2


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"tpir": None}, "right person"),
        ({"fmr": None}, "how often matches are wrong"),
        ({"at": "score=0.6"}, "none were named"),
        ({"enrolled": "0.3"}, "--i-know"),
        ({"gallery": "many"}, "number of people"),
        ({"date": "2026-02-30"}, "day of the calendar"),
        ({"date": "tomorrow"}, "day of the calendar"),
    ],
)
def test_what_cannot_be_worked_out_is_refused(
    change: dict[str, str | None], why: str
) -> None:
    given = {
        "gallery": _BIG,
        "enrolled": "0.05..0.9",
        "fmr": "1e-6",
        "tpir": "0.90..0.97",
        **change,
    }

    with pytest.raises(InputError, match=why):
        worth(Typed(**given))  # type: ignore[arg-type]  # a table of wrong values


def test_one_number_is_taken_from_somebody_who_knows() -> None:
    outcome = worth(
        Typed(gallery="1000", enrolled="0.3", fpir="0.1", tpir="0.9", i_know=True)
    )
    first = outcome.released.findings[0]
    right = 0.3 * 0.9

    assert first.interval == pytest.approx((right / (right + 0.1 * (1 - right)),) * 2)
    assert "--i-know" in outcome.released.provenance.command


@pytest.mark.parametrize(
    ("fmr", "fpir", "holds"),
    [
        ("0.5", "1e-6..1e-5", False),  # somebody matches more seldom than one does
        ("1e-9", "0.1..0.2", False),  # 1,000 comparisons cannot match so often
        ("1e-3", "0.5..0.6", True),
    ],
)
def test_rates_that_cannot_both_hold_are_refused(
    fmr: str, fpir: str, *, holds: bool
) -> None:
    typed = replace(_TYPED, gallery="1000", fmr=fmr, fpir=fpir)

    if holds:
        assert worth(typed).worth.findings
        return
    with pytest.raises(InputError, match="cannot both hold") as refused:
        worth(typed)

    assert refused.value.problem.code == "E13"


def test_no_more_candidates_are_shown_than_the_gallery_holds() -> None:
    """Any one of 5 shown is right at most 1 time in 5 where the person is enrolled."""
    typed = replace(_TYPED, gallery="5", fmr=None)

    many, all_five = (worth(replace(typed, shown=shown)) for shown in (10**12, 5))

    assert many.worth.findings == all_five.worth.findings
