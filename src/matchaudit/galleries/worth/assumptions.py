"""What must hold for the numbers to hold, and what would narrow them."""

from collections.abc import Sequence

from matchaudit.galleries.worth import sampling
from matchaudit.galleries.worth.drivers import ENROLLED, GROWTH, Driver
from matchaudit.galleries.worth.quantities import Inputs
from matchaudit.galleries.worth.sampling import EVENNESS, ORDER

SAME_PEOPLE = (
    "The people searched, their pictures and the gallery are like those of the test "
    "behind the rates."
)
RELATIVES = (
    "A large gallery holds twins and siblings of the people searched. A test seldom "
    "does, and then it cannot count them as wrong matches."
)
MISSED_LIKE_OTHERS = (
    "Where a search misses its person, it returns a wrong one as often as a search for "
    "anybody else."
)
COUNTED_ABOVE = (
    "People found were counted at a score or above. Where the best candidates are always "
    "shown, more of them may come first."
)
FIXED_SCORES = "A score does not change because the gallery grows."
GROWN = (
    "People missed grow with the gallery as they did for 406 algorithms between 1.6 and "
    "12 million people. Nobody has published this for more people."
)
PER_LIST = (
    "A reviewer accepts a list without the right person as often as was given, however "
    "much the faces on it look alike. In a larger gallery they look more alike."
)

_NARROWED = {
    ENROLLED: "No test of a matcher can tell how many of the people searched are in the "
    "gallery. Records of who was searched for, and who was found by other means, can.",
    "tpir": "Search the real gallery for people known to be in it, and count how many "
    "are found.",
    GROWTH: "Search the real gallery for people known to be in it: then nothing has to "
    "be carried from a smaller one.",
    "missed_ratio": "Test the same matcher with faces covered in this way, and audit the "
    "scores with --reference probe_mask=none.",
    "wrong_ratio": "Test the same matcher with faces covered in this way, and audit the "
    "scores with --reference probe_mask=none.",
    "fpir": "Search the real gallery for people known not to be in it. Count how often "
    "somebody is returned.",
    "fmr": "Audit scores of more people at this threshold: matchaudit audit FILE "
    "--threshold SCORE.",
    EVENNESS: "Count searches, not comparisons: audit the matcher's scores with "
    "--gallery-size, or search the real gallery for people known not to be in it.",
    ORDER: "Search the real gallery for people known to be in it, and count how many "
    "come first.",
    "listed": "Search the real gallery for people known to be in it, and count how many "
    "are found.",
    "accept_right": "Give reviewers lists with a known answer, without their knowing, "
    "and count.",
    "accept_wrong": "Give reviewers lists with a known answer, without their knowing, "
    "and count.",
}


def assumptions(inputs: Inputs) -> tuple[str, ...]:
    """Return what must hold for the numbers to hold, in plain sentences.

    Examples
    --------
    >>> from matchaudit.galleries.worth.quantities import Quantity
    >>> half = Quantity(low=0.5, high=0.5)
    >>> shown = Inputs(gallery_size=1000, tpir=half, shown=20)
    >>> len(assumptions(shown))
    2
    """
    said = [SAME_PEOPLE]
    if inputs.shown is None:
        said += [MISSED_LIKE_OTHERS, RELATIVES, FIXED_SCORES]
    else:
        said.append(FIXED_SCORES)
        if inputs.at.keys() & {"threshold", "target_fpir", "target_fmr"}:
            said.append(COUNTED_ABOVE)
    if sampling.carried(inputs):
        said.append(GROWN)
    if inputs.reviewed:
        said.append(PER_LIST)
    return tuple(said)


def narrowing(found: Sequence[Driver], *, most: int = 3) -> tuple[str, ...]:
    """Return what would narrow the range, by the inputs that drive it most.

    Parameters
    ----------
    found : sequence of Driver
    most : int, default=3

    Returns
    -------
    tuple of str
        Sentences.
    """
    known = [(d.share, d) for d in found if d.share]
    ordered = sorted(known, key=lambda pair: -pair[0])
    return tuple(dict.fromkeys(_NARROWED[d.input] for _, d in ordered))[:most]
