import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest

from matchaudit.estimation.finding import Finding
from matchaudit.report import findings_json, findings_schema
from report import sample

Facts = dict[str, Any]


def facts() -> Facts:
    """Return findings.json of the sample, read back."""
    read: Facts = json.loads(findings_json(sample.released()))
    return read


def validator() -> jsonschema.Draft202012Validator:
    """Return the published schema, ready to judge."""
    return jsonschema.Draft202012Validator(findings_schema())


def test_schema_is_a_valid_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(findings_schema())

    assert findings_schema()["properties"]["schema"]["const"] == facts()["schema"]


def test_findings_follow_the_published_schema() -> None:
    assert list(validator().iter_errors(facts())) == []


def test_what_is_not_known_has_no_key() -> None:
    released = sample.released()
    said = replace(released.provenance, agency=None, date=None, synthetic=None)
    read = json.loads(findings_json(replace(released, provenance=said, stamp=None)))

    assert not {"agency", "date", "synthetic", "stamp"} & set(read)
    assert list(validator().iter_errors(read)) == []


def test_numbers_are_read_back_exactly() -> None:
    read = {
        (f["id"], json.dumps(f["population"])): f.get("estimate")
        for f in facts()["findings"]
    }
    written = {
        (f.id, json.dumps(dict(f.population))): f.estimate for f in sample.findings()
    }

    assert read == written


@pytest.mark.parametrize(
    ("status", "key", "value"),
    [
        ("measured", "interval", None),
        ("measured", "estimate", None),
        ("measured", "confidence", None),
        ("measured", "says", None),
        ("measured", "estimate", 1.5),
        ("measured", "interval", [None, 0.5]),
        ("measured", "interval", [0.1, 0.2, 0.3]),
        ("measured", "because", "no reason"),
        ("measured", "name", "a person"),
        ("measured", "events", -1),
        ("measured", "curve", "../det.csv"),
        ("bounded", "estimate", 0.5),
        ("bounded", "interval", None),
        ("not_estimable", "because", None),
        ("not_estimable", "estimate", 0.5),
        ("counted", "interval", [0.1, 0.2]),
        ("measured", "status", "significant"),
    ],
)
def test_schema_refuses_a_misleading_finding(
    status: str, key: str, value: object
) -> None:
    """None takes the key away."""
    read = facts()
    finding = next(
        f
        for f in read["findings"]
        if f["status"] == status
        and (status != "measured" or f["unit"] == "probability")
    )
    finding[key] = value
    if value is None:
        del finding[key]

    assert list(validator().iter_errors(read)) != []


def test_same_results_give_the_same_bytes() -> None:
    assert findings_json(sample.released()) == findings_json(sample.released())
    assert isinstance(sample.findings()[0], Finding)
