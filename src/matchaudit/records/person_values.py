r"""Values that may show or name a person, told by their shape alone.

Each pattern is written once, for Python's re and for the database's (RE2): there is no
look-around, and letters are a few ranges, which RE2 compiles much faster than ``\p{L}``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from matchaudit.records.person_words import NEVER_IN_A_NAME

_NUMBER = r"[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?"
_STREET = (
    "street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|court|ct|place|pl|"
    "square|terrace|way|highway|hwy"
)
_SHAPES = (
    r"^data:[a-zA-Z]*[/;,]",  # an embedded picture
    r"[^\s@]+@[^\s@]+\.[a-zA-Z][a-zA-Z]+",  # an e-mail address
    r"[a-zA-Z]://",  # a link
    r"^www\.",
    r"^(?:[a-zA-Z0-9-]+\.)+[a-zA-Z][a-zA-Z]+/[^\s/]",  # a link without its beginning
    r"^/?u/[A-Za-z0-9_-]{3,}$",  # a handle of a forum
    r"^@[A-Za-z][A-Za-z0-9_.]+$",  # a social handle
    # A path of a picture or a film.
    r"\.(?i:jpe?g|png|gif|bmp|tiff?|webp|heic|jp2|wsq|mp4|avi|mov|mkv)$",
    # The first letters of JPEG, PNG, GIF and WebP in base64, however short.
    r"^(?:/9j/|iVBORw|R0lGOD|UklGR)",
    # Longer than any digest in hex (SHA-512 has 128 digits): a blob.
    r"^[A-Za-z0-9+/_=-]{129,}$",
    # Sixteen numbers or more in one value: a template.
    rf"^[\[({{]?\s*{_NUMBER}(?:[\s,;|]+{_NUMBER}){{15,}}",
    r'^\{.*[:"].*\}$',  # an object inside a value may hold anything
    r'^\[.*[":].*\]$',
    r"^[0-9]{3}-[0-9]{2}-[0-9]{4}$",  # a social security number of the US
    # Telephone numbers; digits alone are an id.
    r"^\+[1-9][0-9]{0,2}[ (-][0-9 ()-]{5,}$",
    r"^(?:\+?1[ .-])?\(?[2-9][0-9]{2}\)?[ .-][0-9]{3}[ .-][0-9]{4}$",
    r"^0[0-9](?:[ .-][0-9]{2}){4}$",
    r"^\(?0[1-9][0-9]{1,3}[)/ ] ?[0-9]{3,}[0-9 ]*$",
    # Addresses: a number and a street, or the other way round.
    rf"^[0-9]{{1,5}}[A-Za-z]?,? (?:[^\s0-9,]+ ){{1,4}}(?i:{_STREET})\b",
    r"^[^\s0-9]+.*(?i:stra(?:ss|ß)e|str\.|gasse|weg|platz|allee),? [0-9]{1,4}[a-z]?\b",
    r"^(?i:calle|avenida|avda\.?|rue|avenue|via|plaza) [^\s0-9]+.* [0-9]{1,5}\b",
    r"^[0-9]{1,4},? (?i:rue|avenue|boulevard|place) [^\s0-9]+",
)
VALUE_PATTERN = "|".join(_SHAPES)

_MONTH = "jan|feb|mar|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez"
DATE_PATTERN = (
    r"^(?:[0-9]{4}[-/.][0-9][0-9]?[-/.][0-9][0-9]?(?:[T ][0-9:.]+Z?)?|"
    r"[0-9][0-9]?[/.-][0-9][0-9]?[/.-][0-9]{2,4}|"
    rf"[0-9][0-9]?\.? (?i:{_MONTH})[a-z]*\.?,? [0-9]{{4}}|"
    rf"(?i:{_MONTH})[a-z]*\.? [0-9][0-9]?,? [0-9]{{4}})$"
)
YEAR_PATTERN = "((?:18|19|20)[0-9]{2})"

# Latin, Greek, Cyrillic, Arabic, Hebrew, Indic, ...; then Kana, Han and Hangul.
_OTHERS = "\u0100-\u1fff\u3040-\ud7ff"
_L, _U = f"[A-Za-z\u00c0-\u00ff{_OTHERS}]", f"[A-Z\u00c0-\u00de{_OTHERS}]"
_X = f"[^A-Za-z\u00c0-\u00ff{_OTHERS}]"
_INNER = f"(?:{_L}|['\u2019-])"  # apostrophes of both kinds, hyphens
_TWO, _THREE = f"{_L}{_INNER}*{_L}", f"{_L}{_INNER}+{_L}"
_CAPITALISED = f"{_U}{_INNER}*{_L}"
_COUNTED = r"(?:[ _.-]?[0-9]{1,6})?$"
_SPACED = "^(?:<W>(?:,? +|,)|<I>\\.? +)(?:(?:<W>|<I>\\.?) +){0,3}<W>" + _COUNTED
FULL_NAME_PATTERN = _SPACED.replace("<W>", _CAPITALISED).replace("<I>", _U)
ANY_NAME_PATTERN = "|".join(
    (
        _SPACED.replace("<W>", _TWO).replace("<I>", _L),
        f"^{_THREE}[._](?:(?:{_THREE}|{_L})[._]){{0,2}}{_THREE}{_COUNTED}",
        f"^[A-Z][a-z]{{2,}}[A-Z][a-z]{{2,}}{_COUNTED}",
    )
)
_WORDS = "|".join(sorted(NEVER_IN_A_NAME))
_CAPITAL_WORDS = "|".join(word.title() for word in sorted(NEVER_IN_A_NAME))
NO_NAME_PATTERN = (
    f"(?i:(?:^|{_X})(?:{_WORDS})s?(?:{_X}|$))|"
    f"^(?:{_CAPITAL_WORDS})[A-Z]|[a-z](?:{_CAPITAL_WORDS})s?(?:{_X}|$)"
)

NAMES_TO_REFUSE = 50
_FEW_NAMES = 5
_LIFETIMES = 15
_MANY_DATES = 20


@cache
def _pattern(written: str) -> re.Pattern[str]:
    """Compile a pattern when it is needed: those of names take a while."""
    return re.compile(written)


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueCounts:
    """How many values of a column have which shape.

    Attributes
    ----------
    n : int
        Values that are there.
    shown : int
        Those that are pictures, links, addresses, telephone numbers, ....
    names, full_names : int
        Those like names of people, in any letters; and in capital words with spaces.
    distinct_names : int
        Different values among ``names``.
    dates, distinct_dates : int
    years : int
        From the earliest year of a date to the last.
    """

    n: int = 0
    shown: int = 0
    names: int = 0
    full_names: int = 0
    distinct_names: int = 0
    dates: int = 0
    distinct_dates: int = 0
    years: int = 0

    @property
    def mostly_names(self) -> bool:
        """True if half of the values look like names of people."""
        return bool(self.names) and 2 * self.names >= self.n

    @property
    def names_pseudonyms(self) -> bool:
        """True if ids seem to be names: half of them, or a tenth clearly so."""
        return self.mostly_names or (
            bool(self.full_names) and 10 * self.full_names >= self.n
        )

    @property
    def mostly_dates(self) -> bool:
        """True if half of the values are dates."""
        return bool(self.dates) and 2 * self.dates >= self.n

    @property
    def birth_dates(self) -> bool:
        """True if most values are dates, and those lie as far apart as ages do."""
        apart = self.years >= _LIFETIMES and self.distinct_dates >= _FEW_NAMES
        return self.mostly_dates and apart

    def one_name_each(self, n_subjects: int) -> bool:
        """Say whether there are too many names for kinds, groups or places."""
        many = self.distinct_names > NAMES_TO_REFUSE or (
            self.distinct_names >= _FEW_NAMES and 5 * self.distinct_names > n_subjects
        )
        return self.mostly_names and many

    @property
    def one_date_each(self) -> bool:
        """True if most values are dates, and there are many different ones."""
        return self.mostly_dates and self.distinct_dates > _MANY_DATES


def value_may_show_a_person(value: str) -> bool:
    """Say whether one value has the shape of a picture, a link, a template, ....

    Examples
    --------
    >>> value_may_show_a_person("data:image/png;base64,iVBORw0KGgo=")
    True
    >>> value_may_show_a_person("0010B559B76132149D909F438AD0CA8E")
    False
    """
    return _pattern(VALUE_PATTERN).search(value.strip()) is not None


def value_may_name_a_person(value: str) -> bool:
    """Say whether one value looks like the name of a person, in any letters.

    Examples
    --------
    >>> value_may_name_a_person("JOHN SMITH"), value_may_name_a_person("surgical mask")
    (True, False)
    """
    text = value.strip()
    return (
        _pattern(ANY_NAME_PATTERN).search(text) is not None
        and _pattern(NO_NAME_PATTERN).search(text) is None
    )


def told(value: str) -> str:
    """Return what a message may say of a value: itself, or "(a text)".

    Examples
    --------
    >>> told("0,80"), told("Jane Doe")
    ('0,80', '(a text)')
    """
    hidden = value_may_show_a_person(value) or value_may_name_a_person(value)
    return "(a text)" if hidden else value


def count_values(values: Sequence[str]) -> ValueCounts:
    """Count the shapes of some values; empty ones do not count.

    Examples
    --------
    >>> count_values(["Doe, Jane", "P0001", ""]).full_names
    1
    """
    given = [value.strip() for value in values if value.strip()]
    names = [value for value in given if value_may_name_a_person(value)]
    dates = [value for value in given if _pattern(DATE_PATTERN).search(value)]
    years = [
        int(found[1])
        for value in dates
        if (found := _pattern(YEAR_PATTERN).search(value))
    ]
    return ValueCounts(
        n=len(given),
        shown=sum(map(value_may_show_a_person, given)),
        names=len(names),
        full_names=sum(
            _pattern(FULL_NAME_PATTERN).search(value) is not None for value in names
        ),
        distinct_names=len(set(names)),
        dates=len(dates),
        distinct_dates=len(set(dates)),
        years=max(years) - min(years) if years else 0,
    )
