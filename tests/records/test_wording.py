import pytest

from matchaudit.records.wording import listed, plural, shell_name, words_of


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ProbeSubject_ID", ["probe", "subject", "id"]),
        ("DOB", ["dob"]),
        ("suspectDOB2", ["suspect", "dob", "2"]),
        ("Größe (cm)", ["grosse", "cm"]),
        ("prénom", ["prenom"]),
        ("Straße", ["strasse"]),
        ("#", []),
    ],
)
def test_a_name_is_taken_apart(name: str, words: list[str]) -> None:
    assert words_of(name) == words


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (list("abcdefgh"), "a, b, c, d, e, f and 2 more"),
    ],
)
def test_parts_are_joined(parts: list[str], sentence: str) -> None:
    assert listed(parts) == sentence


def test_one_is_singular() -> None:
    assert [plural(n, "row") for n in (0, 1, 2)] == ["0 rows", "1 row", "2 rows"]


def test_a_name_with_spaces_is_quoted_for_the_shell() -> None:
    assert shell_name("a b.csv") == "'a b.csv'"
    assert shell_name("ab.csv") == "ab.csv"
