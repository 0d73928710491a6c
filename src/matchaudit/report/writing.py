"""Write a released audit into a folder, whole or not at all."""

import hashlib
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from matchaudit.disclosure import Released
from matchaudit.errors import InputError, Problem
from matchaudit.report.interface import findings_json
from matchaudit.report.opendata import open_data
from matchaudit.report.page import report_html

SUMS = "SHA256SUMS"
"""Names and hashes of all files written, as ``sha256sum --check`` reads them."""

NOTHING: Mapping[str, bytes] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Written:
    """The files of one written audit.

    Attributes
    ----------
    paths : tuple of Path
        All of them, sorted.
    """

    folder: Path
    paths: tuple[Path, ...]

    @property
    def report(self) -> Path:
        """The page for people."""
        return self.folder / "report.html"

    @property
    def findings(self) -> Path:
        """The machine interface."""
        return self.folder / "findings.json"


def write(
    released: Released, folder: Path, *, attachments: Mapping[str, bytes] = NOTHING
) -> Written:
    """Write findings, open data and the report; the same input gives the same bytes.

    Everything is written under other names first. A folder that is not there is then
    renamed into its place; one that is there stays, and its files are exchanged one by
    one. A failure leaves what was there before.

    Parameters
    ----------
    released : Released
    folder : Path
        Made if it is not there; filled anew if it holds nothing but an earlier audit
        that nobody changed. It may be the current folder.
    attachments : mapping of str to bytes
        Further files by name, such as ``{"plan.yaml": b"..."}``.

    Returns
    -------
    Written

    Raises
    ------
    InputError
        If the folder holds files that matchaudit did not write or that were changed
        since, or cannot be made.
    """
    folder = folder.resolve()
    refuse_foreign(folder)
    content = {
        "findings.json": findings_json(released),
        **open_data(released),
        "report.html": report_html(released).encode(),
        **attachments,
    }
    content[SUMS] = _sums(content)
    there = folder.exists()
    name = f".{folder.name}.partial-{os.getpid()}"
    partial = folder / name if there else folder.with_name(name)
    try:
        _fill(partial, content)
        if there:
            _exchange(partial, folder, content)
        else:
            partial.rename(folder)
    except OSError as error:
        what = f"The folder {folder.name} cannot be written: {error.strerror}."
        raise InputError(_problem(what, "Choose another folder.")) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return Written(folder, tuple(folder / name for name in sorted(content)))


def _sums(content: Mapping[str, bytes]) -> bytes:
    lines = (
        f"{hashlib.sha256(content[name]).hexdigest()}  {name}\n"
        for name in sorted(content)
    )
    return "".join(lines).encode()


def _fill(partial: Path, content: Mapping[str, bytes]) -> None:
    shutil.rmtree(partial, ignore_errors=True)
    for name, data in content.items():
        path = partial / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _exchange(partial: Path, folder: Path, content: Mapping[str, bytes]) -> None:
    """Put new files in the place of old ones, or leave all the old ones there."""
    old = [name for name in (*_listed(folder), SUMS) if (folder / name).is_file()]
    former = partial / ".former"
    for name in old:
        (former / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / name, former / name)
    try:
        for name in sorted(content, key=lambda name: name == SUMS):  # the list is last
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (partial / name).replace(folder / name)
    except OSError:
        for name in content.keys() - set(old):
            (folder / name).unlink(missing_ok=True)
        for name in old:
            (former / name).replace(folder / name)
        raise
    for name in set(old) - content.keys():
        _remove(folder / name, below=folder)


def _remove(stale: Path, *, below: Path) -> None:
    """Remove a file, and the folders that it leaves empty."""
    stale.unlink()
    parent = stale.parent
    while parent != below and not any(parent.iterdir()):
        parent.rmdir()
        parent = parent.parent


def refuse_foreign(folder: Path) -> None:
    """Refuse to replace anything that an earlier audit did not write as it is now.

    Raises
    ------
    InputError
        With code ``E14``, if the folder holds files that are not ours or were changed.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        what = f"{folder.name} is a file, not a folder."
        raise InputError(_problem(what, "Choose another folder with --out."))
    listed = _listed(folder)
    found = (p for p in folder.rglob("*") if p.is_symlink() or not p.is_dir())
    names = sorted(p.relative_to(folder).as_posix() for p in found)
    if foreign := [name for name in names if name not in {SUMS, *listed}]:
        what = (
            f"The folder {folder.name} holds files that matchaudit did not write: "
            f"{_first(foreign)}."
        )
        raise InputError(_problem(what, "Choose another folder with --out."))
    if changed := [n for n in names if n != SUMS and _sum(folder / n) != listed[n]]:
        what = (
            f"In the folder {folder.name} a file was changed after matchaudit wrote it: "
            f"{_first(changed)}."
        )
        fix = "Move it elsewhere to keep it, or choose another folder with --out."
        raise InputError(_problem(what, fix))


def _first(names: Sequence[str]) -> str:
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return f"{names[0]}{more}"


def _sum(path: Path) -> str | None:
    if path.is_symlink():
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _listed(folder: Path) -> dict[str, str]:
    """Return names and hashes of the files of an earlier audit."""
    sums = folder / SUMS
    if not sums.is_file():
        return {}
    lines = sums.read_text(encoding="utf-8", errors="replace").splitlines()
    parts = (line.partition("  ") for line in lines)
    return {name: digest for digest, _, name in parts}


def _problem(what: str, fix: str) -> Problem:
    return Problem(code="E14", what=what, fix=fix, done="Nothing was written.")
