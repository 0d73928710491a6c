"""Plain words for predictions: what would happen, how sure, assumed what, proved how."""

from collections.abc import Mapping

from matchaudit.estimation import wording
from matchaudit.estimation.counts import Estimate
from matchaudit.estimation.finding import Key
from matchaudit.galleries.prediction.forecast import Scale

ASSUMED = (
    "It is assumed that the gallery is made up like the people who were tested, that "
    "nobody in it is a relative or a second entry of the person searched for, that "
    "scores are on one scale, and that no score changes as the gallery grows."
)
ASSUMED_SHARES = (
    "It is assumed that the gallery holds each group in the share that was given, that "
    "people of a group are like those tested, that nobody in it is a relative or a "
    "second entry of the person searched for, that scores are on one scale, and that no "
    "score changes as the gallery grows. Groups are put together as if wrong matches "
    "with one said nothing of another, which is a little too high."
)
SAME_PHOTOS = (
    "It is assumed that photos in the field are as good as those of the test. They "
    "often are not, and then more people are missed."
)
UNRELATED = (
    "Such people must be drawn at random from those who will be searched for, and must "
    "not be in the gallery under another entry."
)
RELATIVES = (
    "Twins, brothers, sisters and second entries are in a large gallery, but not in "
    "such a test. No test like this one can show how often they are returned."
)
ADAPTED = (
    "Some systems change scores or thresholds as the gallery grows. Ask the vendor, and "
    "check it: search two galleries of different size at the same score."
)
GUESSED_SCALE = (
    "The scale of the scores was chosen by their shape ({scale}). A vendor's scale that "
    "flattens near its top misleads here: if you know the scale, give --score-scale."
)
HORIZON = 6
"""Decades of the false match rate beyond which nothing is predicted."""

# Ends that are smaller or larger parts of the common base are said out of their own.
_LEAST_SHARE, _MOST = 0.01, 1000
_NEXT_TO_NONE = 1e-6  # a rate below is not told as a number
_RAREST = 1e-9  # the smallest rate that is told as a number of anything
_ANYTHING = 0.99  # an upper limit from here on says nothing


def people(n: float) -> str:
    """Return a number of people, millions and billions in words.

    Examples
    --------
    >>> people(4_000), people(1_600_000), people(270_000_000), people(1.25e9)
    ('4,000', '1.6 million', '270 million', '1.25 billion')
    """
    for size, word in ((10**9, "billion"), (10**6, "million")):
        if n >= size * 0.9995:
            return f"{n / size:.3g} {word}"
    return wording.whole(n)


def score(value: float) -> str:
    """Return a score to five figures.

    Examples
    --------
    >>> score(0.62), score(1234567.0)
    ('0.62', '1,234,567')
    """
    return wording.whole(value) if abs(value) >= 1e5 else f"{value:.5g}"


def gallery(population: Mapping[str, Key]) -> str:
    """Return of which gallery and at which score something is said.

    Examples
    --------
    >>> gallery({"gallery_size": 270_000_000, "threshold": 0.62})
    'In a gallery of 270 million people, at score 0.62 or above,'
    >>> gallery({"gallery_size": 12_000, "target_fpir": 0.001})
    'In a gallery of 12,000 people, at the score predicted for 1 wrong search in 1,000,'
    """
    place = f"In a gallery of {people(float(population['gallery_size']))} people,"
    if "threshold" in population:
        return f"{place} at score {score(float(population['threshold']))} or above,"
    if "target_fpir" in population:
        held = wording.rounded(1 / float(population["target_fpir"]))
        return f"{place} at the score predicted for 1 wrong search in {held},"
    if "target_fmr" in population:
        held = wording.rounded(1 / float(population["target_fmr"]))
        return f"{place} at the score for 1 wrong match in {held} tries of the test,"
    return place


def somebody(population: Mapping[str, Key], *, enrolled: bool) -> str:
    """Return for whom is searched.

    Examples
    --------
    >>> somebody({"group": "B"}, enrolled=False)
    'somebody in group B who is not in it'
    """
    group = f" in group {population['group']}" if "group" in population else ""
    return f"somebody{group} who is {'' if enrolled else 'not '}in it"


