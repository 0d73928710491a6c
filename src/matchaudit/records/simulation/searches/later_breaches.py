"""Breaches planted in what came after the search: its review, and what was done.

Each states every provision that it breaks; see `breaches`.
"""

from matchaudit.records.simulation.searches.eligible import (
    acted,
    asked_out,
    charged,
    citizen,
    legal,
    no_action,
    still,
    took,
)
from matchaudit.records.simulation.searches.log import A_DAY, DAY, HOUR
from matchaudit.records.simulation.searches.plants import (
    Plant,
    both,
    clears,
    moves,
    puts,
)

REVIEW = (
    Plant(
        name="review after the action",
        breaks=("EU-14-5",),
        where=acted,
        edit=moves("reviewed_at", seconds=5 * HOUR, after="acted_at"),
        abuse="review_after_action",
    ),
    Plant(
        name="review on the day of the action, hour unknown",
        cannot_tell=("EU-14-5",),
        where=acted,
        edit=moves("reviewed_at", seconds=0, after="acted_at", exactness=DAY),
        abuse="same_day",
    ),
    Plant(
        name="one reviewer confirmed",
        breaks=("EU-14-5",),
        where=acted,
        edit=puts(reviewers_confirming=1),
    ),
    Plant(
        name="decision without the reviewers' answer",
        breaks=("WA-030",),
        where=legal,
        edit=clears("review_outcome"),
    ),
    Plant(
        name="training lapsed",
        breaks=("MD-2-505-c",),
        where=still,
        edit=moves(
            "operator_trained_at",
            seconds=-500 * A_DAY,
            after="searched_at",
            exactness=DAY,
        ),
    ),
    Plant(
        name="training without human review",
        breaks=("MT-110",),
        where=still,
        edit=puts(trained_review=False),
    ),
    Plant(
        name="end of the search not recorded",
        breaks=("EU-12-3",),
        where=still,
        edit=clears("ended_at"),
    ),
)

_NO_EVIDENCE = both(puts(independent_evidence=False), clears("independent_evidence_at"))

AFTER = (
    Plant(
        name="decision on the face alone",
        breaks=("EU-26-10",),
        where=still,
        edit=puts(decision_effect="legal", decision_basis="face_only"),
    ),
    Plant(
        name="affidavit on the face alone",
        breaks=("WA-080-5",),
        where=no_action,
        edit=both(puts(used_in_affidavit=True), _NO_EVIDENCE),
    ),
    Plant(
        name="identified by the face alone",
        breaks=("MD-2-502-b2", "DET-1"),
        where=no_action,
        edit=both(puts(used_for="positive_identification"), _NO_EVIDENCE),
    ),
    Plant(
        name="arrest on the face alone",
        breaks=("DET-2024", "DHS-sole", "MD-2-502-b2", "WA-080-5"),
        where=took("arrest"),
        edit=_NO_EVIDENCE,
    ),
    Plant(
        name="civil enforcement on the face alone",
        breaks=("DHS-sole",),
        where=took("lead", "interview"),
        edit=both(puts(action="civil_enforcement"), _NO_EVIDENCE),
    ),
    Plant(
        name="line-up before other evidence",
        breaks=("DET-2024",),
        where=took("lineup"),
        edit=moves("independent_evidence_at", seconds=A_DAY, after="lineup_at"),
        abuse="lineup_before_evidence",
    ),
    Plant(
        name="defence told after the trial began",
        breaks=("WA-070-1", "MT-107"),
        where=charged,
        edit=moves("disclosed_at", seconds=5 * A_DAY, after="trial_at", exactness=DAY),
    ),
    Plant(
        name="system not disclosed",
        breaks=("MD-2-504",),
        where=charged,
        edit=puts(disclosed_system=False),
    ),
    Plant(
        name="unlawful search kept",
        breaks=("ME-6001-b",),
        where=still,
        edit=puts(unlawful=True),
    ),
    Plant(
        name="breach told late",
        breaks=("DET-3.5",),
        where=still,
        edit=both(
            moves("breach_at", seconds=5 * A_DAY, after="searched_at"),
            moves("breach_notified_at", seconds=40 * HOUR, after="breach_at"),
        ),
    ),
    Plant(
        name="opt-out not honoured",
        breaks=("DHS-optout",),
        where=asked_out,
        edit=puts(opt_out_honoured=False),
    ),
    Plant(
        name="citizen's picture kept for 30 hours",
        breaks=("DHS-retain",),
        where=citizen,
        edit=moves("deleted_at", seconds=30 * HOUR, after="captured_at"),
    ),
)
