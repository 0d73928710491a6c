"""Findings about what a candidate is worth: every one a range."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from matchaudit.estimation import wording as plain
from matchaudit.estimation.finding import Finding, Key
from matchaudit.galleries.worth import wording
from matchaudit.galleries.worth.drivers import Driver
from matchaudit.galleries.worth.ranges import Range, Sample

METHOD = "worth model, Monte Carlo over the inputs"
SOURCES = ("ISO/IEC 19795-1:2021, FPIR and TPIR",)
CORRECT = (0.5, 0.9, 0.95)
"""How often a candidate may be asked to be right, for the share that this needs."""

ONLY_LIMITS = (
    "Only limits are known of how often a search returns a wrong person, so no value "
    "between the two ends is more likely than another."
)
NOT_AVERAGED = (
    "No test can tell how many of the people searched are in the gallery. So it is never "
    "averaged over: each share has its own range."
)


def worth_findings(
    sample: Sample,
    *,
    enrolled: Sequence[float],
    searches: int | None = None,
    cautions: Sequence[str] = (),
) -> list[Finding]:
    """Return what one candidate is worth, and what a year brings.

    Parameters
    ----------
    sample : Sample
    enrolled : sequence of float
        Shares of the people searched who are in the gallery, inside (0, 1).
    searches : int, optional
        A year.
    cautions : sequence of str
        Of the inputs.

    Returns
    -------
    list of Finding
        ``galleries/candidate_correct`` for each share, of the first candidate, of one
        that a reviewer accepts, and of any one returned; ``galleries/match_weight``,
        ``galleries/break_even_enrolled``, ``galleries/false_candidates_per_year``,
        ``galleries/wrong_candidates_per_year``.
    """
    says = _Statements(sample, tuple(cautions))
    found = [f for share in enrolled for f in says.correct(share)]
    if sample.inputs.shown is None:  # else a match weighs nothing: all are shown
        found.append(says.weight())
        found += [says.break_even(correct) for correct in CORRECT]
    if searches is not None:
        found += says.yearly(searches, enrolled)
    return found


def driver_findings(
    drivers: Sequence[Driver], population: Mapping[str, Key]
) -> list[Finding]:
    """Return which input drives the width, the strongest first.

    Parameters
    ----------
    drivers : sequence of Driver
    population : mapping of str to str, int, float or bool

    Returns
    -------
    list of Finding
        ``galleries/worth_driver``, one for each input that has a part in the width.
    """
    known = [(d.share, d) for d in drivers if d.share is not None and d.share > 0]
    ordered = sorted(known, key=lambda pair: -pair[0])
    return [
        Finding(
            id="galleries/worth_driver",
            population={**population, "input": driver.input},
            status="counted",
            estimate=share,
            unit="share",
            method="one input moved through its range, the others in the middle",
            says=f"Of the width of the range, {_in_100(share)} comes from this input: "
            f'"{driver.words}".',
            sources=SOURCES,
            curve="data/worth_inputs.csv",
        )
        for share, driver in ordered
    ]


def _in_100(share: float) -> str:
    many = plain.whole(100 * share)
    return "less than 1 in 100" if many == "0" else f"about {many} in 100"


class _Statements:
    """What is said of one group."""

    def __init__(self, sample: Sample, cautions: tuple[str, ...]) -> None:
        self.sample = sample
        inputs = sample.inputs
        self.population: dict[str, Key] = {"gallery_size": inputs.gallery_size}
        self.population |= inputs.at
        if inputs.group:
            self.population["group"] = inputs.group
        if inputs.shown is not None:
            self.population["mode"] = "investigation"
        self.cautions = cautions
        self.who = f"Group {inputs.group}: " if inputs.group else ""

    def finding(
        self, name: str, numbers: Range, says: str, *, unit: str, **more: Key
    ) -> Finding:
        high = numbers.high if np.isfinite(numbers.high) else None
        return Finding(
            id=f"galleries/{name}",
            population={**self.population, **more},
            status="bounded",
            interval=(numbers.low, high),
            confidence=self.sample.confidence,
            unit=unit,
            method=METHOD,
            says=self.who + says,
            sources=SOURCES,
            cautions=(*self.cautions, *self.limits(numbers)),
            curve="data/worth.csv" if name == "candidate_correct" else None,
        )

    def limits(self, numbers: Range) -> tuple[str, ...]:
        return (ONLY_LIMITS,) if numbers.middle is None else ()

    def correct(self, enrolled: float) -> Iterator[Finding]:
        given = wording.if_enrolled(enrolled)
        numbers = self.sample.search_correct(enrolled)
        any_one = self.sample.candidate_correct(enrolled)
        first = "the first one returned" if any_one else "a returned candidate"
        yield self.right(f"{given}, {first}", numbers, enrolled_share=enrolled)
        if self.sample.inputs.reviewed:
            yield self.right(
                f"{given}, one that a reviewer accepts",
                self.sample.search_correct(enrolled, reviewed=True),
                enrolled_share=enrolled,
                reviewed="yes",
            )
        if any_one is not None:
            yield self.right(
                f"{given}, any one returned",
                any_one,
                enrolled_share=enrolled,
                level="candidate",
            )

    def right(self, what: str, numbers: Range, **more: Key) -> Finding:
        return self.finding(
            "candidate_correct",
            numbers,
            f"{what} is right {wording.times(numbers.low, numbers.high)}.",
            unit="probability",
            **more,
        )

    def weight(self) -> Finding:
        numbers = self.sample.match_weight()
        return self.finding(
            "match_weight",
            numbers,
            "People who are in the gallery match "
            f"{wording.ratio(numbers.low, numbers.high)} times as often as those who are "
            "not.",
            unit="ratio",
        )

    def break_even(self, correct: float) -> Finding:
        numbers = self.sample.break_even_enrolled(correct)
        aim = "To be right half of the time"
        if correct != 0.5:
            aim = f"To be right {wording.part(correct).replace(' in ', ' times in ')}"
        if not np.isfinite(numbers.low):
            numbers = Range(1.0, None, np.inf)
            says = f"{aim}, no share of people in the gallery is enough."
        elif not np.isfinite(numbers.high):
            says = (
                f"{aim}: {wording.least(numbers.low)} of the people searched or more "
                "must be in the gallery, and even all may not be enough."
            )
        else:
            needed = wording.shares(numbers.low, numbers.high)
            says = f"{aim}: {needed} of the people searched must be in the gallery."
        return self.finding(
            "break_even_enrolled", numbers, says, unit="probability", correct=correct
        )

    def yearly(self, searches: int, enrolled: Sequence[float]) -> Iterator[Finding]:
        for share in enrolled:
            numbers = _scaled(self.sample.wrong_searches(share), searches)
            yield self.finding(
                "false_candidates_per_year",
                numbers,
                f"{wording.if_enrolled(share)}, {wording.so_many(numbers)} of "
                f"{searches:,} searches a year put a wrong person first.",
                unit="count",
                enrolled_share=share,
            )
        each = self.sample.wrong_candidates()
        if each is not None:
            numbers = _scaled(each, searches)
            yield self.finding(
                "wrong_candidates_per_year",
                numbers,
                f"{searches:,} searches a year return {wording.so_many(numbers)} wrong "
                f"people: {wording.counts(each)} in each search.",
                unit="count",
            )


def _scaled(numbers: Range, by: int) -> Range:
    middle = None if numbers.middle is None else by * numbers.middle
    return Range(by * numbers.low, middle, by * numbers.high)
