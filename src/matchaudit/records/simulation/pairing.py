"""Who is compared with whom in a complete design, block by block."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]

BLOCK_ROWS = 1 << 19  # about 40 MB at work, however large the design is


def spans(m: int, *, ordered: bool) -> Iterator[tuple[int, int]]:
    """Split samples 0 .. m - 1 so that each span makes about one block of rows."""
    first = 0
    while first < m:
        rows, last = 0, first
        while last < m and (rows == 0 or rows < BLOCK_ROWS):
            rows += m - 1 if ordered else last
            last += 1
        yield first, last
        first = last


def unordered_pairs(first: int, last: int, _m: int) -> tuple[IntArray, IntArray]:
    """Pair each of first .. last - 1 with every smaller id; the two take turns."""
    sizes = np.arange(first, last)
    larger = np.repeat(sizes, sizes)
    starts = np.cumsum(sizes) - sizes
    smaller = np.arange(larger.size) - np.repeat(starts, sizes)
    odd = (larger - smaller) % 2 == 1
    return np.where(odd, larger, smaller), np.where(odd, smaller, larger)


def ordered_pairs(first: int, last: int, m: int) -> tuple[IntArray, IntArray]:
    """Pair each of first .. last - 1 as the probe with every other id."""
    probe = np.repeat(np.arange(first, last), m - 1)
    reference = np.tile(np.arange(m - 1), last - first)
    return probe, reference + (reference >= probe)
