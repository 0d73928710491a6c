from dataclasses import replace

import numpy as np

from matchaudit.usage.breaks import denominator_breaks
from matchaudit.usage.days import day_name
from matchaudit.usage.published.denominators import changed_denominators
from oracles.deployment_tables import clean_table, with_numbers

CLEAN = clean_table(np.random.default_rng(81), 160)
LATER = np.where(np.arange(160) >= 90, 8.0, 1.0)
FACES, ALERTS = CLEAN.numbers["faces_seen"], CLEAN.numbers["alerts"]


def test_a_break_is_told_with_its_day_and_its_rows() -> None:
    rows = with_numbers(CLEAN, faces_seen=FACES * LATER)
    [day] = denominator_breaks(rows)

    [found] = changed_denominators(rows)

    assert found.finding.estimate == day.n_after
    assert found.finding.trials == 160
    assert found.finding.population["from"] == str(np.datetime64(day.first_day, "D"))
    assert day_name(day.first_day) in found.finding.says
    assert [oddity.index for oddity in found.oddities] == [day.index]
    assert "cannot be compared" in found.finding.cautions[0]


def test_a_busier_street_is_no_break_but_is_mentioned() -> None:
    rows = with_numbers(CLEAN, faces_seen=FACES * LATER, alerts=ALERTS * LATER)

    [found] = changed_denominators(rows)

    assert (found.finding.estimate, found.oddities) == (0, ())
    assert "alerts may have gone with faces seen" in found.finding.cautions[0]


def test_missing_columns_are_named() -> None:
    some = tuple(n for n in CLEAN.columns if n not in {"minutes", "faces_seen"})

    [found] = changed_denominators(replace(CLEAN, columns=some))

    assert found.finding.because == "faces seen and minutes are not given"


def test_a_threshold_that_changed_as_well_is_named() -> None:
    """A stricter threshold alone would make alerts fewer for as many faces."""
    rows = with_numbers(CLEAN, faces_seen=FACES * LATER)
    stricter = np.where(np.arange(160) >= 90, 0.64, 0.6)

    [alike] = changed_denominators(with_numbers(rows, threshold=np.full(160, 0.6)))
    [changed] = changed_denominators(with_numbers(rows, threshold=stricter))

    (said,) = (c for c in changed.finding.cautions if "threshold" in c)
    assert said.startswith(
        "Near 29 May 2022 the threshold changed too, from 0.6 to 0.64."
    )
    assert not any("threshold" in c for c in alike.finding.cautions)
