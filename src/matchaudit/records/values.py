"""Values brought into the types that a kind declares, as SQL over one file."""

# ruff: noqa: S608 - names and texts in SQL are quoted by the database module

from collections.abc import Mapping
from dataclasses import dataclass, field

import duckdb

from matchaudit.records import database as db
from matchaudit.records import durations, instants
from matchaudit.records.instants import DateForms, DateRules
from matchaudit.records.schema import Field, Kind
from matchaudit.records.staging import Staged

EARLIEST, LATEST_YEAR = 1970, 2100
"""Years in which a record may lie; any other is a slip, such as 0202 or 9999."""
SMALLEST, LARGEST = "1e-9", "1e12"
"""What a length of time or the like may be; beyond, nothing can be worked out."""
HIDDEN = r"'[\p{Cc}\p{Cf}]'"
"""SQL of the signs that are not seen; they may change what a terminal shows."""
_MISSING = "('na', 'n/a', 'null', 'none', 'nan', '<na>', '#n/a')"
_MISSING_OR_DASH = _MISSING.replace("('na'", "('-', '\u2013', '\u2014', 'na'")
_MISSING_TEXT = _MISSING.replace("'none', ", "")  # "none" is a mask
_TRUE = "('true', 't', 'yes', 'y', '1', '1.0')"
_FALSE = "('false', 'f', 'no', 'n', '0', '0.0')"
_INTEGERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT")
_WHOLE = (*_INTEGERS, "UINTEGER", "UBIGINT", "HUGEINT")
_NUMBERS = (*_WHOLE, "FLOAT", "DOUBLE", "DECIMAL")
_POINT = "'.'"
_THOUSANDS = "'^-?[0-9]{1,3}(?:<sign>[0-9]{3})+$'"


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRules:
    """How texts are to be understood.

    ``recode`` maps a canonical column to raw value -> our value; an empty value of ours
    means not recorded. ``dates`` says how dates are meant, and ``forms`` how each
    canonical column gives them. ``whole`` are the canonical columns of ids whose values
    are whole numbers, written as 12.0. With ``dash_is_missing`` a dash is no value.
    ``neat`` are the file's columns that the database reads as they are. ``instants``
    are the columns of the first and last instant of dates that were worked out before.
    """

    decimal_comma: bool = False
    percent: frozenset[str] = frozenset()
    recode: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    dates: DateRules = field(default_factory=DateRules)
    forms: Mapping[str, DateForms] = field(default_factory=dict)
    whole: frozenset[str] = frozenset()
    dash_is_missing: bool = False
    neat: frozenset[str] = frozenset()
    instants: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def missing(self) -> str:
        """SQL of the words, in lower case, that stand for no value."""
        return _MISSING_OR_DASH if self.dash_is_missing else _MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """One field of one file as SQL.

    ``value`` yields the value, NULL where there is none; ``wrong`` is true where there
    is one that does not fit; ``raw`` is what the file says. For a date, ``latest`` yields
    the last instant that it may be.
    """

    field: Field
    column: str
    value: str
    wrong: str
    raw: str
    type: str
    latest: str | None = None


def typed(field: Field, column: str, source_type: str, rules: ValueRules) -> Typed:
    """Write the SQL that reads one field from one column.

    Parameters
    ----------
    field : Field
    column : str
        The file's own name of the column.
    source_type : str
        Its SQL type.
    rules : ValueRules

    Returns
    -------
    Typed
    """
    name = db.name(column)
    raw = said(field, column, rules)
    if rules.recode.get(field.name):
        source_type = "VARCHAR"
    latest = None
    if field.type == "date":
        forms = rules.forms.get(field.name, DateForms(local=True, day=True, other=True))
        value, latest = rules.instants.get(field.name) or instants.interval(
            raw, name, source_type, forms, rules.dates
        )
        given, kind = f"({raw} IS NOT NULL AND lower({raw}) NOT IN {rules.missing})", ""
        if instants.forms_of_type(source_type) or (raw == name and not forms.other):
            given = "false"
        kind = "TIMESTAMP"
    else:
        value, given, kind = _value(field, name, raw, source_type, rules)
    wrong = [f"({given} AND {value} IS NULL)"] if given != "false" else []
    if field.role in ("label", "pseudonym") and raw != name and not field.values:
        wrong.append(f"regexp_matches({raw}, {HIDDEN})")
    wrong += _beyond(field, value)
    return Typed(
        field=field,
        column=column,
        value=value,
        wrong=f"coalesce({' OR '.join(wrong)}, false)" if wrong else "false",
        raw=raw,
        type=kind,
        latest=latest,
    )


