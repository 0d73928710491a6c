"""What a condition may be made of, checked before anything is parsed.

A text of a megabyte or with 10,000 parentheses is refused here, without recursion.
"""

import re
from collections.abc import Sequence

from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import SqlglotError
from sqlglot.tokens import (  # type: ignore[attr-defined]  # not in its __all__
    Token,
    TokenType,
)

from matchaudit.usage.rules.refusals import Source, shortened, suggestion

MOST_CHARACTERS = 4_000
MOST_NESTED = 20
MOST_SIGNS = 40
FUNCTIONS = (
    "abs",
    "add_days",
    "add_hours",
    "add_years",
    "coalesce",
    "day_of",
    "days_between",
    "greatest",
    "hours_between",
    "in_list",
    "least",
)
_WORDS = {
    TokenType.AND,
    TokenType.OR,
    TokenType.NOT,
    TokenType.IN,
    TokenType.IS,
    TokenType.NULL,
    TokenType.TRUE,
    TokenType.FALSE,
    TokenType.BETWEEN,
}
_SIGNS = {
    TokenType.EQ,
    TokenType.NEQ,
    TokenType.LT,
    TokenType.LTE,
    TokenType.GT,
    TokenType.GTE,
    TokenType.COMMA,
    TokenType.L_PAREN,
    TokenType.R_PAREN,
}
_SUMS = {TokenType.PLUS, TokenType.DASH, TokenType.STAR}
_NUMBER = re.compile(r"(\d{1,18}(\.\d{0,18})?|\.\d{1,18})([eE][+-]?\d{1,2})?")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_OPENED = re.compile(
    r"""'(?:[^']|'')*(?:'|$)|"[^"]*(?:"|$)|/\*(?:(?!\*/).)*(?:\*/|$)""", re.DOTALL
)
_LITERAL_OF = {"date", "timestamp"}


def dialect() -> Dialect:
    """Return the dialect of SQL that conditions are read in."""
    return Dialect.get_or_raise("duckdb")


def tokens_of(source: Source, names: Sequence[str]) -> list[Token]:
    """Take a condition apart, and refuse what may not stand in one.

    Parameters
    ----------
    source : Source
    names : sequence of str
        The columns that there are.

    Returns
    -------
    list of Token
        A word that names a column is an identifier, be it a word of SQL or not.

    Raises
    ------
    InputError
        E19, or E09 for a word that is no column, with the position.
    """
    _check_text(source)
    try:
        tokens = dialect().tokenize(source.text)
    except SqlglotError as error:
        why = "a quote or a comment is opened and not closed."
        raise source.refused(why, _opened(source.text)) from error
    if not tokens:
        raise source.refused("the condition is empty.")
    for i, token in enumerate(tokens):
        follower = tokens[i + 1] if i + 1 < len(tokens) else None
        _check_token(source, token, follower, names)
    _check_nesting(source, tokens)
    return tokens


def _opened(text: str) -> int:
    """Return where the quote or the comment begins that the end does not close."""
    return max((found.start() for found in _OPENED.finditer(text)), default=0)


def _check_text(source: Source) -> None:
    text = source.text
    if len(text) > MOST_CHARACTERS:
        why = f"the condition has {len(text):,} characters; at most {MOST_CHARACTERS:,}"
        raise source.refused(f"{why} are allowed.", fix="Split it into several rules.")
    for at, sign in enumerate(text):
        if not (sign.isprintable() or sign in "\n\t\r"):
            raise source.refused("a sign that does not print stands there.", at)


def _check_token(
    source: Source, token: Token, follower: Token | None, names: Sequence[str]
) -> None:
    if token.comments:
        raise source.refused("comments are not allowed.", token.end + 1)
    kind = token.token_type
    if kind in _WORDS or kind in _SIGNS or kind in _SUMS or kind == TokenType.STRING:
        return
    raw = source.text[token.start : token.end + 1]
    if kind == TokenType.NUMBER:
        if not _NUMBER.fullmatch(raw):
            raise source.refused(f'"{shortened(raw)}" is no plain number.', token.start)
        return
    if _NAME.fullmatch(raw) or (kind == TokenType.IDENTIFIER and token.text):
        _check_name(source, token, follower, names)
        return
    raise source.refused(f'"{shortened(raw)}" is not allowed.', token.start)


def _check_name(
    source: Source, token: Token, follower: Token | None, names: Sequence[str]
) -> None:
    word = token.text.lower()
    next_kind = follower.token_type if follower is not None else None
    kind = token.token_type
    if kind != TokenType.IDENTIFIER and next_kind == TokenType.L_PAREN:
        if word not in FUNCTIONS:
            why = f'there is no function "{shortened(token.text)}" in a condition.'
            hint = suggestion(word, FUNCTIONS)
            raise source.refused(f"{why} {hint}".strip(), token.start)
        token.token_type = TokenType.VAR
    elif word in _LITERAL_OF and next_kind == TokenType.STRING:
        return
    elif word in names:
        token.token_type = TokenType.IDENTIFIER
    elif kind in {TokenType.VAR, TokenType.IDENTIFIER}:
        raise source.unknown_column(token.text, token.start, names)
    else:
        raise source.refused(f'"{shortened(token.text)}" is not allowed.', token.start)


def _check_nesting(source: Source, tokens: list[Token]) -> None:
    depth, signs, nots = 0, 0, 0
    for token in tokens:
        kind = token.token_type
        depth += (kind == TokenType.L_PAREN) - (kind == TokenType.R_PAREN)
        signs += kind in _SUMS
        nots = nots + 1 if kind == TokenType.NOT else 0
        if depth < 0:
            raise source.refused("this parenthesis was never opened.", token.start)
        if depth > MOST_NESTED or nots > 2 or signs > MOST_SIGNS:
            raise source.refused(
                "the condition is nested too deep.", token.start, fix="Make it simpler."
            )
    if depth:
        raise source.refused("a parenthesis is not closed.", tokens[-1].end + 1)
