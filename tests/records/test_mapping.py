from collections.abc import Callable
from pathlib import Path

import pytest

from matchaudit.errors import InputError
from matchaudit.records import MadeFrom, MapFile, load_map, save_map

SHEET = MapFile(
    kind="comparisons",
    columns={"Sim (%)": "score", "Größe": "probe_group"},
    recode={"probe_group": {"1": "A"}},
    left_out=["Comment"],
    percent=["score"],
    decimal="comma",
    dates="day-first",
    made_from=MadeFrom(file="v.xlsx", sha256="00" * 32),
)


def test_a_map_file_is_read_back_as_it_was(tmp_path: Path) -> None:
    path = save_map(SHEET, tmp_path / "v.map.yaml")

    assert load_map(path) == SHEET
    assert load_map(path).sha256 == SHEET.sha256
    assert "Größe: probe_group" in path.read_text(encoding="utf-8")
    assert [found.name for found in tmp_path.iterdir()] == ["v.map.yaml"]


def test_the_hash_is_of_what_the_map_says(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_text("# note\ncolumns:   {Sim: score}\nkind: comparisons\n")

    assert (
        load_map(path).sha256
        == MapFile(kind="comparisons", columns={"Sim": "score"}).sha256
    )
    assert load_map(path).sha256 != SHEET.sha256


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("columns: {a: b}\n", 'At "kind"'),
        ("kind: c\ncolumns: [a]\n", 'At "columns"'),
        ("kind: c\ncolumns: {}\ncolour: x\n", 'At "colour"'),
        ("kind: c\ncolumns: {}\ndecimal: dot\n", 'At "decimal"'),
        ("- a\n", 'At "the whole file"'),
        ("kind: [\n", "not readable as YAML"),
    ],
)
def test_a_map_file_that_is_none_says_where(
    write: Callable[..., Path], text: str, where: str
) -> None:
    with pytest.raises(InputError) as caught:
        load_map(write("m.yaml", text))

    assert caught.value.problem.code == "E18"
    assert where in caught.value.problem.what


def test_a_map_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="E18"):
        load_map(tmp_path / "no.yaml")


def test_only_a_map_file_is_replaced(tmp_path: Path) -> None:
    data = tmp_path / "v.csv"
    data.write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match="E14"):
        save_map(SHEET, data)
    assert data.read_text() == "a,b\n1,2\n"

    older = save_map(SHEET, tmp_path / "v.map.yaml")
    newer = SHEET.model_copy(update={"decimal": "comma"})
    assert load_map(save_map(newer, older)).decimal == "comma"


def test_a_map_in_no_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="E14"):
        save_map(SHEET, tmp_path / "nodir" / "x.yaml")

    assert list(tmp_path.iterdir()) == []


def test_a_map_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no such file"):
        load_map(tmp_path / "no.yaml")


def test_a_column_called_like_a_number_keeps_its_name(tmp_path: Path) -> None:
    sheet = MapFile(kind="comparisons", columns={"1e-3": "score", "on": "mated"})

    assert load_map(save_map(sheet, tmp_path / "a.map.yaml")) == sheet


def test_a_key_said_twice_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.map.yaml"
    path.write_text(
        "kind: searches\ncolumns: {}\nkind: comparisons\n", encoding="utf-8"
    )

    with pytest.raises(InputError, match="Line 3"):
        load_map(path)


def test_a_built_in_map_is_found_by_its_name(tmp_path: Path) -> None:
    built_in = load_map(Path("met-lfr"))

    assert built_in.kind == "deployments"
    assert built_in.columns["total_alerts"] == "alerts"
    with pytest.raises(InputError, match="home-office-lfr and met-lfr"):
        load_map(tmp_path / "nothing.yaml")
