"""The kind ``comparisons``: one row is one comparison of a probe with a reference."""

from matchaudit.records.schema import Field, Kind, Side


def _covariates(side: Side, others: tuple[str, ...]) -> tuple[Field, ...]:
    who = "the probe" if side == "probe" else "the reference"

    def named(*words: str) -> tuple[str, ...]:
        return tuple(f"{other} {word}" for other in (side, *others) for word in words)

    return (
        Field(
            name=f"{side}_group",
            type="string",
            meaning=f"The group that the data holder puts the person of {who} in.",
            side=side,
            role="covariate",
            synonyms=named("group", "demographic", "race", "sex", "ethnicity"),
        ),
        Field(
            name=f"{side}_mask",
            type="string",
            meaning=f"What covers the face in {who}, such as none or surgical.",
            side=side,
            role="covariate",
            synonyms=named("mask", "covering", "mask type", "occlusion"),
        ),
        Field(
            name=f"{side}_visible_fraction",
            type="number",
            meaning=f"How much of the face can be seen in {who}; 1 is all of it.",
            label="Visible fractions",
            unit="share",
            minimum=0,
            maximum=1,
            side=side,
            role="covariate",
            synonyms=named("visible fraction", "visible", "visibility", "visible pct"),
        ),
        Field(
            name=f"{side}_capture",
            type="string",
            meaning=f"How {who} was taken, such as phone or booking.",
            side=side,
            role="covariate",
            synonyms=named("capture", "camera", "device", "source", "sensor"),
        ),
    )


_PROBE = ("query", "search", "verification")
_REFERENCE = ("ref", "gallery", "target", "enrolment", "enrollment")


def _people_named(side: str, others: tuple[str, ...], *words: str) -> tuple[str, ...]:
    return tuple(f"{other} {word}" for other in (side, *others) for word in words)


COMPARISONS = Kind(
    name="comparisons",
    title="a table of comparisons",
    row="one comparison of a probe with a reference",
    fields=(
        Field(
            name="probe_subject",
            type="string",
            meaning="Pseudonym of the person that the probe shows.",
            needed=True,
            side="probe",
            role="subject",
            synonyms=_people_named(
                "probe", _PROBE, "subject", "person", "subject id", "person id"
            ),
        ),
        Field(
            name="reference_subject",
            type="string",
            meaning="Pseudonym of the person that the reference shows.",
            needed=True,
            side="reference",
            role="subject",
            synonyms=_people_named(
                "reference", _REFERENCE, "subject", "person", "subject id", "person id"
            ),
        ),
        Field(
            name="score",
            type="number",
            meaning="How alike the matcher found the two; larger is more alike.",
            label="Scores",
            needed=True,
            role="score",
            synonyms=(
                "score",
                "similarity",
                "similarity score",
                "sim",
                "match score",
                "comparison score",
                "distance",
            ),
        ),
        Field(
            name="mated",
            type="boolean",
            meaning="True if probe and reference show the same person.",
            label='Values of "mated"',
            role="flag",
            synonyms=("mated", "genuine", "same person", "same subject", "is mate"),
        ),
        Field(
            name="failed",
            type="boolean",
            meaning="True if no score could be made, so that the score says nothing.",
            label='Values of "failed"',
            role="flag",
            synonyms=("failed", "failure", "failure to acquire", "fta", "error"),
        ),
        Field(
            name="probe_id",
            type="string",
            meaning="Pseudonym of the sample that was presented as the probe.",
            side="probe",
            role="sample",
            synonyms=_people_named("probe", _PROBE, "id", "sample", "image id"),
        ),
        Field(
            name="reference_id",
            type="string",
            meaning="Pseudonym of the sample that was presented as the reference.",
            side="reference",
            role="sample",
            synonyms=_people_named("reference", _REFERENCE, "id", "sample", "image id"),
        ),
        *_covariates("probe", _PROBE),
        *_covariates("reference", _REFERENCE),
    ),
)
