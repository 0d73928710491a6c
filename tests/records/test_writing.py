import hashlib
from pathlib import Path

import pytest

from matchaudit.records.writing import sha256_of, writing_to


def test_the_name_appears_when_all_is_written(tmp_path: Path) -> None:
    with writing_to(tmp_path / "a.txt") as unfinished:
        unfinished.write_text("half")
        assert not (tmp_path / "a.txt").exists()

    assert (tmp_path / "a.txt").read_text() == "half"
    assert [found.name for found in tmp_path.iterdir()] == ["a.txt"]


def test_an_error_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text("old")

    def fail() -> None:
        with writing_to(target) as unfinished:
            unfinished.write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert [found.name for found in tmp_path.iterdir()] == ["a.txt"]
    assert target.read_text() == "old"


def test_the_hash_is_of_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"abc" * 10)

    assert sha256_of(path) == hashlib.sha256(b"abc" * 10).hexdigest()
