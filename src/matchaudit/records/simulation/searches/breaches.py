"""The breaches that are planted, each with every provision that it breaks.

The ids are those of the provisions in the rule packs. What a record breaks is stated
here, by somebody who read the provisions; no rule is run to find it out.
"""

from matchaudit.records.simulation.searches.eligible import (
    live,
    motor_vehicles,
    still,
    suspect,
    targeted,
)
from matchaudit.records.simulation.searches.later_breaches import AFTER, REVIEW
from matchaudit.records.simulation.searches.log import A_DAY, DAY, HOUR
from matchaudit.records.simulation.searches.plants import (
    Plant,
    clears,
    moves,
    puts,
)

AUTHORITY = (
    Plant(
        name="live search on a supervisor's word",
        breaks=("WA-080-1", "MA-220-request"),
        where=live,
        edit=puts(authority_type="supervisor"),
    ),
    Plant(
        name="order of a court after the live search",
        breaks=("WA-080-1", "EU-5-3"),
        where=live,
        edit=moves("authority_issued_at", seconds=5 * HOUR, after="searched_at"),
        abuse="authority_after_search",
    ),
    Plant(
        name="warrant after the search",
        breaks=("MT-warrant",),
        where=suspect,
        edit=moves("authority_issued_at", seconds=5 * HOUR, after="searched_at"),
        abuse="authority_after_search",
    ),
    Plant(
        name="warrant of the same day, hour unknown",
        cannot_tell=("MT-warrant",),
        where=suspect,
        edit=moves(
            "authority_issued_at", seconds=0, after="searched_at", exactness=DAY
        ),
        abuse="same_day",
    ),
    Plant(
        name="backdated, asked for three days after the search",
        breaks=("EU-26-10",),
        where=targeted,
        edit=moves("authority_requested_at", seconds=72 * HOUR, after="searched_at"),
        abuse="backdated_authority",
    ),
    Plant(
        name="backdated, asked for within the hours allowed",
        where=targeted,
        edit=moves("authority_requested_at", seconds=12 * HOUR, after="searched_at"),
        abuse="backdated_authority",
    ),
    Plant(
        name="request not in writing",
        breaks=("MA-220-request",),
        where=still,
        edit=puts(request_written=False),
    ),
    Plant(
        name="request not logged",
        breaks=("ME-6001-b",),
        where=motor_vehicles,
        edit=puts(request_logged=False),
    ),
    Plant(
        name="search by a vendor",
        breaks=("ME-6001-b",),
        where=still,
        edit=puts(performed_by="vendor"),
    ),
    Plant(
        name="policy posted after the search",
        breaks=("VA-realtime",),
        where=still,
        edit=moves("policy_posted_at", seconds=30 * A_DAY, after="searched_at"),
    ),
    Plant(
        name="order refused and the search not stopped",
        breaks=("EU-26-10",),
        where=targeted,
        edit=puts(authority_outcome="refused"),
    ),
    Plant(
        name="no note in the police file",
        breaks=("EU-26-10",),
        where=still,
        edit=clears("police_file_ref"),
    ),
)

PURPOSE = (
    Plant(
        name="chosen for a belief",
        breaks=("WA-080-2", "DET-3.5"),
        where=still,
        edit=puts(selection_basis="religion"),
    ),
    Plant(
        name="picture of a protest",
        breaks=("WA-080-3",),
        where=still,
        edit=puts(protected_activity=True),
    ),
    Plant(
        name="bystander",
        breaks=("MD-2-503-a1ii",),
        where=suspect,
        edit=puts(subject_is_target=False),
    ),
    Plant(
        name="offence that is on no list",
        breaks=("MD-2-503-a1i", "MT-warrant", "DET-1"),
        where=suspect,
        edit=puts(offence="shoplifting"),
    ),
    Plant(
        name="no probable cause",
        breaks=("ME-6001-a",),
        where=suspect,
        edit=puts(probable_cause=False),
    ),
    Plant(
        name="purpose that is not allowed",
        breaks=("ME-6001-a", "VA-use"),
        where=suspect,
        edit=puts(purpose="other"),
    ),
    Plant(
        name="immigration status",
        breaks=("DET-3.6", "ME-6001-a", "VA-use"),
        where=suspect,
        edit=puts(purpose="immigration_status"),
    ),
    Plant(
        name="list searched in a film without suspicion",
        breaks=("MT-continuous", "DET-3.1-3.4"),
        where=still,
        edit=puts(
            mode="recorded_video",
            gallery_type="watchlist",
            particularised_suspicion=False,
        ),
    ),
    Plant(
        name="list made from live video",
        breaks=("VA-realtime",),
        where=still,
        edit=puts(gallery_type="live_feed"),
    ),
    Plant(
        name="closed case",
        breaks=("DET-1",),
        where=still,
        edit=puts(case_status="closed"),
    ),
    Plant(
        name="no reasonable suspicion",
        breaks=("DET-1", "VA-use"),
        where=suspect,
        edit=puts(reasonable_suspicion=False),
    ),
    Plant(
        name="mobile device",
        breaks=("DET-3.1-3.4",),
        where=still,
        edit=puts(device_type="mobile"),
    ),
    Plant(
        name="frame of a film",
        breaks=("DET-3.1-3.4",),
        where=still,
        edit=puts(probe_type="video_frame"),
    ),
)

LIVE_USE = (
    Plant(
        name="live search for a dead person",
        breaks=("EU-5-1-h",),
        where=live,
        edit=puts(purpose="deceased"),
    ),
    Plant(
        name="live search beyond its limits",
        breaks=("EU-5-2",),
        where=live,
        edit=puts(within_limits=False),
    ),
    Plant(
        name="live search refused and not stopped",
        breaks=("EU-5-3",),
        where=live,
        edit=puts(authority_outcome="refused"),
    ),
    Plant(
        name="decision on the live search alone",
        breaks=("EU-5-3",),
        where=live,
        edit=puts(decision_effect="legal", decision_basis="face_only"),
    ),
    Plant(
        name="live search not notified",
        breaks=("EU-5-4",),
        where=live,
        edit=clears("data_authority_notified_at"),
    ),
)

PLANTS = (*AUTHORITY, *PURPOSE, *LIVE_USE, *REVIEW, *AFTER)
