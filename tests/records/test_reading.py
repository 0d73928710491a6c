"""Files that hold people's data where nobody expects them, and files that do not."""

import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

from matchaudit.errors import Problem
from matchaudit.records import ComparisonTable, MapFile, propose

Write = Callable[..., Path]
Refused = Callable[..., Problem]
Read = Callable[..., ComparisonTable]
IDS = "probe_subject,reference_subject,score"


def test_names_as_ids_are_to_be_replaced_not_cleaned_away(
    write: Write, problem: Refused
) -> None:
    found = problem(
        write("s.csv", f"{IDS}\nJOHN SMITH,JOHN SMITH,1\nJOHN SMITH,ANA LOPEZ,0\n")
    )

    assert found.code == "E07"
    assert 'We need "probe_subject" and "reference_subject"' in found.fix
    assert "clean" not in found.fix
    assert "SMITH" not in found.message


def test_other_people_beside_names_as_ids_are_for_clean(
    write: Write, problem: Refused
) -> None:
    text = (
        f"{IDS},probe_group\nJane Doe,Jane Doe,1,a@b.example\nJane Doe,Ana Lopez,0,\n"
    )
    found = problem(write("s.csv", text))

    assert found.fix.endswith('Then run "matchaudit clean" on the rest.')


def test_names_are_seen_in_ids_of_an_unknown_name(write: Write) -> None:
    """Where an id column is missing, a column of names is likely to be it."""
    rows = "Jane Doe,P1,0.5,Violent Crime\nAna Li,P2,0.1,Knife Crime\n"

    proposal = propose(write("s.csv", f"whom,reference_subject,score,why\n{rows}"))
    assert proposal.columns[0].certainty == "left out"

    placed = propose(write("t.csv", f"{IDS},why\nP1,P1,0.5,Violent Crime\n"))
    assert placed.columns[3].certainty == "ask"


@pytest.mark.parametrize(
    "value",
    [
        "jane@doe.example",
        "123-45-6789",
        "+44 20 7946 0000",
        "12 Main Street",
        "/9j/4AAQSkZJRg",
        '"{""name"": ""x""}"',
    ],
)
def test_one_such_value_in_a_covariate_is_enough(
    write: Write, problem: Refused, value: str
) -> None:
    rows = "".join(f"P{i},P{i},1,g\n" for i in range(1200))
    path = write("s.csv", f"{IDS},probe_group\n{rows}P1,P2,0,{value}\n")

    assert problem(path).code == "E07"


def test_birth_dates_in_a_covariate_are_refused(write: Write, problem: Refused) -> None:
    rows = "".join(f"P{i},P{i},1,{1950 + i}-02-13\n" for i in range(60))

    assert problem(write("s.csv", f"{IDS},probe_group\n{rows}")).code == "E07"


def test_a_name_for_each_person_in_a_covariate_is_refused(
    write: Write, problem: Refused
) -> None:
    first, last = ("Jane", "Rick", "Ana", "Omar"), ("Doe", "Roe", "Lin", "Berg", "Moe")
    rows = "".join(
        f"P{i}{j},P{i}{j},1,{f.upper()} {s.upper()}\n"
        for i, f in enumerate(first)
        for j, s in enumerate(last)
    )

    assert problem(write("s.csv", f"{IDS},probe_capture\n{rows}")).code == "E07"


