"""Plain words for rates of 1:N search: which searches, which line, how sure."""

from collections.abc import Mapping

from matchaudit.estimation import wording
from matchaudit.estimation.counts import Estimate
from matchaudit.estimation.finding import Key

OTHERS, ENROLLED = "people not in the gallery", "people in the gallery"
_NEXT_TO_NOTHING = 0.01
_FEW_EVENTS = 10  # fewer are not put in proportion: "3 of 517", not "58 in 10,000"


def score(value: float) -> str:
    """Return a score to five figures.

    Examples
    --------
    >>> score(0.64), score(1234567.0)
    ('0.64', '1,234,567')
    """
    return wording.whole(value) if abs(value) >= 1e5 else f"{value:.5g}"


def at_score(threshold: float | None) -> str:
    """Return the line from which candidates count, with a leading blank, or nothing.

    Examples
    --------
    >>> at_score(0.62), at_score(None)
    (' at score 0.62 or above', '')
    """
    return "" if threshold is None else f" at score {score(threshold)} or above"


def people_of(population: Mapping[str, Key]) -> str:
    """Return the group or condition in words, or nothing.

    Examples
    --------
    >>> people_of({"dimension": "probe_group", "group": "B"})
    'group B'
    >>> people_of({"dimension": "probe_visible_fraction", "group": "0.25 to 0.5"})
    'visible fraction 0.25 to 0.5'
    """
    if "dimension" not in population:
        return ""
    name = str(population["dimension"]).removeprefix("probe_").replace("_", " ")
    return f"{name} {population['group']}"


def gallery_of(population: Mapping[str, Key]) -> str:
    """Return which gallery was searched, or nothing.

    Examples
    --------
    >>> gallery_of({"gallery_size": 1_600_000})
    'gallery of 1,600,000 people'
    >>> gallery_of({"gallery": "booking", "system": "S1"})
    'gallery booking, system S1'
    """
    words = f" {population['gallery']}" if "gallery" in population else ""
    if "gallery_size" in population:
        words += f" of {int(population['gallery_size']):,} people"
    parts = [f"gallery{words}"] if words else []
    if "system" in population:
        parts.append(f"system {population['system']}")
    return ", ".join(parts)


def within(rank: int) -> str:
    """Return how far down the list was looked.

    Examples
    --------
    >>> within(1), within(10)
    ('first place', 'first 10 places')
    """
    return "first place" if rank == 1 else f"first {rank} places"


def about(
    population: Mapping[str, Key],
    says: str,
    *,
    threshold: float | None = None,
    rank: int | None = None,
) -> str:
    """Put in front of a sentence what it is about.

    Examples
    --------
    >>> few = {"gallery_size": 1000, "dimension": "probe_mask", "group": "surgical"}
    >>> about(few, "None was found.", threshold=0.62, rank=10)
    'Gallery of 1,000 people, mask surgical, first 10 places, score 0.62 or above: none was found.'
    >>> about({}, "None was found.")
    'None was found.'
    """
    parts = [gallery_of(population), people_of(population)]
    parts.append("" if rank is None else within(rank))
    parts.append(at_score(threshold).removeprefix(" at "))
    lead = ", ".join(part for part in parts if part)
    if not lead:
        return says
    return f"{lead[0].upper()}{lead[1:]}: {says[0].lower()}{says[1:]}"


def counted(estimate: Estimate) -> str:
    """Return what was counted, out of a power of ten only where counts are large.

    Examples
    --------
    >>> few = Estimate(
    ...     value=3 / 517,
    ...     low=0.001,
    ...     high=0.02,
    ...     confidence=0.95,
    ...     method="x",
    ...     events=3,
    ...     trials=517,
    ... )
    >>> counted(few)
    '3 of 517'
    """
    events, trials = estimate.events or 0, estimate.trials or 0
    size = wording.joint_base(estimate)
    if events < _FEW_EVENTS or trials <= size:
        return f"{events:,} of {trials:,}"
    return f"{wording.share_of(estimate.value, size)} in {size:,}"


