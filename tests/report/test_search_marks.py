import time

from matchaudit.report.messages import Messages
from matchaudit.report.sections.searches import _marks_table


def test_months_of_a_thousand_agencies_are_set_in_one_pass() -> None:
    states = ("rows", "silent", "nil return")
    agencies = [f"Agency {i:04d}" for i in range(1_000)]
    months = [
        {"agency": agency, "month": f"2025-{m:02d}", "state": states[m % 3]}
        for agency in agencies
        for m in range(1, 13)
    ]
    start = time.process_time()

    made = _marks_table(months, agencies, "Months", Messages("en"))

    assert time.process_time() - start < 2
    assert made.note is not None
    assert "of 1000 rows are shown" in made.note
    assert made.rows[7][:2] == ("Agency 0007", "4")
    assert made.rows[7][2] == "2025-02, 2025-05, 2025-08, 2025-11"
    assert made.rows[7][3] == "2025-01, 2025-04, 2025-07, 2025-10"
