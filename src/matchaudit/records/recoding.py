"""Words of a file that are none of ours: which of our words each one may mean."""

# ruff: noqa: S608 - names and texts in SQL are quoted by the database module

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import starmap

import duckdb

from matchaudit.errors import ParameterError
from matchaudit.records import database as db
from matchaudit.records.person_values import (
    value_may_name_a_person,
    value_may_show_a_person,
)
from matchaudit.records.schema import Field
from matchaudit.records.staging import Staged

NOT_RECORDED = ""
_MOST = 30
_OFTEN = 3
_MISSING = frozenset({"", "na", "n/a", "null", "none", "nan", "<na>", "#n/a", "-"})


@dataclass(frozen=True, slots=True, kw_only=True)
class WordQuestion:
    """One word of the file that is not in the vocabulary of its field.

    Attributes
    ----------
    theirs : str
        The file's column.
    said : str
        The word.
    words : tuple of str
        Ours.
    guess : str or None
        The one that looks most alike.
    sure : bool
        True if only spaces, hyphens and capitals differ.
    """

    theirs: str
    said: str
    words: tuple[str, ...]
    guess: str | None = None
    sure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What a column holds beside our words; ``unfit`` if it cannot be asked about."""

    questions: tuple[WordQuestion, ...] = ()
    unfit: bool = False

    @property
    def open(self) -> tuple[WordQuestion, ...]:
        """The words that somebody must be asked about."""
        return tuple(question for question in self.questions if not question.sure)


def words_to_ask(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    column: str,
    fields: Sequence[Field],
) -> dict[str, Vocabulary]:
    """Find the words of a column that each field's vocabulary does not have.

    A column with very many of them, or with words that may name people, is unfit: its
    words are neither shown nor asked about.
    """
    if not fields:
        return {}
    rows = connection.execute(
        f"SELECT trim(CAST({db.name(column)} AS VARCHAR)) AS said, count(*) "
        f"FROM {staged.relation} GROUP BY said ORDER BY said LIMIT 1000"
    ).fetchall()
    said = {str(word): int(n) for word, n in rows if word is not None}
    return {of.name: _vocabulary(column, said, of) for of in fields}


def _vocabulary(column: str, words: Mapping[str, int], of: Field) -> Vocabulary:
    missing = _MISSING - set(of.values)
    strange = {
        said: n
        for said, n in words.items()
        if said.lower() not in missing
        and re.sub("[ -]", "_", said.lower()) not in of.values
    }
    if len(strange) > _MOST or any(starmap(_may_be_a_person, strange.items())):
        return Vocabulary(unfit=True)
    return Vocabulary(questions=tuple(_question(column, s, of) for s in strange))


def recoded(
    vocabulary: Vocabulary, answers: Mapping[str, str | None], *, yes: bool
) -> dict[str, str] | None:
    """Return the file's words with ours, or None if the column must be left out.

    Parameters
    ----------
    vocabulary : Vocabulary
    answers : mapping of str to str or None
        For words of the file: ours, or None for "not recorded".
    yes : bool
        Take sure guesses only, and leave the column out if that is not enough.

    Raises
    ------
    ParameterError
        If a word has no answer, or the answer is none of our words.
    """
    if vocabulary.unfit:
        return None
    chosen: dict[str, str] = {}
    for question in vocabulary.questions:
        if question.said in answers:
            ours = answers[question.said] or NOT_RECORDED
            if ours and ours not in question.words:
                raise ParameterError("words", f"among {question.words}", ours)
            chosen[question.said] = ours
        elif question.sure and question.guess:
            chosen[question.said] = question.guess
        elif yes:
            return None
        else:
            raise ParameterError("words", "given for each question", question.said)
    return chosen


def _may_be_a_person(said: str, n: int) -> bool:
    """Say whether a word must not be shown; "No Match" in many rows is no name."""
    few = n < _OFTEN
    return value_may_show_a_person(said) or (few and value_may_name_a_person(said))


def _question(column: str, said: str, of: Field) -> WordQuestion:
    letters = _letters(said)
    same = [word for word in of.values if _letters(word) == letters]
    near = same or get_close_matches(said.lower(), of.values, n=1, cutoff=0.7)
    return WordQuestion(
        theirs=column,
        said=said,
        words=of.values,
        guess=near[0] if near else None,
        sure=bool(same),
    )


def _letters(word: str) -> str:
    return re.sub(r"[^a-z0-9]", "", word.lower())
