from dataclasses import replace

from matchaudit.disclosure import Released
from matchaudit.estimation.finding import Column, Curve, Finding, Key
from matchaudit.report.curves import Row
from matchaudit.report.evidence import Evidence, Section
from matchaudit.report.figure import Figure, Table
from matchaudit.report.messages import Messages
from matchaudit.report.sections import conditions, det, groups, rates, sections
from report import sample

WORDS = Messages("en")


def evidence(*findings: Finding, curves: tuple[Curve, ...] = ()) -> Evidence:
    """Return these findings and curves, indexed."""
    return Evidence.of(Released.local(findings, curves, sample.provenance()), WORDS)


def section(name: str, *findings: Finding) -> Section:
    """Return one section made from these findings."""
    return next(s for s in sections(evidence(*findings)) if s.name == name)


def test_every_finding_is_in_exactly_one_section() -> None:
    """Nothing is lost, and nothing is told twice."""
    released = sample.released()
    whole = Evidence.of(released, WORDS)
    shown = [
        id(finding)
        for build in (rates, det, groups, conditions)
        for finding in build.draft(whole).findings
    ]

    assert len(shown) == len(set(shown))
    assert "other" not in {s.name for s in sections(whole)}


def test_condition_on_both_sides_is_a_group() -> None:
    both: dict[str, Key] = {
        "threshold": 0.5,
        "probe_capture": "x",
        "reference_capture": "x",
    }
    one: dict[str, Key] = {"threshold": 0.5, "probe_mask": "none"}

    assert groups.is_group(replace(sample.findings()[0], population=both))
    assert not groups.is_group(replace(sample.findings()[0], population=one))


def test_rates_of_one_kind_are_said_out_of_one_number() -> None:
    """1 in 1,000 beside 21 in 100,000 could not be compared at a glance."""
    found = [
        sample.rate(
            "accuracy/fmr",
            value,
            {"threshold": 0.6, "probe_group": g, "reference_group": g},
            100_000,
        )
        for g, value in (("A", 2.1e-4), ("B", 1e-3), ("C", 1.6e-4))
    ]
    drawn = section("groups", *found).exhibits[0]

    assert isinstance(drawn, Figure)
    assert [row[1] for row in drawn.table.rows] == [
        "21 in 100,000",
        "100 in 100,000",
        "16 in 100,000",
    ]
    assert "The highest is B (100 in 100,000)" in drawn.description
    assert "the lowest is C (16 in 100,000)" in drawn.description


def test_few_errors_are_given_as_counts_with_the_unit_of_their_range() -> None:
    few = replace(
        sample.findings()[0],
        estimate=1 / 517,
        events=1,
        trials=517,
        interval=(0.00034, 0.0109),
    )
    drawn = section("rates", few).exhibits[0]

    assert isinstance(drawn, Figure)
    assert drawn.table.rows[0][1:3] == ("1 of 517", "0.34 and 11 in 1,000")


def test_rate_without_errors_is_none_seen_and_at_most() -> None:
    none_seen = replace(
        sample.findings()[0], estimate=0.0, interval=(0.0, 3.2e-5), events=0
    )
    drawn = section("rates", none_seen).exhibits[0]

    assert isinstance(drawn, Figure)
    assert drawn.table.rows[0][1:3] == ("none seen", "at most 32 in 1,000,000")


def test_target_without_an_end_is_at_least() -> None:
    bounded = Finding(
        id="accuracy/threshold_at_fmr",
        population={"target_fmr": 1e-6},
        status="bounded",
        interval=(0.88, None),
        confidence=0.95,
        unit="score",
        method="band",
        says="At least 0.88.",
    )
    shown = section("rates", bounded).exhibits[0]

    assert isinstance(shown, Table)
    assert shown.rows == (("1 in 1,000,000", "not known", "at least 0.88"),)


def test_caution_of_all_ranges_at_targets_is_told_once_below_their_table() -> None:
    caution = "This range also allows for the score."
    found = [
        replace(f, cautions=(caution,)) if f.id == "accuracy/fnmr_at_fmr" else f
        for f in sample.findings()
        if "target_fmr" in f.population
    ]
    made = section("rates", *found)

    assert isinstance(made.exhibits[0], Table)
    assert made.exhibits[0].note == caution
    assert caution not in made.cannot_tell


def test_cautions_that_differ_in_a_number_are_told_once() -> None:
    """The smallest number stands for all: it is the strongest caution."""
    first, second = (
        replace(
            sample.findings()[0],
            population={"threshold": k / 10},
            cautions=(f"About {k} people carry it.",),
        )
        for k in (9, 4)
    )
    told = section("rates", first, second).cannot_tell

    assert [t for t in told if "carry" in t] == ["About 4 people carry it."]


def test_methods_and_sources_are_named() -> None:
    worked = " ".join(section("rates", sample.findings()[0]).worked_out)

    assert "accuracy/fmr by dyadic-wilson." in worked
    assert "ISO/IEC 19795-1:2021, false match rate" in worked
    assert "this sample could show" not in worked


def test_visible_share_keeps_zero_on_its_axis() -> None:
    """A fit of 0 is drawn at 0, not at the lowest decade of a log axis."""
    curve = sample.visible()
    columns = tuple(
        replace(c, values=(*c.values[:-1], 0.0)) if c.name in {"fnmr", "fit"} else c
        for c in curve.columns
    )
    zero = replace(curve, columns=columns)
    made = conditions.draft(evidence(curves=(zero,))).exhibits[0]

    assert isinstance(made, Figure)
    assert made.table.rows[-1][1:3] == ("none seen", "at most 29 in 1,000")
    assert ">0%<" in made.wide


def test_few_missed_matches_by_visible_share_are_counts() -> None:
    curve = sample.visible()
    events = Column("events", "integer", "count", "missed", (192, 130, 35, 9))
    counted = replace(curve, columns=(*curve.columns, events))
    made = conditions.draft(evidence(curves=(counted,))).exhibits[0]

    assert isinstance(made, Figure)
    assert made.table.rows[-1][1:] == ("9 of 480", "14 and 29 in 1,000", "480")
    assert made.table.rows[2][1:3] == ("9 in 100", "6.3 and 12.2 in 100")


def test_conditions_at_other_thresholds_are_in_a_table() -> None:
    found = [
        sample.rate("accuracy/fnmr", value, {"threshold": at, "probe_mask": mask}, 900)
        for at in (0.5, 0.6)
        for mask, value in (("none", 0.03), ("surgical", 0.2))
    ]
    table = section("conditions", *found).exhibits[-1]

    assert isinstance(table, Table)
    assert table.caption == "The same conditions at the other thresholds"
    assert table.header[:3] == ("What", "Threshold", "Condition")
    assert [row[1:4] for row in table.rows] == [
        ("0.6", "none", "3 in 100"),
        ("0.6", "surgical", "20 in 100"),
    ]


def test_points_that_a_log_axis_cannot_hold_are_left_out() -> None:
    points: list[Row] = [
        {"threshold": 0.3, "fmr": 0.1, "fnmr": 0.1},
        {"threshold": 0.1, "fmr": 1.0, "fnmr": 0.0},
        {"threshold": 0.2, "fmr": 0.5, "fnmr": None},
        {"threshold": 0.25, "fmr": 0.2, "fnmr": 0.05},
    ]

    assert [p["threshold"] for p in det.usable(points)] == [0.25, 0.3]
