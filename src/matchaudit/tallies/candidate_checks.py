"""Lists of candidates that contradict themselves are refused; odd ones are named."""

from collections.abc import Callable, Mapping
from typing import Any

from matchaudit.errors import InputError, Problem
from matchaudit.records.person_values import told
from matchaudit.records.wording import listed, plural
from matchaudit.tallies import candidate_statements as sql
from matchaudit.tallies.engine import Engine

FEWEST_LISTS = 10
"""So many lists must run upwards before scores are taken for distances."""


def check_lists(engine: Engine) -> tuple[str, ...]:
    """Refuse lists that contradict themselves.

    Parameters
    ----------
    engine : Engine
        It holds ``records``, ``listed`` and ``lists``.

    Returns
    -------
    tuple of str
        Cautions about what is odd without being wrong.

    Raises
    ------
    InputError
        ``E05``, ``E06``, ``E08`` or ``E17``, with the first rows.
    """
    found = engine.columns(sql.counts(sql.FAULTS))
    n = {name: int(values[0]) for name, values in found.items()}
    for name, refuse in _REFUSED.items():
        if n[name]:
            raise InputError(refuse(engine, n[name]))
    if n["not_in_order"]:
        _refuse_repeated_rank(engine)
    if n["no_first"]:
        raise InputError(_no_first(engine, n["no_first"]))
    if n["rising"] >= FEWEST_LISTS and n["rising"] > n["falling"]:
        raise InputError(_distances(engine, n["rising"], n["falling"]))
    return _cautions(engine, n)


def _rows(engine: Engine, fault: str) -> list[dict[str, Any]]:
    """Return the rows of the first search that shows a fault."""
    found = engine.columns(sql.first_with(fault))
    names = list(found)
    rows = zip(*(found[name].tolist() for name in names), strict=True)
    return [dict(zip(names, row, strict=True)) for row in rows]


def _name(row: Mapping[str, Any]) -> str:
    return told(str(row["search_id"]))


def _both(first: Mapping[str, Any], second: Mapping[str, Any]) -> str:
    """Return where two rows stand."""
    one, other = first["row_number"], second["row_number"]
    if first["file"] == second["file"]:
        return f"rows {one} and {other}"
    return f"row {one} of {first['file']} and row {other} of {second['file']}"


def _problem(
    code: str,
    row: Mapping[str, Any],
    what: str,
    fix: str,
    *,
    n: int,
    column: str,
) -> Problem:
    return Problem(
        code=code,
        what=what,
        fix=fix,
        done="No rate was worked out."
        if n == 1
        else f"{n:,} searches have this problem.",
        file=str(row["file"]),
        row=int(row["row_number"]),
        column=column,
    )


def _halves(engine: Engine, n: int) -> Problem:
    rows = _rows(engine, "halves")
    row = next(r for r in rows if r["no_rank"] != r["no_score"])
    has, lacks = ("rank", "score") if row["no_score"] else ("score", "rank")
    return _problem(
        "E05",
        row,
        f"Row {row['row_number']} has a {has} and no {lacks}.",
        "A candidate has both. A search that returned nobody has neither.",
        n=n,
        column=lacks,
    )


def _mixed(engine: Engine, n: int) -> Problem:
    rows = _rows(engine, "mixed")
    row = next(r for r in rows if r["no_rank"])
    return _problem(
        "E05",
        row,
        f"Row {row['row_number']} says that search {_name(row)} returned nobody, but "
        "other rows of that search name candidates.",
        "Leave the row without a rank out, or give each search its own ID.",
        n=n,
        column="rank",
    )


def _repeated(engine: Engine, n: int) -> Problem:
    first, second, *_ = _rows(engine, "repeated")
    return _problem(
        "E06",
        second,
        f"Two rows say that search {_name(first)} returned nobody: "
        f"{_both(first, second)}.",
        "A search that returned nobody is one row. Each search must have its own ID.",
        n=n,
        column="search_id",
    )


def _differs(engine: Engine, n: int) -> Problem:
    row = _rows(engine, "differs")[0]
    counted = engine.columns(sql.columns_that_differ(str(row["search_id"])))
    names = [name for name, values in counted.items() if values[0] > 1]
    column = names[0] if names else "search_id"
    return _problem(
        "E05",
        row,
        f'The rows of search {_name(row)} say different things in "{column}".',
        "It describes the search, so each of its rows must say the same. If these are "
        "different searches, give each its own ID.",
        n=n,
        column=column,
    )


def _contradicts(engine: Engine, n: int) -> Problem:
    rows = _rows(engine, "contradicts")
    row = next(r for r in rows if r["contradicts"])
    same, other = ("the right person", "somebody else")
    said, seen = (same, other) if row["is_mate"] else (other, same)
    return _problem(
        "E17",
        row,
        f'Row {row["row_number"]} says in "mate" that the candidate is {said}, but by '
        f"its subjects it is {seen}.",
        "Mend the row, or leave the column out: who is the right person is then taken "
        "from the subjects.",
        n=n,
        column="mate",
    )


