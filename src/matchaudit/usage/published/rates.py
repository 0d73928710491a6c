"""Published rates against the counts beside them.

Which counts the publisher divided, and by what, is found from the rows: of all ways
that make sense, the one that fits most rows. Then a rate that is the exact share cut
off, not rounded, is told apart from one that no rounding explains. All arithmetic is
exact, in fractions.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import Literal

import numpy as np

from matchaudit.estimation.finding import Key
from matchaudit.tallies.deployments import DeploymentRows
from matchaudit.usage.published.oddity import (
    Found,
    Ints,
    Oddity,
    counted,
    not_told,
    odd_of,
    row_name,
    such_as,
)

_FAULT = "data/published_rate"
_RATE = re.compile(r"(\d+)(?:[.,](\d+))?\s*(%?)")
_NUMERATORS = {
    ("false_alerts",): "wrong alerts",
    ("false_alerts", "false_alerts_unconfirmed"): "wrong alerts, confirmed or not",
    (
        "false_alerts",
        "false_alerts_unconfirmed",
        "true_alerts_unconfirmed",
    ): "alerts that were wrong or not confirmed",
}
_DENOMINATORS = {"faces_seen": "faces seen", "alerts": "alerts"}

_Verdict = Literal["fits", "cut off", "wrong"]


@dataclass(frozen=True, slots=True)
class _Rate:
    """One published rate: its row, its value to the letter, and its decimals."""

    index: int
    text: str
    value: Fraction
    decimals: int
    has_sign: bool
    most_decimals: int = 0


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way in which a publisher may have made the rates."""

    above: tuple[str, ...]
    below: str
    scale: int

    def share(self, rows: DeploymentRows, index: int) -> Fraction | None:
        """Return the exact rate of a row; None if a count is missing or 0 below."""
        counts = [rows.numbers[name][index] for name in (*self.above, self.below)]
        if not np.isfinite(counts).all() or counts[-1] == 0:
            return None
        return Fraction(self.scale * int(sum(counts[:-1])), int(counts[-1]))

    @property
    def says(self) -> str:
        of = f"{_NUMERATORS[self.above]} among {_DENOMINATORS[self.below]}"
        return f"{of}, in per cent" if self.scale == 100 else of


@dataclass(frozen=True, slots=True)
class _Part:
    """Rates that were made in one way, and what is to be said of each."""

    reading: _Reading
    rates: list[_Rate]
    verdicts: list[_Verdict]
    source: str | None = None

    @property
    def n_fitting(self) -> int:
        return len(self.rates) - self.verdicts.count("wrong")

    @property
    def fits_most(self) -> bool:
        return 2 * self.n_fitting >= len(self.rates)

    @property
    def says(self) -> str:
        of = f' of "{self.source}"' if self.source else ""
        if not self.fits_most:
            return f"The rates{of} were not checked: no way to make them fits most."
        return (
            f"The rates{of} were read as {self.reading.says}: this fits "
            f"{self.n_fitting} of the {len(self.rates)} rows with a rate or a wrong "
            "alert."
        )


def rates(rows: DeploymentRows, chosen: Ints) -> list[Found]:
    """Look for published rates that are cut off or wrong."""
    about: dict[str, Key] = {"file": rows.file[chosen[0]], "column": "published_rate"}
    published = _published(rows, chosen)
    if not published:
        return [not_told(_FAULT, about, "no rates are given")]
    readings = list(_readings(rows, published))
    if not readings:
        return [not_told(_FAULT, about, "the counts behind the rates are not given")]
    telling = [rate for rate in published if _is_telling(rows, rate)]
    tried = _read(readings, rows, telling)
    parts = [part for part in tried if part.fits_most]
    if telling and not parts:
        return [not_told(_FAULT, about, "no way to make the rates fits most rows")]
    found = []
    for kind in ("cut off", "wrong"):
        oddities = [
            _oddity(rows, rate, part.reading, kind)
            for part in parts
            for rate, verdict in zip(part.rates, part.verdicts, strict=True)
            if verdict == kind
        ]
        words = "cut off and not rounded" if kind == "cut off" else "wrong"
        found.append(
            counted(
                _FAULT,
                {**about, "kind": kind},
                oddities,
                says=f"{odd_of(len(oddities), len(published))} the published rate is "
                f"{words}{such_as(rows, oddities)}.",
                looked_at=len(published),
                cautions=tuple(part.says for part in tried),
            )
        )
    return found


