import hashlib
from pathlib import Path

import pytest

from matchaudit.errors import InputError
from matchaudit.report import writing
from matchaudit.report.writing import SUMS, write
from report import sample


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not draw the page: these tests are about files."""
    monkeypatch.setattr(writing, "report_html", lambda _: "<p>page</p>")


def content(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


def test_everything_written_is_named(tmp_path: Path) -> None:
    written = write(
        sample.released(), tmp_path / "out", attachments={"plan.yaml": b"x"}
    )

    names = {p.relative_to(written.folder).as_posix() for p in written.paths}
    assert names == set(content(tmp_path / "out"))
    assert {"findings.json", "report.html", "plan.yaml", "data/det.csv"} <= names
    assert written.report.read_text() == "<p>page</p>"
    assert written.findings.name == "findings.json"


def test_sums_are_those_of_the_files(tmp_path: Path) -> None:
    folder = write(sample.released(), tmp_path / "out").folder
    lines = (folder / SUMS).read_text().splitlines()
    files = content(folder)

    assert len(lines) == len(files) - 1
    for line in lines:
        digest, _, name = line.partition("  ")
        assert digest == hashlib.sha256(files[name]).hexdigest()


def test_same_results_give_the_same_bytes(tmp_path: Path) -> None:
    first = write(sample.released(), tmp_path / "first").folder
    second = write(sample.released(), tmp_path / "second").folder

    assert content(first) == content(second)


def test_earlier_audit_is_replaced_whole(tmp_path: Path) -> None:
    """A file that the later audit does not write is gone."""
    write(sample.released(), tmp_path / "out", attachments={"old.txt": b"x"})
    write(sample.released(), tmp_path / "out")

    assert "old.txt" not in content(tmp_path / "out")
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("where", ["notes.txt", "data/mine.csv"])
def test_folder_with_foreign_files_is_refused(tmp_path: Path, where: str) -> None:
    folder = write(sample.released(), tmp_path / "out").folder
    (folder / where).write_text("mine")
    before = content(folder)

    with pytest.raises(InputError, match=f"did not write: {where}") as refused:
        write(sample.released(), folder)

    assert refused.value.problem.code == "E14"
    assert content(folder) == before


def test_a_file_that_somebody_changed_is_not_lost(tmp_path: Path) -> None:
    """A plan that was edited in the output folder is work of its owner."""
    given = {"plan.yaml": b"x"}
    folder = write(sample.released(), tmp_path / "out", attachments=given).folder
    (folder / "plan.yaml").write_bytes(b"edited")

    with pytest.raises(InputError, match="changed after matchaudit wrote it: plan"):
        write(sample.released(), folder, attachments=given)

    assert (folder / "plan.yaml").read_bytes() == b"edited"


def test_a_file_that_somebody_removed_is_written_again(tmp_path: Path) -> None:
    folder = write(sample.released(), tmp_path / "out").folder
    before = content(folder)
    (folder / "findings.json").unlink()

    write(sample.released(), folder)

    assert content(folder) == before


def test_current_folder_stays_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A shell in the folder does not find itself in one that is gone."""
    folder = tmp_path / "out"
    folder.mkdir()
    monkeypatch.chdir(folder)
    same = folder.stat().st_ino

    write(sample.released(), Path(), attachments={"old/x.txt": b"x"})
    write(sample.released(), Path())

    assert folder.stat().st_ino == same
    assert Path("report.html").is_file()
    assert not Path("old").exists()
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_link_is_a_foreign_file(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out" / "link").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(InputError, match="did not write: link"):
        write(sample.released(), tmp_path / "out")


def test_empty_folder_may_be_used(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()

    assert write(sample.released(), tmp_path / "out").report.is_file()


def test_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")

    with pytest.raises(InputError, match="is a file, not a folder"):
        write(sample.released(), tmp_path / "out")
    assert (tmp_path / "out").read_text() == "a file"


@pytest.mark.parametrize("at", ["fill", "replace"])
def test_failure_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    """A full disk halfway through leaves the earlier audit and nothing else."""
    folder = write(sample.released(), tmp_path / "out").folder
    before = content(folder)
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if self.name == "report.html" and ".former" not in self.parts:
            raise OSError(28, "No space left on device")
        return real(self, target)

    def write_bytes(self: Path, data: bytes) -> int:
        if self.name == "report.html":
            raise OSError(28, "No space left on device")
        with self.open("wb") as file:
            return file.write(data)

    if at == "replace":
        monkeypatch.setattr(Path, "replace", replace)
    else:
        monkeypatch.setattr(Path, "write_bytes", write_bytes)

    with pytest.raises(InputError, match="No space left on device"):
        write(sample.released(), folder, attachments={"new/plan.yaml": b"x"})

    assert content(folder) == before
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
