"""The breaches that are planted, each with every provision that it breaks.

The ids are those of the provisions in the rule packs. What a record breaks is stated
here, by somebody who read the provisions; no rule is run to find it out.
"""

from collections.abc import Callable

from matchaudit.records.simulation.searches.log import A_DAY, DAY, HOUR, Log, Mask
from matchaudit.records.simulation.searches.plants import (
    Plant,
    both,
    clears,
    moves,
    puts,
)


def _still(log: Log) -> Mask:
    return log.has("mode", "still") & log.has("use_class", "law_enforcement")


def _live(log: Log) -> Mask:
    return log.has("mode", "realtime")


def _motor_vehicles(log: Log) -> Mask:
    return _still(log) & log.has("performed_by", "motor_vehicles")


def _suspect(log: Log) -> Mask:
    return _still(log) & log.has("purpose", "suspect")


def _targeted(log: Log) -> Mask:
    return _still(log) & log.true("targeted")


def _no_action(log: Log) -> Mask:
    return _still(log) & log.has("action", "none")


def _acted(log: Log) -> Mask:
    return _still(log) & log.recorded("acted_at")


def _charged(log: Log) -> Mask:
    return _still(log) & log.true("charged")


def _legal(log: Log) -> Mask:
    return _still(log) & log.has("decision_effect", "legal")


def _took(*actions: str) -> Callable[[Log], Mask]:
    return lambda log: _still(log) & log.has("action", *actions)


def _citizen(log: Log) -> Mask:
    return log.has("use_class", "other") & log.has("citizenship_class", "citizen")


def _asked_out(log: Log) -> Mask:
    return _citizen(log) & log.true("opt_out_requested")


AUTHORITY = (
    Plant(
        name="live search on a supervisor's word",
        breaks=("WA-080-1", "MA-220-request"),
        where=_live,
        edit=puts(authority_type="supervisor"),
    ),
    Plant(
        name="order of a court after the live search",
        breaks=("WA-080-1", "EU-5-3"),
        where=_live,
        edit=moves("authority_issued_at", seconds=5 * HOUR, after="searched_at"),
        abuse="authority_after_search",
    ),
    Plant(
        name="warrant after the search",
        breaks=("MT-warrant",),
        where=_suspect,
        edit=moves("authority_issued_at", seconds=5 * HOUR, after="searched_at"),
        abuse="authority_after_search",
    ),
    Plant(
        name="warrant of the same day, hour unknown",
        cannot_tell=("MT-warrant",),
        where=_suspect,
        edit=moves(
            "authority_issued_at", seconds=0, after="searched_at", exactness=DAY
        ),
        abuse="same_day",
    ),
    Plant(
        name="backdated, asked for three days after the search",
        breaks=("EU-26-10",),
        where=_targeted,
        edit=moves("authority_requested_at", seconds=72 * HOUR, after="searched_at"),
        abuse="backdated_authority",
    ),
    Plant(
        name="backdated, asked for within the hours allowed",
        where=_targeted,
        edit=moves("authority_requested_at", seconds=12 * HOUR, after="searched_at"),
        abuse="backdated_authority",
    ),
    Plant(
        name="request not in writing",
        breaks=("MA-220-request",),
        where=_still,
        edit=puts(request_written=False),
    ),
    Plant(
        name="request not logged",
        breaks=("ME-6001-b",),
        where=_motor_vehicles,
        edit=puts(request_logged=False),
    ),
    Plant(
        name="search by a vendor",
        breaks=("ME-6001-b",),
        where=_still,
        edit=puts(performed_by="vendor"),
    ),
    Plant(
        name="policy posted after the search",
        breaks=("VA-realtime",),
        where=_still,
        edit=moves("policy_posted_at", seconds=30 * A_DAY, after="searched_at"),
    ),
    Plant(
        name="order refused and the search not stopped",
        breaks=("EU-26-10",),
        where=_targeted,
        edit=puts(authority_outcome="refused"),
    ),
    Plant(
        name="no note in the police file",
        breaks=("EU-26-10",),
        where=_still,
        edit=clears("police_file_ref"),
    ),
)

PURPOSE = (
    Plant(
        name="chosen for a belief",
        breaks=("WA-080-2", "DET-3.5"),
        where=_still,
        edit=puts(selection_basis="religion"),
    ),
    Plant(
        name="picture of a protest",
        breaks=("WA-080-3",),
        where=_still,
        edit=puts(protected_activity=True),
    ),
    Plant(
        name="bystander",
        breaks=("MD-2-503-a1ii",),
        where=_suspect,
        edit=puts(subject_is_target=False),
    ),
    Plant(
        name="offence that is on no list",
        breaks=("MD-2-503-a1i", "MT-warrant", "DET-1"),
        where=_suspect,
        edit=puts(offence="shoplifting"),
    ),
    Plant(
        name="no probable cause",
        breaks=("ME-6001-a",),
        where=_suspect,
        edit=puts(probable_cause=False),
    ),
    Plant(
        name="purpose that is not allowed",
        breaks=("ME-6001-a", "VA-use"),
        where=_suspect,
        edit=puts(purpose="other"),
    ),
    Plant(
        name="immigration status",
        breaks=("DET-3.6", "ME-6001-a", "VA-use"),
        where=_suspect,
        edit=puts(purpose="immigration_status"),
    ),
    Plant(
        name="list searched in a film without suspicion",
        breaks=("MT-continuous", "DET-3.1-3.4"),
        where=_still,
        edit=puts(
            mode="recorded_video",
            gallery_type="watchlist",
            particularised_suspicion=False,
        ),
    ),
    Plant(
        name="list made from live video",
        breaks=("VA-realtime",),
        where=_still,
        edit=puts(gallery_type="live_feed"),
    ),
    Plant(
        name="closed case",
        breaks=("DET-1",),
        where=_still,
        edit=puts(case_status="closed"),
    ),
    Plant(
        name="no reasonable suspicion",
        breaks=("DET-1", "VA-use"),
        where=_suspect,
        edit=puts(reasonable_suspicion=False),
    ),
    Plant(
        name="mobile device",
        breaks=("DET-3.1-3.4",),
        where=_still,
        edit=puts(device_type="mobile"),
    ),
    Plant(
        name="frame of a film",
        breaks=("DET-3.1-3.4",),
        where=_still,
        edit=puts(probe_type="video_frame"),
    ),
)

