"""Dates and times as intervals of instants in UTC, whatever form a file gives them.

A time to the minute or finer is an instant. A day without a time, or a month, is the
whole of it: a record that says less must not seem to say more.
"""

# ruff: noqa: S608 - names and texts in SQL are quoted by the database module

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from matchaudit.errors import InputError, Problem
from matchaudit.records import database as db
from matchaudit.records.options import Dates
from matchaudit.records.person_values import told
from matchaudit.records.persons import told_name
from matchaudit.records.staging import Staged

SLASHED = r"'^[0-9]{1,2}[/.-][0-9]{1,2}[/.-](?:[0-9]{4}|[0-9]{2})(?:[ T,]|$)'"
_SLASHED_PARTS = (
    r"'^([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4}|[0-9]{2})(?:[ T,]+(.*))?$'"
)
_WEEKDAY = "^(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?,? +"
_DAY_MONTH = (
    r"'^([0-9]{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})\.?,?[ -]([0-9]{4})"
    r"(?:[ t,]+([0-9].*))?$'"
)
_MONTH_DAY = (
    r"'^([a-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})(?:[ t,]+([0-9].*))?$'"
)
_MONTH = r"'^(?:[0-9]{4}-[0-9]{2}|[a-z]{3,9}\.? [0-9]{4})$'"
_TIMES = ("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p")
_EARLIEST_ZONE, _LATEST_ZONE = 14, 12
"""Hours by which the clocks of the world run before and behind UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateForms:
    """Which forms of dates a column holds.

    Attributes
    ----------
    local : bool
        Times that do not say their zone.
    zoned : bool
        Times with their distance from UTC.
    day : bool
        Days without a time.
    other : bool
        Whatever is not ISO 8601, such as 01/02/2025, 6 April 2023 or 2025-02.
    order : {"day-first", "month-first"} or None
        What comes first in dates such as 13/02/2025, where they show it.
    """

    local: bool = False
    zoned: bool = False
    day: bool = False
    other: bool = False
    order: Dates | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRules:
    """How dates are to be understood.

    ``order`` is what comes first in 01/02/2025; ``zone`` the IANA name of the zone of
    times that say none; ``zoned_file`` is true where other times of the file say theirs,
    so that a day may be any zone's day.
    """

    order: Dates | None = None
    zone: str | None = None
    zoned_file: bool = False


def forms_of_type(source_type: str) -> DateForms | None:
    """Return the forms that an SQL type allows; None for a text, which must be seen."""
    if source_type == "DATE":
        return DateForms(day=True)
    if source_type == "TIMESTAMP WITH TIME ZONE":
        return DateForms(zoned=True)
    if source_type.startswith("TIMESTAMP"):
        return DateForms(local=True)
    return None


def find_forms(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    raws: dict[str, str],
    *,
    missing: str,
) -> dict[str, DateForms]:
    """Find out in which forms columns of texts give their dates.

    Parameters
    ----------
    connection : DuckDBPyConnection
    staged : Staged
    raws : dict of str to str
        For each field, the SQL of what the file says.
    missing : str
        SQL of the list of lower-case words that stand for no value.
    """
    if not raws:
        return {}
    counts = db.one_row(
        connection,
        "SELECT "
        + ", ".join(
            f"count_if({_iso(v)} AND {_timed(v)} AND NOT {_zoned(v)}), "
            f"count_if({_iso(v)} AND {_timed(v)} AND {_zoned(v)}), "
            f"count_if({_iso(v)} AND NOT {_timed(v)}), count_if(NOT {_iso(v)})"
            for v in raws.values()
        )
        + f" FROM {staged.relation}",
    )
    forms = {}
    for i, (name, v) in enumerate(raws.items()):
        local, zoned, day, other = (bool(n) for n in counts[4 * i : 4 * i + 4])
        if other:
            timed, rest = db.one_row(
                connection,
                f"SELECT count_if({_timed(v)}), count(*) FROM {staged.relation} "
                f"WHERE NOT {_iso(v)} AND lower({v}) NOT IN {missing}",
            )
            local, other = local or bool(timed), bool(rest)
        forms[name] = DateForms(local=local, zoned=zoned, day=day, other=other)
    return forms


def start(raw: str, forms: DateForms, rules: DateRules) -> str:
    """Return the SQL of when what a text says begins, by its own clock.

    Parameters
    ----------
    raw : str
        SQL of what the file says, as text.
    forms : DateForms
    rules : DateRules
    """
    if forms.other:
        return _any_form(raw, rules.order or forms.order)
    return f"try_cast({raw} AS TIMESTAMP)"


def interval(
    raw: str,
    name: str,
    source_type: str,
    forms: DateForms,
    rules: DateRules,
    *,
    begins: str | None = None,
) -> tuple[str, str]:
    """Return the SQL of the first and the last instant that a date may be.

    Parameters
    ----------
    raw : str
        SQL of what the file says, as text.
    name : str
        The quoted column.
    source_type : str
    forms : DateForms
    rules : DateRules
    begins : str, optional
        SQL of a text's `start`, if that was worked out before.
    """
    if source_type == "TIMESTAMP WITH TIME ZONE":
        instant = f"CAST({name} AT TIME ZONE 'UTC' AS TIMESTAMP)"
        return instant, instant
    if forms_of_type(source_type):
        return _spans(f"CAST({name} AS TIMESTAMP)", None, forms, rules)
    first, last = _spans(begins or start(raw, forms, rules), raw, forms, rules)
    if not forms.zoned:
        return first, last
    close = f"replace(replace({raw}, ' +', '+'), ' -', '-')"
    zoned = f"(try_cast({close} AS TIMESTAMPTZ) AT TIME ZONE 'UTC')"
    which = f"CASE WHEN {_iso(raw)} AND {_timed(raw)} AND {_zoned(raw)} THEN {zoned}"
    return f"{which} ELSE {first} END", f"{which} ELSE {last} END"


def refuse_mixed_zones(
    parts: Iterable[tuple[Staged, dict[str, tuple[str, str, DateForms]]]],
    connection: duckdb.DuckDBPyConnection,
) -> None:
    """Raise E04 if some times say their zone and some do not.

    Parameters
    ----------
    parts : iterable of (Staged, dict of str to (raw, type, DateForms))
        For each file the dates: by the file's column, the SQL of what it says.
    connection : DuckDBPyConnection
    """
    first: dict[bool, tuple[int, str, str, str]] = {}
    parts = list(parts)
    forms = [form for _, dates in parts for _, _, form in dates.values()]
    if not (any(f.local for f in forms) and any(f.zoned for f in forms)):
        return
    for staged, dates in parts:
        for column, (raw, source_type, form) in dates.items():
            for zoned in (False, True):
                if (form.zoned if zoned else form.local) and zoned not in first:
                    row, said = _first(connection, staged, raw, source_type, zoned)
                    first[zoned] = (row, said, column, staged.file)
    row, said, column, file = first[False]
    other_row, other_said, _, other_file = first[True]
    where = f"row {other_row}" + (f" of {other_file}" if other_file != file else "")
    raise InputError(
        Problem(
            code="E04",
            what="Some times say their distance from UTC and some do not. Row "
            f'{row} says "{said}" in the column "{told_name(column)}", but {where} '
            f'says "{other_said}".',
            fix="Say in which zone the times without one are, such as --timezone "
            "Europe/London.",
            done="Nothing was read.",
            file=file,
            row=row,
            column=column,
            value=said,
        )
    )


def refuse_unknown_zone(
    connection: duckdb.DuckDBPyConnection, zone: str | None, *, file: str
) -> None:
    """Raise E13 if a time zone has no such IANA name."""
    if zone is None:
        return
    names = connection.execute(
        "SELECT name, jaro_winkler_similarity(lower(name), lower(?)) AS close "
        "FROM pg_timezone_names() WHERE contains(name, '/') OR name = 'UTC' "
        "ORDER BY close DESC, name",
        [zone],
    ).fetchall()
    if zone in {name for name, _ in names}:
        return
    near, close = names[0]
    meant = f" Did you mean {near}?" if close > 0.85 else ""
    raise InputError(
        Problem(
            code="E13",
            what=f'We do not know the time zone "{told(zone)}".{meant}',
            fix="Use a name such as Europe/London or America/New_York.",
            done="Nothing was read.",
            file=file,
        )
    )


def _iso(v: str) -> str:
    # A year has four digits: else 1/2/25 would be a day of the year 1.
    return f"(({v})[5] IN ('-', '/') AND try_cast({v} AS TIMESTAMP) IS NOT NULL)"


def _timed(v: str) -> str:
    return f"contains({v}, ':')"


def _zoned(v: str) -> str:
    """Return SQL that is true if a time in ISO 8601 says its distance from UTC."""
    # A date has ten signs at most, so a later sign is that of the zone.
    return (
        f"(right({v}, 1) NOT BETWEEN '0' AND '9' OR contains({v}, '+') "
        f"OR contains(substr({v}, 11), '-'))"
    )


def _any_form(raw: str, order: Dates | None) -> str:
    """Return SQL of the time, or of the first moment of the day or month, as it stands."""
    low = f"regexp_replace(lower({raw}), '{_WEEKDAY}', '')"
    days = ("%m/%d/", "%m/%d/") if order == "month-first" else ("%d/%m/", "%d/%m/")
    slashed = _formats(f"{days[0]}%y", f"{days[1]}%Y")
    worded = _formats("%d %b %Y", "%d %B %Y")
    return (
        f"CASE WHEN {_iso(raw)} THEN try_cast({raw} AS TIMESTAMP) "
        f"WHEN regexp_matches({raw}, {SLASHED}) THEN try_strptime(rtrim("
        rf"regexp_replace({raw}, {_SLASHED_PARTS}, '\1/\2/\3 \4')), [{slashed}]) "
        f"WHEN regexp_matches(lower({raw}), {_MONTH}) THEN coalesce("
        f"try_strptime({raw} || '-01', '%Y-%m-%d'), "
        f"try_strptime('1 ' || replace({raw}, '.', ''), ['%d %b %Y', '%d %B %Y'])) "
        f"WHEN regexp_matches({low}, {_DAY_MONTH}) THEN try_strptime(rtrim("
        rf"regexp_replace({low}, {_DAY_MONTH}, '\1 \2 \3 \4')), [{worded}]) "
        f"WHEN regexp_matches({low}, {_MONTH_DAY}) THEN try_strptime(rtrim("
        rf"regexp_replace({low}, {_MONTH_DAY}, '\2 \1 \3 \4')), [{worded}]) END"
    )


def _formats(*days: str) -> str:
    return ", ".join(f"'{day}{time}'" for day in days for time in _TIMES)


def _spans(
    start: str, raw: str | None, forms: DateForms, rules: DateRules
) -> tuple[str, str]:
    """Return first and last instant of what begins at ``start`` by its own clock."""
    day = "INTERVAL 1 DAY"
    if raw is None or not forms.other:
        length = day if forms.day else None
        timed = _timed(raw) if raw and forms.day and forms.local else None
    else:
        month = f"regexp_matches(lower({raw}), {_MONTH})"
        length = f"CASE WHEN {month} THEN INTERVAL 1 MONTH ELSE {day} END"
        timed = _timed(raw)
    instant_first, instant_last = _instant(start, rules.zone)
    if length is None:
        return instant_first, instant_last
    end = f"({start} + {length})"
    first, after = _instant(start, rules.zone)[0], _instant(end, rules.zone)[1]
    if rules.zone is None and rules.zoned_file:
        first = f"({first} - INTERVAL {_EARLIEST_ZONE} HOUR)"
        after = f"({after} + INTERVAL {_LATEST_ZONE} HOUR)"
    last = f"({after} - INTERVAL 1 MICROSECOND)"
    if timed is None:
        return first, last
    return (
        f"CASE WHEN {timed} THEN {instant_first} ELSE {first} END",
        f"CASE WHEN {timed} THEN {instant_last} ELSE {last} END",
    )


def _instant(local: str, zone: str | None) -> tuple[str, str]:
    """Return the first and the last instant at which clocks show a time.

    They differ in the hour that clocks show twice when summer ends.
    """
    if zone is None:
        return local, local
    where = db.text(zone)

    def utc(time: str) -> str:
        return f"(({time}) AT TIME ZONE {where} AT TIME ZONE 'UTC')"

    def shown(instant: str) -> str:
        return f"({instant} AT TIME ZONE 'UTC' AT TIME ZONE {where})"

    once = utc(local)
    before, after = f"({once} - INTERVAL 1 HOUR)", f"({once} + INTERVAL 1 HOUR)"
    return (
        f"CASE WHEN {shown(before)} = {local} THEN {before} ELSE {once} END",
        f"CASE WHEN {shown(after)} = {local} THEN {after} ELSE {once} END",
    )


def _first(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    raw: str,
    source_type: str,
    zoned: bool,  # noqa: FBT001 - private
) -> tuple[int, str]:
    if forms_of_type(source_type):
        which = f"{raw} IS NOT NULL"
    elif zoned:
        which = f"{_iso(raw)} AND {_timed(raw)} AND {_zoned(raw)}"
    else:
        which = f"{_timed(raw)} AND NOT ({_iso(raw)} AND {_zoned(raw)})"
    row, said = db.one_row(
        connection,
        f"SELECT {staged.row} AS row_number, {raw} FROM {staged.numbered} "
        f"WHERE {which} ORDER BY 1 LIMIT 1",
    )
    return int(row), told(str(said))
