"""Which of a file's columns is which of ours, and what to say where that is unclear."""

import re
from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches

from matchaudit.errors import InputError, Problem
from matchaudit.records.guess import guess_names
from matchaudit.records.mapping import MapFile
from matchaudit.records.person_values import told, value_may_show_a_person
from matchaudit.records.persons import told_name
from matchaudit.records.schema import Kind
from matchaudit.records.wording import listed, plural, quoted, shell_name

_NUMBER = re.compile(r"[-+]?[0-9]*[.,]?[0-9]+(?:[eE][-+]?[0-9]+)?")


def match_columns(
    columns: Sequence[str], kind: Kind, map_file: MapFile | None, *, file: str
) -> dict[str, str]:
    """Match a file's columns with those of a kind: by the map file, else by name.

    Parameters
    ----------
    columns : sequence of str
        The file's own names.
    kind : Kind
    map_file : MapFile or None
    file : str
        The file's name, for messages.

    Returns
    -------
    dict of str to str
        Canonical name to the file's own name, in the kind's order.

    Raises
    ------
    InputError
        ``E01`` if a needed column is missing or a column is not known; ``E18`` if the
        map file does not fit the file.
    """
    mapped = _mapped(columns, kind, map_file, file=file)
    left_out = set(map_file.left_out) if map_file else set()
    found = dict(mapped)
    unknown = []
    for column in columns:
        if column in mapped.values() or column in left_out:
            continue
        if column in kind.names and column not in found:
            found[column] = column
        else:
            unknown.append(column)
    missing = [name for name in kind.needed if name not in found]
    if missing:
        other = None if map_file else _kind_of(columns, kind)
        if other is not None:
            raise _other_kind(missing, other, file=file)
        raise _missing(missing, unknown, kind, file=file)
    if unknown:
        raise _unknown(unknown, set(found), kind, file=file)
    return {name: found[name] for name in kind.names if name in found}


def refuse_values_for_names(
    header: Sequence[str], known: Collection[str], *, file: str
) -> None:
    """Refuse a file whose first line seems to hold values; repeat none of them.

    Numbers for names are taken as names only if they count 0, 1, 2, ....

    Raises
    ------
    InputError
        With code ``E01``.
    """
    if len(header) == 1:  # values between spaces are no name of one column
        header = header[0].split()
    if set(header) & set(known):
        return
    numbers = [name for name in header if _NUMBER.fullmatch(name)]
    counted = numbers == [str(i) for i in range(len(numbers))]
    if counted and not any(map(value_may_show_a_person, header)):
        return
    raise InputError(
        Problem(
            code="E01",
            what=f"The first line of {file} seems to hold values, not names of "
            "columns.",
            fix="Put a line of names above it, such as "
            "probe_subject,reference_subject,score.",
            done="Nothing was kept.",
            file=file,
        )
    )


def _mapped(
    columns: Sequence[str], kind: Kind, map_file: MapFile | None, *, file: str
) -> dict[str, str]:
    if map_file is None:
        return {}
    ours = list(map_file.columns.values())
    absent = [c for c in map_file.columns if c not in columns]
    both = [c for c in map_file.columns if c in map_file.left_out]
    named = [*ours, *map_file.percent, *map_file.recode, *map_file.all_rows]
    strange = [name for name in dict.fromkeys(named) if name not in kind.names]
    twice = [name for name in kind.names if ours.count(name) > 1]
    why = (
        f'It is for the kind "{map_file.kind}", not "{kind.name}".'
        if map_file.kind != kind.name
        else f"{file} has no column {listed(quoted(absent))}."
        if absent
        else f"There is no {listed(quoted(strange))} among our columns."
        f"{meant(strange[0], kind.names)}"
        if strange
        else f"It names {listed(quoted(both))} and also leaves it out."
        if both
        else f"It gives {listed(quoted(twice))} to more than one column."
        if twice
        else _why_not_for_all_rows(map_file, kind)
    )
    if why:
        raise InputError(
            Problem(
                code="E18",
                what=f"The map file does not fit {file}. {why}",
                fix="Mend the line, or run "
                f'"matchaudit map {shell_name(file)}" to make a new one.',
                file=file,
            )
        )
    return {name: column for column, name in map_file.columns.items()}


def _why_not_for_all_rows(map_file: MapFile, kind: Kind) -> str:
    """Say what is wrong with a value that a map file gives to every row, or nothing."""
    for name, value in map_file.all_rows.items():
        field = kind.field(name)
        if name in map_file.columns.values():
            return f'It gives "{name}" to a column and to all rows.'
        if field.role != "label" and not field.values:
            return f'"all_rows" may not set "{name}": that differs from row to row.'
        if field.values and value not in field.values:
            return (
                f'"all_rows" sets "{name}" to a word that it does not know.'
                f"{meant(value, field.values)}"
            )
        if value_may_show_a_person(value):
            return f'What "all_rows" sets "{name}" to may show a person.'
    return ""


