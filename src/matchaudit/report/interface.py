"""``findings.json``: the machine interface of an audit."""

import json
from importlib.resources import files
from typing import Any

from matchaudit.disclosure import Released

SCHEMA = "matchaudit/findings/1"


def findings_json(released: Released) -> bytes:
    """Return ``findings.json``: the same bytes for the same released results.

    Keys stand in a fixed order. What is not known has no key. Numbers are written
    with as many digits as they need to be read back exactly; there is no NaN.
    """
    said = released.provenance
    facts = {
        "schema": SCHEMA,
        "made_by": {"name": "matchaudit", "version": said.version},
        "title": said.title,
        "agency": said.agency,
        "date": said.date,
        "stamp": released.stamp,
        "synthetic": said.synthetic,
        "plan_sha256": said.plan_sha256,
        "command": said.command,
        "inputs": [dict(given) for given in said.inputs],
        "cautions": list(said.cautions),
        "findings": [finding.to_json() for finding in released.findings],
    }
    known = {name: fact for name, fact in facts.items() if fact is not None}
    text = json.dumps(known, indent=1, ensure_ascii=False, allow_nan=False)
    return f"{text}\n".encode()


def findings_schema() -> dict[str, Any]:
    """Return the published JSON Schema (draft 2020-12) of ``findings.json``."""
    text = (files("matchaudit.report") / "findings.schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema
