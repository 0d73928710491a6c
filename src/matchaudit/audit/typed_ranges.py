"""Ranges as they are typed: ``0.05..0.9``, or one number where somebody may know it."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from matchaudit.errors import InputError, Problem

_RANGE = re.compile(r"\s*(\S+?)\s*\.\.\s*(\S+)\s*")
_EXAMPLE = "0.1..0.6"

UNKNOWABLE: Mapping[str, str] = MappingProxyType(
    {
        "enrolled": "no test can tell how many of the people searched are in the gallery",
        "tpir": "it comes from a test of other people, and falls as the gallery grows",
        "fpir": "a rate for a gallery of this size comes from a smaller test",
        "review-false-accept": "faces on a list look more alike as the gallery grows",
    }
)
"""Options that take a range only, and why nobody knows them as one number."""

_NEVER_NOUGHT = ("fmr", "fpir", "tpir")
_LEAST = 1e-15


def typed_range(
    option: str, said: str, *, i_know: bool = False, open_ends: bool = False
) -> tuple[float, float]:
    """Read a range, or one number.

    Parameters
    ----------
    option : str
        Its name, without the dashes.
    said : str
        Such as ``"0.05..0.9"`` or ``"1e-6"``.
    i_know : bool, default=False
        True: one number is taken where a range is needed.
    open_ends : bool, default=False
        True: 0 and 1 are refused.

    Returns
    -------
    tuple of float
        ``0 <= low <= high <= 1``.

    Raises
    ------
    InputError
        ``E13``, with what to write.

    Examples
    --------
    >>> typed_range("tpir", "0.90..0.97"), typed_range("fmr", "1e-6")
    ((0.9, 0.97), (1e-06, 1e-06))
    """
    match = _RANGE.fullmatch(said)
    ends = (match[1], match[2]) if match else (said, said)
    try:
        low, high = float(ends[0]), float(ends[1])
    except ValueError:
        raise _refused(option, said, "it is no range of numbers") from None
    if low == high and option in UNKNOWABLE and not i_know:
        raise _one_number(option, said)
    if not (0 <= low <= 1 and 0 <= high <= 1):
        raise _refused(option, said, "a share lies between 0 and 1")
    if high < low:
        fix = f"Write the lower end first: --{option} {ends[1]}..{ends[0]}."
        raise _refused(option, said, "its second end is below the first", fix)
    if high == 0 and option in _NEVER_NOUGHT:
        why = "no test can show that it never happens"
        fix = f"Write how often it may be at most, such as --{option} 0..1e-6."
        raise _refused(option, said, why, fix)
    if 0 < low < _LEAST or 0 < high < _LEAST:
        fix = f"Write 0, or {_LEAST:g} and above."
        raise _refused(option, said, "nothing can show so small a share", fix)
    if open_ends and (low == 0 or high == 1):
        why = "at 0 nobody can be found, and at 1 nobody can be wrong"
        fix = f"Write ends between 0 and 1, such as --{option} 0.001..0.999."
        raise _refused(option, said, why, fix)
    return low, high


def people(said: str) -> int:
    """Read how many people are in a gallery.

    Raises
    ------
    InputError
        ``E13`` if it is no whole number from 2 on.

    Examples
    --------
    >>> people("270,000,000"), people("2.7e8")
    (270000000, 270000000)
    """
    try:
        size = float(said.replace(",", "").replace("_", ""))
    except ValueError:
        size = 0.0
    if not (2 <= size < 1e15 and size.is_integer()):
        what = f'--gallery takes a number of people, from 2 on. It got "{said}".'
        raise problem(what, "Write it like this: --gallery 270000000.")
    return int(size)


def problem(what: str, fix: str) -> InputError:
    """Return the error for an option that cannot be used."""
    return InputError(
        Problem(code="E13", what=what, fix=fix, done="Nothing was worked out.")
    )


def _refused(option: str, said: str, why: str, fix: str | None = None) -> InputError:
    what = f'--{option} cannot be "{said}": {why}.'
    return problem(what, fix or f"Write it like this: --{option} {_EXAMPLE}.")


def _one_number(option: str, said: str) -> InputError:
    return problem(
        f'--{option} got one number, "{said}", but {UNKNOWABLE[option]}.',
        f"Write a range, such as --{option} {_EXAMPLE}. If you do know it as one number, "
        "add --i-know.",
    )
