"""How findings from a search log are decided and put into words."""

from dataclasses import dataclass

from matchaudit.estimation.finding import Key

FEW_CASES = 30
"""Below, an interval over cases rests on too few to be trusted blindly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSettings:
    """The decisions of an audit of searches. None that is somebody's has a default.

    Attributes
    ----------
    confidence : float, default=0.95
        Nominal two-sided coverage of every interval, in (0, 1).
    random_sample : bool, default=False
        True if somebody declares that the candidates with ``verification_sample`` were
        drawn at random from those that would not have been checked otherwise.
    seed : int, default=1
        Of the bootstrap.
    group_floor : int, default=10
        Groups with fewer candidates are not estimated.
    """

    confidence: float = 0.95
    random_sample: bool = False
    seed: int = 1
    group_floor: int = 10


def spoken(column: str) -> str:
    """Return a column's name as a sentence has it.

    Examples
    --------
    >>> spoken("authority_type")
    'authority type'
    """
    return column.replace("_", " ")


def named(column: str, value: Key) -> str:
    """Return a value with the name of its column, unless it starts with that word.

    Examples
    --------
    >>> named("agency", "North PD"), named("agency", "Agency 2")
    ('agency North PD', 'Agency 2')
    """
    own = str(value).lower().startswith(f"{spoken(column)} ")
    return str(value) if own else f"{spoken(column)} {value}"


def few_units(n: int, noun: str) -> tuple[str, ...]:
    """Return a caution if an interval rests on few units.

    Examples
    --------
    >>> few_units(12, "cases"), few_units(30, "cases")
    (('Only 12 cases are behind this, so take the range with care.',), ())
    """
    if n >= FEW_CASES:
        return ()
    return (f"Only {n} {noun} are behind this, so take the range with care.",)
