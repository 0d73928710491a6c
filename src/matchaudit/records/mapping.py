"""The map file: what another system's columns are called here.

A map file is YAML that ``matchaudit map`` writes and a person may edit. It is hashed
with the audit and can be used again next year.
"""

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from matchaudit.errors import InputError, Problem
from matchaudit.records.schema import Kind
from matchaudit.records.wording import listed
from matchaudit.records.writing import not_ours, refuse_no_folder, writing_to


class MadeFrom(BaseModel):
    """The file that a map was made from."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str
    sha256: str


class MapFile(BaseModel):
    """A map from a file's own columns and values to ours.

    Attributes
    ----------
    kind : str
        Such as ``"comparisons"``.
    columns : dict of str to str
        The file's column to our column.
    recode : dict of str to dict of str to str
        For our column: the file's value to our value. Other values stay as they are.
    left_out : list of str
        The file's columns that are not used. Never a way to keep columns that may
        name a person: those are refused first.
    all_rows : dict of str to str
        For our column: the value that every row has and no column says, such as
        ``agency: North PD``.
    percent : list of str
        Our columns whose values are in per cent.
    decimal : {"point", "comma"}
    dates : {"day-first", "month-first"} or None
    timezone : str or None
        The IANA name of the zone of times that say none, such as "Europe/London".
    made_from : MadeFrom or None

    Examples
    --------
    >>> sheet = MapFile(kind="comparisons", columns={"Sim": "score"})
    >>> sheet.columns["Sim"], sheet.decimal
    ('score', 'point')
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str
    columns: dict[str, str]
    recode: dict[str, dict[str, str]] = Field(default_factory=dict)
    left_out: list[str] = Field(default_factory=list)
    all_rows: dict[str, str] = Field(default_factory=dict)
    percent: list[str] = Field(default_factory=list)
    decimal: Literal["point", "comma"] = "point"
    dates: Literal["day-first", "month-first"] | None = None
    timezone: str | None = None
    made_from: MadeFrom | None = None

    def to_yaml(self) -> str:
        """Return the map as YAML, in the order of the fields."""
        from matchaudit.records import strict_yaml

        facts = self.model_dump(exclude_none=True)
        if not self.all_rows:
            del facts["all_rows"]
        return strict_yaml.dump(facts)

    @property
    def sha256(self) -> str:
        """SHA-256 of what the map says, whatever the file's spaces and comments."""
        return hashlib.sha256(self.to_yaml().encode()).hexdigest()


def save_map(map_file: MapFile, path: Path) -> Path:
    """Write a map file; the name appears only when the file is whole.

    Parameters
    ----------
    map_file : MapFile
    path : Path
        Such as ``scores.map.yaml``. An older map file of this name is replaced.

    Returns
    -------
    Path

    Raises
    ------
    InputError
        ``E14`` if another file has the name, or the folder cannot be written.
    """
    refuse_other_files(path)
    with writing_to(path) as unfinished:
        unfinished.write_text(map_file.to_yaml(), encoding="utf-8")
    return path


def refuse_other_files(path: Path) -> None:
    """Raise E14 if a map file cannot go to ``path``, or another file is there."""
    refuse_no_folder(path)
    if not path.exists():
        return
    try:
        load_map(path)
    except InputError as error:
        raise not_ours(path, "map") from error


def load_map(path: Path) -> MapFile:
    """Read a map file; the name of a built-in map will do where there is no such file.

    Raises
    ------
    InputError
        With code ``E18`` if the file is not a map file.
    """
    import yaml

    from matchaudit.records import strict_yaml

    if str(path) in built_in_maps() and not path.exists():
        return built_in_maps()[str(path)]
    try:
        facts = strict_yaml.load(path.read_text(encoding="utf-8"))
        return MapFile.model_validate(facts)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole file"
        raise _not_a_map(path, f'At "{where}": {first["msg"]}.') from error
    except FileNotFoundError as error:
        names = listed(list(built_in_maps()))
        raise _not_a_map(
            path, f"There is no such file. The maps that come with us are {names}."
        ) from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise _not_a_map(path, strict_yaml.complaint(error)) from error


@cache
def built_in_maps() -> dict[str, MapFile]:
    """Return the built-in maps by name, such as ``"met-lfr"``.

    Examples
    --------
    >>> sorted(built_in_maps())
    ['home-office-lfr', 'met-lfr']
    """
    folder = resources.files("matchaudit.records") / "maps"
    from matchaudit.records import strict_yaml

    texts = {
        entry.name.removesuffix(".yaml"): entry.read_text(encoding="utf-8")
        for entry in folder.iterdir()
        if entry.name.endswith(".yaml")
    }
    return {
        name: MapFile.model_validate(strict_yaml.load(text))
        for name, text in sorted(texts.items())
    }


def built_in_map(columns: Sequence[str], kind: Kind) -> tuple[str, MapFile] | None:
    """Return the map, with its name, of a layout with exactly these columns.

    A layout is known by its columns alone; one more or one less is another layout.

    Parameters
    ----------
    columns : sequence of str
    kind : Kind

    Returns
    -------
    tuple of str and MapFile, or None
    """
    for name, built_in in built_in_maps().items():
        known = {*built_in.columns, *built_in.left_out}
        if built_in.kind == kind.name and known == set(columns):
            return name, built_in
    return None


def _not_a_map(path: Path, why: str) -> InputError:
    return InputError(
        Problem(
            code="E18",
            what=f"We cannot use the map file {path.name}. {why}",
            fix='Mend the line, or run "matchaudit map" again to make a new one.',
            done="Nothing was read.",
            file=path.name,
        )
    )
