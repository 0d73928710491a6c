"""Packs from files: every card is read and checked before any is run."""

from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path

from pydantic import ValidationError

from matchaudit.usage.rules.card_checks import check_columns, check_shape
from matchaudit.usage.rules.cards import Card, Pack, Share, Valid, WordList
from matchaudit.usage.rules.kinds import kind_named
from matchaudit.usage.rules.pack_text import MOST_BYTES, PackText, read_text
from matchaudit.usage.rules.parsing import condition
from matchaudit.usage.rules.refusals import (
    Place,
    Source,
    printed,
    refused,
    shortened,
    suggestion,
)
from matchaudit.usage.rules.tree import Node, OnList

_ENDING = ".yaml"
_LONGEST = 200
_SPLIT = "Split it into several packs, or make it simpler."
CONDITIONS = ("applies_when", "must_be_true", "share_where")
_WORDS = {
    "extra_forbidden": "there is no such key.",
    "missing": "this key is needed.",
    "string_type": "this must be a text.",
    "bool_type": "this must be true or false.",
    "float_type": "this must be a number, such as 0.05 for 5 in 100.",
    "too_short": "there is nothing in the list.",
    "tuple_type": "this must be a list.",
    "dict_type": "this must be keys and values.",
    "model_type": "this must be keys and values.",
}
_LIST_NAME = "a list's name is made of letters, digits, spaces, - and _ only."
_FORMS = {
    "id": "an id is made of letters, digits, spaces and . : / ( ) - _ only.",
    "pack": "a name is made of small letters, digits and - only.",
    "source_url": "an address begins with https:// and has no spaces.",
    "valid": "a day is written 2025-01-31.",
}
_MOST_SIGNS = 50_000
"""Signs in all conditions of a pack; a pack of 25 rules has about 3,000."""
_MOST_WORDS = 50_000
"""Words that all conditions of a pack look up in lists."""


def built_in_packs() -> tuple[str, ...]:
    """Return the names of the packs that come with matchaudit, in order."""
    folder = resources.files("matchaudit.usage.rules") / "packs"
    names = [entry.name for entry in folder.iterdir()]
    return tuple(sorted(n.removesuffix(_ENDING) for n in names if n.endswith(_ENDING)))


def pack(name: str | Path) -> Pack:
    """Return a pack by its name, or from a file.

    Parameters
    ----------
    name : str or Path
        Such as ``us-wa``, or the path of a YAML file.

    Returns
    -------
    Pack

    Raises
    ------
    InputError
        E19 if there is no such pack, or it cannot be used.
    """
    said = str(name)
    known = built_in_packs()
    if said in known:
        entry = resources.files("matchaudit.usage.rules") / "packs" / f"{said}{_ENDING}"
        return read_pack(entry.read_text(encoding="utf-8"), file=f"{said}{_ENDING}")
    if _is_file(said):
        return load_pack(Path(said))
    raise refused(
        f'There is no rule pack "{printed(said[:_LONGEST])}", and no file of that '
        f"name. {suggestion(said, known)}".strip(),
        'Run "matchaudit rules list" for those that there are.',
    )


def _is_file(said: str) -> bool:
    try:
        return Path(said).is_file()
    except (OSError, ValueError):  # a name that no file can have
        return False


def load_pack(path: Path) -> Pack:
    """Read and check a rule pack.

    Parameters
    ----------
    path : Path
        A YAML file of at most a million bytes, in UTF-8.

    Returns
    -------
    Pack
        Every condition in it was read and holds nothing but what is allowed.

    Raises
    ------
    InputError
        E19 or E09, with the rule and the place.
    """
    place = Place(file=path.name)
    try:
        with path.open("rb") as content:
            raw = content.read(MOST_BYTES + 1)
        text = raw.decode()
    except OSError as error:
        raise refused("the file cannot be read.", "", place=place) from error
    except UnicodeDecodeError as error:
        fix = "Save it as UTF-8."
        raise refused("the file is no text in UTF-8.", fix, place=place) from error
    return read_pack(text, file=path.name)


