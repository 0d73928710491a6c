import pytest

from matchaudit.records.schema import Field, FieldType
from matchaudit.records.shapes import shape_of


@pytest.mark.parametrize(
    ("values", "kind", "fits"),
    [
        (["0.5", "1e-3", "-2", "NA"], "number", True),
        (["0.5", "high"], "number", False),
        (["0,5", "12"], "number", True),
        (["0,5"], "integer", False),
        (["1", "0"], "boolean", True),
        (["Genuine", "Impostor"], "boolean", True),
        (["1", "2"], "boolean", False),
        (["2025-02-01", "1/2/2025"], "date", True),
        (["soon"], "date", False),
        (["anything"], "string", True),
        ([], "number", True),
    ],
)
def test_values_fit_a_type_or_not(
    values: list[str], kind: FieldType, *, fits: bool
) -> None:
    field = Field(name="x", type=kind, meaning="Anything.")

    assert shape_of(values).fits(field) is fits


def test_other_words_for_yes_and_no_are_recoded() -> None:
    shape = shape_of(["Genuine", "impostor", "Genuine", "yes"])

    assert shape.recode == {"Genuine": "true", "impostor": "false"}
    assert shape_of(["genuine", "perhaps"]).recode == {}


def test_the_maximum_counts_decimal_commas() -> None:
    assert shape_of(["12,5", "99"]).maximum == 99
    assert shape_of(["a"]).maximum is None
