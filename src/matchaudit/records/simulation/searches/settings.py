"""What a simulated search log looks like."""

from dataclasses import dataclass, replace
from types import MappingProxyType

from matchaudit.errors import ParameterError


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchedGroup:
    """One group of the people searched for.

    Attributes
    ----------
    name : {"A", "B", "C", "D"}
    share : float
        Part of the cases. The shares add up to 1.
    wrong_share : float
        Probability that the best candidate of a search is the wrong person.
    followed_up : float
        A factor on the probability that a candidate is followed up.
    """

    name: str
    share: float
    wrong_share: float
    followed_up: float = 1.0


FOUR_GROUPS = (
    SearchedGroup(name="A", share=0.40, wrong_share=0.30),
    SearchedGroup(name="B", share=0.30, wrong_share=0.40, followed_up=1.2),
    SearchedGroup(name="C", share=0.20, wrong_share=0.50, followed_up=0.8),
    SearchedGroup(name="D", share=0.10, wrong_share=0.60, followed_up=0.6),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSettings:
    """A complete design of a search log.

    The best candidate of a search is truly right or wrong; its score and its group say
    how likely each is. Whether it is followed up depends on the score and the group,
    and with ``hidden`` on the truth as well. What is followed up and resolved is
    recorded as it truly is.

    Attributes
    ----------
    n_searches : int
        At least 100.
    n_agencies : int
        From 2 to 40, of different sizes.
    months : int
        At least 3, from December 2026 on.
    groups : tuple of SearchedGroup
    empty_share : float
        Part of the searches that return no candidate, in [0, 1).
    hidden : float
        0: verification depends on what is recorded only. Above: a candidate that is
        truly wrong is followed up with a probability lower by this part, in [0, 1).
    sample_share : float
        Of the candidates never resolved, the part drawn at random and checked.
    operator_spread : float
        0: all operators have the same true share of wrong candidates. Else the half
        width of the range by which theirs differ.
    live_share : float
        Part of the searches made live, in public. Detroit allows none of these.
    silent : int
        Months of single agencies from which no search is kept, at most one quarter
        of all.
    nil_returns : int
        Of them, those for which a row says that there was no search.
    silent_weeks : int
        Further weeks from which the busiest agency keeps no search.
    plant_rate : float
        Part of the searches that break a rule in each planted way, in [0, 0.01].
    missing_rate : float
        Probability that a value is left out, in each column where values may be
        missing, in [0, 0.2]; planted records have none.
    """

    n_searches: int = 10_000
    n_agencies: int = 8
    months: int = 24
    groups: tuple[SearchedGroup, ...] = FOUR_GROUPS
    empty_share: float = 0.25
    hidden: float = 0.0
    sample_share: float = 0.0
    operator_spread: float = 0.0
    live_share: float = 0.03
    silent: int = 6
    nil_returns: int = 3
    silent_weeks: int = 2
    plant_rate: float = 0.002
    missing_rate: float = 0.004

    def __post_init__(self) -> None:
        """Refuse settings that describe no log."""
        self._within("n_searches", 100, 100_000_000)
        self._within("n_agencies", 2, 40)
        self._within("months", 3, 240)
        self._within("silent", 0, (self.n_agencies - 1) * (self.months - 2) // 4)
        self._within("nil_returns", 0, self.silent)
        self._within("silent_weeks", 0, self.months)
        self._within("plant_rate", 0, 0.01)
        self._within("missing_rate", 0, 0.2)
        self._within("operator_spread", 0, 0.2)
        for name in ("empty_share", "hidden", "sample_share", "live_share"):
            self._within(name, 0, 0.99)

    def _within(self, name: str, least: float, most: float) -> None:
        got = getattr(self, name)
        if not least <= got <= most:
            raise ParameterError(name, f"from {least:,} to {most:,}", got)


SEARCH_SETTINGS = MappingProxyType(
    {
        "recorded": SearchSettings(),
        "hidden": SearchSettings(hidden=0.6),
        "sampled": SearchSettings(hidden=0.6, sample_share=0.2),
        "unlike-operators": SearchSettings(operator_spread=0.2),
        "clean": SearchSettings(plant_rate=0, missing_rate=0, live_share=0),
    }
)


def search_setting(
    name: str, *, n_searches: int | None = None, plant_rate: float | None = None
) -> SearchSettings:
    """Return a setting by its name, with other numbers if they are given.

    Parameters
    ----------
    name : str
        A key of ``SEARCH_SETTINGS``: ``"recorded"`` (what is verified depends on what
        is recorded), ``"hidden"`` (on the truth as well), ``"sampled"`` (that, and a
        random sample is checked), ``"unlike-operators"`` or ``"clean"`` (no rule is
        broken, nothing is missing).
    n_searches : int, optional
    plant_rate : float, optional

    Returns
    -------
    SearchSettings

    Raises
    ------
    ParameterError
        If no setting has this name, or the numbers make no log.

    Examples
    --------
    >>> search_setting("sampled", n_searches=500).sample_share
    0.2
    """
    if name not in SEARCH_SETTINGS:
        raise ParameterError("setting", "one of " + ", ".join(SEARCH_SETTINGS), name)
    setting = SEARCH_SETTINGS[name]
    return replace(
        setting,
        n_searches=setting.n_searches if n_searches is None else n_searches,
        plant_rate=setting.plant_rate if plant_rate is None else plant_rate,
    )
