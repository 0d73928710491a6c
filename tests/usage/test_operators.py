import pytest

from matchaudit.estimation.finding import Curve
from matchaudit.tallies.search_counts import SearchCounts, SearchTally
from matchaudit.usage.funnel import ONE_HOLDS_MOST
from matchaudit.usage.operators import operators
from search_tallies import search_counts, search_tally


def log_of(**verified: tuple[int, int]) -> SearchTally:
    """Make a log of operators with (checked, wrong) candidates each."""
    by = {
        name: search_counts(checked + 5, returned=checked, checked=checked, wrong=wrong)
        for name, (checked, wrong) in verified.items()
    }
    overall = SearchCounts(
        searches=sum(c.searches for c in by.values()),
        checked=sum(c.checked for c in by.values()),
        wrong=sum(c.wrong for c in by.values()),
        returned=sum(c.returned for c in by.values()),
    )
    return search_tally(
        overall, columns=("search_id", "searched_at", "operator"), operators=by
    )


def column(curve: Curve, name: str) -> list[object]:
    (found,) = (c for c in curve.columns if c.name == name)
    return list(found.values)


FUNNEL = log_of(a=(400, 80), b=(1, 1), c=(400, 120), d=(0, 0), e=(400, 79), f=(400, 40))


def test_a_small_count_is_not_the_worst() -> None:
    """One wrong match of one is the highest share, and inside; 40 of 400 is outside."""
    findings, (curve,) = operators(FUNNEL)

    assert column(curve, "operator") == list("abcdef")
    assert column(curve, "share") == [0.2, 1.0, 0.3, None, 0.1975, 0.1]
    assert column(curve, "outside") == ["none", "none", "99.8", "none", "none", "99.8"]
    assert column(curve, "low95")[3] is None
    assert [f.estimate for f in findings] == [2, 2]


def test_everybody_may_know_how_many_but_not_who() -> None:
    findings, (curve,) = operators(FUNNEL)

    assert curve.for_holder
    assert [dict(f.population) for f in findings] == [{}, {"limits": 0.95}]
    assert not any(f.for_holder for f in findings)
    assert findings[0].says.startswith(
        "5 operators had candidates checked. 2 of them lie outside the outer limits. "
        "Chance would put almost none there."
    )


def test_one_with_most_candidates_makes_the_share_of_all_its_own() -> None:
    most, even = log_of(a=(90, 40), b=(10, 1)), log_of(a=(50, 40), b=(50, 1))

    assert ONE_HOLDS_MOST in operators(most)[0][0].cautions
    assert ONE_HOLDS_MOST not in operators(even)[0][0].cautions


def test_what_chance_would_put_outside_is_said() -> None:
    """40 operators alike: 12 to 29 of 200 are inside, which leaves 3.3 in 100 out."""
    alike = log_of(**{f"op{i:02d}": (200, 20) for i in range(40)})

    findings, _ = operators(alike)

    assert [f.estimate for f in findings] == [0, 0]
    assert "Chance would put about 1.3 there." in findings[1].says


@pytest.mark.parametrize(
    ("tally", "because"),
    [
        (
            search_tally(search_counts(9, returned=5, checked=2)),
            "the log does not say who searched",
        ),
        (log_of(a=(0, 0)), "no search has both an operator and a checked candidate"),
    ],
)
def test_without_operators_nothing_is_told(tally: SearchTally, because: str) -> None:
    findings, curves = operators(tally)

    assert [f.because for f in findings] == [because]
    assert curves == []
