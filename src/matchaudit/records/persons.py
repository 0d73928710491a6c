"""Columns that may name or show a person: found before anything else is done.

Names of columns are judged by whole words, values by their shape. A finding never
carries a value. False alarms are kept low for what pseudonymous files hold: hex
digests, ``P0001``, ``region_of_birth``.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from matchaudit.errors import InputError, Problem
from matchaudit.records import person_words as words
from matchaudit.records.wording import listed, plural, quoted, shell_name, words_of

# One pattern for Python's re and for the database's (RE2): no look-around.
_NUMBER = r"[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?"
_SHAPES = (
    r"^data:[a-zA-Z]+/",  # an embedded picture
    r"[^\s@]+@[^\s@]+\.[a-zA-Z][a-zA-Z]+",  # an e-mail address
    r"[a-zA-Z]://",  # a link
    r"^www\.",
    r"^@[A-Za-z][A-Za-z0-9_.]+$",  # a social handle
    # A path of a picture or a film.
    r"\.(?i:jpe?g|png|gif|bmp|tiff?|webp|heic|jp2|wsq|mp4|avi|mov|mkv)$",
    # Longer than any digest in hex (SHA-512 has 128 digits): a blob.
    r"^[A-Za-z0-9+/_=-]{129,}$",
    # Sixteen numbers or more in one value: a template.
    rf"^[\[({{]?\s*{_NUMBER}(?:[\s,;|]+{_NUMBER}){{15,}}",
)
VALUE_PATTERN = "|".join(_SHAPES)
_VALUE = re.compile(VALUE_PATTERN)
_PERSON_NAME = re.compile(
    r"^[^\W\d_][\w'.-]*,? (?:[^\W\d_]\.? )?[^\W\d_][\w'-]*[^\W\d_]$"
)
_CAPITAL = re.compile(r"^[^\W\d_a-z]")
_DATE = re.compile(r"^(?:\d{4}-\d\d?-\d\d?|\d\d?[/.-]\d\d?[/.-]\d{2,4})$")
_DIGEST = re.compile(r"^[0-9A-Fa-f]{16,}$")


@dataclass(frozen=True, slots=True)
class PersonColumns:
    """Columns that may name or show a person: by their name, or by their values."""

    by_name: tuple[str, ...] = ()
    by_value: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Both, without repeats."""
        return tuple(dict.fromkeys((*self.by_name, *self.by_value)))

    def __or__(self, other: "PersonColumns") -> "PersonColumns":
        """Join two lists, in order."""
        return PersonColumns(
            tuple(dict.fromkeys(self.by_name + other.by_name)),
            tuple(dict.fromkeys(self.by_value + other.by_value)),
        )


def name_may_name_a_person(column: str, *, declared: Collection[str] = ()) -> bool:
    """Say whether a column's name suggests names, dates of birth, pictures, ....

    Parameters
    ----------
    column : str
        The column's own name, as the file has it.
    declared : collection of str
        Names of a kind's own fields, which are always allowed.

    Returns
    -------
    bool

    Examples
    --------
    >>> name_may_name_a_person("Officer Name"), name_may_name_a_person("probe_subject")
    (True, False)
    """
    if column in declared or _DIGEST.match(column.strip()):
        return False
    tokens = words_of(column)
    have = set(tokens)
    if have & words.ALWAYS or any(pair in words.PAIRS for pair in pairwise(tokens)):
        return True
    if have & words.BIRTH and not have & words.PLACES_OF_ORIGIN:
        return True
    if have <= {"name", "names"} | words.NAMED_THINGS and have & words.NAMED_THINGS:
        return False
    return bool(have & words.UNLESS_QUALIFIED) and not have & words.QUALIFIERS


def value_may_show_a_person(value: str) -> bool:
    """Say whether one value has the shape of a picture, a link, a template, ....

    Examples
    --------
    >>> value_may_show_a_person("data:image/png;base64,iVBORw0KGgo=")
    True
    >>> value_may_show_a_person("0010B559B76132149D909F438AD0CA8E")
    False
    """
    return _VALUE.search(value.strip()) is not None


def find_by_name(
    columns: Iterable[str], *, declared: Collection[str] = ()
) -> PersonColumns:
    """Return the columns whose names suggest a person."""
    return PersonColumns(
        by_name=tuple(
            column
            for column in columns
            if name_may_name_a_person(column, declared=declared)
        )
    )


def find_by_value(
    values: Mapping[str, Sequence[str]], *, pseudonyms: Collection[str] = ()
) -> PersonColumns:
    """Return the columns of which some values may show or name a person.

    Parameters
    ----------
    values : mapping of str to sequence of str
        Values of each column, or the first of them.
    pseudonyms : collection of str
        Columns that hold ids of people: there names of people are looked for too.

    Returns
    -------
    PersonColumns

    Examples
    --------
    >>> find_by_value({"who": ["Doe, Jane", "Roe, Rick"]}, pseudonyms=["who"]).all
    ('who',)
    """
    given = {column: [v for v in some if v.strip()] for column, some in values.items()}
    shown = [c for c, some in given.items() if any(map(value_may_show_a_person, some))]
    named = [c for c, some in given.items() if mostly_names(some)]
    dated = [c for c, some in given.items() if _mostly(_is_date, some)]
    # Names beside dates are people with their birthdays; alone, two capital words
    # may be the name of a group or a place.
    people = [*named, *dated] if named and dated else []
    people += [column for column in named if column in pseudonyms]
    found = {*shown, *people}
    return PersonColumns(by_value=tuple(column for column in values if column in found))


def mostly_names(values: Sequence[str]) -> bool:
    """Say whether at least half of the values look like names of people."""
    return _mostly(_is_person_name, values)


def refuse(found: PersonColumns, *, file: str, fix: str | None = None) -> None:
    """Raise E07 if any column was found; say nothing of what is in it.

    Raises
    ------
    InputError
        With code ``E07``.
    """
    if not found.all:
        return
    n = len(found.all)
    count = plural(n, "column")
    done = (
        "Nothing from that column was kept."
        if n == 1
        else "Nothing from those columns was kept."
    )
    if not found.by_value:
        done = done.replace("from", "was read from").replace(" was kept", "")
    raise InputError(
        Problem(
            code="E07",
            what=f"We stopped because {count} may name people: "
            f"{listed(quoted(found.all))}. This tool never needs names, birth dates "
            "or pictures.",
            fix=fix
            or f'Run "matchaudit clean {shell_name(file)}" to make a copy without '
            f"{'it' if n == 1 else 'them'}.",
            done=done,
            file=file,
        )
    )


def _mostly(test: Callable[[str], bool], values: Sequence[str]) -> bool:
    hits = sum(test(value.strip()) for value in values)
    return bool(values) and 2 * hits >= len(values)


def _is_date(value: str) -> bool:
    return _DATE.match(value) is not None


def _is_person_name(value: str) -> bool:
    return _PERSON_NAME.match(value) is not None and all(
        _CAPITAL.match(word) for word in value.replace(",", " ").split()
    )