def about(rate: Estimate) -> tuple[str, str]:
    """Return a rate and its interval as natural frequencies.

    Examples
    --------
    >>> about(Estimate(value=0.042, low=0.0112, high=0.13, confidence=0.95, method="x"))
    ('4.2 in 100', 'between 1.1 and 13 in 100')
    >>> about(Estimate(value=0.04, low=2e-7, high=0.5, confidence=0.95, method="x"))
    ('4 in 100', 'between 2 in 10,000,000 and 50 in 100')
    >>> about(Estimate(value=2e-12, low=1e-12, high=0.02, confidence=0.95, method="x"))
    ('fewer than 1 in 1,000,000,000', 'between 0 and 2 in 100')
    """
    if rate.value < _RAREST:
        return f"fewer than {wording.one_in(_RAREST)}", span(rate.low, rate.high, 100)
    value, size = float(f"{rate.value:.3g}"), 100
    while 0 < value * size < 1 and size < 10**12:
        size *= 10
    many = value * size
    said = f"{many:.2g}" if many < 10 else wording.whole(many)
    return f"{said} in {size:,}", span(rate.low, rate.high, size)


def span(low: float, high: float, size: int) -> str:
    """Return a range of rates in words, out of one base where that can be read.

    Examples
    --------
    >>> span(0.0, 0.13, 100)
    'between 0 and 13 in 100'
    >>> span(1.4e-6, 0.0092, 1_000_000)
    'between 1.4 in 1,000,000 and 9.2 in 1,000'
    """
    # Rounded outward: nobody can tell a billion from a thousand billion.
    low, high = (low if low >= _RAREST else 0.0), max(high, _RAREST)
    many = low * size, high * size
    if 0 < many[0] < _LEAST_SHARE or 0 < many[1] < _LEAST_SHARE or many[1] > _MOST:
        least = wording.limit(low, "down") if low else "0"
        return wording.ends(least, wording.limit(high, "up"))
    ends = (wording.end(many[0], "down"), wording.end(many[1], "up"))
    return f"{wording.ends(*ends)} in {size:,}"


def fpir_sentence(population: Mapping[str, Key], rate: Estimate) -> str:
    """Say how often a search of the larger gallery would return a wrong person.

    Examples
    --------
    >>> rate = Estimate(value=0.042, low=0.0112, high=0.13, confidence=0.95, method="x")
    >>> fpir_sentence({"gallery_size": 270_000_000, "threshold": 0.62}, rate)
    'In a gallery of 270 million people, at score 0.62 or above, about 4.2 in 100 searches for somebody who is not in it would return a wrong person. It is likely between 1.1 and 13 in 100.'

    At a target the middle is what was asked for, so only the range is told as a finding:

    >>> fpir_sentence({"gallery_size": 1_000_000, "target_fpir": 0.04}, rate)
    'In a gallery of 1 million people, at the score predicted for 1 wrong search in 25, likely between 1.1 and 13 in 100 searches for somebody who is not in it would return a wrong person. The score was chosen to make it 1 in 25.'
    """
    said, ends = about(rate)
    who = somebody(population, enrolled=False)
    would = f"searches for {who} would return a wrong person."
    if "target_fpir" in population and "group" not in population:
        held = wording.one_in(float(population["target_fpir"]))
        return (
            f"{gallery(population)} likely {ends} {would} The score was chosen to make "
            f"it {held}."
        )
    how = said if rate.value < _RAREST else f"about {said}"
    return f"{gallery(population)} {how} {would} It is likely {ends}."


def threshold_sentence(
    population: Mapping[str, Key], at: float, low: float, high: float
) -> str:
    """Say which score a target would need.

    Examples
    --------
    >>> where = {"gallery_size": 270_000_000, "target_fpir": 1e-3}
    >>> threshold_sentence(where, 0.71, 0.68, 0.75)
    'In a gallery of 270 million people, only scores of about 0.71 or above would keep wrong persons to 1 in 1,000 searches. The line is likely between scores 0.68 and 0.75.'
    """
    place, held = _target(population)
    return (
        f"{place} only scores of about {score(at)} or above would keep wrong "
        f"persons to {held} searches{_of_group(population)}. The line is likely between "
        f"scores {score(low)} and {score(high)}."
    )


