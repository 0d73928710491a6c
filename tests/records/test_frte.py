from pathlib import Path

import pytest

from matchaudit.errors import InputError
from matchaudit.records.frte import Quoted, read_published

MISSES = (
    "algorithm,fpir,fnir_N1600000,fnir_N12000000,source\n"
    "a_1,0.003,0.0005,0.0006,page\nb_2,0.003,0.2,,page\n"
)
GROUPS = (
    "algorithm,mxog,fpir_EAsia_F,fpir_EEurope_F,threshold_rule\n"
    "a-001,2,0.0400,0.01,as on the page\n"
)


def _write(folder: Path, text: str) -> Path:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_table_by_gallery_size_is_known_by_its_columns(tmp_path: Path) -> None:
    table = read_published(_write(tmp_path, MISSES))

    assert table.algorithms == ("a_1", "b_2")
    assert table.groups == ()
    assert table.misses[0].fpir == 0.003
    assert table.misses[0].fnir == {
        1_600_000: Quoted(0.0005, 4),
        12_000_000: Quoted(0.0006, 4),
    }
    assert table.misses[1].fnir == {1_600_000: Quoted(0.2, 4)}  # not published: no key
    assert table.sources == ("page",)
    assert len(table.sha256) == 64


def test_a_table_by_group_is_known_by_its_columns(tmp_path: Path) -> None:
    (row,) = read_published(_write(tmp_path, GROUPS)).groups

    assert row.fpir == {"EAsia_F": Quoted(0.04, 4), "EEurope_F": Quoted(0.01, 2)}
    assert row.max_over_geomean == Quoted(2.0, 0)
    assert row.rule == "as on the page"


def test_a_rounded_rate_may_have_been_half_a_unit_off() -> None:
    rate = Quoted(0.0006, 4)

    assert (rate.low, rate.high) == pytest.approx((0.00055, 0.00065))
    assert Quoted(0.0, 4).low == 0
    assert Quoted(1.0, 2).high == 1


def test_notes_and_a_byte_order_mark_are_no_rows(tmp_path: Path) -> None:
    path = _write(tmp_path, f"\ufeff# a note\n{MISSES}\n")

    assert read_published(path).algorithms == ("a_1", "b_2")


@pytest.mark.parametrize(
    ("text", "code", "part"),
    [
        ("", "E01", "not a table"),
        ("a,b\n1,2\n", "E01", "not a table"),
        ("algorithm,fnir_N10,fpir_A\nx,0.1,0.2\n", "E01", "not a table"),
        ("algorithm,fnir_N10\n", "E01", "not a table"),
        (MISSES.replace("source", "notes"), "E01", '"notes"'),
        (MISSES.replace("0.2,,", "oops,,"), "E05", "Row 3"),
        (MISSES.replace("0.2,,", "1.2,,"), "E05", "between 0 and 1"),
        (MISSES.replace("0.2,,", "-0.2,,"), "E05", "Row 3"),
        (MISSES.replace("0.2,,", "nan,,"), "E05", "Row 3"),
        (MISSES.replace("b_2", "a_1"), "E06", "rows 2 and 3"),
        (MISSES.replace("b_2", " "), "E05", "no value"),
        (MISSES.replace("0.2,,page", "0.2,page"), "E03", "Row 3"),
        (MISSES.replace(",source", ",full_name"), "E07", "full_name"),
        (MISSES.replace("page", "https://example.org/a"), "E07", "source"),
        (MISSES.replace("page", "@somebody"), "E07", "source"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(
    tmp_path: Path, text: str, code: str, part: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_published(_write(tmp_path, text))

    assert caught.value.problem.code == code
    assert part in caught.value.problem.message
    assert "somebody" not in caught.value.problem.message


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as gone:
        read_published(tmp_path / "none.csv")
    (tmp_path / "b.csv").write_bytes(b"\xff\xfe\x00algorithm")
    with pytest.raises(InputError) as coded:
        read_published(tmp_path / "b.csv")

    assert gone.value.problem.code == "E15"
    assert coded.value.problem.code == "E01"
