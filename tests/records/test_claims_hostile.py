"""A register of claims that names somebody, or leads to somebody, is refused."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from matchaudit.errors import InputError
from matchaudit.records import CLAIMS, read_records

HIDDEN = "Zofia Brandywine"


def _quoted(values: Iterable[str]) -> str:
    return ",".join(f'"{value}"' for value in values)


def _refused(folder: Path, text: str) -> InputError:
    (folder / "claims.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_records(folder / "claims.csv", kind=CLAIMS, workspace=folder)
    assert not list(folder.glob("claims-*"))  # nothing was kept
    return caught.value


@pytest.mark.parametrize(
    "column",
    [
        "name",
        "Suspect Name",
        "officer",
        "officer_badge",
        "victim",
        "url",
        "source_url",
        "link",
        "Post link",
        "tweet",
        "permalink",
        "handle",
        "social_handle",
        "twitter",
        "username",
        "photo",
        "screenshot",
        "home_address",
        "date_of_birth",
    ],
)
def test_a_column_that_names_or_leads_to_a_person_is_refused(
    tmp_path: Path, column: str
) -> None:
    error = _refused(
        tmp_path, f"claim_id,published_at,{column}\nK1,2026-01-01,{HIDDEN}\n"
    )

    assert error.problem.code == "E07"
    assert HIDDEN not in str(error)


@pytest.mark.parametrize("column", ["person", "who", "named_as", "target", "notes"])
def test_any_other_column_is_refused_as_well(tmp_path: Path, column: str) -> None:
    error = _refused(
        tmp_path, f"claim_id,published_at,{column}\nK1,2026-01-01,{HIDDEN}\n"
    )

    assert error.problem.code == "E01"
    assert HIDDEN not in str(error)


@pytest.mark.parametrize("column", ["claim_id", "publisher", "probe_mask"])
@pytest.mark.parametrize(
    "value",
    [
        "https://social.example/posts/1",
        "www.social.example",
        "social.example/posts/1",
        "t.example/zofia",
        "@zofia_b",
        "u/zofia_b",
        "zofia@mail.example",
        "+1 202 555 0143",
        "data:image/png;base64,iVBORw0KGgo=",
    ],
)
def test_a_value_that_leads_to_a_person_is_refused_unspoken(
    tmp_path: Path, column: str, value: str
) -> None:
    others = {"claim_id": "K1", "publisher": "Outlet 1", "probe_mask": "none"}
    row = {**others, column: value}
    error = _refused(
        tmp_path,
        f"published_at,{','.join(row)}\n2026-01-01,{_quoted(row.values())}\n",
    )

    assert error.problem.code == "E07"
    assert value not in str(error)
    assert "zofia" not in str(error).lower()


@pytest.mark.parametrize("names", [[HIDDEN], ["Zofia Brandywine", "K2", "K3", "K4"]])
def test_an_id_that_is_a_name_is_refused(tmp_path: Path, names: list[str]) -> None:
    rows = "".join(f"{name},2026-01-01\n" for name in names)
    error = _refused(tmp_path, f"claim_id,published_at\n{rows}")

    assert error.problem.code == "E07"
    assert HIDDEN not in str(error)


def test_two_claims_with_one_id_are_refused(tmp_path: Path) -> None:
    error = _refused(tmp_path, "claim_id,published_at\nK1,2026-01-01\nK1,2026-01-02\n")

    assert error.problem.code == "E06"


def test_words_outside_the_closed_lists_are_refused(tmp_path: Path) -> None:
    for column, word in (("status", "guilty"), ("method", "hunch")):
        error = _refused(
            tmp_path, f"claim_id,published_at,{column}\nK1,2026-01-01,{word}\n"
        )
        assert error.problem.code == "E05"
