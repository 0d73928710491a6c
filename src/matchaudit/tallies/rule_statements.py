"""The SQL texts of the rules' tally, around the conditions that it is given.

A code of an answer is 0 meets, 1 breaks, 2 cannot tell, 3 does not apply.
"""
# Conditions are written by usage.rules from its own tree, never from a user's text.
# ruff: noqa: S608

from collections.abc import Mapping, Sequence

from matchaudit.records.table import SOURCE_FILE, SOURCE_ROW


def records(where: str) -> str:
    """Return the SELECT of the rows that are records."""
    return "SELECT * FROM all_rows" + (f" WHERE {where}" if where else "")


def row_count(view: str) -> str:
    """Return the statement for the number of rows."""
    return f"SELECT count(*) AS n FROM {view}"


def answer(applies: str, holds: str) -> str:
    """Return SQL for the code of a record's answer."""
    # Each condition is computed as seldom as can be: `holds` once, where it applies.
    told = f"coalesce(CAST(NOT {holds} AS UTINYINT), CAST(2 AS UTINYINT))"
    if applies == "TRUE":
        return told
    return (
        f"CASE WHEN {applies} THEN {told} WHEN NOT {applies} THEN CAST(3 AS UTINYINT) "
        "ELSE CAST(2 AS UTINYINT) END"
    )


def answers(
    codes: Sequence[str], causes: Mapping[str, str], *, identity: str | None
) -> str:
    """Return the SELECT of one row of answers and causes for each record."""
    parts = [SOURCE_FILE, SOURCE_ROW]
    parts.append(f"coalesce(CAST({identity or 'NULL'} AS VARCHAR), '') AS identity")
    parts += [f"{code} AS a{i}" for i, code in enumerate(codes)]
    parts += [f"{sql} AS {name}" for sql, name in causes.items()]
    return f"SELECT {', '.join(parts)} FROM records"


def counts(n_rules: int, grave: Sequence[bool]) -> str:
    """Return the statement for the number of records by rule and answer."""
    parts = ["count(*) AS n"]
    for i in range(n_rules):
        parts += [
            f"count_if(a{i} = {code}) AS {name}{i}"
            for name, code in (("m", 0), ("b", 1), ("x", 3))
        ]
    parts.append(f"{_any_broken(range(n_rules))} AS broke_any")
    of_weight = [i for i in range(n_rules) if grave[i]]
    parts.append(f"{_any_broken(of_weight)} AS broke_grave")
    parts.append(f"min({SOURCE_FILE}) = max({SOURCE_FILE}) AS one_file")
    parts.append(f"max({SOURCE_ROW}) AS last_row")
    return f"SELECT {', '.join(parts)} FROM answers"


def _any_broken(rules: Sequence[int]) -> str:
    broken = " OR ".join(f"a{i} = 1" for i in rules) or "FALSE"
    return f"count_if({broken})"


def cause_counts(wanted: Sequence[tuple[int, str]]) -> str:
    """Return the statement for the records that cannot tell and have a cause."""
    parts = [
        f"count_if(a{i} = 2 AND {cause}) AS n{k}" for k, (i, cause) in enumerate(wanted)
    ]
    return f"SELECT {', '.join(parts)} FROM answers"


def records_that(rule: int, code: int, *, most: int, up_to: int | None = None) -> str:
    """Return the statement for the first records that give an answer.

    With ``up_to``, only those up to a row are looked at.
    """
    near = "" if up_to is None else f" AND {SOURCE_ROW} <= {up_to}"
    return (
        f"SELECT {SOURCE_FILE}, {SOURCE_ROW}, identity FROM answers "
        f"WHERE a{rule} = {code}{near} ORDER BY 1, 2 LIMIT {most}"
    )


def shares(applies: str, keys: Sequence[str], where: str) -> str:
    """Return the statement for the share of records in groups."""
    unknown = f"{where} IS NULL"
    return _grouped(
        applies,
        keys,
        [
            f"{_count(f'{applies} AND {where}')} AS true",
            f"{_count(f'{applies} AND {unknown}')} AS unknown",
            f"{_count(f'{applies} IS NULL AND {where}')} AS maybe_true",
            f"{_count(f'{applies} IS NULL AND {unknown}')} AS maybe_unknown",
        ],
    )


def ratios(applies: str, keys: Sequence[str], pair: tuple[str, str]) -> str:
    """Return the statement for the sums of two counts in groups."""
    of, out_of = pair
    both = f"{applies} AND {of} IS NOT NULL AND {out_of} IS NOT NULL"
    lacking = f"{applies} IS NULL OR ({applies} AND ({of} IS NULL OR {out_of} IS NULL))"
    return _grouped(
        applies,
        keys,
        [
            f"{_total(both, of)} AS of",
            f"{_total(both, out_of)} AS out_of",
            f"{_count(lacking)} AS lacking",
        ],
    )


def _grouped(applies: str, keys: Sequence[str], parts: Sequence[str]) -> str:
    names = [f"k{i}" for i in range(len(keys))]
    known = " AND ".join(f"({key}) IS NOT NULL" for key in keys)
    each = [
        f"CASE WHEN {known} THEN CAST({key} AS VARCHAR) ELSE '' END AS {name}"
        for key, name in zip(keys, names, strict=True)
    ]
    columns = [
        f"({known}) AS known",
        *each,
        f"{_count(applies)} AS sure",
        f"{_count(f'{applies} IS NULL')} AS maybe",
        *parts,
    ]
    order = ", ".join(str(i + 1) for i in range(len(names) + 1))
    return f"SELECT {', '.join(columns)} FROM records GROUP BY {order} ORDER BY {order}"


def _count(condition: str) -> str:
    return f"count_if({condition})"


def _total(condition: str, count: str) -> str:
    return f"CAST(coalesce(sum(CASE WHEN {condition} THEN {count} END), 0) AS BIGINT)"