def test_pseudonyms_groups_masks_and_captures_pass(write: Write, read: Read) -> None:
    groups = ["East Asia F", "Black/African American", "not recorded", "White Male"]
    masks = ["surgical mask", "none", "cloth mask", "half face"]
    captures = ["mugshot", "border kiosk", "body worn camera", "phone"]
    for make in ("P{:04}", "S{:05}", "subj-{}_a", "{}", "{:032x}", "uuid"):
        rows = [f"{IDS},probe_group,probe_mask,probe_capture\n"]
        for i in range(24):
            who = str(uuid.UUID(int=i)) if make == "uuid" else make.format(i)
            a, b, c = groups[i % 4], masks[i % 4], captures[i // 2 % 4]
            rows.append(f"{who},{who},0.{i + 1},{a},{b},{c}\n")

        assert read(write("s.csv", "".join(rows))).n_subjects == 24


def test_objects_and_lists_in_json_lines_are_refused(
    write: Write, problem: Refused
) -> None:
    row = '{"probe_subject": "A", "reference_subject": "A", "score": 1'
    for inside in ('{"k": "John Smith"}', '["x"]', "[]", "{}"):
        path = write("s.jsonl", f'{row}, "probe_mask": {inside}}}\n')
        found = problem(path)
        assert (found.code, "probe_mask" in found.what) == ("E07", True)


@pytest.mark.parametrize(
    "first",
    [
        "Jane Doe,Jane Doe,0.93",
        "P1,P1,83",
        "jane@doe.example,x,y",
        "a;b;0,5",
        "J1 D2 4.2",
    ],
)
def test_a_file_without_names_of_columns_is_told_without_its_values(
    write: Write, problem: Refused, first: str
) -> None:
    found = problem(write("s.csv", f"{first}\n{first}\n"))

    assert (found.code, found.what) == (
        "E01",
        "The first line of s.csv seems to hold values, not names of columns.",
    )


def test_columns_that_are_counted_may_be_mapped(write: Write, read: Read) -> None:
    sheet = MapFile(
        kind="comparisons",
        columns={"0": "probe_subject", "1": "reference_subject", "2": "score"},
    )

    assert read(write("s.csv", "0,1,2\nA,A,1\n"), map_file=sheet).n_subjects == 1


def test_names_after_a_hash_sign_are_names(write: Write, read: Read) -> None:
    table = read(write("s.csv", f"# Synthetic: by hand\n#{IDS}\nA,A,1\nB,B,1\n"))

    assert (table.inputs[0].rows, table.synthetic) == (2, "Synthetic: by hand")


@pytest.mark.parametrize(
    "row", ["Jane Doe,Jane Doe,Rick Roe", "A,A,jane@doe.example", "A,A,JOHN SMITH"]
)
def test_no_message_repeats_a_name(write: Write, problem: Refused, row: str) -> None:
    found = problem(write("s.csv", f"{IDS}\n{row}\n"))

    words = repr(found)
    assert not any(name in words for name in ("Jane", "Rick", "jane", "SMITH"))


@pytest.mark.parametrize(
    "text",
    [
        ",Jane Doe,P2\nP1,1,0\nP2,0,1\n",
        ",P1,P2\nJane Doe,1,0\nP2,0,1\n",
        ",P1,P2\nP1,1,0\nJane Doe,0,1\n",
        ",P1,P2\nP1,Jane Doe,0\nP2,0,1\n",
    ],
)
def test_no_message_on_a_matrix_repeats_a_name(
    write: Write, problem: Refused, text: str
) -> None:
    found = problem(write("m.csv", text))

    assert found.code in ("E05", "E07")
    assert "Jane" not in repr(found)


def test_a_list_of_objects_is_told_as_such(write: Write, problem: Refused) -> None:
    text = '[\n {"Officer Name": "Jane Doe", "score": 1}\n]\n'
    for name in ("a.json", "a.csv", "a.jsonl"):
        found = problem(write(name, text))
        assert found.code == "E02"
        assert "one JSON list" in found.what
        assert "Jane" not in repr(found)


def test_map_shows_no_value_of_a_column_that_it_cannot_place(write: Write) -> None:
    path = write("s.csv", f"{IDS},Remark\nA,A,1,SMITHSON\n")

    (guess,) = (c for c in propose(path).columns if c.theirs == "Remark")
    assert guess.example is None
    assert guess.certainty == "ask"


def test_an_empty_row_of_a_spreadsheet_is_passed_over(
    write: Write, read: Read, problem: Refused
) -> None:
    table = read(write("s.csv", f"{IDS}\nA,A,1\n,,\nB,B,1\n,,\n"))
    assert table.inputs[0].rows == 2

    found = problem(write("t.csv", f"{IDS}\nA,A,1\n,,\nB,B,oops\n"))
    assert (found.code, found.row) == ("E05", 4)
    assert problem(write("u.csv", f"{IDS}\n,,\n")).code == "E15"


def test_the_same_file_twice_is_refused(write: Write, problem: Refused) -> None:
    one = write("one.csv", f"{IDS}\nA,A,1\n")
    two = write("two.csv", f"{IDS}\nA,A,1\n")

    assert problem([one, one]).what == "one.csv was given twice."
    found = problem([one, two])
    assert found.code == "E13"
    assert found.what == "one.csv and two.csv hold the same, to the last byte."


def test_ids_written_as_floats_are_whole_numbers(
    write: Write,
    read: Read,
    write_parquet: Callable[..., Path],
    rows_of: Callable[[ComparisonTable], list[tuple[object, ...]]],
) -> None:
    """Ids such as 12.0 come from spreadsheets that met an empty cell."""
    text = read(write("s.csv", f"{IDS}\n0.0,0,0.9\n12.0,0,0.1\n"))
    real = read(
        write_parquet(
            "SELECT * FROM (VALUES (0::DOUBLE, 0, 0.9), (12, 0, 0.1)) "
            "t(probe_subject, reference_subject, score)"
        )
    )

    for table in (text, real):
        assert [row[:2] for row in rows_of(table)] == [(0, 0), (1, 0)]
        assert table.cautions == ()


def test_ids_that_only_look_like_floats_stay(write: Write, read: Read) -> None:
    assert read(write("s.csv", f"{IDS}\n1.0,1,0.9\nv1.0,v1,0.1\n")).n_subjects == 4


def test_no_person_on_both_sides_is_a_caution(write: Write, read: Read) -> None:
    (caution,) = read(write("s.csv", f"{IDS}\nA,b,0.9\nB,a,0.1\n")).cautions
    assert caution.startswith("No person is on both sides")

    assert read(write("t.csv", f"{IDS}\nA,B,0.9\nB,A,0.1\n")).cautions == ()


@pytest.mark.parametrize("nothing", ["NULL", "nan", "n/a", "NA", "None", "<NA>"])
def test_an_id_that_says_nothing_is_missing(
    write: Write, problem: Refused, nothing: str
) -> None:
    found = problem(write("s.csv", f"{IDS}\nA,A,1\n{nothing},A,0\nA,{nothing},0\n"))

    assert (found.code, found.row) == ("E05", 3)
    assert found.what.startswith('Row 3 has no value in the column "probe_subject".')


def test_a_group_that_says_nothing_is_not_recorded(
    write: Write,
    read: Read,
    rows_of: Callable[[ComparisonTable], list[tuple[object, ...]]],
) -> None:
    text = f"{IDS},probe_group,probe_mask\nA,A,1,nan,none\nA,B,0,N/A,None\n"

    table = read(write("s.csv", text))

    assert [row[5:] for row in rows_of(table)] == [(None, "none"), (None, "None")]


@pytest.mark.parametrize("score", ["1_000", "1e400", "-1e400"])
def test_numbers_that_only_a_computer_accepts_are_refused(
    write: Write, problem: Refused, score: str
) -> None:
    assert problem(write("s.csv", f"{IDS}\nA,A,{score}\n")).code == "E05"
    matrix = f",A,B\nA,1,{score}\nB,0,1\n"
    assert problem(write("m.csv", matrix), matrix=True).code == "E05"


@pytest.mark.parametrize("score", ["1.234", "1.350,7"])
def test_a_point_beside_a_decimal_comma_is_refused(
    write: Write, problem: Refused, score: str
) -> None:
    path = write(
        "s.csv", f"{IDS}\nA;A;0,9\nA;B;{score}\n".replace(IDS, IDS.replace(",", ";"))
    )
    found = problem(path, decimal="comma")

    assert (found.code, found.value) == ("E05", score)
    assert found.fix == "Leave out signs that part thousands."
    matrix = write("m.csv", f";A;B\nA;1;{score}\nB;0;1\n")
    assert problem(matrix, decimal="comma").code == "E05"


def test_parquet_without_rows_is_refused(
    write_parquet: Callable[..., Path], problem: Refused
) -> None:
    path = write_parquet(
        "SELECT 1 AS probe_subject, 1 AS reference_subject, 0.5 AS score LIMIT 0"
    )

    assert problem(path).code == "E15"


@pytest.mark.parametrize("said", ["\\t", "tab", "TAB", "\t"])
def test_a_tab_can_be_said(write: Write, read: Read, said: str) -> None:
    path = write("s.csv", f"{IDS}\nA,A,1\n".replace(",", "\t"))

    assert read(path, delimiter=said).n_subjects == 1


@pytest.mark.parametrize("said", ["", "ab", "||", "\n", '"'])
def test_a_delimiter_is_one_sign(write: Write, problem: Refused, said: str) -> None:
    assert problem(write("s.csv", f"{IDS}\nA,A,1\n"), delimiter=said).code == "E13"


def test_per_cent_may_be_said_by_either_name(
    write: Write,
    read: Read,
    rows_of: Callable[[ComparisonTable], list[tuple[object, ...]]],
) -> None:
    path = write("s.csv", f"{IDS},Vis\nA,A,1,50\n")
    names = IDS.split(",")
    sheet = MapFile(
        kind="comparisons",
        columns={n: n for n in names} | {"Vis": "probe_visible_fraction"},
    )

    for said in ("Vis", "probe_visible_fraction"):
        table = read(path, map_file=sheet, percent=(said,))
        assert rows_of(table)[0][5] == 0.5


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("scor", 'no column "scor". Did you mean score?'),
        ("probe_visible_fraction", 'no column "probe_visible_fraction".'),
        ("probe_subject", "holds no numbers"),
    ],
)
def test_per_cent_of_no_column_is_refused(
    write: Write, problem: Refused, said: str, words: str
) -> None:
    found = problem(write("s.csv", f"{IDS}\nA,A,1\n"), percent=(said,))

    assert found.code == "E13"
    assert words in found.what


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"percent": ["scores"]}, 'no "scores" among our columns. Did you mean score?'),
        ({"recode": {"probe_msk": {"1": "x"}}}, "Did you mean probe_mask?"),
        ({"left_out": ["score"]}, 'It names "score" and also leaves it out.'),
    ],
)
def test_a_map_that_says_nothing_we_know_is_refused(
    write: Write, problem: Refused, wrong: dict[str, object], words: str
) -> None:
    names = dict.fromkeys(IDS.split(","))
    facts = {"kind": "comparisons", "columns": {n: n for n in names}} | wrong
    sheet = MapFile.model_validate(facts)

    found = problem(write("s.csv", f"{IDS}\nA,A,1\n"), map_file=sheet)

    assert found.code == "E18"
    assert words in found.what


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_json_lines_of_other_encodings_are_read(
    write: Write, read: Read, encoding: str
) -> None:
    row = '{"probe_subject": "Ä", "reference_subject": "Ä", "score": 1}\n'

    assert read(write("s.jsonl", row, encoding)).n_subjects == 1