def read_pack(text: str, *, file: str) -> Pack:
    """Read and check the text of a pack, as `load_pack` does.

    Parameters
    ----------
    text : str
    file : str
        The name that messages use.

    Returns
    -------
    Pack

    Raises
    ------
    InputError
        E19 or E09, with the rule and the place.

    Examples
    --------
    >>> rule = (
    ...     "{id: A, says: Two must look., from: Order 1, must_be_true: reviewers > 1}"
    ... )
    >>> read_pack("{pack: ours, title: Ours, rules: [" + rule + "]}", file="a").pack
    'ours'
    """
    found = read_text(text, file=file)
    try:
        read = Pack.model_validate(found.values)
    except ValidationError as error:
        raise _mistake(error, found, file) from error
    signs, words = 0, 0
    seen: set[str] = set()
    for i, card in enumerate(read.rules):
        place = Place(card.id, "rule", file, found.line(("rules", i)))
        if card.id in seen:
            what = f"two rules have the id {card.id}."
            raise refused(what, "Give each its own.", place=place)
        seen.add(card.id)
        check_shape(card, place)
        for source in sources(card, file=file, text=found, path=("rules", i)):
            signs += len(source.text)
            if signs > _MOST_SIGNS:
                raise refused(
                    "the conditions are too long in all.", _SPLIT, place=place
                )
            found_kind = kind_named(card.kind or read.kind)
            words += _listed(condition(source, kind=found_kind, lists=read.lists))
            if words > _MOST_WORDS:
                raise refused("the lists are too long in all.", _SPLIT, place=place)
        check_columns(card, kind_named(card.kind or read.kind), place)
    return read


def _listed(node: Node) -> int:
    """Return how many words of lists a condition looks up."""
    own = len(node.words) if isinstance(node, OnList) else 0
    return own + sum(map(_listed, node.parts()))


def sources(
    card: Card,
    *,
    file: str | None = None,
    text: PackText | None = None,
    path: tuple[str | int, ...] = (),
) -> Iterator[Source]:
    """Yield the conditions of a card, with the place where each stands."""
    for key in CONDITIONS:
        said = getattr(card, key)
        if said is not None:
            line = text.line((*path, key)) if text is not None else None
            yield Source(said, Place(card.id, key, file, line))


def check_together(packs: Sequence[Pack]) -> None:
    """Refuse packs of one name, or of which two use the same id for a rule.

    Raises
    ------
    InputError
        E19 if two packs have the same name, or a rule of the same id.
    """
    names = [each.pack for each in packs]
    for name in names:
        if names.count(name) > 1:
            raise refused(
                f'There are two packs of the name "{name}".',
                "Name each pack once, and give your own another name.",
            )
    owners: dict[str, str] = {}
    for each in packs:
        for card in each.rules:
            if card.id in owners:
                raise refused(
                    f'The packs "{owners[card.id]}" and "{each.pack}" both have a '
                    f"rule {card.id}.",
                    "Use one of them, or give the rule another id.",
                )
            owners[card.id] = each.pack


def with_lists(packs: Sequence[Pack], lists: Mapping[str, Sequence[str]]) -> list[Pack]:
    """Return the packs with lists that somebody supplies in full.

    Parameters
    ----------
    packs : sequence of Pack
    lists : mapping of str to sequence of str
        Values by the name of a list that a pack declares; they make it complete.

    Returns
    -------
    list of Pack

    Raises
    ------
    InputError
        E19 for a list that no pack declares.
    """
    declared = {name for each in packs for name in each.lists}
    for name in lists:
        if name not in declared:
            raise refused(
                f'No rule pack has a list "{name}". {suggestion(name, declared)}',
                "Use the name that the pack uses.",
            )
    return [
        each.model_copy(
            update={
                "lists": {
                    name: WordList(
                        says=a.says, values=tuple(lists[name]), complete=True
                    )
                    if name in lists
                    else a
                    for name, a in each.lists.items()
                }
            }
        )
        for each in packs
    ]


def _mistake(error: ValidationError, found: PackText, file: str) -> Exception:
    first = error.errors()[0]
    path = tuple(first["loc"])
    steps = (str(p + 1 if isinstance(p, int) else p) for p in path if p != "[key]")
    where = ".".join(map(shortened, steps))
    place = Place(file=file, line=found.line(path))
    why = _why(first["type"], path, first.get("ctx", {}))
    hint = ""
    if first["type"] == "extra_forbidden":
        models = (Card, Pack, Valid, Share, WordList)
        fields = [f.alias or name for m in models for name, f in m.model_fields.items()]
        hint = suggestion(str(path[-1]), fields)
    what = f'at "{where}", {why} {hint}' if where else f"the whole file: {why}"
    fix = 'See "How to write rules" in the documentation.'
    return refused(what.strip(), fix, place=place)


def _why(kind: str, path: tuple[str | int, ...], facts: Mapping[str, object]) -> str:
    """Say in a sentence what a value should be."""
    if kind == "string_pattern_mismatch":
        if path[-1] == "[key]":
            return _LIST_NAME
        name = "valid" if "valid" in path else str(path[-1])
        return _FORMS.get(name, "there are no words in it.")
    if kind in {"string_too_long", "too_long"}:
        what = "signs" if kind == "string_too_long" else "entries"
        return f"there may be {facts['max_length']:,} {what} at most."
    if kind == "literal_error":
        return f"this must be {facts['expected']}."
    return _WORDS.get(kind, "this is not what may stand here.")
