"""Wrong matches by group, where nobody says how many faces of each group were seen.

The share of a group among the wrong matches says nothing of its risk without its share
of the faces. That share is not made up here: the risk ratio is shown for each that it
could have, and the share is named at which equal risk would no longer fit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from matchaudit.errors import ParameterError
from matchaudit.estimation import wording
from matchaudit.estimation.counts import Estimate
from matchaudit.estimation.finding import Column, Curve, Finding
from matchaudit.estimation.proportions import clopper_pearson


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedBy:
    """What was wrong, and of what: findings of both kinds stand in one report.

    Attributes
    ----------
    of : str
        Of the population of the findings.
    curve : str
        The name of the curve.
    wrong, seen : str
        What was wrong, and what it was wrong of, as plurals.
    """

    of: str
    curve: str
    wrong: str
    seen: str


ALERTS = CountedBy(
    of="alerts", curve="equal_risk", wrong="wrong alerts", seen="faces seen"
)
CANDIDATES = CountedBy(
    of="candidates",
    curve="equal_risk_of_candidates",
    wrong="wrong matches",
    seen="checked candidates",
)

NO_EXPOSURE = (
    "How many faces of each group were seen is not known. A census does not tell it: "
    "those who pass a camera are not those who live there."
)
_SHARES = tuple(i / 100 for i in range(1, 100))


def risk_ratio(share_of_wrong: float, share_of_faces: float) -> float | None:
    """Return how many times as often a face of a group is wrong as a face of others.

    Parameters
    ----------
    share_of_wrong : float
        The group's share of the wrong matches, in [0, 1].
    share_of_faces : float
        Its share of the faces, in (0, 1).

    Returns
    -------
    float or None
        The odds of the one divided by the odds of the other; None (without end) if all
        wrong matches were of the group.

    Raises
    ------
    ParameterError
        If a share is out of range.

    Examples
    --------
    >>> round(risk_ratio(0.8, 0.2), 6)  # 4 to 1, where 1 to 4 would be even
    16.0
    """
    if not 0 <= share_of_wrong <= 1:
        raise ParameterError("share_of_wrong", "in [0, 1]", share_of_wrong)
    if not 0 < share_of_faces < 1:
        raise ParameterError("share_of_faces", "in (0, 1)", share_of_faces)
    if share_of_wrong == 1:
        return None
    odds = share_of_wrong / (1 - share_of_wrong)
    return odds * (1 - share_of_faces) / share_of_faces


def equal_risk_findings(
    group_counts: Mapping[str, tuple[int, int]],
    *,
    confidence: float = 0.95,
    what: CountedBy = ALERTS,
) -> tuple[list[Finding], list[Curve]]:
    """Measure each group's share of the wrong matches, and what it could mean.

    Parameters
    ----------
    group_counts : mapping of str to (int, int)
        For each group ``(k, n)``: k of n wrong matches were of it, ``0 <= k <= n``.
    confidence : float, default=0.95
        Least two-sided coverage of each exact interval, in (0, 1).
    what : CountedBy, default=ALERTS

    Returns
    -------
    findings : list of Finding
        ``usage/wrong_by_group`` of each group, in the order of the names.
    curves : list of Curve
        ``what.curve``: the risk ratio at each share of the faces (or of whatever was
        seen) from 1 to 99 in 100. Empty if there is nothing to draw.

    Raises
    ------
    ParameterError
        If the counts are impossible.

    Examples
    --------
    >>> findings, curves = equal_risk_findings({"B": (8, 10)})
    >>> print(findings[0].says)
    8 of 10 wrong alerts were of group B (likely between 44 and 98 in 100).
    If fewer than 44 in 100 faces seen were of this group, that is too many for equal
    risk. If more than 98 in 100 faces seen were of this group, that is too few.
    """
    findings, rows = [], []
    for group in sorted(group_counts):
        events, trials = group_counts[group]
        if trials == 0 and events == 0:
            findings.append(_none(group, what))
            continue
        share = clopper_pearson(events, trials, confidence=confidence)
        findings.append(_finding(group, share, what))
        rows += [(group, p, *_ratios(share, p)) for p in _SHARES]
    return findings, [_curve(rows, what)] if rows else []


def as_typed(
    findings: Sequence[Finding], *, wrong_in_file: int | None
) -> list[Finding]:
    """Say of findings that their counts were typed in, and if they do not fit the file.

    Parameters
    ----------
    findings : sequence of Finding
        ``usage/wrong_by_group`` of alerts.
    wrong_in_file : int or None
        Wrong alerts that the file has; None if it does not say.

    Examples
    --------
    >>> findings, _ = equal_risk_findings({"B": (50, 60)})
    >>> print(as_typed(findings, wrong_in_file=34)[0].cautions[-1])
    The file has 34 wrong alerts, and 60 were typed in. So they are not of this file.
    """
    return [_as_typed(finding, wrong_in_file) for finding in findings]


def _as_typed(finding: Finding, wrong: int | None) -> Finding:
    said = f"As typed in (not from the file): {finding.says}"
    if wrong is None or (finding.trials or 0) <= wrong:
        return replace(finding, says=said)
    unfit = (
        f"The file has {wrong:,} wrong alert{'' if wrong == 1 else 's'}, and "
        f"{finding.trials:,} were typed in. So they are not of this file."
    )
    cautions = (*finding.cautions, unfit)
    return replace(finding, says=f"{said} {unfit}", cautions=cautions)


def _ratios(
    share: Estimate, faces: float
) -> tuple[float | None, float | None, float | None]:
    return (
        risk_ratio(share.value, faces),
        risk_ratio(share.low, faces),
        risk_ratio(share.high, faces),
    )


def _finding(group: str, share: Estimate, what: CountedBy) -> Finding:
    return Finding(
        id="usage/wrong_by_group",
        population={"of": what.of, "group": group},
        status="measured",
        estimate=share.value,
        interval=(share.low, share.high),
        confidence=share.confidence,
        events=share.events,
        trials=share.trials,
        unit="probability",
        method=share.method,
        says=_says(group, share, what),
        curve=f"data/{what.curve}.csv",
        cautions=(NO_EXPOSURE,),
    )


def _says(group: str, share: Estimate, what: CountedBy) -> str:
    size = wording.joint_base(share)
    span = wording.ends(
        wording.share_of(share.low, size, "down"),
        wording.share_of(share.high, size, "up"),
    )
    said = (
        f"{share.events:,} of {share.trials:,} {what.wrong} were of group {group} "
        f"(likely {span} in {size:,})."
    )
    fewer = f"fewer than {wording.limit(share.low, 'down')}"
    more = f"more than {wording.limit(share.high, 'up')}"
    of_group = f"{what.seen} were of this group"
    if share.low > 0:
        said += f" If {fewer} {of_group}, that is too many for equal risk."
    if share.high < 1:
        said += f" If {more} {of_group}, that is too few."
    return said


def _none(group: str, what: CountedBy) -> Finding:
    because = f"no {what.wrong} were counted"
    return Finding(
        id="usage/wrong_by_group",
        population={"of": what.of, "group": group},
        status="not_estimable",
        unit="probability",
        method="none",
        says=f"We cannot tell the share of group {group}, because {because}.",
        because=because,
        cautions=(NO_EXPOSURE,),
    )


def _curve(
    rows: list[tuple[str, float, float | None, float | None, float | None]],
    what: CountedBy,
) -> Curve:
    group, share, ratio, low, high = zip(*rows, strict=True)
    of_group = f"The share of the {what.seen} that were of the group."
    of = (what.of,) * len(rows)
    return Curve(
        name=what.curve,
        title=f"How unequal the risk would be, for each share of the {what.seen}",
        columns=(
            Column("group", "string", "", "The group.", group),
            Column("share_of_faces", "number", "share", of_group, share),
            Column("risk_ratio", "number", "ratio", _RATIO, ratio),
            Column("low", "number", "ratio", "Lower end of its interval.", low),
            Column("high", "number", "ratio", _HIGH, high),
            Column("of", "string", "", "What may be wrong: alerts or candidates.", of),
        ),
    )


_RATIO = (
    "How many times as often one of the group was wrong as one of the others, if so; "
    "empty if without end."
)
_HIGH = "Upper end of its interval; empty if without end."
