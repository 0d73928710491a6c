from typing import Any

import pytest

from matchaudit.records.comparisons import COMPARISONS
from matchaudit.records.kinds import KINDS
from matchaudit.records.schema import Field, Kind, UniqueKey, csvw, table_schema

SEARCHES = Kind(
    name="searches",
    row="one search",
    fields=(
        Field(name="search_id", type="string", meaning="Its ID.", needed=True),
        Field(
            name="threshold", type="number", meaning="The limit.", minimum=0, maximum=1
        ),
        Field(name="mated", type="boolean", meaning="Same person.", unit=""),
    ),
    unique=UniqueKey(field="search_id", noun="search ID", each="search"),
)


def test_a_table_schema_says_type_range_and_need() -> None:
    schema: Any = table_schema(SEARCHES)

    assert schema["primaryKey"] == ["search_id"]
    assert schema["missingValues"] == [""]
    assert schema["fields"][0] == {
        "name": "search_id",
        "type": "string",
        "description": "Its ID.",
        "constraints": {"required": True, "unique": True},
    }
    assert schema["fields"][1]["constraints"] == {"minimum": 0, "maximum": 1}
    assert schema["fields"][2]["trueValues"] == ["true"]


def test_csvw_names_the_file_and_its_columns() -> None:
    about: Any = csvw(SEARCHES, url="searches.csv")

    assert about["@context"] == "http://www.w3.org/ns/csvw"
    assert about["url"] == "searches.csv"
    columns = about["tableSchema"]["columns"]
    assert [column["name"] for column in columns] == list(SEARCHES.names)
    assert [column["required"] for column in columns] == [True, False, False]
    assert columns[1]["datatype"] == {"base": "number", "minimum": 0, "maximum": 1}
    assert about["tableSchema"]["primaryKey"] == ["search_id"]


def test_the_unit_is_part_of_the_description() -> None:
    schema: Any = table_schema(COMPARISONS)
    described = {f["name"]: f["description"] for f in schema["fields"]}

    assert described["probe_visible_fraction"].endswith("Unit: share.")


def test_a_field_that_is_not_declared_raises() -> None:
    with pytest.raises(KeyError):
        COMPARISONS.field("name")


def test_comparisons_need_two_subjects_and_a_score() -> None:
    assert COMPARISONS.needed == ("probe_subject", "reference_subject", "score")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_field_is_described_once(kind: Kind) -> None:
    assert len(set(kind.names)) == len(kind.names)
    assert all(field.meaning.endswith(".") for field in kind.fields)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_no_synonym_means_two_fields(kind: Kind) -> None:
    """A synonym is a safe guess, so it may stand for one field only."""
    synonyms = [word for field in kind.fields for word in field.synonyms]

    assert len(set(synonyms)) == len(synonyms)


def test_vocabularies_and_published_forms_fit_the_standard() -> None:
    by_kind = {kind.name: kind for kind in KINDS}
    searches: Any = table_schema(by_kind["searches"])
    deployments: Any = csvw(by_kind["deployments"], url="lfr.csv")

    (outcome,) = [f for f in searches["fields"] if f["name"] == "outcome"]
    assert outcome["constraints"]["enum"][:2] == ["confirmed", "refuted"]
    bases = {c["name"]: c["datatype"] for c in deployments["tableSchema"]["columns"]}
    assert (bases["duration"], bases["published_rate"]) == ("string", "string")
    assert bases["alerts"] == {"base": "integer", "minimum": 0}
