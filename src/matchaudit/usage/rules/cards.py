"""A rule pack: written rules as cards that an analyst can read aloud.

A pack is YAML. Each card says one rule in a plain sentence, where it comes from and how
surely it was read, and the conditions (SQL over one record) that tell it.
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

ListName = Annotated[str, Field(pattern=r"^\w[\w -]*$", max_length=64)]
AsRead = Literal["read", "part", "summary", "unverified"]
Severity = Literal["high", "medium", "low"]
RecordKind = Literal["searches", "deployments"]
_OneLine = AfterValidator(lambda text: " ".join(text.split()))
Sentence = Annotated[str, Field(pattern=r"\w", max_length=600), _OneLine]
"""Words on one line: never empty, and never only signs."""
Day = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Valid(_Strict):
    """When a rule held: days, both included; None is open."""

    since: Day | None = Field(alias="from", default=None)
    until: Day | None = None


class WordList(_Strict):
    """A list that provisions refer to, such as an annex of offences.

    Attributes
    ----------
    says : str
        What the list is.
    values : tuple of str
        Its words, as the log writes them.
    complete : bool
        False if the list was not read to its end: what is not on it cannot be told.
    """

    says: Sentence
    values: tuple[Annotated[str, Field(pattern=r"\w", max_length=200)], ...] = ()
    complete: bool = False


class Share(_Strict):
    """Counts of two columns whose ratio is held against a limit over each group.

    Attributes
    ----------
    of, out_of : str
        Columns of counts, such as ``false_alerts`` and ``faces_seen``.
    """

    of: str
    out_of: str


class Card(_Strict):
    """One rule.

    A card tells a record (``must_be_true``), or a group of records (``for_each`` with
    ``share_where`` or ``share``, and ``at_most``), or nothing (``needs``).

    Attributes
    ----------
    id : str
    says : str
        One plain sentence.
    source : str
        The citation; ``from`` in the file.
    source_url : str or None
    as_read : {"read", "part", "summary", "unverified"} or None
        How the provision was read by whoever wrote the card. None claims nothing, as
        in a rule of one's own.
    read_note : str or None
        What to know of that reading.
    kind : {"searches", "deployments"} or None
        None is the pack's.
    enabled : bool
        A card that is not enabled is shown, and not run.
    applies_when : str or None
        A condition; None applies to every record.
    must_be_true : str or None
        A condition.
    for_each : tuple of str
        Columns, or ``month``, ``week``, ``quarter``, ``year``: the groups.
    share_where : str or None
        A condition: the share of a group's records for which it is true ...
    share : Share or None
        ... or the ratio of two columns of counts, with its sampling interval ...
    at_most : float or None
        ... may not be above this.
    severity : {"high", "medium", "low"}
    valid : Valid or None
    needs : str or None
        The record that the provision would need, where no log of ours can tell it. It
        completes the sentence "Not checkable from this log: it needs ...".
    not_covered : str or None
        What the provision also demands and the card does not look at.
    """

    id: Annotated[str, Field(pattern=r"^\w[\w .:/()-]*$", max_length=64)]
    says: Sentence
    source: Sentence = Field(alias="from")
    source_url: Annotated[
        str | None, Field(pattern=r"^https?://[^\s\"<>]+$", max_length=500)
    ] = None
    as_read: AsRead | None = None
    read_note: Sentence | None = None
    kind: RecordKind | None = None
    enabled: Annotated[bool, Field(strict=True)] = True
    applies_when: str | None = None
    must_be_true: str | None = None
    for_each: Annotated[tuple[str, ...], Field(max_length=8)] = ()
    share_where: str | None = None
    share: Share | None = None
    at_most: Annotated[float, Field(strict=True)] | None = None
    severity: Severity = "medium"
    valid: Valid | None = None
    needs: Sentence | None = None
    not_covered: Sentence | None = None


class Pack(_Strict):
    """A file of cards.

    Attributes
    ----------
    pack : str
        Its name, such as ``us-wa``.
    title : str
    kind : {"searches", "deployments"}
        What a record is, unless a card says otherwise.
    about : str or None
        What a reader should know of the whole pack.
    lists : dict of str to WordList
        Lists that conditions look up with ``in_list(column, 'name')``.
    rules : tuple of Card
    """

    pack: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=64)]
    title: Sentence
    kind: RecordKind = "searches"
    about: Annotated[str, Field(max_length=4_000)] | None = None
    lists: dict[ListName, WordList] = Field(default_factory=dict)
    rules: Annotated[tuple[Card, ...], Field(min_length=1, max_length=500)]
