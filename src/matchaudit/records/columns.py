"""Which of a file's columns is which of ours, and what to say where that is unclear."""

from collections.abc import Mapping, Sequence

from matchaudit.errors import InputError, Problem
from matchaudit.records.guess import guess_names
from matchaudit.records.mapping import MapFile
from matchaudit.records.schema import Kind
from matchaudit.records.wording import listed, plural, quoted, shell_name


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
        raise _missing(missing, unknown, kind, file=file)
    if unknown:
        raise _unknown(unknown, set(found), kind, file=file)
    return {name: found[name] for name in kind.names if name in found}


def _mapped(
    columns: Sequence[str], kind: Kind, map_file: MapFile | None, *, file: str
) -> dict[str, str]:
    if map_file is None:
        return {}
    ours = list(map_file.columns.values())
    absent = [c for c in map_file.columns if c not in columns]
    strange = [name for name in ours if name not in kind.names]
    twice = [name for name in kind.names if ours.count(name) > 1]
    why = (
        f'It is for the kind "{map_file.kind}", not "{kind.name}".'
        if map_file.kind != kind.name
        else f"{file} has no column {listed(quoted(absent))}."
        if absent
        else f"There is no {listed(quoted(strange))} among our columns."
        if strange
        else f"It gives {listed(quoted(twice))} to more than one column."
        if twice
        else ""
    )
    if why:
        raise InputError(
            Problem(
                code="E18",
                what=f"The map file does not fit {file}. {why}",
                fix=f'Run "matchaudit map {shell_name(file)}" to make a new one.',
                file=file,
            )
        )
    return {name: column for column, name in map_file.columns.items()}


def _guesses(
    unknown: Sequence[str], wanted: Sequence[str], kind: Kind
) -> dict[str, str]:
    """Return the guess for each wanted column: ours to theirs."""
    guessed: Mapping[str, str] = guess_names(unknown, kind)
    theirs = {ours: column for column, ours in guessed.items()}
    return {name: theirs[name] for name in wanted if name in theirs}


def _missing(
    missing: Sequence[str], unknown: Sequence[str], kind: Kind, *, file: str
) -> InputError:
    guesses = _guesses(unknown, missing, kind)
    these = "this is" if len(guesses) == 1 else "these are"
    what = f"We could not find {len(missing)} of the columns we need"
    if set(guesses) == set(missing):
        what += (
            f". Your file has {listed(quoted(guesses.values()))}. "
            f"We think {these} {listed(list(guesses))}."
        )
        purpose = f"check our guess{'es' if len(guesses) > 1 else ''}"
    else:
        what += f": {listed(missing)}."
        if unknown:
            what += f" Your file has {listed(quoted(unknown))}."
        if guesses:
            pairs = [f'"{column}" is {name}' for name, column in guesses.items()]
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
    what = (
        f"We do not know {plural(len(unknown), 'column')}: {listed(quoted(unknown))}."
    )
    if guesses:
        pairs = [f'"{column}" is {name}' for name, column in guesses.items()]
        what += f" We think {listed(pairs)}."
    return InputError(
        Problem(
            code="E01",
            what=what,
            fix=f'Run "matchaudit map {shell_name(file)}" to say what '
            f"{'it is' if len(unknown) == 1 else 'they are'}, or to leave "
            f"{'it' if len(unknown) == 1 else 'them'} out.",
            file=file,
            column=unknown[0],
        )
    )