def _read(
    readings: list[_Reading], rows: DeploymentRows, telling: list[_Rate]
) -> list[_Part]:
    """Read all rates in one way; those of a publication that it does not fit in another.

    A publisher may begin to divide by something else: that is no slip in each row.
    """
    if not telling:
        return []
    common, _ = _best(readings, rows, telling)
    sources = rows.texts.get("source", (None,) * rows.n)
    own: list[_Part] = []
    shared: list[_Rate] = []
    for name in dict.fromkeys(sources[rate.index] for rate in telling):
        some = [rate for rate in telling if sources[rate.index] == name]
        part = _part(common, rows, some)
        if part.fits_most:
            shared += some
        else:
            reading, _ = _best(readings, rows, some)
            own.append(replace(_part(reading, rows, some), source=name))
    return [*([_part(common, rows, shared)] if shared else []), *own]


def _part(reading: _Reading, rows: DeploymentRows, some: list[_Rate]) -> _Part:
    return _Part(reading, some, [_verdict(reading, rows, rate) for rate in some])


def _best(
    readings: list[_Reading], rows: DeploymentRows, telling: list[_Rate]
) -> tuple[_Reading, list[_Verdict]]:
    """Return the reading that fits most rows, the plainer of equals, and how it does."""
    tried = [(r, [_verdict(r, rows, rate) for rate in telling]) for r in readings]
    return max(tried, key=lambda one: (-one[1].count("wrong"), one[1].count("fits")))


def _published(rows: DeploymentRows, chosen: Ints) -> list[_Rate]:
    """Return the rates that are numbers, with the decimals of their publication."""
    texts = rows.texts.get("published_rate", (None,) * rows.n)
    sources = rows.texts.get("source", (None,) * rows.n)
    found: list[_Rate] = []
    most: dict[str | None, int] = {}
    for i in map(int, chosen):
        match = _RATE.fullmatch((texts[i] or "").strip())
        if match is None:
            continue
        whole, decimals, sign = match[1], match[2] or "", match[3]
        value = Fraction(int(whole + decimals), 10 ** len(decimals))
        found.append(_Rate(i, match[0], value, len(decimals), bool(sign)))
        most[sources[i]] = max(most.get(sources[i], 0), len(decimals))
    return [
        _Rate(r.index, r.text, r.value, r.decimals, r.has_sign, most[sources[r.index]])
        for r in found
    ]


def _readings(rows: DeploymentRows, published: list[_Rate]) -> Iterator[_Reading]:
    has_sign = any(rate.has_sign for rate in published)
    for above, below, scale in product(_NUMERATORS, _DENOMINATORS, (100, 1)):
        if {*above, below} <= set(rows.columns) and (scale == 100 or not has_sign):
            yield _Reading(above, below, scale)


def _is_telling(rows: DeploymentRows, rate: _Rate) -> bool:
    names = max(_NUMERATORS, key=len)
    counts = [rows.numbers[n][rate.index] for n in names if n in rows.columns]
    return rate.value != 0 or bool(np.nansum(counts) > 0)


def _verdict(reading: _Reading, rows: DeploymentRows, rate: _Rate) -> _Verdict:
    share = reading.share(rows, rate.index)
    if share is None:
        return "wrong" if rate.value else "fits"
    # A last 0 may not be printed, so 0.1 is also 0.10; a 0 alone has all decimals.
    places = {rate.most_decimals, rate.decimals} if rate.value else {rate.most_decimals}
    if any(2 * abs(share - rate.value) * 10**p <= 1 for p in places):
        return "fits"
    if any(rate.value * 10**p == share * 10**p // 1 for p in places):
        return "cut off"
    return "wrong"


def _oddity(rows: DeploymentRows, rate: _Rate, reading: _Reading, kind: str) -> Oddity:
    share = reading.share(rows, rate.index)
    expected = "none"
    if share is not None:
        digits = str((2 * share * 10**rate.most_decimals + 1) // 2)
        digits = digits.zfill(rate.most_decimals + 1)
        cut = len(digits) - rate.most_decimals
        expected = digits[:cut] + ("." + digits[cut:] if digits[cut:] else "")
        expected += "%" if rate.has_sign else ""
    made = "rounding gives" if kind == "cut off" else "the counts give"
    return Oddity(
        fault=_FAULT,
        index=rate.index,
        column="published_rate",
        published=rate.text,
        expected=expected,
        says=f"{row_name(rows, rate.index)} has {rate.text} where {made} {expected}",
    )