def _two_mates(engine: Engine, n: int) -> Problem:
    first, second, *_ = [r for r in _rows(engine, "two_mates") if r["is_mate"]]
    return _problem(
        "E17",
        second,
        f"Two different people are said to be the right person of search "
        f"{_name(first)}: see {_both(first, second)}.",
        'Mend "mate", or the subjects.',
        n=n,
        column="mate",
    )


def _mate_of_nobody(engine: Engine, n: int) -> Problem:
    rows = _rows(engine, "mate_of_nobody")
    row = next(r for r in rows if r["is_mate"])
    return _problem(
        "E17",
        row,
        f"Row {row['row_number']} is the right person of search {_name(row)}, but "
        '"enrolled" says that this person is not in the gallery.',
        'Mend "enrolled", or the subjects.',
        n=n,
        column="enrolled",
    )


def _failed_with_list(engine: Engine, n: int) -> Problem:
    row = _rows(engine, "failed_with_list")[0]
    return _problem(
        "E05",
        row,
        f"Search {_name(row)} has failed, but row {row['row_number']} names a "
        "candidate of it.",
        "A probe that gave no usable sample was not searched for. Mend the row.",
        n=n,
        column="failed",
    )


def _no_first(engine: Engine, n: int) -> Problem:
    row = min(_rows(engine, "no_first"), key=lambda r: int(r["rank"]))
    return _problem(
        "E05",
        row,
        f"Search {_name(row)} has rank {row['rank']} but no rank 1.",
        "Without the first candidate too few searches seem to return a wrong person. "
        "Give the list from rank 1 on.",
        n=n,
        column="rank",
    )


def _beyond_length(engine: Engine, n: int) -> Problem:
    row = max(_rows(engine, "beyond_length"), key=lambda r: int(r["rank"]))
    return _problem(
        "E05",
        row,
        f"Row {row['row_number']} has rank {row['rank']}, which is beyond the "
        '"list_length" of its search.',
        "Mend the rank or the length.",
        n=n,
        column="rank",
    )


_REFUSED: Mapping[str, Callable[[Engine, int], Problem]] = {
    "halves": _halves,
    "mixed": _mixed,
    "repeated": _repeated,
    "differs": _differs,
    "contradicts": _contradicts,
    "two_mates": _two_mates,
    "mate_of_nobody": _mate_of_nobody,
    "failed_with_list": _failed_with_list,
    "beyond_length": _beyond_length,
}


def _refuse_repeated_rank(engine: Engine) -> None:
    found = engine.columns(sql.first_repeat())
    if not found["rank"].size:
        return
    row = {name: values.tolist()[0] for name, values in found.items()}
    name, rank = _name(row), row["rank"]
    first, last = (
        {"file": file, "row_number": int(number)}
        for file, _, number in (
            str(row[place]).rpartition("\t") for place in ("first_place", "last_place")
        )
    )
    raise InputError(
        Problem(
            code="E06",
            what=f"Search {name} has rank {rank} twice. See {_both(first, last)}.",
            fix="Each rank stands once in a search. If these are two searches, give "
            "each its own ID.",
            done="No rate was worked out."
            if row["n"] == 1
            else f"{row['n']:,} ranks have this problem.",
            file=str(first["file"]),
            row=int(str(first["row_number"])),
            column="rank",
            value=str(rank),
        )
    )


def _distances(engine: Engine, rising: int, falling: int) -> Problem:
    row = _rows(engine, "rising")[0]
    return Problem(
        code="E08",
        what=f"In {rising:,} of {rising + falling:,} lists the last candidate scores "
        "higher than the first. The scores may be distances.",
        fix="If so, run again with --lower-is-closer. If they were distances and that "
        "was said, leave it out.",
        done="",
        file=str(row["file"]),
        column="score",
    )


def _cautions(engine: Engine, n: Mapping[str, int]) -> tuple[str, ...]:
    said = {
        "not_in_order": "{} a rank that is missing between others. Whoever stood there "
        "counts as not returned.",
        "unsorted": "{} a candidate that scores higher than one before it. Ranks are "
        "kept as they stand.",
        "more_mates": "{} the right person more than once. The best rank counts.",
        "below_threshold": "{} a candidate below its own threshold. It is kept as it "
        "stands.",
    }
    return tuple(
        words.format(_searches_have(engine, name, n[name]))
        for name, words in said.items()
        if n[name]
    )


def _searches_have(engine: Engine, fault: str, n: int) -> str:
    row = _rows(engine, fault)[0]
    where = f"from row {row['row_number']} of {row['file']} on"
    if n == 1:
        return f"Search {_name(row)} ({where}) has"
    return (
        f"{plural(n, 'search').replace('searchs', 'searches')} (the first {where}) have"
    )


def many_sizes(sizes: int, limit: int) -> InputError:
    """Return the refusal of more gallery sizes than can be told apart.

    Examples
    --------
    >>> many_sizes(365, 50).problem.code
    'E05'
    """
    return InputError(
        Problem(
            code="E05",
            what=f"The searches went to {sizes:,} galleries, by system, name and size. "
            f"At most {limit} can be told apart, and galleries are never pooled.",
            fix='Round "gallery_size" in the file, such as to two figures, or leave '
            f"{listed(['system', 'gallery'])} out.",
            done="No rate was worked out.",
            column="gallery_size",
        )
    )
