"""The messages about single values: dates, numbers out of range, repeated ids."""

import calendar
import re
from collections.abc import Sequence
from difflib import get_close_matches

from matchaudit.errors import InputError, Problem
from matchaudit.records.person_values import told
from matchaudit.records.persons import told_name
from matchaudit.records.schema import Field, UniqueKey
from matchaudit.records.wording import listed, plural

COMMA_FIX = (
    "If the whole file uses commas for decimals, run again with --decimal comma."
)
_CAPITALISED = re.compile(r"[^\W\d_a-z][^\W\d_]+")
_DAY = re.compile(r"\d{4,}-\d\d?-\d\d?")
_POWER = re.compile(r"\d*\.?\d+[eE][+-]?\d{2,}")
_SERIAL = re.compile(r"[34]\d{4}(\.\d+)?")
"""A day as spreadsheets count it: 2025-02-01 is 45689."""
_THOUSANDS = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d+)?|-?\d{1,3}(,\d{3})+\.\d+")


def not_a_number(raw: str | None, *, where: str) -> str:
    """Return the words on one cell that should hold a number.

    Examples
    --------
    >>> not_a_number("0,80", where="Row 6")
    'Row 6 says "0,80".'
    """
    return f"{where} says (a text)." if raw is None else f'{where} says "{raw}".'


def meant_instead(raw: str | None, *, share: bool) -> str:
    """Return "Did you mean ...?" where a comma or a per cent can be seen, else "".

    Examples
    --------
    >>> meant_instead("0,80", share=False), meant_instead("80", share=True)
    ('Did you mean 0.80?', 'Did you mean 0.80?')
    """
    if raw is None:
        return ""
    if re.fullmatch(r"-?\d*,\d+", raw):
        return f"Did you mean {raw.replace(',', '.')}?"
    percent = re.fullmatch(r"(\d{1,3})(\.\d+)? ?%?", raw)
    if share and percent and float(raw.rstrip("% ")) <= 100:
        return f"Did you mean {float(raw.rstrip('% ')) / 100:.2f}?"
    return ""


def wrong_value(
    field: Field, raw: str | None, *, row: int, n_wrong: int, file: str, column: str
) -> InputError:
    """Return E05: a value that does not fit its field."""
    hidden = raw is not None and not _close_word(field, raw) and _maybe_a_name(raw)
    shown = None if hidden else raw
    if raw is not None and field.type == "string" and not raw.isprintable():
        shown = None
        what = f'Row {row} has a sign that is not seen in "{told_name(column)}".'
        fix = "Type the value anew: two that look the same would be two to us."
    elif raw is None or (field.type == "string" and not field.values):
        says = f' It says "{shown}".' if shown else ""
        what = f'Row {row} has no value in the column "{told_name(column)}".{says}'
        fix = "Every row needs one. Fill it in, or leave the row out."
    else:
        what = f"{_must(field)} {not_a_number(shown, where=f'Row {row}')}"
        fix = _fix(field, shown)
    return InputError(
        Problem(
            code="E05",
            what=what,
            fix=fix,
            done="" if n_wrong == 1 else f"{n_wrong:,} rows have this problem.",
            file=file,
            row=row,
            column=column,
            value=shown,
        )
    )


def _maybe_a_name(raw: str) -> bool:
    """Say whether a value that should be something else may name somebody."""
    return told(raw) != raw or _CAPITALISED.fullmatch(raw) is not None


def unclear_dates(
    said: str, *, clear: tuple[int, str] | None, likely: str, file: str, column: str
) -> InputError:
    """Return E04: nobody can tell the day from the month.

    ``clear`` is a row, and the date in it, that can be read in one way only.
    """
    date = re.split(r"[ T,]", said)[0]
    a, b, year = (int(part) for part in re.split(r"[/.-]", date))
    if year < 100:  # as POSIX has it: 69 to 99 are of the last century
        year += 1900 if year >= 69 else 2000
    if max(a, b) > 12:  # the file mixes both orders
        what = f"Some dates in {file} put the day first and some the month."
        fix = f"Use dates like {year}-{min(a, b):02}-{max(a, b):02}."
    else:
        what = (
            f"We cannot tell if {date} is {a} {calendar.month_name[b]} or "
            f"{calendar.month_name[a]} {b}."
        )
        day_first = likely == "day-first"
        iso = f"{year}-{b:02}-{a:02}" if day_first else f"{year}-{a:02}-{b:02}"
        other = "" if clear else " or --dates month-first"
        fix = f"Run again with --dates {likely}{other}, or use {iso}."
        if clear:
            words = likely.replace("-", " ")
            what += f" Row {clear[0]} has {clear[1]}, so {words} looks right."
    return InputError(
        Problem(
            code="E04",
            what=what,
            fix=fix,
            done="",
            file=file,
            column=column,
            value=date,
        )
    )


