"""What ``matchaudit map`` found, for a machine."""

from matchaudit.records import Proposal


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