LIVE_USE = (
    Plant(
        name="live search for a dead person",
        breaks=("EU-5-1-h",),
        where=_live,
        edit=puts(purpose="deceased"),
    ),
    Plant(
        name="live search beyond its limits",
        breaks=("EU-5-2",),
        where=_live,
        edit=puts(within_limits=False),
    ),
    Plant(
        name="live search refused and not stopped",
        breaks=("EU-5-3",),
        where=_live,
        edit=puts(authority_outcome="refused"),
    ),
    Plant(
        name="decision on the live search alone",
        breaks=("EU-5-3",),
        where=_live,
        edit=puts(decision_effect="legal", decision_basis="face_only"),
    ),
    Plant(
        name="live search not notified",
        breaks=("EU-5-4",),
        where=_live,
        edit=clears("data_authority_notified_at"),
    ),
)

REVIEW = (
    Plant(
        name="review after the action",
        breaks=("EU-14-5",),
        where=_acted,
        edit=moves("reviewed_at", seconds=5 * HOUR, after="acted_at"),
        abuse="review_after_action",
    ),
    Plant(
        name="review on the day of the action, hour unknown",
        cannot_tell=("EU-14-5",),
        where=_acted,
        edit=moves("reviewed_at", seconds=0, after="acted_at", exactness=DAY),
        abuse="same_day",
    ),
    Plant(
        name="one reviewer confirmed",
        breaks=("EU-14-5",),
        where=_acted,
        edit=puts(reviewers_confirming=1),
    ),
    Plant(
        name="decision without the reviewers' answer",
        breaks=("WA-030",),
        where=_legal,
        edit=clears("review_outcome"),
    ),
    Plant(
        name="training lapsed",
        breaks=("MD-2-505-c",),
        where=_still,
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
        where=_still,
        edit=puts(trained_review=False),
    ),
    Plant(
        name="end of the search not recorded",
        breaks=("EU-12-3",),
        where=_still,
        edit=clears("ended_at"),
    ),
)

_NO_EVIDENCE = both(puts(independent_evidence=False), clears("independent_evidence_at"))

AFTER = (
    Plant(
        name="decision on the face alone",
        breaks=("EU-26-10",),
        where=_still,
        edit=puts(decision_effect="legal", decision_basis="face_only"),
    ),
    Plant(
        name="affidavit on the face alone",
        breaks=("WA-080-5",),
        where=_no_action,
        edit=both(puts(used_in_affidavit=True), _NO_EVIDENCE),
    ),
    Plant(
        name="identified by the face alone",
        breaks=("MD-2-502-b2", "DET-1"),
        where=_no_action,
        edit=both(puts(used_for="positive_identification"), _NO_EVIDENCE),
    ),
    Plant(
        name="arrest on the face alone",
        breaks=("DET-2024", "DHS-sole", "MD-2-502-b2", "WA-080-5"),
        where=_took("arrest"),
        edit=_NO_EVIDENCE,
    ),
    Plant(
        name="civil enforcement on the face alone",
        breaks=("DHS-sole",),
        where=_took("lead", "interview"),
        edit=both(puts(action="civil_enforcement"), _NO_EVIDENCE),
    ),
    Plant(
        name="line-up before other evidence",
        breaks=("DET-2024",),
        where=_took("lineup"),
        edit=moves("independent_evidence_at", seconds=A_DAY, after="lineup_at"),
        abuse="lineup_before_evidence",
    ),
    Plant(
        name="defence told after the trial began",
        breaks=("WA-070-1", "MT-107"),
        where=_charged,
        edit=moves("disclosed_at", seconds=5 * A_DAY, after="trial_at", exactness=DAY),
    ),
    Plant(
        name="system not disclosed",
        breaks=("MD-2-504",),
        where=_charged,
        edit=puts(disclosed_system=False),
    ),
    Plant(
        name="unlawful search kept",
        breaks=("ME-6001-b",),
        where=_still,
        edit=puts(unlawful=True),
    ),
    Plant(
        name="breach told late",
        breaks=("DET-3.5",),
        where=_still,
        edit=both(
            moves("breach_at", seconds=5 * A_DAY, after="searched_at"),
            moves("breach_notified_at", seconds=40 * HOUR, after="breach_at"),
        ),
    ),
    Plant(
        name="opt-out not honoured",
        breaks=("DHS-optout",),
        where=_asked_out,
        edit=puts(opt_out_honoured=False),
    ),
    Plant(
        name="citizen's picture kept for 30 hours",
        breaks=("DHS-retain",),
        where=_citizen,
        edit=moves("deleted_at", seconds=30 * HOUR, after="captured_at"),
    ),
)

PLANTS = (*AUTHORITY, *PURPOSE, *LIVE_USE, *REVIEW, *AFTER)
