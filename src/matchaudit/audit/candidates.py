"""An audit of identification searches: from lists of candidates to findings."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from matchaudit import tallies
from matchaudit.accuracy.distances import as_distances, distance_words
from matchaudit.audit import reading
from matchaudit.audit.measured import Measured, Progress
from matchaudit.audit.plan import Input, Plan
from matchaudit.errors import InputError, ParameterError, Problem
from matchaudit.estimation.finding import Curve, Finding
from matchaudit.galleries import measured
from matchaudit.records import CANDIDATES, Table

if TYPE_CHECKING:
    from matchaudit.usage.rules import Pack


def audit_candidates(
    plan: Plan,
    inputs: Sequence[Input],
    *,
    packs: "Sequence[Pack]",
    workspace: Path,
    progress: Progress,
) -> Measured:
    """Read candidates and measure how often searches return a wrong person.

    Parameters
    ----------
    plan : Plan
    inputs : sequence of Input
        The plan's candidates.
    packs : sequence of Pack
        Not looked at: no rule is about candidates.
    workspace : Path
    progress : callable
    """
    del packs
    first = inputs[0]
    table = _oriented(reading.read(inputs, CANDIDATES, workspace=workspace), first)
    sign = -1 if first.lower_is_closer else 1
    thresholds = tuple(sign * threshold for threshold in plan.thresholds)
    progress("Counting")
    tally = _count(plan, table, thresholds)
    progress("Working out how sure one can be")
    findings, curves = measured.measure_candidates(
        tally,
        settings=measured.CandidateSettings(
            thresholds=thresholds,
            target_fpirs=plan.target_fpirs,
            ranks=_ranks(plan, tally),
            dimensions=tuple(tally.dimensions),
            confidence=plan.confidence,
            group_floor=plan.group_floor,
            seed=plan.seed,
        ),
    )
    cautions = (
        *measured.candidate_cautions(tally),
        *(_left_out(got) for got in tally.crowded.values()),
        *_out_of_range(thresholds, tally),
    )
    if first.lower_is_closer:
        findings, curves = _as_distances(findings, curves)
        cautions = tuple(distance_words(caution) for caution in cautions)
    return Measured.of(table, findings, curves, cautions=cautions)


def _oriented(table: Table, given: Input) -> Table:
    """Turn distances, and take a score that means "no usable sample" for what it is."""
    score, columns = "score", table.columns
    replaced = {}
    if given.failed_scores:
        failed = f"score IN ({', '.join(repr(float(s)) for s in given.failed_scores)})"
        score = f"CASE WHEN {failed} THEN NULL ELSE score END"
        replaced["rank"] = f"CASE WHEN {failed} THEN NULL ELSE rank END"
        has = "coalesce(failed, FALSE) OR " if "failed" in columns else ""
        replaced["failed"] = f"{has}coalesce({failed}, FALSE)"
    if given.lower_is_closer:
        score = f"-({score})"
        if "threshold" in columns:
            replaced["threshold"] = "-threshold"
    if score == "score":
        return table
    replaced["score"] = score
    new = ", ".join(f"{sql} AS {name}" for name, sql in replaced.items())
    sql = f"SELECT * EXCLUDE ({', '.join(n for n in replaced if n in columns)}), {new} FROM ({table.sql})"  # noqa: S608 - names are the schema's own
    order = CANDIDATES.names
    kept = tuple(n for n in order if n in {*columns, *replaced})
    return replace(table, sql=sql, columns=kept)


def _count(
    plan: Plan, table: Table, thresholds: tuple[float, ...]
) -> tallies.CandidateTally:
    known = tallies.candidate_dimensions(table)
    by = known if plan.by is None else tuple(_column(name) for name in plan.by)
    for asked, name in zip(plan.by or (), by, strict=False):
        if name not in known:
            can = ", ".join(known) or "nothing: no column describes a probe"
            raise InputError(
                Problem(
                    code="E01",
                    what=f'We cannot compare by "{asked}": the records do not hold it.',
                    fix=f"They can be compared by {can}.",
                    done="Nothing was written.",
                )
            )
    try:
        return tallies.tally_candidates(
            table,
            thresholds=thresholds,
            by=by,
            edges=plan.visible_fraction_edges,
            pass_over_crowded=plan.by is None,
        )
    except ParameterError as error:
        raise InputError(
            Problem(
                code="E13",
                what=str(error),
                fix="Mend the option or the line of the plan.",
                done="Nothing was written.",
            )
        ) from error


def _column(name: str) -> str:
    """Return the column that a dimension without a side stands for."""
    return name if name.startswith("probe_") else f"probe_{name}"


def _ranks(plan: Plan, tally: tallies.CandidateTally) -> tuple[int, ...]:
    """Return the ranks asked for, or the usual ones that the lists reach."""
    if "ranks" in plan.model_fields_set:
        return plan.ranks
    longest = max((gallery.length for gallery in tally.galleries), default=1)
    return tuple(rank for rank in plan.ranks if rank <= longest) or (1,)


def _left_out(got: str) -> str:
    return (
        f"Nothing was compared by {got}: at most {tallies.MOST_VALUES} can be shown. "
        "Merge values with a map file to compare by it."
    )


def _out_of_range(
    thresholds: tuple[float, ...], tally: tallies.CandidateTally
) -> tuple[str, ...]:
    """Say which thresholds no score is near: most likely they are mistyped."""
    lists = tally.lists
    scores = [*lists.top_score[lists.wrong > 0], *lists.mate_score[lists.mate_rank > 0]]
    if not scores:
        return ()
    top = max(scores)
    return tuple(
        f"No candidate reaches score {threshold:g}. The best one has score {top:.4g}. "
        "Is the threshold on the same scale as the scores?"
        for threshold in thresholds
        if threshold > top
    )


def _as_distances(
    findings: Sequence[Finding], curves: Sequence[Curve]
) -> tuple[list[Finding], list[Curve]]:
    """Say scores the way the file holds them, in reasons as well."""
    turned, drawn = as_distances(findings, curves)
    return [
        replace(f, because=distance_words(f.because)) if f.because else f
        for f in turned
    ], drawn
