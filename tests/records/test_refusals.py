import pytest

from matchaudit.records.refusals import meant_instead


@pytest.mark.parametrize(
    ("raw", "share", "meant"),
    [
        ("0,80", False, "Did you mean 0.80?"),
        ("-1,5", True, "Did you mean -1.5?"),
        ("80", True, "Did you mean 0.80?"),
        ("80 %", True, "Did you mean 0.80?"),
        ("12.5%", True, "Did you mean 0.12?"),
        ("80", False, ""),
        ("800", True, ""),
        ("1,200,000", False, ""),
        ("high", True, ""),
        (None, True, ""),
    ],
)
def test_what_was_meant(raw: str | None, *, share: bool, meant: str) -> None:
    assert meant_instead(raw, share=share) == meant
