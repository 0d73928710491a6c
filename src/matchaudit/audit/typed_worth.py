"""What was typed for ``matchaudit worth``, as it was typed."""

import datetime as dt
import math
from dataclasses import dataclass
from pathlib import Path

from matchaudit.audit.typed_ranges import problem, typed_range
from matchaudit.galleries.worth import Quantity
from matchaudit.galleries.worth.masks import Cover


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed, as it was typed; None where it was not.

    Attributes
    ----------
    gallery, enrolled : str
        People in the gallery, and the share of the people searched who are in it.
    fmr, fpir, tpir, review_sensitivity, review_false_accept : str or None
        Ranges such as ``"0.1..0.6"``.
    findings : Path or None
        A findings.json to take rates from.
    at : str or None
        Which operating point of it, such as ``"score=0.62"``.
    masked : {"lower", "full"} or None
    shown : int or None
        In an investigation so many candidates are always shown.
    searches, claims : int or None
        Searches a year; names that such searches made.
    i_know : bool
        True: one number is taken where nobody knows one.
    seed : int
    confidence : float
    date : str or None
        That the report bears.
    """

    gallery: str
    enrolled: str
    fmr: str | None = None
    fpir: str | None = None
    tpir: str | None = None
    review_sensitivity: str | None = None
    review_false_accept: str | None = None
    findings: Path | None = None
    at: str | None = None
    masked: Cover | None = None
    shown: int | None = None
    searches: int | None = None
    claims: int | None = None
    i_know: bool = False
    seed: int = 1
    confidence: float = 0.95
    date: str | None = None

    def facts(self) -> dict[str, object]:
        """Return what was typed; a file goes by its name, what is as usual is left out."""
        usual = {"i_know": False, "seed": 1, "confidence": 0.95}
        given = {name: getattr(self, name) for name in self.__slots__}
        if self.findings is not None:
            given["findings"] = self.findings.name
        return {
            name: value
            for name, value in given.items()
            if value is not None and usual.get(name) != value
        }

    def range(self, option: str, *, open_ends: bool = False) -> tuple[float, float]:
        """Read the range of an option that was typed."""
        said = getattr(self, option.replace("-", "_"))
        return typed_range(option, said, i_know=self.i_know, open_ends=open_ends)

    def quantity(self, option: str) -> Quantity | None:
        """Return an input that was typed; None if it was not."""
        if getattr(self, option.replace("-", "_")) is None:
            return None
        low, high = self.range(option)
        return Quantity(low=low, high=high, source="typed")

    def words(self) -> list[str]:
        """Return what to type to work it out again."""
        words: list[str] = []
        for name, value in self.facts().items():
            if name == "i_know":
                words.append("--i-know")
            elif name == "shown":
                words += ["--mode", "investigation", "--shown", str(value)]
            else:
                option = "from" if name == "findings" else name.replace("_", "-")
                words += [f"--{option}", str(value)]
        return words

    def refuse_no_day(self) -> None:
        """Refuse a date that is not in the calendar.

        Raises
        ------
        InputError
            ``E13``.
        """
        if self.date is None:
            return
        try:
            known = dt.date.fromisoformat(self.date).isoformat() == self.date
        except ValueError:
            known = False
        if not known:
            what = f'--date takes a day of the calendar. It got "{self.date}".'
            raise problem(what, "Write it like this: --date 2026-01-31.")


def refuse_contradiction(typed: Typed, gallery_size: int) -> None:
    """Refuse rates of comparisons and of searches that cannot both hold.

    A search of a gallery returns somebody at least as often as one comparison matches,
    and at most as often as if each comparison were on its own.

    Raises
    ------
    InputError
        ``E13``.
    """
    if typed.fmr is None or typed.fpir is None:
        return
    fmr, fpir = typed.range("fmr"), typed.range("fpir")
    most = -math.expm1(gallery_size * math.log1p(-fmr[1])) if fmr[1] < 1 else 1.0
    if fpir[1] >= fmr[0] and fpir[0] <= most:
        return
    raise problem(
        f"--fmr {typed.fmr} and --fpir {typed.fpir} cannot both hold: a search of "
        f"{gallery_size:,} people returns somebody in {fmr[0]:.2g} to {most:.2g} of "
        "searches then.",
        "Mend one of them, or leave one out.",
    )