def open_threshold_sentence(
    population: Mapping[str, Key], low: float | None, because: str
) -> str:
    """Say that the score for a target cannot be told.

    Examples
    --------
    >>> where = {"gallery_size": 270_000_000, "target_fpir": 1e-3}
    >>> open_threshold_sentence(where, 0.5, "the test is too small")
    'We cannot tell which score would keep wrong persons to 1 in 1,000 searches of 270 million people. The reason: the test is too small. It takes score 0.5 or above.'
    """
    _, held = _target(population)
    size = people(float(population["gallery_size"]))
    said = (
        f"We cannot tell which score would keep wrong persons to {held} searches"
        f"{_of_group(population)} of {size} people. The reason: {because}."
    )
    return said if low is None else f"{said} It takes score {score(low)} or above."


def bracket_sentence(
    population: Mapping[str, Key], low: float, high: float, because: str
) -> str:
    """Say between what a rate lies where no estimate can be trusted.

    Examples
    --------
    >>> where = {"gallery_size": 270_000_000, "threshold": 0.62}
    >>> bracket_sentence(where, 0.003, 0.21, "it is too far beyond the test")
    'We cannot tell how often a wrong person would be returned from a gallery of 270 million people, at score 0.62 or above. The reason: it is too far beyond the test. It is between 0.3 and 21 in 100 searches for somebody who is not in it.'
    """
    said = untold_sentence(population, "a wrong person would be returned", because)
    if low <= 0 and high >= _ANYTHING:
        return f"{said} The test sets no limit: it could be none or all."
    who = somebody(population, enrolled=False)
    return f"{said} It is {span(low, high, 100)} searches for {who}."


def untold_sentence(population: Mapping[str, Key], what: str, because: str) -> str:
    """Say that it cannot be told how often something would happen, and why.

    Examples
    --------
    >>> where = {"gallery_size": 12_000, "threshold": 0.62, "group": "A"}
    >>> untold_sentence(where, "a wrong person would be returned", "there is one pair")
    'We cannot tell how often a wrong person would be returned from a gallery of 12,000 people, at score 0.62 or above, in group A. The reason: there is one pair.'
    """
    place = gallery(population).removeprefix("In ").removesuffix(",")
    group = _of_group(population)
    return (
        f"We cannot tell how often {what} from {place}{',' if group else ''}{group}. "
        f"The reason: {because}."
    )


def fnir_sentence(population: Mapping[str, Key], rate: Estimate) -> str:
    """Say how often a search would miss the person, or not show them first.

    Examples
    --------
    >>> rate = Estimate(value=0.05, low=0.03, high=0.08, confidence=0.95, method="x")
    >>> fnir_sentence({"gallery_size": 12_000, "threshold": 0.62}, rate)
    'In a gallery of 12,000 people, at score 0.62 or above, about 5 in 100 searches for somebody who is in it would miss the right person. It is likely between 3 and 8 in 100.'
    """
    said, ends = about(rate)
    missed = "miss the right person"
    if population.get("rank") == 1:
        missed = "not show the right person first"
    if rate.value < _NEXT_TO_NONE:
        seen = ""
        if rate.events == 0:
            seen = f" In the test none of {rate.trials or 0:,} did."
        return (
            f"{gallery(population)} few searches for "
            f"{somebody(population, enrolled=True)} would {missed}.{seen} It could be "
            f"up to {wording.limit(rate.high, 'up')}."
        )
    return (
        f"{gallery(population)} about {said} searches for "
        f"{somebody(population, enrolled=True)} would {missed}. It is likely {ends}."
    )


