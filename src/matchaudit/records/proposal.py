"""What a file's columns probably are: the facts that ``matchaudit map`` shows and asks.

Columns that may name a person are left out before anything is matched, and no value of
theirs is looked at.
"""

# ruff: noqa: S608 - names and texts in SQL are quoted by the database module

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from matchaudit.errors import InputError, ParameterError
from matchaudit.records import database as db
from matchaudit.records.column_guess import (
    ColumnGuess,
    guessed,
    is_percent,
    left_out,
    words_asked,
)
from matchaudit.records.date_order import date_order
from matchaudit.records.guess import guess_names
from matchaudit.records.kinds import KINDS, likely_kind
from matchaudit.records.mapping import MadeFrom, MapFile
from matchaudit.records.options import Dates, ReadOptions
from matchaudit.records.reading import case_numbers, people_in, stage_any
from matchaudit.records.recoding import Vocabulary, recoded, words_to_ask
from matchaudit.records.schema import Kind
from matchaudit.records.shapes import Shape, shape_of
from matchaudit.records.staging import Staged
from matchaudit.records.writing import sha256_of

_SAMPLE = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a file probably holds; ``settle`` makes the map file out of it.

    Attributes
    ----------
    file : str
    sha256 : str
    kind : Kind
    n_rows : int
    columns : tuple of ColumnGuess
        In the file's order.
    shapes : mapping of str to Shape
        How the values of each of the file's columns look.
    dates : {"day-first", "month-first"} or None
        Where the file shows it.
    date_question : str or None
        What to ask where it does not.
    date_column : str or None
        The column that it is about.
    vocabularies : mapping of str to Vocabulary
        For columns of words: those that are none of ours.
    answered_words : mapping of str to mapping of str to Vocabulary
        The same for columns that are asked about, by each name that may be answered.
    date_orders : mapping of str to str or None
        For columns of dates: which comes first, where a date has slashes.
    date_questions : mapping of str to str
        For columns of dates that do not show it: what to ask.
    """

    file: str
    sha256: str
    kind: Kind
    n_rows: int
    columns: tuple[ColumnGuess, ...]
    shapes: Mapping[str, Shape]
    dates: Dates | None = None
    date_question: str | None = None
    date_column: str | None = None
    vocabularies: Mapping[str, Vocabulary] = field(default_factory=dict)
    answered_words: Mapping[str, Mapping[str, Vocabulary]] = field(default_factory=dict)
    date_orders: Mapping[str, Dates | None] = field(default_factory=dict)
    date_questions: Mapping[str, str] = field(default_factory=dict)

    @property
    def questions(self) -> tuple[ColumnGuess, ...]:
        """The columns that somebody must be asked about."""
        return tuple(c for c in self.columns if c.certainty == "ask")

    @property
    def missing(self) -> tuple[str, ...]:
        """Needed columns for which there is not even a guess."""
        have = {c.ours for c in self.columns}
        return tuple(name for name in self.kind.needed if name not in have)

    def vocabulary(self, theirs: str, ours: str) -> Vocabulary | None:
        """Return what a column holds beside our words, if it is ``ours``.

        None if that name takes any text.
        """
        if not self.kind.field(ours).values:
            return None
        answered = self.answered_words.get(theirs, {}).get(ours)
        return answered or self.vocabularies.get(theirs)

    def dates_of(self, chosen: Mapping[str, str]) -> tuple[Dates | None, str | None]:
        """Return which comes first in the dates of columns, or what to ask of it.

        Parameters
        ----------
        chosen : mapping of str to str
            The file's column to our name.
        """
        for theirs, ours in chosen.items():
            if self.kind.field(ours).type != "date":
                continue
            if theirs in self.date_questions:
                return None, self.date_questions[theirs]
            if order := self.date_orders.get(theirs):
                return order, None
        return None, None

    def settle(
        self,
        answers: Mapping[str, str | None] | None = None,
        *,
        words: Mapping[str, Mapping[str, str | None]] | None = None,
        yes: bool = False,
        dates: Dates | None = None,
    ) -> MapFile:
        """Make the map file.

        Parameters
        ----------
        answers : mapping of str to str or None, optional
            For columns of the file: our name, or None to leave the column out. They
            outrank the guesses.
        words : mapping of str to mapping of str to str or None, optional
            For columns of the file: what each of its words is in our vocabulary, or
            None for "not recorded".
        yes : bool, default=False
            Take safe guesses only and leave every open question's column out.
        dates : {"day-first", "month-first"}, optional
            The answer to ``date_question``.

        Returns
        -------
        MapFile

        Raises
        ------
        ParameterError
            If a question has no answer, an answer is no column of ours, two columns
            get one name, or the column may name a person.
        """
        answers = dict(answers or {})
        chosen: dict[str, str] = {}
        for column in self.columns:
            ours = _choice(column, answers, self.kind, yes=yes)
            if ours is None:
                continue
            if ours in chosen.values():
                raise ParameterError("answers", "one column for each name", ours)
            chosen[column.theirs] = ours
        recode = self._recoded(chosen, words or {}, yes=yes)
        shapes = {ours: self.shapes[theirs] for theirs, ours in chosen.items()}
        fields = {ours: self.kind.field(ours) for ours in shapes}
        return MapFile(
            kind=self.kind.name,
            columns=chosen,
            recode=recode
            | {
                ours: dict(shape.recode)
                for ours, shape in shapes.items()
                if shape.recode and fields[ours].type == "boolean"
            },
            left_out=[c.theirs for c in self.columns if c.theirs not in chosen],
            percent=[
                ours
                for theirs, ours in chosen.items()
                if is_percent(fields[ours], shapes[ours], column=theirs)
            ],
            decimal="comma"
            if any(
                shape.decimal_comma and fields[ours].type == "number"
                for ours, shape in shapes.items()
            )
            else "point",
            dates=dates or self.dates_of(chosen)[0],
            made_from=MadeFrom(file=self.file, sha256=self.sha256),
        )

    def _recoded(
        self,
        chosen: dict[str, str],
        words: Mapping[str, Mapping[str, str | None]],
        *,
        yes: bool,
    ) -> dict[str, dict[str, str]]:
        """Recode words; take columns whose words have no meaning out of ``chosen``."""
        recode = {}
        for theirs, ours in list(chosen.items()):
            vocabulary = self.vocabulary(theirs, ours)
            if vocabulary is None:
                continue
            ours_by_theirs = recoded(vocabulary, words.get(theirs, {}), yes=yes)
            if ours_by_theirs is None:
                del chosen[theirs]
            elif ours_by_theirs:
                recode[ours] = ours_by_theirs
        return recode


def propose(
    path: Path,
    *,
    kinds: Sequence[Kind] = KINDS,
    options: ReadOptions | None = None,
) -> Proposal:
    r"""Guess the kind of a file and what its columns are.

    Parameters
    ----------
    path : Path
    kinds : sequence of Kind
        Those to choose from.
    options : ReadOptions, optional

    Returns
    -------
    Proposal

    Raises
    ------
    InputError
        If the file cannot be read at all.

    Examples
    --------
    >>> folder = Path(tempfile.mkdtemp())
    >>> rows = "Query Person,Gallery Person,Similarity\nA1,A1,0.91\nA1,B7,0.12\n"
    >>> _ = (folder / "vendor.csv").write_text(rows)
    >>> proposal = propose(folder / "vendor.csv")
    >>> proposal.settle().columns["Similarity"]
    'score'
    """
    options = options or ReadOptions()
    with tempfile.TemporaryDirectory(prefix="matchaudit-map-") as folder:
        connection = db.open_database(Path(folder))
        try:
            staged = stage_any(
                connection, path, Path(folder), kinds[0], options, refuse=False
            )
            return _propose(connection, staged, path, kinds, options)
        finally:
            connection.close()


def map_path(path: Path) -> Path:
    """Return where the map file of a file goes by default.

    Examples
    --------
    >>> map_path(Path("scores.xlsx")).name
    'scores.map.yaml'
    """
    return path.with_name(f"{path.stem}.map.yaml")


def _propose(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    path: Path,
    kinds: Sequence[Kind],
    options: ReadOptions,
) -> Proposal:
    kind = likely_kind(staged.columns, kinds)
    people = people_in(connection, staged, kind, options).all
    cases = case_numbers(connection, staged, kind, options)
    free = [column for column in staged.columns if column not in people]
    shapes = {c: shape_of(_values(connection, staged, c)) for c in free}
    guesses = guess_names(free, kind, fits=lambda c, f: shapes[c].fits(f))
    (n_rows,) = db.one_row(connection, f"SELECT count(*) FROM {staged.relation}")
    vocabularies = {
        column: words_to_ask(connection, staged, column, [kind.field(ours)])[ours]
        for column, ours in guesses.items()
        if kind.field(ours).values
    }
    for column in [c for c, v in vocabularies.items() if v.unfit]:
        shapes[column] = replace(shapes[column], example=None)
    columns = tuple(
        left_out(column, case_number=column in cases)
        if column in people
        else words_asked(
            guessed(column, guesses.get(column), kind, shapes[column]),
            vocabularies.get(column),
        )
        for column in staged.columns
    )
    of_words = [of for of in kind.fields if of.values]
    dated = [c for c in free if shapes[c].is_date or _is_date(guesses.get(c), kind)]
    orders, questions = _dates(connection, staged, dated)
    found = Proposal(
        file=path.name,
        sha256=sha256_of(path),
        kind=kind,
        n_rows=int(n_rows),
        columns=columns,
        shapes=shapes,
        vocabularies=vocabularies,
        answered_words={
            column.theirs: words_to_ask(connection, staged, column.theirs, of_words)
            for column in columns
            if column.certainty == "ask"
        },
        date_orders=orders,
        date_questions=questions,
    )
    dates, question = found.dates_of(guesses)
    about = [c for c in guesses if questions.get(c) == question]
    asked = about[0] if question and about else None
    return replace(found, dates=dates, date_question=question, date_column=asked)


def _values(
    connection: duckdb.DuckDBPyConnection, staged: Staged, column: str
) -> list[str]:
    rows = connection.execute(
        f"SELECT CAST({db.name(column)} AS VARCHAR) FROM {staged.relation} "
        f"WHERE {db.name(column)} IS NOT NULL LIMIT {_SAMPLE}"
    ).fetchall()
    return [str(value).strip() for (value,) in rows if str(value).strip()]


def _dates(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    columns: Sequence[str],
) -> tuple[dict[str, Dates | None], dict[str, str]]:
    orders: dict[str, Dates | None] = {}
    questions = {}
    for column in columns:
        try:
            orders[column] = date_order(connection, staged, column)
        except InputError as error:
            questions[column] = error.problem.what
    return orders, questions


def _is_date(ours: str | None, kind: Kind) -> bool:
    return ours is not None and kind.field(ours).type == "date"


def _choice(
    column: ColumnGuess, answers: Mapping[str, str | None], kind: Kind, *, yes: bool
) -> str | None:
    if column.certainty == "left out":
        if answers.get(column.theirs) is not None:
            raise ParameterError(
                "answers", "without columns that may name people", column.theirs
            )
        return None
    if column.theirs in answers:
        ours = answers[column.theirs] or None
        if ours is not None and ours not in kind.names:
            raise ParameterError("answers", f"names of {kind.name}", ours)
        return ours
    if column.certainty == "yes":
        return column.ours
    if not yes:
        raise ParameterError("answers", "given for each question", column.theirs)
    return None
