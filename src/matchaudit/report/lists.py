"""Lists side by side: what is known, what is assumed, what would prove it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lists:
    """Sentences under headings, set side by side where there is room.

    Attributes
    ----------
    lists : tuple of (str, tuple of str)
        Heading and sentences of each list.
    """

    title: str
    lists: tuple[tuple[str, tuple[str, ...]], ...]
