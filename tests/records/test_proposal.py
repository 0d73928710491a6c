from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from matchaudit.errors import ParameterError
from matchaudit.records import (
    SEARCHES,
    ComparisonTable,
    ReadOptions,
    clean,
    map_path,
    propose,
    read_comparisons,
    read_records,
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


LOG_NAMES = [
    "Request #",
    "Date/Time Submitted",
    "Requesting Agency",
    "DB Size",
    "Match Threshold (%)",
    "Top Similarity",
    "# Candidates",
    "Examiners",
    "Incident No.",
    "Offense",
    "Disposition",
    "Officer Name",
    "Suspect DOB",
]
LOG_ROW = [
    "2025-00017",
    "01/02/2025 09:14",
    "North PD",
    "1,200,000",
    "80",
    "0.9132",
    "20",
    "2",
    "25-10442",
    "robbery",
    "lead",
    "Jane Doe",
    "1980-02-01",
]


@pytest.fixture
def log(write_workbook: Callable[..., Path]) -> Path:
    """The search log of an agency, with its own names of columns."""
    second = [
        "2025-00018",
        "13/02/2025 10:00",
        *LOG_ROW[2:10],
        "Refuted",
        *LOG_ROW[11:],
    ]
    return write_workbook([LOG_NAMES, LOG_ROW, second], "searches_2025.xlsx")


def test_a_search_log_is_known_by_its_columns(log: Path) -> None:
    proposal = propose(log)

    assert proposal.kind.title == "a search log"
    found = {c.theirs: (c.ours, c.certainty, c.note) for c in proposal.columns}
    assert found == {
        "Request #": ("search_id", "yes", None),
        "Date/Time Submitted": ("searched_at", "yes", None),
        "Requesting Agency": ("agency", "yes", None),
        "DB Size": ("gallery_size", "yes", None),
        "Match Threshold (%)": ("threshold", "yes", "divide by 100"),
        "Top Similarity": ("top_score", "yes", None),
        "# Candidates": ("candidates", "yes", None),
        "Examiners": ("reviewers", "yes", None),
        "Incident No.": (None, "left out", None),
        "Offense": ("offence", "yes", None),
        "Disposition": (
            "outcome",
            "yes",
            "confirmed, refuted, unresolved or not_followed_up?",
        ),
        "Officer Name": (None, "left out", None),
        "Suspect DOB": (None, "left out", None),
    }
    assert proposal.date_column == "Date/Time Submitted"
    assert proposal.date_question is not None
    assert "Row 3 has 13/02/2025" in proposal.date_question
    assert "Jane" not in repr(proposal)
    assert "10442" not in repr(proposal)


def test_words_are_asked_about_one_by_one(log: Path) -> None:
    proposal = propose(log)

    (question,) = proposal.vocabularies["Disposition"].open
    assert (question.said, question.guess) == ("lead", None)
    with pytest.raises(ParameterError, match="words"):
        propose(log).settle(dates="day-first")
    words = {"Disposition": {"lead": "unresolved"}}
    assert proposal.settle(words=words, dates="day-first").recode == {
        "outcome": {"lead": "unresolved"}
    }
    nothing = proposal.settle(words={"Disposition": {"lead": None}}, dates="day-first")
    assert nothing.recode == {"outcome": {"lead": ""}}
    with pytest.raises(ParameterError, match="words"):
        proposal.settle(words={"Disposition": {"lead": "maybe"}}, dates="day-first")


def test_yes_leaves_out_a_column_whose_words_are_open(log: Path) -> None:
    sheet = propose(log).settle(yes=True)

    assert "Disposition" in sheet.left_out
    assert "outcome" not in sheet.columns.values()


def test_yes_takes_words_that_differ_in_spaces_only(write: Write) -> None:
    path = write("log.csv", "search_id,searched_at,mode\nS1,2025-02-01,Real-Time\n")

    assert propose(path).settle(yes=True).recode == {"mode": {"Real-Time": "realtime"}}


def test_a_mapped_and_clean_log_can_be_read(log: Path, workspace: Path) -> None:
    """What the three commands do, from the agency's file to canonical rows."""
    words = {"Disposition": {"lead": "unresolved"}}
    sheet = propose(log).settle(words=words, dates="day-first")
    copy = clean(log)

    table = read_records(
        copy.path,
        kind=SEARCHES,
        options=ReadOptions(map_file=sheet),
        workspace=workspace,
    )

    assert copy.dropped == ("Incident No.", "Officer Name", "Suspect DOB")
    with duckdb.connect() as connection:
        rows = connection.execute(
            "SELECT search_id, searched_at::VARCHAR, gallery_size, threshold, outcome "  # noqa: S608 - our own SQL
            f"FROM ({table.sql}) ORDER BY source_row"
        ).fetchall()
    assert rows == [
        ("2025-00017", "2025-02-01 09:14:00", 1200000, 0.8, "unresolved"),
        ("2025-00018", "2025-02-13 10:00:00", 1200000, 0.8, "refuted"),
    ]


def test_words_that_may_be_names_are_not_shown(write: Write) -> None:
    path = write(
        "log.csv",
        "search_id,searched_at,outcome\nS1,2025-02-01,Jane Doe\nS2,2025-02-01,x\n",
    )

    proposal = propose(path)

    assert proposal.vocabularies["outcome"].unfit
    assert "Jane" not in repr(proposal)
    assert "outcome" in proposal.settle(yes=True).left_out


def test_a_date_of_a_request_is_that_of_the_search(write: Write) -> None:
    path = write("log.csv", "search_id,Date of request\nS1,2025-02-01\n")

    assert propose(path).settle(yes=True).columns["Date of request"] == "searched_at"
