"""Dates and times written into a condition: instants in UTC."""

import re

import numpy as np

from matchaudit.usage.rules.refusals import Source, shortened
from matchaudit.usage.rules.tree import Moment

_FORM = re.compile(r"[12]\d{3}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?Z?)?")


def moment(source: Source, text: str, *, at: int) -> Moment:
    """Return an instant; a day is its midnight in UTC, as SQL has it.

    Raises
    ------
    InputError
        E19 if there is no such day or hour.

    Examples
    --------
    >>> from matchaudit.usage.rules.refusals import Place
    >>> moment(Source("", Place()), "2025-01-31", at=0).text
    '2025-01-31T00:00:00'
    """
    if _FORM.fullmatch(text):
        try:
            found = np.datetime64(text.replace(" ", "T").removesuffix("Z"), "s")
        except ValueError:
            pass
        else:
            return Moment(str(found))
    raise source.refused(
        f'"{shortened(text)}" is no date.',
        at,
        fix="Write date '2025-01-31', or timestamp '2025-01-31 09:30' in UTC.",
    )
