"""Deployments one by one: agencies publish few, and each row is looked at."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DeploymentRows:
    """``n`` deployments in the order of the files.

    Attributes
    ----------
    file : tuple of str, length n
    row : ndarray of int64, shape (n,)
        The row as a spreadsheet counts it.
    day : ndarray of int64, shape (n,)
        The day it began, as days since 1970-01-01.
    numbers : mapping of str to ndarray of float64, shape (n,)
        Fields that hold numbers, counts, minutes and yes or no (1 or 0), by name. Here,
        and only here, NaN means not recorded.
    texts : mapping of str to tuple of (str or None), length n
        Fields that hold words, and rates to the letter.
    columns : tuple of str
        The fields that the files have.
    """

    file: tuple[str, ...]
    row: NDArray[np.int64]
    day: NDArray[np.int64]
    numbers: Mapping[str, NDArray[np.float64]]
    texts: Mapping[str, tuple[str | None, ...]]
    columns: tuple[str, ...]

    @property
    def n(self) -> int:
        """How many deployments there are."""
        return len(self.file)
