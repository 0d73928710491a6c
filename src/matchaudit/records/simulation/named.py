"""Settings by name, as the command line offers them."""

from dataclasses import replace

import numpy as np

from matchaudit.errors import ParameterError
from matchaudit.records.simulation.comparisons import (
    SimulatedComparisons,
    simulate_comparisons,
)
from matchaudit.records.simulation.published import (
    PUBLISHED,
    PublishedSetting,
    simulate_published,
)
from matchaudit.records.simulation.settings import (
    BARE,
    ComparisonSettings,
    Group,
    LookAlikes,
    Mask,
)

FOUR_GROUPS = (
    Group(name="A", share=0.35),
    Group(name="B", share=0.30, nonmated_shift=0.04),
    Group(name="C", share=0.20, nonmated_shift=0.07, mated_shift=-0.01),
    Group(name="D", share=0.15, nonmated_shift=0.12, mated_shift=-0.02),
)
THREE_MASKS = (
    replace(BARE, share=0.7),
    Mask(name="lower_face", share=0.2, visible_low=0.52, visible_high=0.72),
    Mask(name="eyes_only", share=0.1, visible_low=0.27, visible_high=0.47),
)

_CLOSED_FORM = {
    "groups-and-masks": ComparisonSettings(
        groups=FOUR_GROUPS,
        cross_group_shift=-0.05,
        masks=THREE_MASKS,
        look_alikes=LookAlikes(share=0.04, size=2, bonus=0.2),
        failure_rate=0.004,
    ),
    "plain": ComparisonSettings(),
}
SETTINGS: dict[str, ComparisonSettings | PublishedSetting] = _CLOSED_FORM | PUBLISHED


def named_setting(
    name: str, *, n_subjects: int | None = None, n_samples: int | None = None
) -> ComparisonSettings | PublishedSetting:
    """Return a setting by its name, with other numbers if they are given.

    Parameters
    ----------
    name : str
        A key of ``SETTINGS``: ``"groups-and-masks"`` (four groups with unlike error
        rates, three ways to cover a face, look-alikes, failures), ``"plain"`` (none of
        these), or a published setting such as ``"fogliato-exp"``.
    n_subjects, n_samples : int, optional
        Subjects, and samples of each.

    Returns
    -------
    ComparisonSettings or PublishedSetting

    Raises
    ------
    ParameterError
        If no setting has this name, or the numbers make no test.

    Examples
    --------
    >>> named_setting("fogliato-exp", n_subjects=20).n_samples
    5
    """
    if name not in SETTINGS:
        raise ParameterError("setting", "one of " + ", ".join(SETTINGS), name)
    setting = SETTINGS[name]
    return replace(
        setting,
        n_subjects=setting.n_subjects if n_subjects is None else n_subjects,
        n_samples=setting.n_samples if n_samples is None else n_samples,
    )


def simulate(
    setting: ComparisonSettings | PublishedSetting, rng: np.random.Generator
) -> SimulatedComparisons:
    """Draw comparisons for a setting of either sort.

    Examples
    --------
    >>> setting = named_setting("plain", n_subjects=4, n_samples=1)
    >>> simulate(setting, np.random.default_rng(1)).n_rows
    6
    """
    if isinstance(setting, PublishedSetting):
        return simulate_published(setting, rng)
    return simulate_comparisons(setting, rng)
