"""Files that appear whole or not at all."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from matchaudit.errors import InputError, Problem

_BLOCK = 1 << 20


@contextmanager
def writing_to(path: Path) -> Iterator[Path]:
    """Give a temporary name beside ``path`` and rename it when all went well.

    Parameters
    ----------
    path : Path
        Where the file shall be.

    Yields
    ------
    Path
        Where to write. It is removed if the block raises.

    Raises
    ------
    InputError
        ``E14`` if the folder is not there or cannot be written.
    """
    refuse_no_folder(path)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.unfinished")
    try:
        yield unfinished
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def refuse_no_folder(path: Path) -> None:
    """Raise E14 if no file can be written at ``path``."""
    if not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        raise InputError(
            Problem(
                code="E14",
                what=f"We cannot write {path.name}: there is no such folder, or nothing "
                "may be written in it.",
                fix="Make the folder first, or choose another one.",
                done="Nothing was written.",
                file=path.name,
            )
        )


def not_ours(path: Path, command: str) -> InputError:
    """Return E14: a file is there already that the command did not write."""
    return InputError(
        Problem(
            code="E14",
            what=f"There is a file {path.name} already, and it is not one that "
            f'"matchaudit {command}" wrote.',
            fix="Choose another name with --out, or move the file away.",
            done="Nothing was written.",
            file=path.name,
        )
    )


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hex."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