def likely(estimate: Estimate) -> str:
    """Return between what the rate likely is for others than those searched for.

    Examples
    --------
    >>> likely(
    ...     Estimate(value=0.012, low=0.008, high=0.017, confidence=0.95, method="x")
    ... )
    'The rate is likely between 8 and 17 in 1,000.'
    """
    size = wording.joint_base(estimate)
    span = wording.ends(
        wording.share_of(estimate.low, size, "down"),
        wording.share_of(estimate.high, size, "up"),
    )
    return f"The rate is likely {span} in {size:,}."


def fpir_sentence(estimate: Estimate) -> str:
    """Say how often a search for somebody not enrolled returned a wrong person.

    Examples
    --------
    >>> e = Estimate(
    ...     value=0.012,
    ...     low=0.008,
    ...     high=0.017,
    ...     confidence=0.95,
    ...     method="x",
    ...     events=36,
    ...     trials=3000,
    ... )
    >>> fpir_sentence(e)
    'Of searches for people not in the gallery, 12 in 1,000 returned a wrong person. The rate is likely between 8 and 17 in 1,000.'
    """
    return rate_sentence(estimate, OTHERS, "returned a wrong person")


def fnir_sentence(estimate: Estimate, *, found: bool = False) -> str:
    """Say how often a search for somebody enrolled missed, or found, that person.

    Examples
    --------
    >>> e = Estimate(
    ...     value=0.05,
    ...     low=0.03,
    ...     high=0.08,
    ...     confidence=0.95,
    ...     method="x",
    ...     events=250,
    ...     trials=5000,
    ... )
    >>> fnir_sentence(e)
    'Of searches for people in the gallery, 50 in 1,000 missed the right person. The rate is likely between 30 and 80 in 1,000.'
    """
    did = "found" if found else "missed"
    return rate_sentence(estimate, ENROLLED, f"{did} the right person")


def rate_sentence(estimate: Estimate, people: str, did: str) -> str:
    """Say a rate of searches: what was counted, and what is likely for others.

    Examples
    --------
    >>> e = Estimate(
    ...     value=0.0,
    ...     low=0.0,
    ...     high=0.0183,
    ...     confidence=0.95,
    ...     method="x",
    ...     events=0,
    ...     trials=200,
    ... )
    >>> rate_sentence(e, "people like these", "went wrong")
    'None of 200 searches for people like these went wrong. The true rate could be as high as 1.8 in 100.'
    """
    trials = estimate.trials or 0
    if estimate.events == 0:
        most = wording.upper(estimate.high)
        return (
            f"None of {trials:,} searches for {people} {did}. "
            f"The true rate could be as high as {most}."
        )
    if estimate.events == trials:
        least = wording.limit(estimate.low, "down")
        return (
            f"All {trials:,} searches for {people} {did}. "
            f"The true rate could be as low as {least}."
        )
    return f"Of searches for {people}, {counted(estimate)} {did}. {likely(estimate)}"


def selectivity_sentence(estimate: Estimate) -> str:
    """Say how many wrong people a search for somebody not enrolled returned.

    Examples
    --------
    >>> e = Estimate(value=0.8, low=0.52, high=1.21, confidence=0.95, method="x")
    >>> selectivity_sentence(e)
    'A search for people not in the gallery returned 0.8 wrong people on average. The mean is likely between 0.52 and 1.21.'
    """
    # Where next to nothing was counted, the lower end is no more than a long zero.
    least = estimate.low if estimate.low > _NEXT_TO_NOTHING * estimate.value else 0.0
    low, high = wording.end(least, "down"), wording.end(estimate.high, "up")
    start = f"A search for {OTHERS} returned"
    if estimate.value == 0:
        return f"{start} no wrong person. The mean could be as high as {high}."
    return (
        f"{start} {wording.rounded(estimate.value)} wrong people on average. "
        f"The mean is likely between {low} and {high}."
    )
