"""The kind ``claims``: one row is one public claim to have identified somebody.

A claim has no name and no link to a person here: whoever keeps the register keeps them.
"""

from matchaudit.records.schema import Field, Kind, UniqueKey

CLAIMS = Kind(
    name="claims",
    title="a register of claims",
    row="one public claim to have identified somebody, by anybody",
    fields=(
        Field(
            name="claim_id",
            type="string",
            meaning="Pseudonym of the claim.",
            needed=True,
            role="pseudonym",
            synonyms=("claim id", "claim", "register id"),
        ),
        Field(
            name="published_at",
            type="date",
            meaning="When the claim was made public.",
            label="Dates",
            needed=True,
            synonyms=("published at", "published", "publication date", "date"),
        ),
        Field(
            name="publisher",
            type="string",
            meaning="Who made it public: an organisation, as the plan calls it.",
            role="label",
            synonyms=("publisher", "outlet", "organisation", "organization"),
        ),
        Field(
            name="method",
            type="string",
            meaning="How the person was identified, as the publisher says.",
            label="Methods",
            values=("ai_match", "records", "tip", "self"),
            synonyms=("method", "how identified", "basis"),
        ),
        Field(
            name="probe_mask",
            type="string",
            meaning="What covers the face in the picture, such as none or lower.",
            role="covariate",
            synonyms=("probe mask", "mask", "covering"),
        ),
        Field(
            name="visible_fraction",
            type="number",
            meaning="How much of the face can be seen; 1 is all of it.",
            label="Visible fractions",
            unit="share",
            minimum=0,
            maximum=1,
            role="covariate",
            synonyms=("visible fraction", "visibility"),
        ),
        Field(
            name="status",
            type="string",
            meaning="What is known of the claim by now.",
            label="Statuses",
            values=("confirmed", "refuted", "unverified", "withdrawn"),
            synonyms=("status", "outcome", "result"),
        ),
        Field(
            name="corrected_at",
            type="date",
            meaning="When the publisher corrected the claim; empty if not.",
            synonyms=("corrected at", "correction date", "corrected"),
        ),
        Field(
            name="removed_at",
            type="date",
            meaning="When the publisher took the claim down; empty if not.",
            synonyms=("removed at", "removal date", "taken down"),
        ),
        Field(
            name="last_checked_at",
            type="date",
            meaning="When somebody last looked whether the claim still stands.",
            synonyms=("last checked at", "last checked", "checked at"),
        ),
        Field(
            name="verification_sample",
            type="boolean",
            meaning="True if the claim was drawn for checking, whatever it says.",
            label='Values of "verification_sample"',
            role="flag",
            synonyms=("verification sample", "random sample"),
        ),
    ),
    unique=UniqueKey(field="claim_id", noun="claim ID", each="claim"),
)