def test_text_in_utf_16_without_a_mark_is_read(write: Write, read: Read) -> None:
    text = f"{IDS}\nA,A,1\n"
    for encoding in ("utf-16-le", "utf-16-be"):
        assert read(write("s.csv", text, encoding)).n_subjects == 1


def test_a_compressed_file_is_told_as_such(tmp_path: Path, problem: Refused) -> None:
    for name in ("s.csv.gz", "s.csv"):
        path = tmp_path / name
        path.write_bytes(b"\x1f\x8b\x08\x00rest")
        found = problem(path)
        assert (found.code, "a compressed file" in found.what) == ("E02", True)


def test_a_damaged_parquet_file_is_told_as_such(
    tmp_path: Path, problem: Refused
) -> None:
    path = tmp_path / "s.parquet"
    path.write_bytes(b"PAR1 cut off")

    found = problem(path)
    assert found.code == "E03"
    assert "damaged" in found.what
    assert "spreadsheet" not in found.fix


def test_a_folder_has_a_name(problem: Refused) -> None:
    assert problem(Path()).what == '"." is a folder.'


def test_a_value_of_a_workbook_may_begin_with_a_hash_sign(
    write_workbook: Callable[..., Path], read: Read
) -> None:
    rows = [
        ["# Synthetic: by hand"],
        IDS.split(","),
        ["#P001", "#P001", 1],
        ["B", "B", 1],
    ]

    table = read(write_workbook(rows))
    assert (table.inputs[0].rows, table.synthetic) == (2, "Synthetic: by hand")


@pytest.mark.parametrize(
    ("same", "other"), [("1.0", "0.0"), ("yes", "no"), ("TRUE", "FALSE")]
)
def test_yes_and_no_in_many_words(
    write: Write, read: Read, same: str, other: str
) -> None:
    path = write("s.csv", f"{IDS},mated\nA,A,1,{same}\nA,B,0,{other}\n")

    assert read(path).inputs[0].rows == 2


def test_other_words_for_yes_lead_to_the_map_file(
    write: Write, problem: Refused
) -> None:
    found = problem(write("s.csv", f"{IDS},mated\nA,A,1,genuine\nA,B,0,impostor\n"))

    assert found.code == "E05"
    assert 'map file ("recode")' in found.fix


def test_many_unknown_columns_are_told_at_once(write: Write, problem: Refused) -> None:
    columns = [f"feature_probe_sub{i}" for i in range(1500)]
    values = ",".join("1" for _ in columns)
    path = write("s.csv", f"{IDS},{','.join(columns)}\nA,A,1,{values}\n")

    found = problem(path)
    assert found.code == "E01"
    assert found.what.startswith("We do not know 1,500 columns:")
