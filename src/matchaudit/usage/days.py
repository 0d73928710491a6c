"""Days as ISO 8601 has them, and in words, the same wherever the machine stands."""

import numpy as np

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def iso_day(day: int) -> str:
    """Return a day since 1970-01-01 as ISO 8601 has it.

    Examples
    --------
    >>> iso_day(19000)
    '2022-01-08'
    """
    return str(np.datetime64(int(day), "D"))


def day_name(day: int) -> str:
    """Return a day since 1970-01-01 in words.

    Examples
    --------
    >>> day_name(0)
    '1 January 1970'
    """
    return written_out(iso_day(day))


def written_out(iso: str) -> str:
    """Return a day that is given as ISO 8601 has it in words.

    Examples
    --------
    >>> written_out("2027-12-02")
    '2 December 2027'
    """
    year, month, day = iso.split("-")
    return f"{int(day)} {_MONTHS[int(month) - 1]} {year}"
