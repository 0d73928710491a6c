"""What ``matchaudit map`` found, for a machine, and where it may be saved."""

from pathlib import Path

from matchaudit.errors import InputError, Problem
from matchaudit.records import KINDS, Kind, Proposal
from matchaudit.records.mapping import refuse_other_files


def proposal_facts(proposal: Proposal) -> dict[str, object]:
    """Return a proposal as JSON can hold it."""
    return {
        "file": proposal.file,
        "kind": proposal.kind.name,
        "rows": proposal.n_rows,
        "columns": [
            {
                "theirs": column.theirs,
                "ours": column.ours,
                "example": column.example,
                "certainty": column.certainty,
                "question": column.question,
                "note": column.note,
            }
            for column in proposal.columns
        ],
        "missing": list(proposal.missing),
        "date_question": proposal.date_question,
        "word_questions": [
            {"theirs": word.theirs, "said": word.said, "guess": word.guess}
            for vocabulary in proposal.vocabularies.values()
            for word in vocabulary.open
        ],
    }


def kinds_named(name: str | None) -> tuple[Kind, ...]:
    """Return the kind of a name, or all kinds, from which one is then guessed.

    Raises
    ------
    InputError
        ``E13`` if there is no such kind.
    """
    if name is None:
        return KINDS
    named = tuple(kind for kind in KINDS if kind.name == name)
    if not named:
        names = ", ".join(kind.name for kind in KINDS)
        raise InputError(
            Problem(
                code="E13",
                what=f'There is no kind of record "{name}".',
                fix=f"Say one of: {names}.",
                done="Nothing was read.",
            )
        )
    return named


def refuse_map_target(path: Path) -> None:
    """Refuse a place for the map file before anybody has answered questions.

    Raises
    ------
    InputError
        ``E14`` if there is another file, or the folder cannot be written.
    """
    refuse_other_files(path)
