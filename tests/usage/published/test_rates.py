from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchaudit.tallies.deployments import DeploymentRows
from matchaudit.usage.published.oddity import Found
from matchaudit.usage.published.rates import rates
from oracles.deployment_tables import clean_table, with_numbers, with_texts

ALL = np.arange(200)
CLEAN = clean_table(np.random.default_rng(41))
FALSE = np.where(ALL % 4 == 0, 1.0, 0.0)
FACES = CLEAN.numbers["faces_seen"]
ROWS = with_numbers(CLEAN, false_alerts=FALSE)


def _text(value: Fraction, decimals: int, *, cut: bool = False, sign: str = "%") -> str:
    units = value * 10**decimals + (0 if cut else Fraction(1, 2))
    whole, rest = divmod(int(units // 1), 10**decimals)
    digits = f"{whole}.{rest:0{decimals}d}" if decimals else f"{whole}"
    return digits + sign


def _shares(below: np.ndarray, scale: int = 100) -> list[Fraction]:
    return [
        Fraction(scale * int(above), int(under))
        for above, under in zip(FALSE, below, strict=True)
    ]


def _both(found: list[Found]) -> tuple[list[int], list[int]]:
    """Return the rows cut off and the rows that are wrong."""
    cut, wrong = found
    assert cut.finding.population["kind"] == "cut off"
    assert wrong.finding.population["kind"] == "wrong"
    return [o.index for o in cut.oddities], [o.index for o in wrong.oddities]


def _with(texts: list[str]) -> DeploymentRows:
    return with_texts(ROWS, published_rate=tuple(texts))


def test_rounded_rates_are_right() -> None:
    found = rates(_with([_text(share, 3) for share in _shares(FACES)]), ALL)

    assert _both(found) == ([], [])
    assert "wrong alerts among faces seen, in per cent" in found[0].finding.cautions[0]


def test_a_publication_that_divides_by_something_else_is_not_wrong_in_each_row() -> (
    None
):
    """The first half divides by faces, the second by alerts, and one row slipped."""
    by_faces, by_alerts = _shares(FACES), _shares(CLEAN.numbers["alerts"] + 1)
    texts = [_text(share, 3) for share in (*by_faces[:120], *by_alerts[120:])]
    texts[160] = "0.123%"
    sources = tuple("old grid" if i < 120 else "new grid" for i in ALL)
    rows = with_numbers(_with(texts), alerts=CLEAN.numbers["alerts"] + 1)

    found = rates(with_texts(rows, source=sources), ALL)

    assert _both(found) == ([], [160])
    by_source = [c for c in found[1].finding.cautions if "new grid" in c]
    assert "wrong alerts among alerts, in per cent" in by_source[0]


def test_a_publication_whose_rates_fit_nothing_is_left_out_and_said() -> None:
    texts = [_text(share, 3) for share in _shares(FACES)[:120]] + ["0.777%"] * 80
    sources = tuple("old grid" if i < 120 else "new grid" for i in ALL)

    found = rates(with_texts(_with(texts), source=sources), ALL)

    assert _both(found) == ([], [])
    assert any('"new grid" were not checked' in c for c in found[0].finding.cautions)


def test_rates_that_are_cut_off_or_wrong_are_told_with_the_right_one() -> None:
    shares = _shares(FACES)
    texts = [_text(share, 4) for share in shares]
    row = next(i for i in ALL[8:] if _text(shares[i], 4, cut=True) != texts[i])
    right, texts[row] = texts[row], _text(shares[row], 4, cut=True)
    texts[4] = "0.9000%"
    texts[5] = "0.0100%"

    cut, wrong = rates(_with(texts), ALL)

    assert _both([cut, wrong]) == ([row], [4, 5])
    assert (cut.oddities[0].published, cut.oddities[0].expected) == (texts[row], right)
    assert wrong.oddities[0].expected == _text(shares[4], 4)
    assert wrong.oddities[1].expected == "0.0000%"


def test_a_zero_where_more_decimals_are_usual_is_wrong_or_cut_off() -> None:
    """To 4 decimals no share here rounds to 0; a last 0 may be left out, though."""
    texts = [_text(share, 4) for share in _shares(FACES)]
    texts[0] = "0%"
    texts[1] = "0%"

    assert _both(rates(_with(texts), ALL)) in (([], [0]), ([0], []))


@pytest.mark.parametrize("below", ["faces_seen", "alerts"])
@pytest.mark.parametrize(("scale", "sign"), [(100, "%"), (100, ""), (1, "")])
def test_what_was_divided_is_found_from_the_rows(
    below: str, scale: int, sign: str
) -> None:
    counts = np.maximum(ROWS.numbers[below], 1)
    shares = _shares(counts, scale)
    rows = with_numbers(
        _with([_text(share, 6, sign=sign) for share in shares]), **{below: counts}
    )

    found = rates(rows, ALL)

    assert _both(found) == ([], [])
    caution = found[0].finding.cautions[0]
    assert ("faces seen" if below == "faces_seen" else "among alerts") in caution
    assert ("in per cent" in caution) == (scale == 100)


def test_unconfirmed_alerts_may_be_part_of_the_rate() -> None:
    unsure = np.where(ALL % 4 == 1, 2.0, 0.0)
    shares = [
        Fraction(100 * int(above), int(under))
        for above, under in zip(FALSE + unsure, FACES, strict=True)
    ]
    rows = with_numbers(
        _with([_text(share, 3) for share in shares]), false_alerts_unconfirmed=unsure
    )

    found = rates(rows, ALL)

    assert _both(found) == ([], [])
    assert "confirmed or not" in found[0].finding.cautions[0]


def test_rates_that_fit_nothing_are_not_judged() -> None:
    texts = [f"{0.1 + i / 1000:.3f}%" for i in ALL]

    [found] = rates(_with(texts), ALL)

    assert found.finding.status == "not_estimable"


def test_rates_that_are_no_numbers_are_left_out() -> None:
    texts = [_text(share, 3) for share in _shares(FACES)]
    texts[0], texts[1] = "N/A", "<0.1%"

    cut, wrong = rates(_with(texts), ALL)

    assert (cut.finding.trials, wrong.finding.estimate) == (198, 0)
    [none] = rates(with_texts(ROWS, published_rate=(None,) * 200), ALL)
    assert none.finding.status == "not_estimable"


@given(decimals=st.integers(2, 6), sign=st.sampled_from(["%", ""]))
@settings(max_examples=15, deadline=None)
def test_rounding_is_never_blamed_whatever_the_decimals(
    decimals: int, sign: str
) -> None:
    texts = [_text(share, decimals, sign=sign) for share in _shares(FACES)]

    found = rates(_with(texts), ALL)

    if found[0].finding.status != "not_estimable":
        assert _both(found) == ([], [])