def probes_sentence(
    population: Mapping[str, Key], n_probes: int, n_without: int | None
) -> str:
    """Say how many searches of the real gallery would prove a prediction.

    Examples
    --------
    >>> where = {"gallery_size": 270_000_000, "target_fpir": 1e-3}
    >>> probes_sentence(where, 8600, 3688)
    'To check this, search the real gallery of 270 million people for about 8,600 people who are known not to be in it. If the rate is as said, it is then known within about a factor of 2. If none of 3,688 such searches returns a wrong person, it is below 1 in 1,000.'
    """
    size = people(float(population["gallery_size"]))
    many = people(float(f"{n_probes:.2g}"))
    said = (
        f"To check this, search the real gallery of {size} people for about "
        f"{many} people{_of_group(population)} who are known not to be in "
        "it. If the rate is as said, it is then known within about a factor of 2."
    )
    if n_without is None:
        return said
    held = wording.one_in(float(population["target_fpir"]))
    return (
        f"{said} If none of {n_without:,} such searches returns a wrong person, it is "
        f"below {held}."
    )


def reach(times: float, decades: float) -> str:
    """Say how far a prediction goes beyond its test.

    Examples
    --------
    >>> reach(67_500, 3.2)
    'This goes far beyond the test: the gallery has 68,000 times as many people, and such a score is 1,600 times as rare as the rarest wrong match that the test can show.'
    >>> reach(0.5, 0.0)
    'This is within the test: it had as many people, and shows wrong matches as rare as this.'
    """
    more = f"the gallery has {wording.rounded(times)} times as many people"
    if decades > 0:
        rare = (
            f"such a score is {wording.rounded(max(10**decades, 1.1))} times as rare "
            "as the rarest wrong match that the test can show"
        )
        if times > 1:
            return f"This goes far beyond the test: {more}, and {rare}."
        return f"This goes beyond the test: {rare}."
    if times > 1:
        return (
            f"This goes beyond the test: {more}. Wrong matches as rare as this are "
            "still seen in it."
        )
    return (
        "This is within the test: it had as many people, and shows wrong matches as "
        "rare as this."
    )


def horizon() -> str:
    """Say where predictions end.

    Examples
    --------
    >>> horizon()
    'A score 1,000,000 times as rare as the test can show is the horizon: beyond it we give limits, no estimate.'
    """
    return (
        f"A score {10**HORIZON:,} times as rare as the test can show is the horizon: "
        "beyond it we give limits, no estimate."
    )


def too_far(decades: float, beyond: str) -> str:
    """Say why nothing is predicted, as a clause.

    Examples
    --------
    >>> too_far(7.04, "the threshold lies 7.0 decades beyond the test")
    'such a score is 11,000,000 times as rare as the test can show'
    >>> too_far(2.0, "a quarter of the test misses the whole by 0.6 decades")
    'a quarter of the test misses the whole by 0.6 powers of ten'
    """
    if decades > HORIZON:
        rare = wording.rounded(10 ** min(decades, 12.0))
        return f"such a score is {rare} times as rare as the test can show"
    return beyond.replace("decades", "powers of ten")


def tried(miss: float) -> str:
    """Say how well a quarter of the test told what the whole showed.

    Examples
    --------
    >>> tried(0.2)
    'A check: from a quarter of its people the whole test was predicted 1.6 times too high.'
    >>> tried(0.0)
    'A check: from a quarter of its people the whole test was predicted well.'
    """
    start = "A check: from a quarter of its people the whole test was predicted"
    times = 10.0 ** abs(miss)
    if times < 1.05:
        return f"{start} well."
    return (
        f"{start} {wording.rounded(times)} times too {'high' if miss > 0 else 'low'}."
    )


def guessed(scale: Scale) -> str:
    """Say that the scale was chosen, and which."""
    return GUESSED_SCALE.format(scale=scale)


def _target(population: Mapping[str, Key]) -> tuple[str, str]:
    size = people(float(population["gallery_size"]))
    held = wording.one_in(float(population["target_fpir"]))
    return f"In a gallery of {size} people,", held


def _of_group(population: Mapping[str, Key]) -> str:
    return f" in group {population['group']}" if "group" in population else ""
