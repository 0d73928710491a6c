from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from matchaudit.errors import ParameterError
from matchaudit.records import (
    ComparisonTable,
    ReadOptions,
    map_path,
    propose,
    read_comparisons,
)
from matchaudit.records.schema import Field, Kind

Write = Callable[..., Path]
VENDOR = (
    "Officer Name;Query Person;Gallery Person;Similarity Score;Genuine;"
    "Probe Visible Pct;Probe covrng;Remark\n"
    "Jane Doe;A;A;0,91;genuine;80;none;ok\n"
    "Rick Roe;A;B;0,12;impostor;35,5;surgical;ok\n"
)


def test_a_vendor_file_is_understood(write: Write) -> None:
    proposal = propose(write("vendor.csv", VENDOR))

    assert (proposal.file, proposal.n_rows, proposal.kind.name) == (
        "vendor.csv",
        2,
        "comparisons",
    )
    assert proposal.missing == ()
    found = [(c.theirs, c.ours, c.certainty, c.note) for c in proposal.columns]
    assert found == [
        ("Officer Name", None, "left out", None),
        ("Query Person", "probe_subject", "yes", None),
        ("Gallery Person", "reference_subject", "yes", None),
        ("Similarity Score", "score", "yes", "0,80 is 0.80"),
        ("Genuine", "mated", "yes", None),
        ("Probe Visible Pct", "probe_visible_fraction", "yes", "divide by 100"),
        ("Probe covrng", "probe_mask", "ask", None),
        ("Remark", None, "ask", None),
    ]
    assert [c.theirs for c in proposal.questions] == ["Probe covrng", "Remark"]


def test_no_value_of_a_person_is_shown(write: Write) -> None:
    proposal = propose(write("vendor.csv", VENDOR))

    assert proposal.columns[0].example is None
    assert proposal.columns[0].question == "may name a person"
    assert "Jane" not in repr(proposal)
    assert proposal.columns[3].example == "0,91"


def test_answers_make_a_map_that_reads_the_clean_file(
    write: Write,
    workspace: Path,
    rows_of: Callable[[ComparisonTable], list[tuple[Any, ...]]],
) -> None:
    """What ``map`` writes is what ``audit`` needs, once the people are gone."""
    path = write("vendor.csv", VENDOR)
    sheet = propose(path).settle({"Probe covrng": "probe_mask", "Remark": None})

    assert sheet.left_out == ["Officer Name", "Remark"]
    assert sheet.percent == ["probe_visible_fraction"]
    assert sheet.decimal == "comma"
    assert sheet.recode == {"mated": {"genuine": "true", "impostor": "false"}}
    assert sheet.made_from is not None
    assert sheet.made_from.file == "vendor.csv"

    clean = write(
        "clean.csv", "\n".join(line.split(";", 1)[1] for line in VENDOR.splitlines())
    )
    table = read_comparisons(
        clean, options=ReadOptions(map_file=sheet), workspace=workspace
    )

    assert rows_of(table) == [
        (0, 0, 0.91, False, True, "none", pytest.approx(0.8)),
        (0, 1, 0.12, False, False, "surgical", pytest.approx(0.355)),
    ]


def test_yes_takes_safe_guesses_only(write: Write) -> None:
    sheet = propose(write("vendor.csv", VENDOR)).settle(yes=True)

    assert "Probe covrng" in sheet.left_out
    assert set(sheet.columns.values()) == {
        "probe_subject",
        "reference_subject",
        "score",
        "mated",
        "probe_visible_fraction",
    }


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"Probe covrng": "probe_mask"},
        {"Probe covrng": "probe_mask", "Remark": "hue"},
        {"Probe covrng": "score", "Remark": None},
        {"Probe covrng": None, "Remark": None, "Officer Name": "probe_group"},
    ],
)
def test_answers_that_will_not_do_are_refused(
    write: Write, answers: dict[str, str | None]
) -> None:
    with pytest.raises(ParameterError, match="answers"):
        propose(write("vendor.csv", VENDOR)).settle(answers)


def test_a_share_above_one_is_asked_about(write: Write) -> None:
    path = write("s.csv", "probe_visible_fraction,score\n80,0.5\n100,1\n")

    (column, _) = propose(path).columns

    assert column.certainty == "ask"
    assert column.question == "are these per cent, to divide by 100?"


def test_a_name_does_not_outweigh_values(write: Write) -> None:
    """A column called score that holds words is not taken for numbers."""
    proposal = propose(write("s.csv", "match score,sim\nhigh,0.5\nlow,0.1\n"))

    assert [c.ours for c in proposal.columns] == [None, "score"]


def test_what_is_missing_is_told(write: Write) -> None:
    proposal = propose(write("s.csv", "sim,x\n0.5,1\n"))

    assert proposal.missing == ("probe_subject", "reference_subject")


def test_distances_are_noted(write: Write) -> None:
    (column, _) = propose(write("s.csv", "Distance,x\n0.5,1\n")).columns

    assert (column.ours, column.note) == ("score", "distances: use --lower-is-closer")


def test_dates_are_asked_about_where_they_are_unclear(write: Write) -> None:
    kind = Kind(
        name="visits",
        row="one visit",
        fields=(
            Field(name="visited_at", type="date", meaning="When.", needed=True),
            Field(name="place", type="string", meaning="Where."),
        ),
    )
    unclear = propose(write("a.csv", "Visited At,place\n01/02/2025,x\n"), kinds=[kind])
    clear = propose(write("b.csv", "Visited At,place\n13/02/2025,x\n"), kinds=[kind])

    assert unclear.date_question == (
        "We cannot tell if 01/02/2025 is 1 February or January 2."
    )
    assert unclear.settle(yes=True, dates="day-first").dates == "day-first"
    assert (clear.date_question, clear.dates) == (None, "day-first")


def test_a_map_file_lies_beside_the_file() -> None:
    assert map_path(Path("a/scores.2025.csv")) == Path("a/scores.2025.map.yaml")


def test_scores_in_per_cent_are_asked_about(write: Write) -> None:
    """A score called "%" changes every threshold: nobody divides it unasked."""
    path = write("s.csv", "Similarity %,x\n64.5,1\n12,2\n")
    proposal = propose(path)

    (column, _) = proposal.columns
    assert (column.ours, column.certainty) == ("score", "ask")
    assert column.note == "divide by 100"
    sheet = proposal.settle({"Similarity %": "score", "x": None})
    assert sheet.percent == ["score"]
    assert propose(write("t.csv", "Similarity,x\n64.5,1\n")).columns[0].note is None
