"""Predictions for galleries of other sizes, from a table of comparisons."""

from collections.abc import Mapping, Sequence

import numpy as np

from matchaudit import tallies
from matchaudit.accuracy.distances import as_distances
from matchaudit.audit.measured import Progress
from matchaudit.audit.plan import Plan
from matchaudit.errors import (
    InputError,
    ParameterError,
    Problem,
    UndefinedMeasureError,
)
from matchaudit.estimation.finding import Curve, Finding
from matchaudit.galleries import prediction, worth
from matchaudit.records import ComparisonTable
from matchaudit.tallies.strata import NOT_RECORDED

Predicted = tuple[list[Finding], list[Curve], tuple[str, ...]]

_SIDES = ("probe_group", "reference_group")


def predicted(
    plan: Plan,
    table: ComparisonTable,
    progress: Progress,
    *,
    at_target_fmr: Mapping[float, float] | None = None,
) -> Predicted:
    """Predict how often larger galleries return a wrong person.

    Parameters
    ----------
    plan : Plan
        Its ``gallery_sizes``, operating points and, if the gallery is made up otherwise
        than the test, ``gallery_composition``.
    table : ComparisonTable
    progress : callable
    at_target_fmr : mapping of float to float, optional
        Thresholds that were found for the plan's ``target_fmrs``.

    Returns
    -------
    findings : list of Finding
        None if no gallery is asked for.
    curves : list of Curve
    cautions : tuple of str
        What every report of these findings must carry.

    Raises
    ------
    InputError
        If a target or a composition is given without a gallery, or the composition
        names groups that are not recorded.
    """
    refuse_without_a_gallery(plan)
    if not plan.gallery_sizes:
        return [], [], ()
    settings = prediction.PredictionSettings(
        gallery_sizes=tuple(dict.fromkeys(plan.gallery_sizes)),
        thresholds=tuple(-t if table.lower_is_closer else t for t in plan.thresholds),
        target_fpirs=plan.target_fpirs,
        at_target_fmr={
            target: at
            for target, at in (at_target_fmr or {}).items()
            if np.isfinite(at)
        },
        composition=plan.gallery_composition,
        scale=plan.score_scale,
        confidence=plan.confidence,
        group_floor=plan.group_floor,
    )
    if not settings.points:
        return prediction.nothing_predicted("", settings), [], ()
    progress("Looking for the closest pairs of different people")
    try:
        tails = _tails(plan, table)
    except UndefinedMeasureError as undefined:
        return prediction.nothing_predicted(undefined.because, settings), [], ()
    progress("Predicting larger galleries")
    findings, curves = prediction.prediction_findings(
        tails,
        settings=settings,
        fit=prediction.fit,
        rng=np.random.default_rng(plan.seed),
    )
    if table.lower_is_closer:
        findings, curves = as_distances(findings, curves)
    return findings, curves, ()


def with_worth(
    plan: Plan, measured: Sequence[Finding], foreseen: Sequence[Finding]
) -> tuple[list[Finding], list[Curve]]:
    """Return what a candidate is worth in each gallery that was predicted.

    Parameters
    ----------
    plan : Plan
        Its ranges for what no test measures.
    measured, foreseen : sequence of Finding
        Of the same comparisons: error rates, and predictions. Those that may be
        nothing at all say nothing of what a candidate is worth.
    """
    told = [f for f in foreseen if f.interval is not None and f.interval[0] != 0]
    if not told:
        return [], []
    return worth.worth_of_prediction(
        [*told, *measured],
        assumed=plan.assumed,
        rng=np.random.default_rng(plan.seed),
        confidence=plan.confidence,
    )


def _tails(plan: Plan, table: ComparisonTable) -> tuple[tallies.GalleryTail, ...]:
    by = _groups(plan, table)
    try:
        tails = tallies.gallery_tails(table, by=by)
    except ParameterError:  # more groups than can be shown
        if plan.gallery_composition or plan.by is not None:
            raise
        return tallies.gallery_tails(table)
    if plan.gallery_composition:
        _check_names(plan.gallery_composition, tails)
    return tuple(t for t in tails if NOT_RECORDED not in t.population.values())


def _groups(plan: Plan, table: ComparisonTable) -> tuple[str, ...]:
    """Return the dimension of the groups that are predicted for, if any is."""
    held = [side for side in _SIDES if side in table.covariates]
    if plan.gallery_composition:
        if len(held) < 2:
            raise InputError(
                Problem(
                    code="E13",
                    what="The plan says how the gallery is made up of groups, but the "
                    "records do not hold the groups of both people compared.",
                    fix="Give the columns probe_group and reference_group, or leave "
                    "out --gallery-share.",
                    done="Nothing was written.",
                )
            )
        return ("group",)
    if "probe_group" not in held:
        return ()
    name = "group" if len(held) == 2 else "probe_group"
    asked = plan.by is None or bool({"group", "probe_group"} & set(plan.by))
    return (name,) if asked else ()


def _check_names(
    composition: Mapping[str, float], tails: Sequence[tallies.GalleryTail]
) -> None:
    known = {
        tail.population["reference_group"]
        for tail in tails
        if "reference_group" in tail.population
    } - {NOT_RECORDED}
    for name in composition:
        if name not in known:
            there = ", ".join(sorted(known))
            raise InputError(
                Problem(
                    code="E13",
                    what=f'The gallery is said to hold group "{name}", which is in no '
                    "record.",
                    fix=f"The records hold these groups: {there}.",
                    done="Nothing was written.",
                    value=name,
                )
            )


def refuse_without_a_gallery(plan: Plan) -> None:
    """Refuse what says something of a gallery, if no gallery was named.

    Raises
    ------
    InputError
        If there is a target or a composition, and nothing that it could be for.
    """
    if plan.gallery_sizes:
        return
    said = "--gallery-share" if plan.gallery_composition else ""
    if plan.target_fpirs and "candidates" not in plan.kinds:
        said = "--target-fpir"
    if said:
        raise InputError(
            Problem(
                code="E13",
                what=f"{said} is about searches of a gallery, and no gallery was named.",
                fix="Say how many people it holds, such as --gallery-size 270000000.",
                done="Nothing was written.",
            )
        )
