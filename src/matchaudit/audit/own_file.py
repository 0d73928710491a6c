"""What ``matchaudit map`` found, for a machine, and where it may be saved."""

from pathlib import Path

from matchaudit.records import Proposal
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
    }


def refuse_map_target(path: Path) -> None:
    """Refuse a place for the map file before anybody has answered questions.

    Raises
    ------
    InputError
        ``E14`` if there is another file, or the folder cannot be written.
    """
    refuse_other_files(path)
