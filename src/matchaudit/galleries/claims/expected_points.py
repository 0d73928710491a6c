"""The claims by AI matching, and how many of them are wrong for one share enrolled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from matchaudit.estimation.finding import Key
from matchaudit.galleries.claims import statements as state
from matchaudit.galleries.claims.covers import Cover, counts, unknown_words
from matchaudit.galleries.claims.register import (
    ClaimSettings,
    StatusCounts,
    has_word,
    status_counts,
)
from matchaudit.galleries.claims.telling import AI, told
from matchaudit.galleries.worth import Inputs, Range, Sample, wrong_names
from matchaudit.tallies.claims import ClaimRows

Level = Literal["search", "candidate"]
LEVELS: Mapping[Level, str] = MappingProxyType(
    {
        "search": "Each claim is taken to be the first person that one search returned.",
        "candidate": "Each claim is taken to be any one of all people that searches "
        "returned. This needs no belief on how wrong matches fall on searches.",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """What is known of the matching, for one gallery size and one operating point.

    Attributes
    ----------
    gallery_size : int
    at : mapping of str to str, int, float or bool
        The operating point, such as ``{"threshold": 0.62}``; empty if rates were typed.
    inputs : mapping of Cover to Inputs
        For each cover that a claim of the register may have.
    cautions : tuple of str
        Plain sentences about the inputs.
    """

    gallery_size: int
    at: Mapping[str, Key]
    inputs: Mapping[Cover, Inputs]
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """Ends of the grid of the share of people sought who are in the gallery."""

    low: float
    high: float
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AiClaims:
    """The claims by AI matching: how they turned out, where that tells none of them."""

    status: StatusCounts | None
    n: int
    covers: Mapping[Cover, int]
    cautions: tuple[str, ...]

    @property
    def so_far(self) -> str:
        """What was found out by now, as a sentence; empty if it would tell a claim."""
        if self.status is None:
            return ""
        refuted = state.were(self.status.refuted, "refuted")
        never = state.were(
            self.status.checked.unchecked, state.unsettled(self.status.withdrawn)
        )
        return f" So far {refuted} and {never}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """How many claims are expected to be wrong, for one share enrolled."""

    known: Accuracy
    level: Level
    share: float
    numbers: Range


def by_ai(rows: ClaimRows) -> AiClaims:
    """Return the claims by AI matching; all of them if the register does not say."""
    chosen, cautions = _chosen(rows)
    seen = counts(rows, chosen)
    n = int(chosen.sum())
    if missing := seen.get("not recorded", 0):
        said = f"Of {n:,} claims by AI matching, {missing:,} do not say what covers"
        cautions += (f"{said} the face.",)
    if other := unknown_words(rows, chosen):
        said = "Masks in other words than lower or full count as a covered lower face:"
        cautions += (f"{said} {other:,} claims.",)
    masked = seen.get("lower", 0) + seen.get("full", 0)
    if masked:
        cautions += (
            f"Of {n:,} claims by AI matching, {masked:,} show a covered face.",
        )
    tells = n == rows.n or AI in told(rows, ClaimSettings())
    status = status_counts(rows, chosen) if tells else None
    return AiClaims(status=status, n=n, covers=seen, cautions=cautions)


def _chosen(rows: ClaimRows) -> tuple[NDArray[np.bool_], tuple[str, ...]]:
    if "method" not in rows.columns:
        said = (
            "The register does not say how claims were made. All count as AI matching."
        )
        return np.ones(rows.n, dtype=np.bool_), (said,)
    chosen = has_word(rows, "method", "ai_match")
    silent = sum(said is None for said in rows.words["method"])
    if not silent:
        return chosen, ()
    return chosen, (
        f"Claims that do not say how they were made are left out: {silent:,}.",
    )


def line_of(
    claims: AiClaims,
    known: Accuracy,
    samples: Mapping[Cover, Sample],
    grid: Sequence[float],
    level: Level,
) -> list[Point]:
    """Return the numbers over the shares enrolled; nothing where they are not known."""
    found = []
    for share in grid:
        numbers = _wrong(claims, samples, share, level)
        if numbers is None:
            return []
        found.append(Point(known=known, level=level, share=share, numbers=numbers))
    return found


def _wrong(
    claims: AiClaims, samples: Mapping[Cover, Sample], share: float, level: Level
) -> Range | None:
    """Add up the ranges of claims with one cover each: all low, or all high."""
    low = high = 0.0
    for cover, n in claims.covers.items():
        sample = samples[cover]
        if level == "search":
            reviewed = sample.inputs.reviewed
            part = wrong_names(n, sample, enrolled=share, reviewed=reviewed)
        else:
            right = sample.candidate_correct(share)
            if right is None:
                return None
            part = Range(n * (1 - right.high), None, n * (1 - right.low))
        low, high = low + part.low, high + part.high
    return Range(low, None, high)
