"""Columns that may name or show a person: found before anything else is done.

Names of columns are judged by whole words, values by their shape. A finding never
carries a value. False alarms are kept low for what pseudonymous files hold: hex
digests, ``P0001``, ``region_of_birth``.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from matchaudit.errors import InputError, Problem
from matchaudit.records import person_words as words
from matchaudit.records.person_values import (
    ValueCounts,
    count_values,
    value_may_show_a_person,
)
from matchaudit.records.wording import listed, plural, quoted, shell_name, words_of

_DIGEST = re.compile(r"^[0-9A-Fa-f]{16,}$")
_HEAVY = 4
_KNOWN_WORDS = (
    words.ALWAYS
    | words.BIRTH
    | words.UNLESS_QUALIFIED
    | words.QUALIFIERS
    | words.NAMED_THINGS
    | words.GLUED
) - {"n"}


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
    tokens = [part for token in words_of(column) for part in _parted(token)]
    have = set(tokens)
    pairs = list(pairwise(tokens))
    # "D.O.B.", "e mail": what stands apart may be one word.
    joined = {"".join(words_of(column)), *(first + second for first, second in pairs)}
    if (
        (have | joined) & words.ALWAYS
        or any(pair in words.PAIRS for pair in pairs)
        or (have & words.BIRTH and not have & words.PLACES_OF_ORIGIN)
        or (have & words.ALONE and have <= words.ALONE | words.GLUED)
    ):
        return True
    if have <= {"name", "names"} | words.NAMED_THINGS and have & words.NAMED_THINGS:
        return False
    return bool(have & words.UNLESS_QUALIFIED) and not have & words.QUALIFIERS


def _parted(token: str) -> list[str]:
    """Take apart words that are glued together, such as "dateofbirth"."""
    if token in _KNOWN_WORDS:
        return [token]
    for size in range(len(token) - 2, 1, -1):
        if token[:size] in _KNOWN_WORDS:
            rest = _parted(token[size:])
            if all(part in _KNOWN_WORDS for part in rest):
                return [token[:size], *rest]
    # Whatever stands before it, "...name" is a name: "smithname", "kundenname".
    for ending in ("name", "names"):
        if token.endswith(ending) and len(token) >= len(ending) + _HEAVY - 1:
            return [token.removesuffix(ending), ending]
    return [token]


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
    counts = {column: count_values(some) for column, some in values.items()}
    return judged(counts, pseudonyms=pseudonyms)


def judged(
    counts: Mapping[str, ValueCounts],
    *,
    pseudonyms: Collection[str] = (),
    covariates: Collection[str] = (),
    n_subjects: int | None = None,
) -> PersonColumns:
    """Return the columns whose values may show or name people, by what was counted.

    Parameters
    ----------
    counts : mapping of str to ValueCounts
    pseudonyms : collection of str
        Columns that hold ids of people or samples.
    covariates : collection of str
        Columns that hold groups, masks and the like.
    n_subjects : int, optional
        How many people there are, if that is known.

    Returns
    -------
    PersonColumns
    """
    named = {c for c, count in counts.items() if count.mostly_names}
    dated = {c for c, count in counts.items() if count.mostly_dates}
    clearly = {c for c in named if 2 * counts[c].full_names >= counts[c].n}
    # Names beside dates, about as many, are people with their birthdays; alone, or
    # a few beside many dates, two capital words may be a group, a place or a purpose.
    found = {
        column
        for who in clearly
        for when in dated
        if 2 * counts[who].distinct_names >= counts[when].distinct_dates
        for column in (who, when)
    }
    for column, count in counts.items():
        is_id, is_covariate = column in pseudonyms, column in covariates
        if (
            count.shown
            or count.birth_dates
            or (is_id and count.names_pseudonyms)
            or (is_covariate and count.one_date_each)
            or ((is_covariate or column in clearly) and _one_each(count, n_subjects))
        ):
            found.add(column)
    return PersonColumns(by_value=tuple(column for column in counts if column in found))


def _one_each(count: ValueCounts, n_subjects: int | None) -> bool:
    return n_subjects is not None and count.one_name_each(n_subjects)


def refuse(
    found: PersonColumns,
    *,
    file: str,
    fix: str | None = None,
    pseudonyms: Collection[str] = (),
) -> None:
    """Raise E07 if any column was found; say nothing of what is in it.

    Parameters
    ----------
    found : PersonColumns
    file : str
    fix : str, optional
        What to do, where it is not to run ``clean``.
    pseudonyms : collection of str
        Columns of ids without which nothing can be measured: their names are to be
        replaced, not taken out.

    Raises
    ------
    InputError
        With code ``E07``.
    """
    if not found.all:
        return
    n = len(found.all)
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
            what=f"We stopped because {plural(n, 'column')} may name people: "
            f"{listed(quoted(map(told_name, found.all)))}. This tool never needs "
            "names, birth dates or pictures.",
            fix=fix or _fix(found, file=file, pseudonyms=pseudonyms),
            done=done,
            file=file,
        )
    )


def told_name(column: str) -> str:
    """Return the name of a column, unless it is a value that may show a person."""
    if value_may_show_a_person(column):
        return "(a text)"
    return "".join(sign if sign.isprintable() else "?" for sign in column)


def _fix(found: PersonColumns, *, file: str, pseudonyms: Collection[str]) -> str:
    ids = [column for column in found.by_value if column in pseudonyms]
    others = [column for column in found.all if column not in ids]
    clean = (
        f'Run "matchaudit clean {shell_name(file)}" to make a copy without '
        f"{'it' if len(others) == 1 else 'them'}."
    )
    if not ids:
        return clean
    columns = listed(quoted(map(told_name, ids)))
    replace = (
        f"We need {columns}, but with pseudonyms such as P0001. The data holder makes "
        "them with a key and keeps the key; the same person gets the same one "
        "everywhere."
    )
    return f'{replace} Then run "matchaudit clean" on the rest.' if others else replace
