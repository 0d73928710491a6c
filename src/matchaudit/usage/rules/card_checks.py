"""What a card must be beside well formed: it tells one thing, of columns that exist."""

from matchaudit.records.schema import Kind
from matchaudit.usage.rules.cards import Card
from matchaudit.usage.rules.kinds import PERIODS, column_of
from matchaudit.usage.rules.moments import moment
from matchaudit.usage.rules.refusals import Place, Source, refused, shortened


def check_shape(card: Card, place: Place) -> None:
    """Refuse a card that tells nothing, or that tells two things.

    Raises
    ------
    InputError
        E19, with what the card must have.
    """
    why = _shape(card) or _limit(card) or _validity(card, place)
    if why:
        raise refused(f"rule {card.id}: {why}", "Mend the rule.", place=place)


def check_columns(card: Card, kind: Kind, place: Place) -> None:
    """Refuse groups and counts that are no columns of the kind.

    Raises
    ------
    InputError
        E09 for a column that is not there, E19 for one that is of no use here.
    """
    for name in card.for_each:
        if name not in PERIODS:
            source = Source(name, Place(card.id, "for_each", place.file, place.line))
            _check_group(name, kind, source)
    for name in (card.share.of, card.share.out_of) if card.share else ():
        source = Source(name, Place(card.id, "share", place.file, place.line))
        if name not in kind.names:
            raise source.unknown_column(name, 0, kind.names)
        if kind.field(name).type != "integer":
            raise source.refused(f'"{name}" is no count.', 0, fix="Use a count.")


def _check_group(name: str, kind: Kind, source: Source) -> None:
    if name not in kind.names:
        raise source.unknown_column(name, 0, (*kind.names, *PERIODS))
    if kind.unique is not None and name == kind.unique.field:
        why = "each record has its own, so there are no groups."
        raise source.refused(why, 0, fix="Use a column that several records share.")
    if column_of(kind, name).type == "instant":
        fix = f"Use one of {', '.join(PERIODS)}."
        raise source.refused("groups are not made by a date.", 0, fix=fix)


def _shape(card: Card) -> str:
    told = {
        "must_be_true": card.must_be_true is not None,
        "for_each": bool(card.for_each),
        "needs": card.needs is not None,
    }
    given = [name for name, there in told.items() if there]
    if len(given) != 1:
        found = f" It has {' and '.join(given)}." if given else ""
        return f"a rule has one of must_be_true, for_each and needs.{found}"
    if card.needs is not None and card.applies_when is not None:
        return "a rule with needs is not run, so it has no applies_when."
    return ""


def _limit(card: Card) -> str:
    shares = (card.share_where is not None) + (card.share is not None)
    if not card.for_each:
        extra = shares or card.at_most is not None
        return "share_where, share and at_most go with for_each." if extra else ""
    if shares != 1 or card.at_most is None:
        return "a rule with for_each has at_most, and share_where or share."
    twice = [name for name in card.for_each if card.for_each.count(name) > 1]
    if twice:
        return f'for_each says "{shortened(twice[0])}" twice.'
    return "" if 0 <= card.at_most <= 1 else "at_most is a share between 0 and 1."


def _validity(card: Card, place: Place) -> str:
    valid = card.valid
    if valid is None:
        return ""
    for day in (valid.since, valid.until):
        if day is not None:
            here = Place(card.id, "valid", place.file, place.line)
            moment(Source(day, here), day, at=0)
    ordered = not (valid.since and valid.until and valid.since > valid.until)
    return "" if ordered else "valid ends before it begins."
