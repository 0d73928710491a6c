"""How a file is to be read, where its own form does not say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from matchaudit.records.mapping import MapFile

Dates = Literal["day-first", "month-first"]
Decimal = Literal["point", "comma"]
RowPer = Literal["search", "candidate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """Choices that a person makes about a file.

    Attributes
    ----------
    failed_scores : tuple of float
        Values of the score that mean "no score": failure sentinels, such as -1.
    lower_is_closer : bool
        True if scores are distances; they are negated.
    map_file : MapFile or None
        The file's columns in our names.
    delimiter : str or None
        What parts values in a CSV file, one sign or "tab"; None looks for
        ``, ; tab |``.
    encoding : str or None
        Such as ``"windows-1252"``; None tries UTF-8, UTF-16 and Windows-1252.
    decimal : {"point", "comma"} or None
        None is what the map file says, else the point.
    percent : tuple of str
        Columns, by our name or the file's, whose numbers are per cent; they are
        divided by 100.
    dates : {"day-first", "month-first"} or None
    timezone : str or None
        The IANA name of the zone that times without one are in, such as
        ``"Europe/London"``; None takes them as they stand.
    matrix : bool or None
        True if the file is a matrix of scores; None looks.
    score_file : bool or None
        True if the file is a score file of four or five columns without a header, as
        the bob tools write; None looks.
    vocabularies : mapping of str to tuple of str
        The only words that columns of labels may hold, by our name.
    one_row_per : {"search", "candidate"} or None
        What a row of a search log is: with "candidate", rows of one search are folded
        into one.
    """

    failed_scores: tuple[float, ...] = ()
    lower_is_closer: bool = False
    map_file: MapFile | None = field(default=None)
    delimiter: str | None = None
    encoding: str | None = None
    decimal: Decimal | None = None
    percent: tuple[str, ...] = ()
    dates: Dates | None = None
    timezone: str | None = None
    matrix: bool | None = None
    score_file: bool | None = None
    vocabularies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    one_row_per: RowPer | None = None

    @property
    def decimal_comma(self) -> bool:
        """True if 0,80 is a number."""
        said = self.decimal or (self.map_file.decimal if self.map_file else None)
        return said == "comma"

    @property
    def percent_columns(self) -> frozenset[str]:
        """Canonical columns in per cent: those of the call and of the map file."""
        mapped = self.map_file.percent if self.map_file else ()
        return frozenset((*self.percent, *mapped))

    @property
    def date_order(self) -> Dates | None:
        """The order of day and month in dates that leave it open."""
        return self.dates or (self.map_file.dates if self.map_file else None)

    @property
    def zone(self) -> str | None:
        """The zone of times that say none, by the call or the map file."""
        return self.timezone or (self.map_file.timezone if self.map_file else None)