def meant(said: str, names: Sequence[str]) -> str:
    """Return " Did you mean ...?" for a name that is close to one of ours, else "".

    Examples
    --------
    >>> meant("probe_msk", ["probe_mask", "score"])
    ' Did you mean probe_mask?'
    """
    close = get_close_matches(said, names, n=1)
    return f" Did you mean {close[0]}?" if close else ""


def percent_columns(
    said: Collection[str], columns: Mapping[str, str], kind: Kind, *, file: str
) -> frozenset[str]:
    """Return our names of the columns in per cent, which may be called as in the file.

    Parameters
    ----------
    said : collection of str
    columns : mapping of str to str
        Our name to the file's, from ``match_columns``.
    kind : Kind
    file : str

    Raises
    ------
    InputError
        ``E13`` if the file has no such column, or it holds no numbers.
    """
    ours = {theirs: name for name, theirs in columns.items()}
    found = set()
    for name in said:
        canonical = name if name in columns else ours.get(name)
        if canonical is None or kind.field(canonical).type != "number":
            numbers = [n for n in columns if kind.field(n).type == "number"]
            what = (
                f'{file} has no column "{told(name)}".{meant(name, numbers)}'
                if canonical is None
                else f'The column "{name}" holds no numbers, so it cannot be in per cent.'
            )
            raise InputError(
                Problem(
                    code="E13",
                    what=what,
                    fix=f"Say --percent with one of {listed(numbers)}, or leave it out.",
                    done="Nothing was read.",
                    file=file,
                )
            )
        found.add(canonical)
    return frozenset(found)


def _guesses(
    unknown: Sequence[str], wanted: Sequence[str], kind: Kind
) -> dict[str, str]:
    """Return the guess for each wanted column: ours to theirs."""
    guessed: Mapping[str, str] = guess_names(unknown, kind)
    theirs = {ours: column for column, ours in guessed.items()}
    return {name: theirs[name] for name in wanted if name in theirs}


def _kind_of(columns: Sequence[str], kind: Kind) -> Kind | None:
    """Return another kind that has all it needs in a file, if there is one."""
    from matchaudit.records.kinds import KINDS

    others = [other for other in KINDS if other.name != kind.name]
    for other in others:
        if set(other.needed) <= set(columns):
            return other
    for other in others:
        guessed = set(guess_names(columns, other).values())
        if set(other.needed) <= guessed:
            return other
    return None


def _other_kind(missing: Sequence[str], other: Kind, *, file: str) -> InputError:
    return InputError(
        Problem(
            code="E01",
            what=f"We could not find {len(missing)} of the columns we need: "
            f"{listed(missing)}. But {file} looks like {other.title}.",
            fix=f"If it is, run again with --as {other.name}.",
            file=file,
        )
    )


def _missing(
    missing: Sequence[str], unknown: Sequence[str], kind: Kind, *, file: str
) -> InputError:
    guesses = _guesses(unknown, missing, kind)
    these = "this is" if len(guesses) == 1 else "these are"
    what = f"We could not find {len(missing)} of the columns we need"
    if set(guesses) == set(missing):
        what += (
            f". Your file has {listed(quoted(map(told_name, guesses.values())))}. "
            f"We think {these} {listed(list(guesses))}."
        )
        purpose = f"check our guess{'es' if len(guesses) > 1 else ''}"
    else:
        what += f": {listed(missing)}."
        if unknown:
            what += f" Your file has {listed(quoted(map(told_name, unknown)))}."
        if guesses:
            pairs = [
                f'"{told_name(column)}" is {name}' for name, column in guesses.items()
            ]
            what += f" We think {listed(pairs)}."
        purpose = "say which columns they are"
    return InputError(
        Problem(
            code="E01",
            what=what,
            fix=f'Run "matchaudit map {shell_name(file)}" to {purpose}.',
            file=file,
        )
    )


def _unknown(
    unknown: Sequence[str], found: set[str], kind: Kind, *, file: str
) -> InputError:
    free = [name for name in kind.names if name not in found]
    guesses = _guesses(unknown, free, kind)
    what = f"We do not know {plural(len(unknown), 'column')}: {listed(quoted(map(told_name, unknown)))}."
    if guesses:
        pairs = [f'"{told_name(column)}" is {name}' for name, column in guesses.items()]
        what += f" We think {listed(pairs)}."
    return InputError(
        Problem(
            code="E01",
            what=what,
            fix=f'Run "matchaudit map {shell_name(file)}" to say what '
            f"{'it is' if len(unknown) == 1 else 'they are'}, or to leave "
            f"{'it' if len(unknown) == 1 else 'them'} out.",
            file=file,
            column=told_name(unknown[0]),
        )
    )
