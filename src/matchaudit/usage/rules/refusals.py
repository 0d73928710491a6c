"""How a rule is refused: where, what, what is allowed, and that nothing was run."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from matchaudit.errors import InputError, Problem
from matchaudit.usage.rules.nearest import nearest_name

DONE = "No rules were run."
ALLOWED = (
    "A condition may hold columns, numbers, texts in single quotes, dates such as "
    "date '2025-01-31', true, false, = <> < <= > >= + - *, and, or, not, in, between, "
    "is null, is true, coalesce, abs, least, greatest, hours_between, days_between, "
    "day_of, add_hours, add_days, add_years and in_list."
)
_WIDTH = 76
_SHOWN = 40


class RuleError(InputError):
    """A rule or a pack cannot be used.

    Attributes
    ----------
    problem : Problem
    excerpt : str or None
        The line of the condition and, below it, a caret: two lines, at most 80 columns.
    """

    def __init__(self, problem: Problem, *, excerpt: str | None = None) -> None:
        super().__init__(problem)
        self.excerpt = excerpt


@dataclass(frozen=True, slots=True)
class Place:
    """Where a condition stands: the rule, its key, the file and the line there."""

    rule: str = "?"
    key: str = "condition"
    file: str | None = None
    line: int | None = None

    def problem(self, code: str, what: str, fix: str, value: str = "") -> Problem:
        """Return a problem that is here."""
        return Problem(
            code=code,
            what=what,
            fix=fix,
            done=DONE,
            file=self.file,
            row=self.line,
            value=value or None,
        )

    @property
    def in_file(self) -> str:
        """Words that name the file and the line, as far as known, with a comma."""
        if self.file is None:
            return ""
        return f"{printed(self.file)}, {f'line {self.line}, ' if self.line else ''}"


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a condition and where it stands."""

    text: str
    place: Place

    def refused(
        self, why: str, at: int | None = None, *, fix: str = ALLOWED, code: str = "E19"
    ) -> RuleError:
        """Return the error that says why the condition cannot be used.

        Parameters
        ----------
        why : str
            A plain sentence.
        at : int, optional
            Offset in the text; None is the whole.
        fix : str
        code : str
        """
        start = 0 if at is None else min(max(at, 0), len(self.text))
        line = self.text.count("\n", 0, start)
        begin = self.text.rfind("\n", 0, start) + 1
        place = self.place
        what = (
            f"{place.in_file or 'In '}rule {place.rule}, {place.key}, line {line + 1}, "
            f"character {start - begin + 1}: {why}"
        )
        shown = self.text[begin:].partition("\n")[0]
        excerpt = _excerpt(shown, start - begin)
        value = excerpt.partition("\n")[0].strip(" .")[:_SHOWN]
        return RuleError(
            place.problem(code, what, fix, value),
            excerpt=excerpt,
        )

    def unknown_column(self, said: str, at: int, names: Iterable[str]) -> RuleError:
        """Return the error for a column that the kind does not have (E09)."""
        what = (
            f"Rule {self.place.rule} uses a column that is not there: "
            f'"{shortened(said)}".'
        )
        source = self.refused("", at)
        near = nearest_name(said, tuple(names))
        return RuleError(
            self.place.problem("E09", what, _did_you_mean(near), shortened(said)),
            excerpt=source.excerpt,
        )


def refused(what: str, fix: str, *, place: Place | None = None) -> RuleError:
    """Return the error for a pack that cannot be used."""
    here = place or Place()
    return RuleError(here.problem("E19", f"{here.in_file}{what}", fix))


def suggestion(said: str, names: Iterable[str]) -> str:
    """Return "Did you mean ...?" for a name that is close to one of ours, else "".

    Examples
    --------
    >>> suggestion("reviewer_cnt", ["reviewer_count", "purpose"])
    'Did you mean "reviewer_count"?'
    """
    plain = {name.lower(): name for name in names}
    close = get_close_matches(said[:100].lower(), list(plain), n=1)
    return _did_you_mean(plain[close[0]] if close else None)


def _did_you_mean(name: str | None) -> str:
    return f'Did you mean "{name}"?' if name else ""


def shortened(text: str) -> str:
    """Return a text that fits a message, without signs that do not print."""
    plain = printed(text[: _SHOWN + 1])
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]} ..."


def printed(text: str) -> str:
    """Return a text with ``?`` for each sign that does not print."""
    return "".join(c if c.isprintable() else "?" for c in text)


def _excerpt(line: str, at: int) -> str:
    """Return the part of a line around a character, with a caret below it."""
    start = max(0, at - _WIDTH // 2)
    before = "... " if start else ""
    part = line[start : start + _WIDTH - len(before)]
    clean = "".join(c if c.isprintable() else " " for c in part)
    return f"{before}{clean}\n{' ' * (len(before) + at - start)}^"
