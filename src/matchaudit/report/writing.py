"""Write a released audit into a folder, whole or not at all."""

import hashlib
import os
import shutil
from collections.abc import Mapping
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

    Everything is written beside ``folder`` first and then renamed into its place, so a
    failure leaves what was there before.

    Parameters
    ----------
    released : Released
    folder : Path
        Made if it is not there; replaced if it holds nothing but an earlier audit.
    attachments : mapping of str to bytes
        Further files by name, such as ``{"plan.yaml": b"..."}``.

    Returns
    -------
    Written

    Raises
    ------
    InputError
        If the folder holds files that matchaudit did not write, or cannot be made.
    """
    folder = folder.resolve()
    _refuse_foreign(folder)
    content = {
        "findings.json": findings_json(released),
        **open_data(released),
        "report.html": report_html(released).encode(),
        **attachments,
    }
    content[SUMS] = _sums(content)
    partial = folder.with_name(f".{folder.name}.partial-{os.getpid()}")
    try:
        _fill(partial, content)
        _put_in_place(partial, folder)
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


def _put_in_place(partial: Path, folder: Path) -> None:
    if not folder.exists():
        partial.rename(folder)
        return
    former = folder.with_name(f".{folder.name}.former-{os.getpid()}")
    folder.rename(former)
    try:
        partial.rename(folder)
    except OSError:
        former.rename(folder)
        raise
    shutil.rmtree(former)


def _refuse_foreign(folder: Path) -> None:
    """Refuse to replace anything that an earlier audit did not list as its own."""
    if not folder.exists():
        return
    if not folder.is_dir():
        what = f"{folder.name} is a file, not a folder."
        raise InputError(_problem(what, "Choose another folder with --out."))
    own = {SUMS, *_listed(folder / SUMS)}
    found = (p for p in folder.rglob("*") if p.is_symlink() or not p.is_dir())
    foreign = sorted(str(p.relative_to(folder)) for p in found)
    foreign = [name for name in foreign if name not in own]
    if foreign:
        more = f" and {len(foreign) - 1} more" if len(foreign) > 1 else ""
        what = (
            f"The folder {folder.name} holds files that matchaudit did not write: "
            f"{foreign[0]}{more}."
        )
        raise InputError(_problem(what, "Choose another folder with --out."))


def _listed(sums: Path) -> list[str]:
    if not sums.is_file():
        return []
    lines = sums.read_text(encoding="utf-8", errors="replace").splitlines()
    return [line.partition("  ")[2] for line in lines]


def _problem(what: str, fix: str) -> Problem:
    return Problem(code="E14", what=what, fix=fix, done="Nothing was written.")