def repeated_id(
    key: UniqueKey, value: str, rows: Sequence[int], *, n_repeated: int, file: str
) -> InputError:
    """Return E06: an id that must not repeat does."""
    value = told(value)
    places = listed([str(row) for row in rows])
    return InputError(
        Problem(
            code="E06",
            what=f"{plural(len(rows), 'row')} have the same {key.noun}, {value} "
            f"(rows {places}).",
            fix=f"Each {key.each} must have its own ID. {key.hint}".strip(),
            done=""
            if n_repeated == 1
            else f"{n_repeated:,} {key.noun}s have this problem.",
            file=file,
            row=rows[0],
            column=key.field,
            value=value,
        )
    )


_LIKE = {
    "duration": "like 5h03m or 12:05-12:53",
    "rate": "rates like 0.07%",
    "boolean": "yes or no",
    "date": "dates like 2025-02-01",
}


def _must(field: Field) -> str:
    if field.values:
        return f"{field.says} must be one of: {', '.join(field.values)}."
    if field.type in _LIKE:
        return f"{field.says} must be {_LIKE[field.type]}."
    low, high = field.minimum, field.maximum
    if low is not None and high is not None:
        return f"{field.says} must be between {low:g} and {high:g}."
    whole = "whole numbers" if field.type == "integer" else "numbers"
    ends = [f"{low:g} or more"] if low is not None else []
    ends += [f"{high:g} or less"] if high is not None else []
    return f"{field.says} must be {' '.join(ends) or whole}."


def _close_word(field: Field, raw: str) -> str | None:
    """Return the word of a vocabulary that a value is much like, if there is one."""
    said = re.sub(r"[ -]", "_", raw).lower()
    near = get_close_matches(said, field.values, n=1, cutoff=0.7)
    return near[0] if near else None


def _recode_fix(field: Field, raw: str | None) -> str:
    """Say which word was meant, if one is close, and how to recode all at once."""
    near = _close_word(field, raw or "")
    meant = f'Did you mean "{near}"? ' if near else ""
    return (
        f"{meant}Mend the value, leave the cell empty, or say in a map file "
        f'("recode: {field.name}: ...") which of our words it means.'
    )


def _date_fix(field: Field, raw: str) -> str:
    if _SERIAL.fullmatch(raw):
        return (
            "It is how a spreadsheet counts days. Give the column the format "
            "yyyy-mm-dd there, and save it again."
        )
    if field.needed and _DAY.match(raw):
        return "Mend the value. The day must exist, in a year from 1970 to 2100."
    return "Mend the value, or leave the cell empty."


def _fix(field: Field, raw: str | None) -> str:
    if field.type == "boolean":
        return (
            'Mend the value, leave the cell empty, or say in a map file ("recode") '
            "which word means yes and which means no."
        )
    if field.values:
        return _recode_fix(field, raw)
    if field.type == "date":
        return _date_fix(field, raw or "")
    if field.type not in ("number", "integer"):
        return "Mend the value, or leave the cell empty."
    share = (field.minimum, field.maximum) == (0, 1)
    meant = meant_instead(raw, share=share)
    parts = [meant] if meant else []
    if raw is not None and "," in raw and "." not in raw:
        parts.append(COMMA_FIX)
    elif raw is not None and not share and _THOUSANDS.fullmatch(raw):
        parts.append("Leave out signs that part thousands.")
    if share:
        whole = "it" if len(parts) == 2 else "the whole file"
        parts.append(f"If {whole} uses percent, use --percent {field.name}.")
    far = _POWER.fullmatch(raw or "")
    mend = "Mend the value: it is too large or too small for one record." if far else ""
    return " ".join(parts) or mend or "Mend the value, or leave the cell empty."
