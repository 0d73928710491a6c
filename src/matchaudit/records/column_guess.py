"""What one column of a file probably is, and how sure that is."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from matchaudit.records.guess import closeness
from matchaudit.records.recoding import Vocabulary
from matchaudit.records.schema import Field, Kind
from matchaudit.records.shapes import Shape

Certainty = Literal["yes", "ask", "left out"]
_PERCENT = re.compile(r"%|\bpct\b|percent", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnGuess:
    """One column of the file.

    Attributes
    ----------
    theirs : str
        The file's own name.
    ours : str or None
        Our name, as far as it can be guessed.
    example : str or None
        A value of the column; never one that may name a person, and none of a column
        that we cannot place.
    certainty : {"yes", "ask", "left out"}
    question : str or None
        What to ask, or why the column is left out.
    note : str or None
        What will be done to the values, such as "divide by 100".
    """

    theirs: str
    ours: str | None
    example: str | None
    certainty: Certainty
    question: str | None = None
    note: str | None = None


def is_percent(of: Field, shape: Shape, *, column: str = "") -> bool:
    """Say whether numbers seem to be per cent.

    True for a field that ends at 1, and for a score in a column called so.
    """
    scored = of.role == "score" or (of.type == "number" and not of.unit)
    named = scored and _PERCENT.search(column) is not None
    return (
        (of.maximum == 1 or named)
        and shape.is_number
        and shape.maximum is not None
        and 1 < shape.maximum <= 100
    )


def left_out(column: str, *, case_number: bool) -> ColumnGuess:
    """Return the guess for a column that must not be matched, and why."""
    why = "holds raw case numbers" if case_number else "may name a person"
    return ColumnGuess(
        theirs=column, ours=None, example=None, certainty="left out", question=why
    )


def words_asked(guess: ColumnGuess, vocabulary: Vocabulary | None) -> ColumnGuess:
    """Say that a column's words must be asked about, or cannot be."""
    if vocabulary is None or guess.ours is None:
        return guess
    if vocabulary.unfit:
        why = f"its words are not those of {guess.ours}; is it something else?"
        return replace(guess, ours=None, example=None, certainty="ask", question=why)
    if vocabulary.open:
        words = vocabulary.open[0].words
        return replace(guess, note=f"{', '.join(words[:-1])} or {words[-1]}?")
    return guess


def guessed(column: str, ours: str | None, kind: Kind, shape: Shape) -> ColumnGuess:
    """Return the guess for a column that our name ``ours`` seems to fit."""
    if ours is None:
        return ColumnGuess(
            theirs=column,
            ours=None,
            example=None,  # it may be anything, a name too
            certainty="ask",
            question="which of our columns is this, if any?",
        )
    of = kind.field(ours)
    sure = closeness(column, of) == 1
    question = None if sure else f"is this {ours}?"
    note = "0,80 is 0.80" if of.type == "number" and shape.decimal_comma else None
    if is_percent(of, shape, column=column):
        note = "divide by 100"
        if sure and (of.role == "score" or not _PERCENT.search(column)):
            sure, question = False, "are these per cent, to divide by 100?"
    elif of.role == "score" and "distance" in column.lower():
        note = "distances: use --lower-is-closer"
    return ColumnGuess(
        theirs=column,
        ours=ours,
        example=shape.example,
        certainty="yes" if sure else "ask",
        question=question,
        note=note,
    )