def _beyond(field: Field, value: str) -> list[str]:
    """Return SQL of what is beyond the range of a field, or missing where it may not."""
    wrong = []
    if field.minimum is not None:
        wrong.append(f"{value} < {field.minimum}")
    if field.maximum is not None:
        wrong.append(f"{value} > {field.maximum}")
    if (
        field.type in ("number", "duration")
        and field.minimum == 0
        and not field.maximum
    ):
        wrong.append(f"({value} > 0 AND {value} NOT BETWEEN {SMALLEST} AND {LARGEST})")
    if field.needed and field.type == "date":
        wrong.append(f"year({value}) NOT BETWEEN {EARLIEST} AND {LATEST_YEAR}")
    if field.needed and field.role in ("subject", "pseudonym"):
        wrong.append(f"{value} IS NULL")
    return wrong


def said(field: Field, column: str, rules: ValueRules) -> str:
    """Return SQL of what a file says, recoded, NULL where that is nothing."""
    if column in rules.neat and not rules.recode.get(field.name):
        return db.name(column)
    raw = f"nullif(trim(CAST({db.name(column)} AS VARCHAR)), '')"
    recode = rules.recode.get(field.name, {})
    if not recode:
        return raw
    whens = " ".join(
        f"WHEN {db.text(old)} THEN {db.text(new) if new else 'NULL'}"
        for old, new in recode.items()
    )
    return f"CASE {raw} {whens} ELSE {raw} END"


def _value(
    field: Field, name: str, raw: str, source_type: str, rules: ValueRules
) -> tuple[str, str, str]:
    """Return the SQL of the value, of "there is one", and the type."""
    given = f"({raw} IS NOT NULL AND lower({raw}) NOT IN {rules.missing})"
    if raw == name and source_type == "VARCHAR" and not rules.decimal_comma:
        return _neat(field, name, rules)
    if field.values:
        return _choice(field, raw, rules)
    if field.type == "string":
        return _text(field, name, raw, source_type, rules)
    if field.type == "boolean":
        return _boolean(name, raw, source_type, given)
    if field.type in ("duration", "rate"):
        return _as_published(field, raw, given)
    return _numeric(field, name, raw, source_type, rules)


def _as_published(field: Field, raw: str, given: str) -> tuple[str, str, str]:
    """Return the SQL of a duration in minutes, or of a rate to the letter."""
    if field.type == "duration":
        given = f"({given} AND NOT {durations.states_no_length(raw)})"
        return durations.minutes(raw), given, "DOUBLE"
    return f"CASE WHEN {given} THEN {durations.rate(raw)} END", given, "VARCHAR"


def _neat(field: Field, name: str, rules: ValueRules) -> tuple[str, str, str]:
    """Return the SQL of values that were all seen to be written as ours."""
    forms = {"integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN"}
    kind = forms.get(field.type, "VARCHAR")
    value = name if kind == "VARCHAR" else f"CAST({name} AS {kind})"
    if field.name in rules.whole:
        value = f"regexp_replace({value}, '\\.0*$', '')"
    if field.name in rules.percent:
        value = f"({value} / 100)"
    return value, "false", kind


def _numeric(
    field: Field, name: str, raw: str, source_type: str, rules: ValueRules
) -> tuple[str, str, str]:
    kind = "BIGINT" if field.type == "integer" else "DOUBLE"
    if source_type.startswith(_NUMBERS):
        value, given = f"CAST({name} AS {kind})", "false"
        if kind == "BIGINT" and not source_type.startswith(_WHOLE):
            # The database would round 20.6 in silence, and NaN is not recorded.
            value = (
                f"CASE WHEN {name} = floor({name}) THEN try_cast({name} AS BIGINT) END"
            )
            given = f"({name} IS NOT NULL AND NOT isnan(CAST({name} AS DOUBLE)))"
    else:
        value = _number(raw, kind, rules)
        given = f"({raw} IS NOT NULL AND lower({raw}) NOT IN {rules.missing})"
    if field.name in rules.percent:
        value = f"({value} / 100)"
    if kind == "DOUBLE" and (field.has_range or field.role != "score"):
        value = f"nullif({value}, CAST('nan' AS DOUBLE))"  # not recorded
    return value, given, "FLOAT" if source_type == "FLOAT" else kind


def _choice(field: Field, raw: str, rules: ValueRules) -> tuple[str, str, str]:
    """Return the SQL of a word of a closed vocabulary, however it is spaced."""
    missing = rules.missing
    if "none" in field.values:
        missing = missing.replace("'none', ", "")
    word = f"replace(replace(lower({raw}), ' ', '_'), '-', '_')"
    folded = {_folded(word): word for word in field.values}
    if list(folded) == list(field.values):
        words = ", ".join(map(db.text, field.values))
        value = f"CASE WHEN {word} IN ({words}) THEN {word} END"
    else:
        whens = " ".join(
            f"WHEN {db.text(short)} THEN {db.text(full)}"
            for short, full in folded.items()
        )
        value = f"CASE {word} {whens} END"
    return value, f"({raw} IS NOT NULL AND lower({raw}) NOT IN {missing})", "VARCHAR"


