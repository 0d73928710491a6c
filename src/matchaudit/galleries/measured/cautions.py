"""What must be said of lists of candidates before any rate is read."""

from matchaudit.galleries.measured import words
from matchaudit.tallies.candidates import CandidateTally

NO_SIZE = (
    "The records do not say how many people are in the gallery. Rates hold for a "
    "gallery of that size only, and say nothing of a larger one."
)


def candidate_cautions(tally: CandidateTally) -> tuple[str, ...]:
    """Return plain sentences about the lists that every report must carry.

    Parameters
    ----------
    tally : CandidateTally

    Returns
    -------
    tuple of str
    """
    said = list(tally.cautions)
    lists = tally.lists
    unknown = int((lists.enrolled < 0).sum())
    if 0 < unknown < lists.enrolled.size:
        said.append(
            f"{unknown:,} searches do not say whether the person is in the gallery. "
            "They count in no rate."
        )
    if any("gallery_size" not in gallery.labels for gallery in tally.galleries):
        said.append(NO_SIZE)
    for gallery in tally.galleries:
        here = words.gallery_of(gallery.labels) or "gallery"
        if gallery.cuts_differ:
            said.append(
                f"Searches of the {here} had different thresholds. Rates are "
                f"given from the strictest one on, score {words.score(gallery.cut)}."
            )
        if not gallery.cut_recorded:
            said.append(
                f"No column says at which score the lists of the {here} were cut. "
                "The last score that was returned is taken for it: score "
                f"{words.score(gallery.cut)}."
            )
    return tuple(said)
