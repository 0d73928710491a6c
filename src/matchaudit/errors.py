"""What can go wrong, one class per decision a caller can take.

::

    MatchauditError
    ├── InputError            mend the file or the command (exit code 2)
    ├── UndefinedMeasureError the data cannot say: print "not estimable, because"
    ├── ParameterError        mend the call: a value outside its range
    ├── UnsafeToPublishError  do not publish (exit code 3)
    └── LedgerError           the record was changed (exit code 4)

An error carries facts; only the command line prints and exits.
"""

from dataclasses import dataclass


class MatchauditError(Exception):
    """The base of every error that matchaudit raises on purpose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What a person needs to mend an input.

    Attributes
    ----------
    code : str
        ``E01`` to ``E20``; the list is in the documentation.
    what : str
        One or two plain sentences: what is wrong, and where.
    fix : str
        What to do about it.
    done : str
        What was or was not done, such as "Nothing was changed."
    file : str or None
        The file's name, without its folder.
    row : int or None
        The row as a spreadsheet counts it: the line of names is row 1.
    column, value : str or None
        The column's own name and the value found there. Never set for a column that
        may name a person.
    """

    code: str
    what: str
    fix: str
    done: str = "Nothing was changed."
    file: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None

    @property
    def message(self) -> str:
        """The whole text for a person, without the code."""
        return " ".join(part for part in (self.what, self.fix, self.done) if part)

    def to_json(self) -> dict[str, str | int]:
        """Return the facts that are known, for ``--json``."""
        facts = {name: getattr(self, name) for name in self.__slots__}
        return {name: fact for name, fact in facts.items() if fact is not None}


class InputError(MatchauditError):
    """A file or a command cannot be used as it is; ``problem`` says how to mend it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.code}: {problem.message}")
        self.problem = problem


class UndefinedMeasureError(MatchauditError):
    """A measure has no value for these data; ``because`` completes a sentence."""

    def __init__(self, because: str) -> None:
        super().__init__(f"not estimable, because {because}")
        self.because = because


class ParameterError(MatchauditError):
    """A parameter is outside what the function allows."""

    def __init__(self, name: str, must: str, got: object) -> None:
        super().__init__(f"The parameter {name!r} must be {must}. Got {got!r} instead.")
        self.name = name


class UnsafeToPublishError(MatchauditError):
    """A release would let somebody work out what it hides."""


class LedgerError(MatchauditError):
    """The ledger does not verify."""
