"""How long something ran, and published rates: what agencies write, as SQL.

A duration becomes minutes. "3 days covering 10 sailings" states no length, so that
nothing is recorded; whatever else cannot be read is a value that does not fit.
"""

HOURS_MINUTES = (
    r"'^([0-9]+) ?(?:h|hr|hrs|hour|hours)\.?[ ,]*(?:([0-9]{1,2}) ?"
    r"(?:m|min|mins|minute|minutes)?\.?)?$'"
)
MINUTES = r"'^([0-9]+) ?(?:m|min|mins|minute|minutes)\.?$'"
FROM_TO = "'^([0-9]{1,2}):?([0-9]{2}) ?(?:-|\u2013|to) ?([0-9]{1,2}):?([0-9]{2})$'"
CLOCK = "'^([0-9]{1,3}):([0-9]{2})(?::[0-9]{2}(?:[.][0-9]+)?)?$'"
DAYS = r"'^[0-9]+ days?\b'"
RATE = r"'^[<>~≈]? ?[0-9]+(?:[.,][0-9]+)? ?%?$'"


def minutes(raw: str) -> str:
    """Return SQL for the minutes of a duration such as ``5h03m`` or ``1205-1253``.

    Parameters
    ----------
    raw : str
        SQL of what the file says.

    Returns
    -------
    str
        SQL of type DOUBLE, in minutes; NULL where no length can be read.

    Examples
    --------
    >>> import duckdb
    >>> duckdb.execute(
    ...     f"SELECT {minutes('said')} FROM (SELECT '5hr 37m' AS said)"
    ... ).fetchall()
    [(337.0,)]
    """
    low = f"lower({raw})"
    return (
        f"CASE WHEN regexp_matches({low}, {HOURS_MINUTES}) "
        f"THEN {_clock(low, HOURS_MINUTES, 1, 2)} "
        f"WHEN regexp_matches({low}, {MINUTES}) THEN {_part(low, MINUTES, 1)} "
        f"WHEN regexp_matches({low}, {CLOCK}) THEN {_clock(low, CLOCK, 1, 2)} "
        f"WHEN regexp_matches({low}, {FROM_TO}) THEN {_between(low)} END"
    )


def states_no_length(raw: str) -> str:
    """Return SQL that is true for a duration in days: nobody ran it day and night."""
    return f"coalesce(regexp_matches(lower({raw}), {DAYS}), false)"


def rate(raw: str) -> str:
    """Return SQL for a published rate, to the letter; NULL if it is none."""
    return f"CASE WHEN regexp_matches({raw}, {RATE}) THEN {raw} END"


def _part(text: str, pattern: str, group: int) -> str:
    part = f"nullif(regexp_extract({text}, {pattern}, {group}), '')"
    return f"coalesce(try_cast({part} AS DOUBLE), 0)"


def _clock(text: str, pattern: str, hours: int, part: int) -> str:
    """Return SQL of hours and minutes as minutes; NULL for 60 minutes or more."""
    after = _part(text, pattern, part)
    return (
        f"CASE WHEN {after} < 60 THEN {_part(text, pattern, hours)} * 60 + {after} END"
    )


def _between(text: str) -> str:
    """Return SQL of the minutes from one time of day to another, past midnight too."""
    start, end = _clock(text, FROM_TO, 1, 2), _clock(text, FROM_TO, 3, 4)
    length = f"(({end}) - ({start}))"
    # Times beyond 24 h are none; from a time to itself may be no time or a day.
    return (
        f"CASE WHEN greatest({end}, {start}) <= 1440 AND {length} <> 0 "
        f"THEN {length} + CASE WHEN {length} < 0 THEN 1440 ELSE 0 END END"
    )