def _folded(word: str) -> str:
    return word.lower().replace(" ", "_").replace("-", "_")


def _text(
    field: Field, name: str, raw: str, source_type: str, rules: ValueRules
) -> tuple[str, str, str]:
    """Return the SQL of a text or an id; "nan" and the like are none."""
    if source_type in _INTEGERS and field.role in ("subject", "sample"):
        return f"CAST({name} AS BIGINT)", f"{name} IS NOT NULL", "BIGINT"
    if field.role in ("flag", "score", "other"):
        return raw, f"{raw} IS NOT NULL", "VARCHAR"
    missing = _MISSING_TEXT if field.role == "covariate" else rules.missing
    value = f"CASE WHEN lower({raw}) IN {missing} THEN NULL ELSE {raw} END"
    if field.name in rules.whole:
        value = f"regexp_replace({value}, '\\.0*$', '')"
    return value, "false", "VARCHAR"


def _number(raw: str, kind: str, rules: ValueRules) -> str:
    """Return SQL for a number, NULL for what only a computer takes for one.

    ``1_000`` and ``1e400`` (too large, so it would be infinite) are none. Where a comma
    is the decimal sign, a point may part thousands: 1.234 can be read in two ways.
    """
    point = f"replace({raw}, ',', '.')" if rules.decimal_comma else raw
    value = f"try_cast({point} AS {kind})"
    odd = f"contains({raw}, '_')"
    if rules.decimal_comma:
        odd += f" OR contains({raw}, '.')"
    if kind == "DOUBLE":
        odd += f" OR (isinf({value}) AND regexp_matches({raw}, '[0-9]'))"
        return f"CASE WHEN {odd} THEN NULL ELSE {value} END"
    # In a whole number such a sign can only part thousands; a fraction is none.
    sign = "." if rules.decimal_comma else ","
    pattern = _THOUSANDS.replace("<sign>", f"[{sign}]")
    exact = f"try_cast({point} AS DOUBLE)"
    return (
        f"CASE WHEN contains({raw}, '{sign}') THEN CASE WHEN regexp_matches({raw}, "
        f"{pattern}) THEN try_cast(replace({raw}, '{sign}', '') AS BIGINT) END "
        f"WHEN {odd} OR {exact} <> floor({exact}) THEN NULL ELSE {value} END"
    )


def whole_ids(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    columns: Mapping[str, str],
    kind: Kind,
) -> frozenset[str]:
    """Return the columns of ids that hold whole numbers, some written as 12.0.

    Parameters
    ----------
    connection : DuckDBPyConnection
    staged : Staged
    columns : mapping of str to str
        Our name to the file's.
    kind : Kind
    """
    ids = [
        name
        for name, column in columns.items()
        if kind.field(name).role in ("subject", "sample", "pseudonym")
        and staged.types[column] not in _INTEGERS
        and column not in staged.neat
    ]
    if not ids:
        return frozenset()
    texts = [f"trim(CAST({db.name(columns[name])} AS VARCHAR))" for name in ids]
    (may_be,) = db.one_row(
        connection,
        f"SELECT bool_or({' OR '.join(f'contains({t}, {_POINT})' for t in texts)}) "
        f"FROM {staged.relation}",
    )
    if not may_be:
        return frozenset()
    counts = db.one_row(
        connection,
        "SELECT "
        + ", ".join(
            f"count_if(regexp_matches({t}, '^-?[0-9]+[.]0*$')), "
            f"count_if(NOT regexp_matches({t}, '^-?[0-9]+([.]0*)?$') "
            f"AND {t} <> '' AND lower({t}) NOT IN {_MISSING})"
            for t in texts
        )
        + f" FROM {staged.relation}",
    )
    pairs = zip(counts[::2], counts[1::2], strict=True)
    return frozenset(
        name
        for name, (n_point, n_other) in zip(ids, pairs, strict=True)
        if n_point and not n_other
    )


def _boolean(name: str, raw: str, source_type: str, given: str) -> tuple[str, str, str]:
    if source_type == "BOOLEAN":
        return name, "false", "BOOLEAN"
    low = f"lower({raw})"
    value = (
        f"CASE WHEN {low} IN {_TRUE} THEN true WHEN {low} IN {_FALSE} THEN false END"
    )
    return value, given, "BOOLEAN"
