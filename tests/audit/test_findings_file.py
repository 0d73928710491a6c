import json
from pathlib import Path

import pytest

from matchaudit.audit.findings_file import read_findings
from matchaudit.disclosure import Provenance, Released
from matchaudit.errors import InputError
from matchaudit.estimation.finding import Finding
from matchaudit.report import findings_json

_SAID = Provenance(
    title="An audit",
    agency=None,
    date=None,
    version="0.1.0",
    plan_sha256="0" * 64,
    inputs=(),
    command="matchaudit audit plan.yaml",
    synthetic="Synthetic example data.",
)
_FOUND = (
    Finding(
        id="accuracy/fmr",
        population={"threshold": 0.62, "probe_group": "B"},
        status="measured",
        estimate=1e-6,
        interval=(1e-7, 1e-5),
        confidence=0.95,
        events=3,
        trials=3_000_000,
        effective_trials=2.5e6,
        unit="probability",
        method="dyadic-wilson",
        says="It was so.",
        sources=("ISO",),
        cautions=("Take care.", "And again."),
    ),
    Finding(
        id="galleries/fpir_predicted",
        status="bounded",
        interval=(0.1, None),
        confidence=0.9,
        unit="probability",
        method="brackets",
        says="Between.",
        curve="data/gallery_growth.csv",
    ),
    Finding(
        id="accuracy/fnmr",
        status="not_estimable",
        unit="probability",
        method="none",
        says="We cannot tell.",
        because="there were no tries",
    ),
)


def _written(folder: Path, text: bytes | str) -> Path:
    path = folder / "findings.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_findings_come_back_as_they_were_written(tmp_path: Path) -> None:
    path = _written(tmp_path, findings_json(Released.local(_FOUND, (), _SAID)))
    found = read_findings(path)

    assert found.findings == _FOUND
    assert (found.title, found.synthetic) == ("An audit", "Synthetic example data.")
    assert found.facts["rows"] == 3
    assert found.facts["kind"] == "findings"
    assert len(str(found.facts["sha256"])) == 64


@pytest.mark.parametrize(
    "text",
    [
        "probe_subject,score\n",
        "[1, 2]",
        "{}",
        '{"schema": 3}',
        '{"schema": "matchaudit/rules/1", "findings": []}',
        '{"schema": "matchaudit/findings/1"}',
        '{"schema": "matchaudit/findings/1", "findings": {}}',
        '{"schema": "matchaudit/findings/1", "findings": [7]}',
        '{"schema": "matchaudit/findings/1", "findings": [{"id": "a/b"}]}',
        "[" * 100_000,
    ],
)
def test_another_file_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match="is not a file of findings") as refused:
        read_findings(_written(tmp_path, text))

    assert refused.value.problem.code == "E20"


@pytest.mark.parametrize(
    "change",
    [
        {"estimate": "1e-6"},
        {"estimate": True},
        {"interval": [0.1]},
        {"interval": None},
        {"interval": ["a", "b"]},
        {"interval": [0.9, 0.1]},
        {"interval": [-0.5, 0.5], "unit": "probability"},
        {"status": "certain"},
        {"status": "counted"},
        {"confidence": None},
        {"population": {"threshold": None}},
        {"population": [1]},
        {"says": 5},
        {"cautions": "one"},
        {"verdict": "guilty"},
        {"events": 0.5},
    ],
)
def test_a_finding_that_would_mislead_is_refused(
    tmp_path: Path, change: dict[str, object]
) -> None:
    facts = json.loads(findings_json(Released.local(_FOUND[:1], (), _SAID)))
    facts["findings"][0].update(change)

    with pytest.raises(InputError, match="finding 1 is not sound"):
        read_findings(_written(tmp_path, json.dumps(facts)))


def test_a_number_that_is_none_is_refused(tmp_path: Path) -> None:
    text = findings_json(Released.local(_FOUND[:1], (), _SAID)).decode()

    with pytest.raises(InputError, match="not JSON"):
        read_findings(_written(tmp_path, text.replace("1e-06", "NaN")))


def test_a_missing_file_is_named_without_its_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        read_findings(tmp_path / "none.json")

    assert refused.value.problem.code == "E15"
    assert str(tmp_path) not in str(refused.value)
