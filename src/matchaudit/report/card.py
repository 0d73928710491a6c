"""A card of the first screen."""

from dataclasses import dataclass
from typing import Literal

Tone = Literal["finding", "warning", "calm", "unsure"]


@dataclass(frozen=True, slots=True)
class Card:
    """A word with its number, a sentence or two, and the tone that colours it.

    Attributes
    ----------
    section : str or None
        The section that the card leads to.
    """

    title: str
    sentences: tuple[str, ...]
    tone: Tone
    section: str | None
